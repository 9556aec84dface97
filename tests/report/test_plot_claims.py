"""A timeline tells what could be said when, an evidence table what counts, and nothing that a claim names is lost."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.text import StudyRef
from ccsvi_triage.report.charts import Evidence, Timeline
from ccsvi_triage.report.plot_claims import evidence, moment_of, timeline

CLAIM = "angioplasty-reduces-relapses-rrms"
Judge = Callable[..., Synthesis]


def test_a_date_means_all_the_time_that_it_may_be() -> None:
    year, month, day = moment_of("2009"), moment_of("2009-12"), moment_of("2009-12-08")
    assert year is not None
    assert month is not None
    assert day is not None
    assert (year.first, year.last) == (2009, 2010)
    assert year.first < month.first <= day.first < day.last < month.last == year.last
    assert moment_of("") is None


@given(st.dates(), st.dates())
def test_a_later_date_is_later(one: object, other: object) -> None:
    first, second = sorted((str(one), str(other)))
    before, after = moment_of(first), moment_of(second)
    assert before is not None
    assert after is not None
    assert before.first <= after.first
    assert (before.first == after.first) == (first == second)
    assert before.first < before.last


@pytest.fixture
def judged(shipped: Library, judge_claim: Judge) -> Synthesis:
    return judge_claim(shipped, CLAIM)


def line_of(synthesis: Synthesis) -> Timeline:
    chart = timeline(synthesis).chart
    assert isinstance(chart, Timeline)
    return chart


def test_every_study_that_a_claim_names_is_on_its_timeline_once(judged: Synthesis) -> None:
    named = [str(bears.study) for bears in judged.claim.evidence]
    assert sorted(each.study.id for each in line_of(judged).happenings) == sorted(set(named))


def test_a_stretch_begins_where_verdict_or_certainty_changes(judged: Synthesis) -> None:
    known = [(era.decided.possible, era.certainty.possible) for era in judged.history]
    changed = [era.date for n, era in enumerate(judged.history) if not n or known[n] != known[n - 1]]
    stretches = line_of(judged).stretches
    assert [stretch.since.said if stretch.since else "" for stretch in stretches] == changed
    assert [stretch.certainty for stretch in stretches] == ["very low", "very low", "open: very low to low"]


def test_studies_stand_in_the_order_of_time_with_the_undated_last(judged: Synthesis) -> None:
    dates = [each.when.last if each.when else 9999.0 for each in line_of(judged).happenings]
    assert dates == sorted(dates)


def test_what_is_set_aside_says_so_and_is_not_counted(judged: Synthesis) -> None:
    aside = {str(each.named.verdict.study.id) for each in judged.aside}
    assert aside
    for each in line_of(judged).happenings:
        assert each.counted == (each.study.id not in aside)
        assert each.says.text.startswith(("set aside", "never counted")) == (not each.counted)


def test_an_earlier_view_has_nothing_that_came_later_on_its_verdicts(shipped: Library, judge_claim: Judge) -> None:
    early = judge_claim(shipped, CLAIM, as_of="2010")
    assert all(stretch.since is not None and stretch.since.first < 2011 for stretch in line_of(early).stretches)
    assert "As far as could be known by 2010." in timeline(early).notes


def test_the_evidence_has_a_row_for_each_study_that_counts_in_order_of_weight(judged: Synthesis) -> None:
    picture = evidence(judged)
    assert isinstance(picture.chart, Evidence)
    assert [row.study.id for row in picture.chart.rows] == [each.id for each in judged.counted]
    assert len(picture.tables[0].rows) == len(judged.counted)


def test_the_evidence_names_what_is_set_aside(judged: Synthesis) -> None:
    notes = " ".join(evidence(judged).notes)
    assert all(str(each.named.verdict.study.id) in notes for each in judged.aside)


def test_a_retracted_study_is_shown_and_never_counted(side_by_side: Library, judge_claim: Judge) -> None:
    claim = side_by_side.claims["treatment-prevents-relapse"]
    gone_too = replaced(claim.evidence[0], study=StudyRef("undone-2012"))
    more = replaced(claim, evidence=(*claim.evidence, gone_too))
    library = side_by_side._replace(claims={**side_by_side.claims, claim.id: more})
    (gone,) = (e for e in line_of(judge_claim(library, str(claim.id))).happenings if e.study.id == "undone-2012")
    assert not gone.counted
    assert gone.says.text == "never counted: retracted"
