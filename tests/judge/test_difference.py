from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.judge.difference import differ
from ccsvi_triage.model.difference import Brief, Change, Changed, Difference, Ladder, Part, Standing, Way, Why
from ccsvi_triage.model.snapshot import (
    WHOLE,
    AnswerSeen,
    ClaimSeen,
    JudgedSeen,
    LevelSeen,
    NumberSeen,
    Snapshot,
    StudySeen,
)
from ccsvi_triage.model.words import Severity

LEVELS = ("low", "some", "high")
LADDERS = {"tool": Ladder(LEVELS, LEVELS, {"fit": ("good", "bad")}), "other": Ladder(("a", "b"), ("a", "b"), {})}
FEW = st.sampled_from(("", "a", "b"))
VERDICTS = ("supported", "overstated", "contradicted")
CERTAINTIES = ("high", "low", "very-low")


def level(word: str, *possible: str, name: str = WHOLE, **more: Any) -> LevelSeen:
    seen = LevelSeen(name, name or "the whole", word, possible or (word,), sums_up=not name)
    return seen._replace(**more)


def judged(*levels: LevelSeen, instrument: str = "tool", outcome: str = "pain", sheet: str = "") -> JudgedSeen:
    return JudgedSeen(instrument, "1", outcome, sheet, beside=False, levels=levels)


def study(*said: JudgedSeen, name: str = "s", numbers: tuple[NumberSeen, ...] = (), **more: Any) -> StudySeen:
    seen = StudySeen(name, "Somebody 2031", "A trial", "published", True, "trial", "tool", "", "effect", said, numbers)  # noqa: FBT003
    return seen._replace(**more)


def claim(verdict: str = "supported", name: str = "c", **more: Any) -> ClaimSeen:
    wording = {"text": "It helps", "kind": "benefit", "asserts": "presence", "strength": "effect"}
    seen = ClaimSeen(name, wording, verdict, (verdict,), (("rule", "so"),), "low", ("low",), {}, {"s": "for"}, {})
    return seen._replace(**more)


def snapshot(*records: StudySeen | ClaimSeen, tool: str = "1") -> Snapshot:
    studies = {each.id: each for each in records if isinstance(each, StudySeen)}
    return Snapshot(tool, studies, {each.id: each for each in records if isinstance(each, ClaimSeen)})


def changes(before: Snapshot, after: Snapshot) -> list[Change]:
    return [change for _, change in differ(before, after, LADDERS).changes()]


# for all snapshots


def levels(draw: st.DrawFn, name: str, ladder: tuple[str, ...]) -> LevelSeen:
    possible = draw(
        st.lists(st.sampled_from(ladder), min_size=1, unique=True).map(lambda some: sorted(some, key=ladder.index))
    )
    answers = tuple(
        AnswerSeen(
            question, draw(st.sampled_from(("", "Y", "N"))), tuple(draw(st.lists(st.tuples(FEW, FEW), max_size=2)))
        )
        for question in draw(st.lists(st.sampled_from(("1.1", "1.2")), unique=True))
    )
    rules = tuple(draw(st.lists(st.tuples(FEW, FEW), max_size=2)))
    word = possible[0] if len(possible) == 1 else ""
    return LevelSeen(name, name, word, tuple(possible), rules, answers, draw(FEW), sums_up=name in (WHOLE, "fit"))


@st.composite
def judgements(draw: st.DrawFn) -> JudgedSeen:
    instrument = draw(st.sampled_from(("tool", "other", "strange")))
    ladder = LEVELS if instrument == "tool" else ("a", "b", "c")
    names = draw(st.lists(st.sampled_from((WHOLE, "D1", "D2")), unique=True))
    seen = [levels(draw, name, ladder) for name in names]
    seen += [levels(draw, "fit", ("good", "bad"))] * draw(st.booleans())
    return JudgedSeen(instrument, draw(FEW), draw(FEW), draw(FEW), beside=draw(st.booleans()), levels=tuple(seen))


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    severity = st.sampled_from((Severity.ERROR, Severity.WARNING))
    numbers = st.builds(NumberSeen, st.sampled_from(("N-A", "N-B")), severity, FEW, FEW, FEW)
    studies = [
        StudySeen(
            name,
            name,
            draw(FEW),
            draw(FEW),
            draw(st.booleans()),
            draw(FEW),
            draw(FEW),
            draw(st.sampled_from(("", "none", "critical"))),
            draw(st.sampled_from(("", "effect", "hypothesis"))),
            tuple(draw(st.lists(judgements(), max_size=3))),
            tuple(draw(st.lists(numbers, max_size=3))),
        )
        for name in draw(st.lists(st.sampled_from(("s", "t", "u")), unique=True))
    ]
    claims = []
    for name in draw(st.lists(st.sampled_from(("c", "d")), unique=True)):
        possible = tuple(draw(st.lists(st.sampled_from(VERDICTS), min_size=1, unique=True)))
        sure = tuple(draw(st.lists(st.sampled_from(CERTAINTIES), unique=True)))
        claims.append(
            ClaimSeen(
                name,
                {"text": draw(FEW), "kind": draw(FEW)},
                possible[0] if len(possible) == 1 else "",
                possible,
                tuple(draw(st.lists(st.tuples(FEW, FEW), max_size=2))),
                sure[0] if len(sure) == 1 else "",
                sure,
                draw(st.dictionaries(FEW, FEW, max_size=2)),
                draw(st.dictionaries(st.sampled_from(("s", "t", "u")), FEW)),
                draw(st.dictionaries(FEW, FEW, max_size=1)),
            )
        )
    return snapshot(*studies, *claims, tool=draw(FEW))


@given(snapshots())
def test_a_library_does_not_differ_from_itself(one: Snapshot) -> None:
    assert differ(one, one, LADDERS).empty


@dataclass(frozen=True)
class Shape:
    """A difference without its order, so that two can be held against each other."""

    claims: frozenset[object]
    studies: frozenset[object]
    standing: frozenset[object]
    new: frozenset[object]
    gone: frozenset[object]


OPPOSITE = {Way.WORSE: Way.BETTER, Way.BETTER: Way.WORSE, Way.NEITHER: Way.NEITHER}


def shape(difference: Difference, *, turned: bool = False) -> Shape:
    def sides(before: str, after: str) -> tuple[str, str]:
        return (after, before) if turned else (before, after)

    def reasons(because: tuple[Why, ...]) -> frozenset[object]:
        return frozenset((why.what, *sides(why.before, why.after)) for why in because)

    def changed(each: Changed) -> object:
        return each.id, frozenset(
            (c.part, c.name, *sides(c.before, c.after), OPPOSITE[c.way] if turned else c.way, reasons(c.because))
            for c in each.changes
        )

    def stands(each: Standing) -> object:
        return each.id, each.said, frozenset(each.studies), reasons(each.because)

    def briefs(*some: tuple[Brief, ...]) -> frozenset[object]:
        return frozenset((n, brief) for n, listed in enumerate(some) for brief in listed)

    new = briefs(difference.new_claims, difference.new_studies)
    gone = briefs(difference.gone_claims, difference.gone_studies)
    return Shape(
        frozenset(map(changed, difference.claims)),
        frozenset(map(changed, difference.studies)),
        frozenset(map(stands, difference.standing)),
        gone if turned else new,
        new if turned else gone,
    )


@given(snapshots(), snapshots())
def test_a_difference_is_the_mirror_of_the_one_the_other_way_round(one: Snapshot, other: Snapshot) -> None:
    assert shape(differ(one, other, LADDERS)) == shape(differ(other, one, LADDERS), turned=True)


@given(snapshots(), snapshots())
def test_each_study_and_claim_is_told_of_on_one_side_at_most(one: Snapshot, other: Snapshot) -> None:
    told = differ(one, other, LADDERS)
    assert {brief.id for brief in told.new_studies} == other.studies.keys() - one.studies.keys()
    assert {brief.id for brief in told.gone_claims} == one.claims.keys() - other.claims.keys()
    assert all(change.before != change.after for _, change in told.changes())
    assert all(why.before != why.after for _, change in told.changes() for why in change.because)


# which way


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (("low",), ("high",), Way.WORSE),
        (("high",), ("some",), Way.BETTER),
        (("low",), ("low", "high"), Way.WORSE),
        (("low", "high"), ("low",), Way.BETTER),
        (("low", "high"), ("high",), Way.NEITHER),
        (("high",), ("low", "high"), Way.NEITHER),
        (("some",), ("low", "high"), Way.WORSE),
        (("low", "some"), ("some", "high"), Way.WORSE),
        (("low", "strange"), ("high",), Way.NEITHER),
        (("strange",), ("high",), Way.NEITHER),
    ],
)
def test_worse_is_what_may_be_worse_than_it_could_be_before(
    before: tuple[str, ...], after: tuple[str, ...], way: Way
) -> None:
    old, new = (level(some[0] if len(some) == 1 else "", *some) for some in (before, after))
    (change,) = changes(snapshot(study(judged(old))), snapshot(study(judged(new))))
    assert (change.part, change.way) == (Part.JUDGEMENT, way)


def test_levels_of_an_instrument_that_nobody_knows_are_neither_better_nor_worse() -> None:
    old, new = (study(judged(level(word), instrument="unknown")) for word in ("low", "high"))
    assert [change.way for change in changes(snapshot(old), snapshot(new))] == [Way.NEITHER]


def test_a_graver_verdict_and_a_lower_certainty_are_worse() -> None:
    new = claim("overstated", certainty="very-low", certainty_possible=("very-low",))
    assert [(c.part, c.way) for c in changes(snapshot(claim()), snapshot(new))] == [
        (Part.VERDICT, Way.WORSE),
        (Part.CERTAINTY, Way.WORSE),
    ]


def test_a_number_that_cannot_be_right_is_worse_where_it_is_new_and_better_where_it_is_mended() -> None:
    number = NumberSeen("N-WHOLE", Severity.WARNING, "pain", "", "5 % of 7 is no whole number")
    graver = number._replace(severity=Severity.ERROR)
    clean, odd, worse = (snapshot(study(numbers=some)) for some in ((), (number,), (graver,)))
    assert [c.way for c in changes(clean, odd)] == [Way.WORSE]
    assert [c.way for c in changes(odd, clean)] == [Way.BETTER]
    (change,) = changes(odd, worse)
    assert (change.way, change.before[:8], change.after[:6]) == (Way.WORSE, "warning:", "error:")
    assert [c.way for c in changes(odd, snapshot(study(numbers=(number, number))))] == [Way.WORSE]


def test_a_study_that_is_retracted_is_worse_and_one_that_only_changes_its_status_is_neither() -> None:
    retracted = study(status="retracted", counts=False)
    assert [c.way for c in changes(snapshot(study()), snapshot(retracted))] == [Way.WORSE]
    assert [c.way for c in changes(snapshot(study()), snapshot(study(status="preprint")))] == [Way.NEITHER]


def test_another_instrument_is_compared_on_the_common_ladder() -> None:
    old = study(judged(level("low")), worst="none")
    new = study(judged(level("a"), instrument="other"), instrument="other", row="cohort", worst="critical")
    found = changes(snapshot(old), snapshot(new))
    assert [(c.part, c.way) for c in found] == [
        (Part.INSTRUMENT, Way.WORSE),
        (Part.JUDGEMENT, Way.NEITHER),
        (Part.JUDGEMENT, Way.NEITHER),
    ]
    assert found[0].because == (Why("selection", "trial", "cohort"),)


# which with which


def test_sheets_are_paired_by_their_ids_and_then_in_their_order() -> None:
    old = study(judged(level("low"), sheet="by-a"), judged(level("high"), sheet="by-b"))
    new = study(judged(level("high"), sheet="by-b"), judged(level("high"), sheet="by-a"))
    assert [(c.before, c.after) for c in changes(snapshot(old), snapshot(new))] == [("low", "high")]
    first = study(judged(level("", "low", "high")))
    filled = study(judged(level("low"), sheet="by-a"))
    assert [(c.before, c.after) for c in changes(snapshot(first), snapshot(filled))] == [("open: low or high", "low")]


def test_reasons_alone_are_no_difference() -> None:
    old, new = (level("low", name="D1", rules=((rule, "so"),)) for rule in ("r1", "r2"))
    assert changes(snapshot(study(judged(old))), snapshot(study(judged(new)))) == []


# why


def test_a_judgement_tells_the_fact_the_answer_the_rule_and_the_person_that_differ() -> None:
    old = level(
        "low",
        name="D1",
        rules=(("r1", "all is well"),),
        answers=(AnswerSeen("1.1", "Y", (("control", "sham"), ("answer", "Y"))), AnswerSeen("1.2", "N")),
    )
    new = level(
        "high",
        name="D1",
        rules=(("r2", "no control"),),
        answers=(AnswerSeen("1.1", "N", (("control", "none"), ("answer", "N"))), AnswerSeen("1.2", "N")),
        person="high, decided by AB",
    )
    (change,) = changes(snapshot(study(judged(old))), snapshot(study(judged(new))))
    assert change.name == "tool pain D1"
    assert change.because == (
        Why("fact control", "sham", "none"),
        Why("answer 1.1", "Y", "N"),
        Why("a person", "", "high, decided by AB"),
        Why("rule", "r1: all is well", "r2: no control"),
    )


def test_a_whole_tells_the_domains_that_differ() -> None:
    old = judged(level("low"), level("low", name="D1"), level("low", name="D2"))
    new = judged(level("high"), level("low", name="D1"), level("high", name="D2"))
    whole, domain = changes(snapshot(study(old)), snapshot(study(new)))
    assert whole.because == (Why("D2", "low", "high"),)
    assert domain.part is Part.DOMAIN


def test_where_nothing_of_the_files_differs_the_versions_are_the_reason() -> None:
    old, new = judged(level("low")), judged(level("high"))._replace(version="2")
    (change,) = changes(snapshot(study(old)), snapshot(study(new), tool="2"))
    assert change.because == (Why("tool version", "1", "2"), Why("triage", "1", "2"))
    (change,) = changes(snapshot(claim()), snapshot(claim("overstated"), tool="2"))
    assert change.because == (Why("triage", "1", "2"),)


def test_a_verdict_tells_the_studies_and_the_rule_that_differ() -> None:
    new = claim("overstated", evidence={"t": "against"}, deciding=(("short", "only one"),))
    (change,) = changes(snapshot(claim()), snapshot(new))
    assert change.because == (
        Why("study t", "", "against"),
        Why("study s", "for", ""),
        Why("rule", "rule: so", "short: only one"),
    )


def test_a_claim_that_is_worded_anew_is_told() -> None:
    wording = {**claim().wording, "strength": "hypothesis"}
    (change,) = changes(snapshot(claim()), snapshot(claim(wording=wording)))
    assert (change.part, change.name, change.before, change.after) == (
        Part.WORDING,
        "strength",
        "effect",
        "hypothesis",
    )


# consequences


def test_a_claim_that_stands_is_told_where_a_study_that_it_names_does_not() -> None:
    old, new = study(judged(level("low"))), study(judged(level("high")))
    told = differ(snapshot(old, claim()), snapshot(new, claim()), LADDERS)
    assert [(each.id, each.studies, each.because) for each in told.standing] == [("c", ("s",), ())]
    assert told.standing[0].said == "supported, certainty low"
    assert told.claims == ()
    assert differ(snapshot(old, claim()), snapshot(old, claim()), LADDERS).standing == ()


def test_new_and_gone_studies_say_how_they_are_judged() -> None:
    told = differ(snapshot(study(judged(level("some-concerns")))), snapshot(study(counts=False, name="t")), LADDERS)
    assert told.gone_studies == (Brief("s", "Somebody 2031", "tool pain: some concerns"),)
    assert told.new_studies == (Brief("t", "Somebody 2031", "never counted (published)"),)
