"""Every report says whose its instruments are, and that none is the official form."""

from collections.abc import Callable

from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.report.licences import NOT_OFFICIAL, instruments_data

Shown = Callable[..., str]


def test_every_report_names_its_instruments_with_version_and_licence(
    shown: Shown, judged_trial: Shown, low: str
) -> None:
    judged = judged_trial(low)
    for text in (shown(judged), shown(judged, every=True), shown(judged, full=True)):
        assert "RoB 2, 2019-08-22. The official documents are CC BY-NC-ND 4.0" in text
        assert "Quick checklist, 1.0. CC0-1.0" in text
        assert "Not the official form of any instrument" in text


def test_each_instrument_is_named_once_in_the_order_of_the_ids(
    verdicts_of: Callable[[str], list[StudyVerdict]], judged_trial: Shown, low: str, before_and_after: str
) -> None:
    verdicts = [*verdicts_of(before_and_after), *verdicts_of(judged_trial(low)), *verdicts_of(before_and_after)]
    told = instruments_data(verdicts)
    assert [one["id"] for one in told] == ["quick", "rob2", "single-arm"]
    assert {one["id"]: one["ours"] for one in told} == {"quick": True, "rob2": False, "single-arm": True}
    assert all(one["version"] and one["licence"] for one in told)


def test_a_report_without_instruments_still_says_what_it_is_not(shown: Shown) -> None:
    text = " ".join(shown("studies: [{id: n, title: N, kind: news}]").split())
    assert " ".join(NOT_OFFICIAL.split()) in text
    assert "Instruments" not in text
