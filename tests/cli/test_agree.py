"""Sheets of several reviewers are compared, settled and gated."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ccsvi_triage.report.schema import report_schema

Run = Callable[..., Any]
PAIR = ("sham-second", "sham-third")


@pytest.fixture(autouse=True)
def reviewers(desk: Path) -> Path:
    """Lay sheets of more reviewers beside those of the small library."""
    return Path(copy(Path(__file__).parent / "reviewers.yaml", desk / "data" / "reviewers.yaml"))


def told(run: Run, *words: str) -> dict[str, Any]:
    """Give a JSON report that fits its schema."""
    ran = run("agree", *words, "--format", "json")
    assert ran.code in (0, 1), ran.err
    data: dict[str, Any] = json.loads(ran.out)
    Draft202012Validator(report_schema()).validate(data)
    return data


# which sheets


def test_two_sheets_are_compared_by_their_ids(run: Run) -> None:
    (compared,) = told(run, *PAIR)["compared"]
    assert [sheet["id"] for sheet in compared["sheets"]] == list(PAIR)
    assert compared["judgement_differs"]
    assert compared["sheets"][0]["place"]["file"] == "data/reviewers.yaml"


def test_a_study_stands_for_all_of_its_sheets(run: Run) -> None:
    (compared,) = told(run, "sham-2014")["compared"]
    assert [sheet["reviewer"] for sheet in compared["sheets"]] == ["B. Second", "C. Third", "A. Reviewer"]
    assert told(run, "sham 2014", "--instrument", "rob2", "--outcome", "lesions")["compared"] == [compared]


def test_several_studies_are_compared_one_after_the_other_and_their_figures_by_instrument(run: Run) -> None:
    data = told(run, "sham-2014", "veins-2010")
    assert [one["study"] for one in data["compared"]] == ["sham-2014", "veins-2010"]
    assert {one["instrument"] for one in data["figures"]} == {"rob2", "quadas-2"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sham-second",), "name another sheet to compare sham-second with, or sham-2014 for all sheets of the study"),
        (("sham-second", "sham-thrid"), "no sheet 'sham-thrid' (did you mean 'sham-third'?)"),
        (("nothing-like-it",), "no study 'nothing-like-it'"),
        (("hope-2009",), "there is no sheet of hope-2009"),
        (("sham-2014", "--instrument", "quadas-2"), "there is no sheet of sham-2014 by quadas-2"),
        (("sham-2014", "--outcome", "lesion"), "no outcome 'lesion' (did you mean 'lesions'?)"),
        (("sham-second", "veins-first"), "veins-first: no other sheet is about this study"),
        ((*PAIR, "--instrument", "rob2"), "here the sheets are named"),
    ],
)
def test_what_cannot_be_compared_is_told(words: tuple[str, ...], said: str, run: Run) -> None:
    code, out, err = run("agree", *words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_sheet_with_an_error_is_not_compared(run: Run, reviewers: Path) -> None:
    text = reviewers.read_text(encoding="utf-8")
    reviewers.write_text(text.replace("1.2: {answer: NI,", "1.2: {answer: MAYBE,"), encoding="utf-8")
    code, out, err = run("agree", *PAIR)
    assert (code, out) == (2, "")
    assert "error[E-ANSWER]" in err
    assert "1 error; nothing was compared" in err


def test_warnings_are_told_beside_the_report_unless_nobody_wants_them(run: Run, reviewers: Path) -> None:
    text = reviewers.read_text(encoding="utf-8")
    reviewers.write_text(text.replace("{answer: N, because: the readers knew nothing}", "N"), encoding="utf-8")
    ran = run("agree", *PAIR)
    assert ran.code == 0
    assert "warning[E-BECAUSE]" in ran.err
    quiet = run("agree", *PAIR, "-q")
    assert quiet == (0, ran.out, "")


# the report


def test_what_changes_a_judgement_stands_before_what_does_not(run: Run) -> None:
    out = run("agree", "sham-2014").out
    order = (
        "Judgements that differ",
        "1.2 Was the next group",
        "Other disagreements",
        "2.1 During",
        "How far they agree",
    )
    places = [out.index(words) for words in order]
    assert places == sorted(places)


def test_machines_are_told_which_answers_make_the_difference(run: Run) -> None:
    (compared,) = told(run, *PAIR)["compared"]
    domains = {domain["id"]: domain for domain in compared["domains"]}
    changing = {
        one["question"]: one["changes_judgement"] for domain in domains.values() for one in domain["differences"]
    }
    assert {name for name, changes in changing.items() if changes} == {"1.2", "4.3"}
    assert domains["D1"]["standing"] == "differs"
    first = next(one for one in domains["D1"]["differences"] if one["question"] == "1.2")
    assert [(one["sheet"], one["answer"]) for one in first["answers"]] == [("sham-second", "NI"), ("sham-third", "PY")]
    assert first["answers"][0]["because"] == "nothing is told of how it was hidden"


@pytest.mark.parametrize("format_", ["table", "md"])
def test_both_shapes_for_people_hold_the_same_answers(format_: str, run: Run) -> None:
    out = run("agree", *PAIR, "--format", format_, "--width", "1000").out
    for said in ("nothing is told of how it was hidden", "the readers knew nothing", "1.2 alone", "Kappa", "AC1"):
        assert said in out, said


def test_in_full_each_domain_has_its_figures(run: Run) -> None:
    short, full = run("agree", *PAIR).out, run("agree", *PAIR, "--full").out
    assert "\n  D4 " not in short.partition("How far they agree")[2]
    assert "\n  D4 " in full.partition("How far they agree")[2]


def test_no_line_of_a_report_or_sheet_is_a_command_to_a_runner(
    run: Run, commands_in: Callable[[str], list[str]]
) -> None:
    for words in ((), ("--full",), ("--format", "md"), ("--format", "json"), ("--consensus",)):
        assert not commands_in(run("agree", "sham-2014", *words).out), words


# the gate


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((*PAIR, "--fail-on", "disagreement"), 1),
        ((*PAIR, "--fail-on", "judgement"), 1),
        ((*PAIR, "--fail-on", "judgement", "--exit-zero"), 0),
        (("sham-2014-by-reviewer", "sham-third", "--fail-on", "disagreement"), 1),
        (("sham-2014-by-reviewer", "sham-third", "--fail-on", "judgement"), 0),
        (PAIR, 0),
    ],
)
def test_a_gate_is_tripped_by_what_nobody_has_settled(words: tuple[str, ...], code: int, run: Run) -> None:
    assert run("agree", *words).code == code


# a consensus


def settle(text: str, *, by: str = "B and C") -> str:
    """Decide every question that is open in the beginning of a consensus as the third reviewer has it."""
    for name, word in {"1.1": "PY", "1.2": "PY", "2.1": "N", "2.6": "Y", "4.3": "N"}.items():
        blank = f'# {name}: {{answer: "", because: "", by: ""}}'
        assert blank in text
        text = text.replace(blank, f"{name}: {{answer: {word}, because: talked over, by: {by}}}")
    return text


def test_a_consensus_is_begun_filled_in_linted_and_speaks_alone(run: Run, desk: Path) -> None:
    begun = run("agree", *PAIR, "--consensus", "-o", "data/settled.yaml")
    assert begun == (0, "", "")
    path = desk / "data" / "settled.yaml"
    assert run("lint").code == 0
    path.write_text(settle(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert run("lint").code == 0
    assert run("agree", *PAIR, "--fail-on", "disagreement").code == 0
    (compared,) = told(run, *PAIR)["compared"]
    assert compared["settled"]
    assert compared["consensus"]["id"] == "sham-2014-rob2-lesions-consensus"
    study = json.loads(run("appraise", "sham-2014", "--format", "json").out)["studies"][0]
    assert [one["sheet"] for one in study["appraisals"]] == [
        "sham-2014-rob2-lesions-consensus",
        "sham-2014-by-reviewer",
    ]
    assert "decided by B and C: talked over" in run("agree", *PAIR).out


def test_what_a_consensus_leaves_open_still_trips_the_gate(run: Run) -> None:
    run("agree", *PAIR, "--consensus", "-o", "data/settled.yaml")
    assert run("agree", *PAIR, "--fail-on", "judgement").code == 1
    assert "the consensus leaves some open" in run("agree", *PAIR, "--width", "1000").out


def test_a_consensus_is_written_to_standard_output_where_no_file_is_named(run: Run, desk: Path) -> None:
    before = sorted(path.name for path in (desk / "data").iterdir())
    code, out, err = run("agree", *PAIR, "--consensus")
    assert (code, err) == (0, "")
    assert "consensus_of: [sham-second, sham-third]" in out
    assert sorted(path.name for path in (desk / "data").iterdir()) == before


def test_a_file_that_is_there_is_never_written_over(run: Run, desk: Path) -> None:
    (desk / "mine.yaml").write_text("mine", encoding="utf-8")
    code, out, err = run("agree", *PAIR, "--consensus", "-o", "mine.yaml")
    assert (code, out, err) == (2, "", "triage: mine.yaml is there already; nothing was written\n")
    assert (desk / "mine.yaml").read_text(encoding="utf-8") == "mine"


def test_sheets_that_are_settled_are_not_settled_again(run: Run) -> None:
    run("agree", *PAIR, "--consensus", "-o", "data/settled.yaml")
    code, out, err = run("agree", "sham-2014", "--consensus")
    assert (code, out) == (2, "")
    assert "sham-2014-rob2-lesions-consensus settles these sheets already" in err


def test_a_consensus_is_about_one_thing(run: Run) -> None:
    code, out, err = run("agree", "sham-2014", "veins-2010", "--consensus")
    assert (code, out) == (2, "")
    assert "name the sheets of one" in err
    assert "veins-first veins-second" in err


def test_a_gate_holds_where_a_consensus_is_begun(run: Run) -> None:
    assert run("agree", *PAIR, "--consensus", "--fail-on", "judgement").code == 1


def test_a_broken_consensus_stops_judging_and_comparing(run: Run, desk: Path) -> None:
    run("agree", *PAIR, "--consensus", "-o", "data/settled.yaml")
    path = desk / "data" / "settled.yaml"
    text = path.read_text(encoding="utf-8").replace("[sham-second, sham-third]", "[sham-second]")
    path.write_text(text, encoding="utf-8")
    for words in (("appraise", "sham-2014"), ("agree", *PAIR), ("lint",)):
        ran = run(*words)
        assert ran.code in (1, 2)
        assert "E-CONSENSUS" in ran.out + ran.err
