from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.logic.gate import Kind, words_of
from ccsvi_triage.model.place import Place, Spot, Where
from ccsvi_triage.model.policy import Waiver
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.text import Day
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import Finding
from ccsvi_triage.report.findings import fingerprints
from ccsvi_triage.report.gate import Baseline, Reckoning, expired, kept, reckon

WORDS = words_of(Kind)
PLACE = Place("data/studies.yaml", 3, 5, 3, 9)
GRAVE = Finding("judgement:critical", Severity.ERROR, "s: critical", PLACE, study="s", outcome="pain", key="rob2")
FLAW = Finding("flaw:no-control", Severity.NOTE, "s: no-control", PLACE, study="s")
PROBLEM = Finding("F102", Severity.ERROR, "a study has no 'tilte'", PLACE, study="t", key="x")
VERDICT = Finding("claim:overstated", Severity.WARNING, "c: OVERSTATED", PLACE, claim="c")
SOME = (GRAVE, FLAW, PROBLEM, VERDICT)
ANYTHING = ("critical", "flaw:no-control", "error", "overstated")


def waiver(rule: str, study: str = "", claim: str = "", outcome: str = "", expires: str = "2030-06-15") -> Waiver:
    where = Where(".triage.yaml", (Spot(4, 4), Spot(5, 4)), {})
    return Waiver(
        rule=rule,
        study=study,
        claim=claim,
        outcome=outcome,
        reason="known",
        owner="AB",
        expires=Day(expires),
        where=where,
    )


def decide(  # noqa: PLR0913, PLR0917 -- what a gate looks at
    words: Sequence[str] = ANYTHING,
    waivers: Sequence[Waiver] = (),
    baseline: Baseline | None = None,
    found: Sequence[Finding] = SOME,
    day: str = "2030-06-15",
    looked: Sequence[str] = (),
) -> Reckoning:
    conditions = [WORDS[word] for word in words]
    return reckon(found, (), conditions, waivers=waivers, baseline=baseline, day=day, by="report", looked=looked)


def tripping(reckoning: Reckoning) -> list[Finding]:
    return [finding for _, findings in reckoning.tripped for finding in findings]


def test_each_condition_that_holds_is_named_with_what_trips_it() -> None:
    told = decide()
    assert [(condition.word, findings) for condition, findings in told.tripped] == [
        ("critical", (GRAVE,)),
        ("flaw:no-control", (FLAW,)),
        ("error", (PROBLEM,)),
        ("overstated", (VERDICT,)),
    ]
    assert decide(["incomplete", "supported"]).tripped == ()


def test_what_a_report_does_not_show_trips_too() -> None:
    mild = GRAVE._replace(rule="judgement:some")
    told = reckon((), (mild,), [WORDS["some"]])
    assert tripping(told) == [mild]
    assert told.findings == ()


# waivers


@pytest.mark.parametrize(
    ("rule", "about", "finding"),
    [
        ("judgement:critical", {"study": "s"}, GRAVE),
        ("critical", {"study": "s"}, GRAVE),
        ("critical", {"study": "s", "outcome": "pain"}, GRAVE),
        ("no-control", {"study": "s"}, FLAW),
        ("F102", {"study": "t"}, PROBLEM),
        ("overstated", {"claim": "c"}, VERDICT),
    ],
)
def test_a_waived_finding_is_shown_as_waived_and_trips_nothing(
    rule: str, about: dict[str, str], finding: Finding
) -> None:
    told = decide(waivers=[waiver(rule, **about)])
    assert finding not in tripping(told)
    assert len(tripping(told)) == len(SOME) - 1
    (shown,) = (each for each in told.findings if each.waived)
    assert shown.level is Severity.NOTE
    assert shown.message == f"{finding.message} (waived until 2030-06-15 by AB: known)"
    assert fingerprints([shown]) == fingerprints([finding])
    assert told.problems == ()


@pytest.mark.parametrize(
    ("rule", "about"),
    [
        ("serious", {"study": "s"}),
        ("critical", {"study": "t"}),
        ("critical", {"study": "s", "outcome": "death"}),
        ("critical", {"study": "s", "claim": "c"}),
        ("F103", {"study": "t"}),
    ],
)
def test_a_waiver_of_something_else_waives_nothing_and_is_told_as_useless(rule: str, about: dict[str, str]) -> None:
    told = decide(waivers=[waiver(rule, **about)])
    assert len(tripping(told)) == len(SOME)
    (problem,) = told.problems
    assert (problem.code, problem.severity, str(problem.place)) == ("P102", Severity.WARNING, ".triage.yaml:5:5")


@pytest.mark.parametrize(
    ("day", "gone"),
    [
        ("2030-06-15", False),
        ("2030-06-16", True),
        ("2030-06", False),
        ("2030-07", True),
        ("2030", False),
        ("2031", True),
    ],
)
def test_a_waiver_holds_to_the_end_of_its_last_day(day: str, gone: bool) -> None:  # noqa: FBT001
    assert expired(waiver("critical", "s"), day) is gone


def test_an_expired_waiver_trips_again_and_is_told() -> None:
    told = decide(["critical"], [waiver("critical", "s")], day="2030-06-16")
    assert tripping(told) == [GRAVE]
    (problem,) = told.problems
    assert problem.code == "P101"
    assert "its last day was 2030-06-15" in problem.message


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (waiver("critical", "s"), waiver("judgement:critical", "s"), [("P102", 1)]),
        (waiver("critical", "s"), waiver("critical", "s", outcome="pain", expires="2030-06-14"), [("P102", 1)]),
        (waiver("critical", "s", outcome="pain"), waiver("critical", "s", expires="2031-01-01"), [("P102", 0)]),
        (
            waiver("critical", "s", expires="2030-06-13"),
            waiver("critical", "s", expires="2030-06-14"),
            [("P101", 0), ("P101", 1)],
        ),
        (waiver("critical", "s"), waiver("no-control", "s"), []),
    ],
)
def test_of_two_waivers_of_the_same_the_one_that_holds_longer_counts(
    first: Waiver, second: Waiver, told: list[tuple[str, int]]
) -> None:
    both = [first, second]
    for number, each in enumerate(both):
        spot = Spot(4 + number, 4)
        both[number] = replaced(each, where=Where(".triage.yaml", (spot, spot), {}))
    found = decide(waivers=both).problems
    assert [(problem.code, problem.place.line - 5) for problem in found] == told


def test_what_is_wrong_with_waivers_is_a_warning_like_any_other() -> None:
    told = decide(["warning"], [waiver("serious", "s")], found=())
    assert [finding.rule for finding in tripping(told)] == ["P102"]
    assert [finding.rule for finding in told.findings] == ["P102"]


def test_a_command_calls_no_waiver_useless_of_what_it_does_not_look_at() -> None:
    some = [waiver("critical", "s"), waiver("F102", "s"), waiver("overstated", claim="c")]
    told = decide(waivers=some, found=(), looked=("F",))
    assert [problem.message for problem in told.problems] == ["the waiver of 'F102' for s waives nothing"]


# a baseline


def baseline(found: Sequence[Finding], by: str = "report") -> Baseline:
    return Baseline("known.json", by, kept(found))


def test_a_gate_with_a_baseline_fails_on_what_is_new() -> None:
    told = decide(baseline=baseline([GRAVE, VERDICT]))
    assert tripping(told) == [FLAW, PROBLEM]
    assert told.known == (GRAVE, VERDICT)
    assert told.gone == ()


def test_what_moves_to_another_line_is_not_new() -> None:
    moved = [finding._replace(place=PLACE._replace(line=99), message="told otherwise") for finding in SOME]
    assert decide(baseline=baseline(SOME), found=moved).tripped == ()


def test_a_second_finding_of_the_same_kind_is_new() -> None:
    assert tripping(decide(["error"], baseline=baseline([PROBLEM]), found=[PROBLEM, PROBLEM])) == [PROBLEM]


def test_what_gets_worse_is_new() -> None:
    mild = GRAVE._replace(rule="judgement:serious")
    assert tripping(decide(["serious"], baseline=baseline([mild]))) == [GRAVE]


def test_what_is_gone_is_told_by_the_command_that_wrote_it() -> None:
    assert [known.rule for known in decide(baseline=baseline(SOME), found=[GRAVE]).gone] == [
        "flaw:no-control",
        "F102",
        "claim:overstated",
    ]
    assert decide(baseline=baseline(SOME, by="lint"), found=[GRAVE]).gone == ()


FINDINGS = st.lists(
    st.builds(
        Finding,
        st.sampled_from(("judgement:critical", "flaw:no-control", "F102", "claim:overstated", "judgement:some")),
        st.sampled_from((Severity.ERROR, Severity.WARNING, Severity.NOTE)),
        st.just("said"),
        st.just(PLACE),
        study=st.sampled_from(("", "s", "t")),
        claim=st.sampled_from(("", "c")),
        help=st.just(""),
        outcome=st.just(""),
        key=st.just(""),
        waived=st.just(""),
    ),
    max_size=6,
)
WAIVERS = st.lists(st.builds(waiver, st.sampled_from(("critical", "F102", "overstated")), st.sampled_from(("s", "t"))))


@given(FINDINGS, WAIVERS, st.sampled_from(("2030-06-15", "2031-01-01")))
def test_each_finding_trips_is_waived_or_was_known(found: list[Finding], waivers: list[Waiver], day: str) -> None:
    told = decide(["some", *ANYTHING], waivers, baseline(found[:2]), found, day)
    assert [each._replace(level=NOTE, message="", waived="") for each in told.findings[: len(found)]] == [
        each._replace(level=NOTE, message="") for each in found
    ]
    live = [finding for finding in found if not any(finding is each.finding for each in told.waived)]
    assert len(live) == len(found) - len(told.waived)
    assert all(each.finding.study == each.waiver.study for each in told.waived)
    assert not told.waived or day == "2030-06-15"


NOTE = Severity.NOTE


@given(FINDINGS)
def test_a_gate_that_has_just_kept_its_findings_is_not_tripped(found: list[Finding]) -> None:
    told = decide(["some", *ANYTHING], baseline=baseline(found), found=found)
    assert (told.tripped, told.gone) == ((), ())
