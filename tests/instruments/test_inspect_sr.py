import re
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.model.appraisal import Appraisal, Judgement, Origin
from ccsvi_triage.model.instrument import Instrument, Tells
from ccsvi_triage.model.record import Record, items
from ccsvi_triage.model.sheet import Ruling, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Date

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]
Judging = Callable[..., Appraisal]

NO, SOME, SERIOUS = LEVELS = ("no-concerns", "some-concerns", "serious-concerns")
DOMAINS = ("D1", "D2", "D3", "D4")
CHECKS = {"D1": 3, "D2": 5, "D3": 2, "D4": 11}
ASKED = {domain: [f"{domain[1]}.{number}" for number in range(1, count + 1)] for domain, count in CHECKS.items()}
EVERY = [check for checks in ASKED.values() for check in checks]


@pytest.fixture(scope="module")
def inspect(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("inspect-sr")


@pytest.fixture(scope="module")
def judge(inspect: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> Judging:
    """Give a function that judges by a sheet of bare answers and levels, and by nothing else."""
    study, ready = study_of(""), Judge()

    def appraise(
        levels: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
        rulings: Mapping[str, Ruling] | None = None,
    ) -> Appraisal:
        return ready.appraise(study, inspect, sheet_of(inspect, answers or {}, None, rulings, levels))

    return appraise


@pytest.fixture(scope="module")
def doubts(inspect: Instrument, sheet_of: SheetOf) -> Callable[..., list[str]]:
    """Give a function that names the domains whose level the answers speak against."""

    def of_sheet(levels: Mapping[str, str], answers: Mapping[str, str]) -> list[str]:
        problems = list(check_sheet(sheet_of(inspect, answers, None, None, levels), inspect, None))
        assert {problem.code for problem in problems} <= {"E-DOUBT"}
        return [problem.message.split()[0] for problem in problems]

    return of_sheet


def of(appraisal: Appraisal, domain: str) -> Judgement:
    return next(judgement for judgement in appraisal.judgements if judgement.domain.id == domain)


def final(appraisal: Appraisal) -> str | None:
    assert appraisal.overall is not None
    return appraisal.overall.final


def worst(levels: tuple[str, ...]) -> str:
    """Say the least that the guidance expects of the whole, in other words than the program's."""
    if SERIOUS in levels:
        return SERIOUS
    return SOME if SOME in levels else NO


def texts(thing: Any) -> Iterator[str]:
    """Give every sentence of a record and of what it holds."""
    if isinstance(thing, Record):
        yield from (text for _, value in items(thing) for text in texts(value))
    elif isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        yield from (text for value in thing.values() for text in texts(value))
    elif isinstance(thing, tuple):
        yield from (text for value in thing for text in texts(value))


# what it is


def test_it_has_twenty_one_checks_in_four_domains(inspect: Instrument) -> None:
    assert {domain.id: [question.id for question in domain.questions] for domain in inspect.domains} == ASKED
    assert len(EVERY) == 21


def test_it_speaks_of_trust_and_not_of_bias(inspect: Instrument) -> None:
    assert inspect.tells is Tells.TRUSTWORTHINESS


def test_no_table_judges_any_domain(inspect: Instrument) -> None:
    assert [domain.id for domain in inspect.domains if domain.tables] == []


def test_its_words_allege_nothing(inspect: Instrument) -> None:
    alleging = re.compile(
        r"fraud|fabricat|misconduct|falsif|\bfak|forg|dishonest|deceit|deceiv|plagiar|manipulat|suspicio|guilt|\blie",
        re.IGNORECASE,
    )
    said = list(texts(inspect))
    assert len(said) > 100
    assert [text for text in said if alleging.search(text)] == []
    assert "no accusation" in inspect.notice


# the whole


def test_the_whole_is_that_of_the_worst_domain_for_every_vector_of_levels(judge: Judging) -> None:
    for levels in product(LEVELS, repeat=len(DOMAINS)):
        assert final(judge(dict(zip(DOMAINS, levels, strict=True)))) == worst(levels), levels


def test_what_may_still_come_of_some_judged_domains_is_what_some_completion_gives(judge: Judging) -> None:
    for levels in product((None, *LEVELS), repeat=len(DOMAINS)):
        judged = {domain: level for domain, level in zip(DOMAINS, levels, strict=True) if level is not None}
        overall = judge(judged).overall
        assert overall is not None
        completions = product(*((level,) if level else LEVELS for level in levels))
        assert set(overall.possible) == {worst(whole) for whole in completions}, levels


@pytest.mark.parametrize("domain", DOMAINS)
def test_one_domain_with_serious_concerns_is_enough_to_stop(domain: str, judge: Judging) -> None:
    appraisal = judge({domain: SERIOUS})
    assert final(appraisal) == SERIOUS
    assert not appraisal.complete


def test_some_concerns_in_several_domains_are_serious_only_by_a_ruling(judge: Judging) -> None:
    several = {**dict.fromkeys(DOMAINS, NO), "D1": SOME, "D4": SOME}
    appraisal = judge(several)
    assert final(appraisal) == SOME
    assert appraisal.overall is not None
    assert "Nobody has recorded a decision" in appraisal.overall.step
    ruling = Ruling(level=SERIOUS, reason="together they leave little to rely on", by="A reviewer", date=Date("2026"))
    assert final(judge(several, None, {"overall": ruling})) == SERIOUS


def test_a_single_domain_with_some_concerns_offers_no_step(judge: Judging) -> None:
    overall = judge({**dict.fromkeys(DOMAINS, NO), "D2": SOME}).overall
    assert overall is not None
    assert (overall.final, overall.step) == (SOME, "")


# a person judges


def test_a_judgement_is_never_made_by_a_count(inspect: Instrument, judge: Judging) -> None:
    @settings(max_examples=100)
    @given(words=st.lists(st.sampled_from(inspect.options), min_size=len(EVERY), max_size=len(EVERY)))
    def check(words: list[str]) -> None:
        appraisal = judge({}, dict(zip(EVERY, words, strict=True)))
        assert {judgement.final for judgement in appraisal.judgements} == {None}
        assert final(appraisal) is None

    check()


@pytest.mark.parametrize("check", EVERY)
def test_a_yes_is_shown_and_speaks_against_no_concerns_and_against_nothing_graver(
    check: str, judge: Judging, doubts: Callable[..., list[str]]
) -> None:
    domain = f"D{check[0]}"
    answers = {**dict.fromkeys(ASKED[domain], "N"), check: "Y"}
    signs = [sign.because for sign in of(judge({}, answers), domain).signs]
    assert len(signs) == 1
    assert f"({check})" in signs[0]
    assert doubts({domain: NO}, answers) == [domain]
    assert doubts({domain: SOME}, answers) == ([domain] if check == "1.1" else [])
    assert doubts({domain: SERIOUS}, answers) == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_concerns_without_a_check_that_found_anything_are_doubted(
    domain: str, doubts: Callable[..., list[str]]
) -> None:
    clean = {**dict.fromkeys(ASKED[domain], "N"), ASKED[domain][-1]: "NA"}
    assert doubts({domain: NO}, clean) == []
    assert doubts({domain: SOME}, clean) == [domain]
    assert doubts({domain: SERIOUS}, clean) == [domain]
    assert doubts({domain: SOME}, {**clean, ASKED[domain][0]: "U"}) == []


def test_unclear_alone_speaks_against_no_level(judge: Judging, doubts: Callable[..., list[str]]) -> None:
    for domain, checks in ASKED.items():
        unclear = dict.fromkeys(checks, "U")
        assert [sign.against for sign in of(judge({}, unclear), domain).signs] == [()]
        assert [found for level in LEVELS for found in doubts({domain: level}, unclear)] == []


# mistakes that other programs make


def test_an_empty_form_is_incomplete_and_raises_no_concern_and_clears_nobody(judge: Judging) -> None:
    appraisal = judge()
    assert not appraisal.complete
    assert final(appraisal) is None
    assert appraisal.overall is not None
    assert appraisal.overall.possible == LEVELS


def test_no_notice_on_record_is_not_an_answer_of_no(inspect: Instrument, study_of: StudyOf) -> None:
    facts = "status: published\nretraction_check: looked up in 2026, none found"
    judgement = of(Judge().appraise(study_of(facts), inspect), "D1")
    assert {answered.origin for answered in judgement.answers} == {Origin.OPEN}


def test_a_small_study_interests_and_a_changed_outcome_are_no_matter_of_trust(
    inspect: Instrument, study_of: StudyOf
) -> None:
    facts = """
        target: 679
        enrolled: 115
        interests: financial
        funding: {kind: industry}
        registration: {outcome_kept: no}
        flaws: [{code: outcome-changed, basis: stated}, {code: underpowered, basis: stated}]
        """
    appraisal = Judge().appraise(study_of(facts), inspect)
    assert {a.origin for judgement in appraisal.judgements for a in judgement.answers} == {Origin.OPEN}


# what facts propose

CONFLICT = "conflicts: [{about: size, accounts: [{says: a}, {says: b}]}]"


@pytest.mark.parametrize(
    ("facts", "check", "answer"),
    [
        ("status: retracted", "1.1", "Y"),
        ("notices: [{kind: retraction}]", "1.1", "Y"),
        ("notices: [{kind: expression-of-concern}]", "1.2", "Y"),
        ("notices: [{kind: correction}]", "1.2", "U"),
        ("flaws: [{code: not-registered, basis: stated}]", "2.2", "Y"),
        ("flaws: [{code: not-registered, basis: stated}]", "2.3", "NA"),
        ("flaws: [{code: late-protocol, basis: stated}]", "2.2", "Y"),
        ("registration: {before_enrolment: yes}", "2.2", "N"),
        ("registration: {before_enrolment: no}", "2.2", "U"),
        ("registration: {id: not-reported}", "2.2", "U"),
        ("flaws: [{code: implausible-effect, basis: stated}]", "4.7", "Y"),
        ("flaws: [{code: impossible-numbers, basis: stated}]", "4.10", "Y"),
        ("flaws: [{code: inconsistent-reporting, basis: stated}]", "4.11", "Y"),
        (CONFLICT, "4.11", "U"),
        ("flaws: [{code: conflicting-accounts, basis: stated}]", "4.11", "U"),
    ],
)
def test_a_recorded_fact_proposes_an_answer_and_no_level(
    facts: str, check: str, answer: str, inspect: Instrument, study_of: StudyOf
) -> None:
    appraisal = Judge().appraise(study_of(facts), inspect)
    answers = {a.question.id: a for judgement in appraisal.judgements for a in judgement.answers}
    assert (answers[check].answer, answers[check].origin) == (answer, Origin.PROPOSED)
    assert answers[check].grounds
    assert {judgement.final for judgement in appraisal.judgements} == {None}


def test_a_correction_is_no_retraction(inspect: Instrument, study_of: StudyOf) -> None:
    appraisal = Judge().appraise(study_of("notices: [{kind: correction}]"), inspect)
    first = of(appraisal, "D1").answers[0]
    assert (first.question.id, first.origin) == ("1.1", Origin.OPEN)
