"""What carries more weight is said of each pair, and no study is said to show what its design cannot."""

from collections.abc import Callable

from ccsvi_triage.model.comparison import Comparison
from ccsvi_triage.model.library import Library
from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.of_comparison import of_comparison
from ccsvi_triage.report.weight import shared_limits

Lay = Callable[..., Comparison]
Written = Callable[[Report], str]


def test_a_null_result_stands_with_its_interval_and_what_it_could_have_found(
    side_by_side: Library, lay: Lay, written: Written
) -> None:
    said = written(of_comparison(lay(side_by_side, "open-2009", "sham-2014"), side_by_side, "1.0"))
    assert "no difference shown is no proof of none: RR 3.33 (0.418 to 26.6)" in said
    assert "it could have found with 80 % power a risk of 69 % or more, against 1/10 = 10 %" in said
    assert "negative" not in said


def test_what_none_may_be_said_to_show_is_what_all_ceilings_bar(side_by_side: Library, lay: Lay) -> None:
    verdicts = lay(side_by_side, "open-2009", "sham-2014").verdicts
    limits = [set(verdict.ceiling.may_not) for verdict in verdicts if verdict.ceiling]
    assert set(shared_limits(verdicts)) == set.intersection(*limits)
    assert shared_limits(verdicts) == shared_limits(verdicts[::-1])


def test_the_one_study_that_counts_carries_no_more_weight_than_others(
    side_by_side: Library, lay: Lay, written: Written
) -> None:
    report = of_comparison(lay(side_by_side, "sham-2014", "undone-2012"), side_by_side, "1.0")
    assert "Only sham-2014 counts" in written(report)
    assert "never counted undone-2012" in written(report)


def test_of_studies_without_a_limit_in_common_none_is_told() -> None:
    assert shared_limits([]) == ()
