"""What is begun answers nothing, stands where it was wanted, and writes over nothing."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.load.files import load, shelf_ids

Run = Callable[..., Any]


@pytest.mark.usefixtures("desk")
def test_a_sheet_of_the_instrument_that_fits_is_begun_for_the_main_outcome(run: Run) -> None:
    code, out, err = run("new", "sheet", "hope-2009")
    assert (code, err) == (0, "")
    for line in ("id: hope-2009-single-arm-relapse", "instrument: single-arm", "outcome: relapse", 'reviewer: ""'):
        assert f"    {line}" in out or f"  - {line}" in out


def test_a_sheet_that_is_put_into_the_library_reads_back_and_lacks_only_its_set_up(run: Run, desk: Path) -> None:
    assert run("new", "sheet", "sham-2014", "--reviewer", "B: #2", "-o", "data/second.yaml") == (0, "", "")
    read = load(os.fspath(desk / "data"), shelf_ids())
    assert not read.problems
    sheet = read.library.sheets["sham-2014-rob2-lesions"]
    assert (sheet.reviewer, dict(sheet.answers), sheet.outcome) == ("B: #2", {}, "lesions")
    ran = run("lint")
    assert ran.code == 0
    assert ran.out.count("warning[E-SETUP]") == ran.out.count("[E-") == 1


@pytest.mark.usefixtures("desk")
def test_a_sheet_that_nobody_has_begun_changes_no_judgement_and_is_told(run: Run) -> None:
    before = {name: json.loads(run("appraise", name, "--format", "json").out) for name in ("sham-2014", "hope-2009")}
    run("new", "sheet", "sham-2014", "-o", "data/second.yaml")
    run("new", "sheet", "hope-2009", "--instrument", "robins-i", "-o", "data/third.yaml")
    for name, then in before.items():
        ran = run("appraise", name, "--format", "json")
        assert ran.code == 0
        (now,) = json.loads(ran.out)["studies"]
        (study,) = then["studies"]
        assert (now["appraisals"], now["beside"]) == (study["appraisals"], study["beside"])
        assert "E-SETUP" in [each["code"] for each in now["problems"]]
    assert run("claim").code == 0


def test_a_sheet_with_an_answer_and_no_set_up_is_an_error(run: Run, desk: Path) -> None:
    run("new", "sheet", "sham-2014", "-o", "data/second.yaml")
    path = desk / "data" / "second.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("    answers:\n", "    answers:\n      1.1: {answer: Y, because: so}\n", 1), encoding="utf-8"
    )
    ran = run("appraise", "sham-2014")
    assert ran.code == 2
    assert "error[E-SETUP]" in ran.err


def test_settled_set_ups_leave_nothing_for_lint_to_say(run: Run, desk: Path) -> None:
    before = run("lint").out.count("warning[")
    run("new", "sheet", "sham-2014", "--setup", "effect=assignment", "-o", "data/second.yaml")
    ran = run("lint")
    assert (ran.code, ran.out.count("warning[")) == (0, before)
    assert desk.is_dir()


def test_a_second_reviewer_gets_an_id_of_ones_own(run: Run, desk: Path) -> None:
    for number, ending in enumerate(("", "-2", "-3")):
        run("new", "sheet", "sham-2014", "--setup", "effect=adhering", "-o", f"data/{number}.yaml")
        assert f"- id: sham-2014-rob2-lesions{ending}\n" in (desk / "data" / f"{number}.yaml").read_text("utf-8")


def test_a_sheet_that_is_written_over_leaves_its_id_to_the_new_one(desk: Path, run: Run) -> None:
    own = desk / "data" / "own.yaml"
    assert run("new", "sheet", "hope-2009", "-o", "data/own.yaml").code == 0
    first = own.read_text("utf-8")
    assert run("new", "sheet", "hope-2009", "-o", "data/own.yaml", "--force").code == 0
    assert own.read_text("utf-8") == first


def test_an_id_never_gets_too_long(run: Run, desk: Path) -> None:
    long = "a" * 64
    text = f"studies:\n- {{id: {long}, title: T, kind: primary-study, outcomes: [{{id: {'o' * 64}, name: O}}]}}\n"
    (desk / "data" / "long.yaml").write_text(text, encoding="utf-8")
    for number in range(2):
        assert run("new", "sheet", long, "--instrument", "single-arm", "-o", f"data/{number}.yaml").code == 0
    assert len(load(os.fspath(desk / "data"), shelf_ids()).library.sheets) == 3


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sheet",), "name the study"),
        (("library",), "name its folder"),
        (("shed", "hope-2009"), "'shed' is not one of sheet, study, claim, library"),
        (("study", "x", "--reviewer", "A"), "it says nothing of a study"),
        (("claim", "x", "--data", "d"), "it says nothing of a claim; leave it out, and say by --output which file"),
        (("library", "x", "--data", "d"), "it says nothing of a library; leave it out, and name the folder"),
        (("library", "x", "-o", "y"), "a library is a folder"),
        (("sheet", "hope-2009", "--setup", "effect"), "'effect' is not NAME=WORD"),
        (("sheet", "hope-2090", "--exact"), "no study 'hope-2090'"),
        (("sheet", "hope-2009", "--instrument", "rob3"), "no instrument 'rob3'"),
        (("sheet", "hope-2009", "--outcome", "relapze"), "no outcome of hope-2009 'relapze' (did you mean 'relapse'?)"),
        (("sheet", "hope-2009", "--instrument", "quick", "--outcome", "relapse"), "takes no --outcome"),
        (("sheet", "sham-2014", "--setup", "efect=x"), "did you mean 'effect'?"),
        (("sheet", "sham-2014", "--setup", "effect=x"), "no answer to the set-up effect: 'x'"),
        (("sheet", "sham-2014", "--reviewer", "a\x1b[31m"), "--reviewer: the character U+001B is not allowed"),
        (("sheet", "herald-2011"), "herald-2011: News tells of evidence and is none"),
        (("study", "Not An Id"), "'Not An Id' is not an id of small letters"),
    ],
)
def test_what_cannot_be_begun_is_told(words: tuple[str, ...], said: str, run: Run) -> None:
    code, out, err = run("new", *words)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())


@pytest.mark.usefixtures("desk")
def test_where_no_instrument_fits_the_one_that_experts_use_is_named(run: Run) -> None:
    ran = run("new", "sheet", "undone-2012")
    assert ran.code in (0, 2)
    ran = run("new", "sheet", "veins-2010")
    assert ran.code == 2 or "instrument:" in ran.out
    if ran.code == 2:
        assert "experts would use" in ran.err
        assert "--instrument" in ran.err


def test_a_file_that_is_there_is_written_over_only_by_force(run: Run, desk: Path) -> None:
    (desk / "mine.yaml").write_text("mine", encoding="utf-8")
    for words in (("sheet", "hope-2009"), ("study",), ("claim", "c")):
        ran = run("new", *words, "-o", "mine.yaml")
        assert (ran.code, ran.out) == (2, "")
        assert "mine.yaml is there already" in ran.err
        assert (desk / "mine.yaml").read_text("utf-8") == "mine"
    assert run("new", "study", "-o", "mine.yaml", "--force").code == 0
    assert (desk / "mine.yaml").read_text("utf-8").startswith("# Needed")


def test_a_library_lints_clean_and_is_told_as_an_example(run: Run, desk: Path) -> None:
    code, out, err = run("new", "library", "mine/own")
    assert (code, out) == (0, "")
    assert "triage appraise --all --data mine/own" in err
    ran = run("lint", "mine/own", "--strict")
    assert (ran.code, "nothing wrong" in ran.out) == (0, True)
    assert "1 study, 1 claim, 1 sheet, 1 source" in ran.out
    assert run("appraise", "okafor-2031", "--data", "mine/own").code == 0
    assert run("fill", "okafor-2031-single-arm-fatigue", "--data", "mine/own", typed="q\n").code == 0
    for file in (desk / "mine" / "own").glob("*.yaml"):
        text = file.read_text("utf-8")
        assert text.startswith("# yaml-language-server: $schema=library.schema.json\n")
        assert "made up" in text
    assert (desk / "mine" / "own" / "library.schema.json").read_text("utf-8") == run("schema").out


def test_a_library_is_not_made_in_a_folder_that_holds_something(run: Run, desk: Path) -> None:
    (desk / "full").mkdir()
    (desk / "full" / "note.txt").write_text("mine", encoding="utf-8")
    ran = run("new", "library", "full")
    assert (ran.code, "full is not empty" in ran.err) == (2, True)
    assert [path.name for path in (desk / "full").iterdir()] == ["note.txt"]
    assert run("new", "library", "full", "--force", "-q") == (0, "", "")
    assert (desk / "full" / "note.txt").read_text("utf-8") == "mine"
    assert "is there already" in run("new", "library", "full").err
    ran = run("new", "library", "full/note.txt")
    assert (ran.code, "cannot make" in ran.err) == (2, True)
