import pytest

from ccsvi_triage.cli.claim import ClaimDesk
from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.requests import ClaimRequest, Common
from ccsvi_triage.cli.tripped import Trip, claim_trips, leave, study_trips
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.words import Severity, Status

TRIPS = [Trip("judgement:critical", f"study {number}") for number in range(12)]
ERROR = Trip("F102", "a problem", Severity.ERROR)


def test_a_run_without_a_condition_leaves_in_peace(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave((), TRIPS, Common()) == 0
    assert capsys.readouterr().err == ""


def test_a_condition_that_holds_is_named_with_the_first_that_trip_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave(("critical", "error", "critical"), [*TRIPS, ERROR], Common()) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[:2] == ["triage: --fail-on critical is tripped by 12:", "  study 0"]
    assert told[10:] == ["  study 9", "  ... and 2 more", "triage: --fail-on error is tripped by 1:", "  a problem"]


def test_a_condition_that_does_not_hold_is_not_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave(("overstated", "worse"), [*TRIPS, ERROR], Common()) == 0
    assert capsys.readouterr().err == ""


def test_a_quiet_run_says_nothing_and_one_that_shall_leave_with_zero_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave(("critical",), TRIPS, Common(quiet=True)) == 1
    assert capsys.readouterr().err == ""
    assert leave(("critical",), TRIPS, Common(exit_zero=True)) == 0
    assert "tripped by 12" in capsys.readouterr().err


def test_judgements_that_are_open_flaws_and_verdicts_may_trip(shipped: Library) -> None:
    study = shipped.studies["zamboni-2009-jvs"]
    rules = {trip.rule for trip in study_trips([Bench(shipped, Shelf(shipped)).verdict(study)])}
    assert {"judgement:critical", "judgement:incomplete", "flaw:no-control"} <= rules
    claim = shipped.claims["angioplasty-reduces-relapses-rrms"]
    assert {trip.rule for trip in claim_trips([ClaimDesk(shipped).judge(claim, ClaimRequest())])} == {
        "claim:not-supported"
    }


def test_a_retracted_study_trips_by_its_flaws_alone(shipped: Library) -> None:
    bench = Bench(shipped, Shelf(shipped))
    study = replaced(shipped.studies["zamboni-2009-jvs"], status=Status.RETRACTED)
    rules = {trip.rule.partition(":")[0] for trip in study_trips([bench.verdict(study)])}
    assert rules == {"judgement", "flaw"}
    told = {trip.rule for trip in study_trips([bench.verdict(study)]) if trip.rule.startswith("judgement")}
    assert told == {"judgement:retracted"}
