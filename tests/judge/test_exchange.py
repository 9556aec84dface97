"""An exchange of answers does what it is said to do, and no smaller one does."""

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ccsvi_triage.judge.exchange import apart, held_by, with_answers
from ccsvi_triage.judge.own import GIVEN
from ccsvi_triage.model.agreement import Standing
from ccsvi_triage.model.instrument import Instrument

Seat = Callable[..., Any]


class Every:
    """All whole sets of answers of an instrument's one domain with the level of each, without the engine."""

    def __init__(self, cases: Any) -> None:
        self.cases = cases
        self.whole = [(whole, cases.level(whole)) for whole in cases.all()]

    def possible(self, answers: Mapping[str, str]) -> set[str]:
        return {level for whole, level in self.whole if self.cases.fits(answers, whole)}


def drawn_answers(instrument: Instrument) -> st.SearchStrategy[dict[str, str]]:
    (domain,) = instrument.domains
    each = {q.id: st.sampled_from((*q.options, *q.options, None)) for q in domain.questions}
    return st.fixed_dictionaries(each).map(lambda words: {n: w for n, w in words.items() if w not in (None, "NA")})


def mixed(mine: Mapping[str, str], theirs: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    kept = {name: word for name, word in mine.items() if name not in names}
    return kept | {name: word for name, word in theirs.items() if name in names}


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_every_exchange_does_what_is_said_and_no_smaller_one_does(
    data: st.DataObject, reviewers: Seat, whole_instruments: st.SearchStrategy[Instrument], cases: Any
) -> None:
    instrument = data.draw(whole_instruments)
    words = {f"by-{name}": data.draw(drawn_answers(instrument)) for name in "ab"}
    compared = reviewers(instrument).compare(*words.values())
    (domain,) = compared.domains
    every = Every(cases(instrument, instrument.domains[0], {}))
    levels = {name: every.possible(given_) for name, given_ in words.items()}
    assert (domain.standing is Standing.DIFFERS) == (not levels["by-a"] & levels["by-b"])
    assume(domain.standing is Standing.DIFFERS)
    asked = {
        sheet: {found.question.id for found in answers if found.origin in GIVEN}
        for sheet, answers in zip(("by-a", "by-b"), domain.answers, strict=True)
    }
    real = {name: {n: w for n, w in given_.items() if n in asked[name]} for name, given_ in words.items()}
    told = [*domain.smallest, *(exchange for one in domain.differences for exchange in one.alone)]
    for exchange in told:
        after = every.possible(mixed(words[exchange.sheet], real[exchange.other], exchange.names))
        assert set(exchange.after) == after
        assert set(exchange.before) == levels[exchange.sheet]
        assert exchange.changes == (not after & levels[exchange.sheet])
    assert domain.searched
    differing = {one.question.id for one in domain.differences}
    for sheet, other in (("by-a", "by-b"), ("by-b", "by-a")):
        sets = [exchange.names for exchange in domain.smallest if exchange.sheet == sheet]
        least = min(map(len, sets), default=len(differing) + 1)
        for size in range(1, least):
            for names in combinations(sorted(differing), size):
                after = every.possible(mixed(words[sheet], real[other], names))
                assert after & levels[sheet], (names, "would have been enough")


def test_levels_are_apart_only_where_they_can_never_meet() -> None:
    assert apart(("low",), ("high",))
    assert not apart(("low", "some"), ("some", "high"))


def test_answers_of_another_are_taken_with_those_to_their_parts(
    reviewers: Seat, instrument_of: Callable[[str], Instrument]
) -> None:
    instrument = instrument_of("amstar-2")
    domain = next(one for one in instrument.domains for q in one.questions if len(q.parts) > 1)
    question = next(q for q in domain.questions if len(q.parts) > 1)
    one, two = (part.id for part in question.parts[:2])
    seated = reviewers(instrument)
    mine = seated.sheet("A", {one: "yes", two: "yes"})
    theirs = seated.sheet("B", {one: "no", "elsewhere": "Y"})
    taken = with_answers(mine, theirs, domain, [question.id], {question.id})
    assert {name: given_.answer for name, given_ in taken.answers.items()} == {one: "no"}
    assert with_answers(mine, theirs, domain, [], set()).answers == mine.answers


def test_what_is_decided_holds_one_level(reviewers: Seat, instrument_of: Callable[[str], Instrument]) -> None:
    compared = reviewers(instrument_of("rob2")).compare(
        {"1.1": "Y", "1.2": "Y", "1.3": "N"}, {"1.1": "Y", "1.2": "N"}, setup={"effect": "assignment"}
    )
    assert [held_by(judgement) for judgement in compared.domains[0].judgements] == [("low",), ("high",)]
    assert len(held_by(compared.domains[1].judgements[0])) > 1
