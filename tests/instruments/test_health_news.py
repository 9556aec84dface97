import re
from collections.abc import Callable
from itertools import product

import pytest

from ccsvi_triage.judge.appraise import Judge, tally
from ccsvi_triage.model.instrument import Counts, Form, Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[..., Study]

CRITERIA = tuple(str(number) for number in range(1, 11))


@pytest.fixture(scope="module")
def news(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("health-news")


def test_it_has_the_ten_criteria_and_their_three_answers(news: Instrument) -> None:
    assert tuple(q.id for domain in news.domains for q in domain.questions) == CRITERIA
    assert news.options == ("satisfactory", "not-satisfactory", "not-applicable")


def test_every_answer_to_every_criterion_counts_where_it_belongs(
    news: Instrument, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    expected = {
        "satisfactory": Counts.MET,
        "not-satisfactory": Counts.NOT_MET,
        "not-applicable": Counts.NOT_APPLICABLE,
    }
    for criterion, word in product(CRITERIA, expected):
        counted = tally(study_of("kind: news"), news, sheet_of(news, {criterion: word}))
        found = {row.answered.question.id: row.counts for row in counted.rows}
        assert found == {**dict.fromkeys(CRITERIA), criterion: expected[word]}


def test_it_has_no_stars_no_score_and_no_level(news: Instrument, study_of: StudyOf) -> None:
    assert news.form is Form.TALLY
    assert not news.levels
    assert not news.points
    assert Judge().appraise(study_of("kind: news"), news).overall is None
    assert not [q.id for domain in news.domains for q in domain.questions if q.points]
    words = " ".join(q.text + q.help for domain in news.domains for q in domain.questions)
    assert not re.search(r"\b(stars?|scores?)\b", words)


def test_it_says_that_it_tells_nothing_of_whether_the_treatment_works(news: Instrument) -> None:
    assert "nothing of whether the treatment works" in news.about


def test_no_recorded_fact_answers_for_the_reader_of_a_story(news: Instrument, shipped: Library) -> None:
    for study in shipped.studies.values():
        assert {row.counts for row in tally(study, news).rows} == {None}, study.id
