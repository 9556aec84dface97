"""Claims are judged from the command line."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
RELAPSES = "angioplasty-reduces-relapses-rrms"


def told(run: Run, *words: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run("claim", *words, "--format", "json").out)
    return data


@pytest.mark.usefixtures("checkout")
def test_without_a_name_all_claims_are_listed_in_the_order_of_the_file(run: Run) -> None:
    claims = told(run)["claims"]
    assert len(claims) == 20
    assert claims[0]["id"] == "ccsvi-causes-ms"
    code, out, err = run("claim")
    assert (code, err) == (0, "")
    assert all(claim["id"] in out for claim in claims)


@pytest.mark.usefixtures("checkout")
def test_a_claim_is_found_by_its_id_its_beginning_or_words_of_its_sentences(run: Run) -> None:
    for typed in (RELAPSES, "angioplasty-reduces-rel", "venous relapses", "liberation attacks"):
        assert [claim["id"] for claim in told(run, typed)["claims"]] == [RELAPSES]
    assert len(told(run, RELAPSES, "venous relapses")["claims"]) == 1


@pytest.mark.usefixtures("checkout")
def test_an_ambiguous_word_lists_the_claims_that_it_may_mean(run: Run) -> None:
    code, out, err = run("claim", "angioplasty-reduces")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "triage: 'angioplasty-reduces' may be any of 2 claims:"


@pytest.mark.usefixtures("checkout")
def test_an_unknown_claim_is_met_with_the_nearest_one(run: Run) -> None:
    code, out, err = run("claim", "angioplasty-redoces-relapses-rrms")
    assert (code, out) == (2, "")
    assert RELAPSES in err
    assert run("claim", "venous relapses", "--exact").code == 2


@pytest.mark.usefixtures("checkout")
def test_a_date_leaves_out_what_appeared_later(run: Run) -> None:
    (claim,) = told(run, RELAPSES, "--as-of", "2010")["claims"]
    assert claim["verdict"] == "overstated"
    assert [study["study"] for study in claim["studies"]] == ["zamboni-2009-jvs"]
    assert {"later"} <= {each["reason"] for each in claim["set_aside"]}
    assert run("claim", "--as-of", "2010-13").code == 2


@pytest.mark.usefixtures("checkout")
def test_a_gate_closes_at_a_verdict_that_holds_and_at_no_other(run: Run) -> None:
    assert run("claim", RELAPSES, "--fail-on", "not-supported").code == 1
    assert run("claim", RELAPSES, "--fail-on", "not-supported", "--exit-zero").code == 0
    assert run("claim", RELAPSES, "--fail-on", "overstated", "--fail-on", "contradicted").code == 0
    assert run("claim", "angioplasty-improves-function", "--fail-on", "not-supported").code == 0
    assert run("claim", "angioplasty-improves-function", "--fail-on", "incomplete").code == 1
    assert run("claim", RELAPSES, "--fail-on", "bad").code == 2


@pytest.mark.usefixtures("checkout")
def test_studies_are_left_out_by_their_judgement(run: Run) -> None:
    (claim,) = told(run, RELAPSES, "--exclude", "high, critical")["claims"]
    assert {study["study"] for study in claim["studies"]} == {
        "siddiqui-2014-premise",
        "traboulsee-2018",
        "zamboni-2018-bravedreams",
    }
    assert run("claim", "--exclude", "bad").code == 2


@pytest.mark.usefixtures("checkout")
def test_a_trace_names_every_rule_that_holds(run: Run) -> None:
    (claim,) = told(run, RELAPSES)["claims"]
    out = run("claim", RELAPSES, "--trace").out
    assert [rule["id"] for rule in claim["rules"]] == ["null-stronger", "short"]
    assert all(rule["id"] in out for rule in claim["rules"])
    assert "What the rules looked at" in out
    assert "What the rules looked at" not in run("claim", RELAPSES).out


@pytest.mark.usefixtures("checkout")
def test_the_rows_for_programs_say_what_the_json_says(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("claim", "--format", "csv").out)))
    for row, claim in zip(rows, told(run)["claims"], strict=True):
        assert row["claim"] == claim["id"]
        assert (row["verdict"] or None) == claim["verdict"]
        assert row["possible"].split() == claim["possible"]
        assert row["counted"].split() == [study["study"] for study in claim["studies"]]


@pytest.mark.usefixtures("checkout")
def test_every_verdict_names_a_rule_and_every_study_that_does_not_count_a_reason(run: Run) -> None:
    for claim in told(run)["claims"]:
        assert claim["deciding"]
        assert {rule["id"] for rule in claim["rules"]} >= set(claim["deciding"])
        assert all(each["because"] for each in claim["set_aside"])
        assert all(study["because"] for study in claim["studies"])
        assert claim["may"]
        assert claim["may_not"]


def test_a_library_without_claims_says_so(desk: Path, run: Run) -> None:
    (desk / "data" / "claims.yaml").write_text("claims:\n", encoding="utf-8")
    code, out, err = run("claim")
    assert (code, out) == (2, "")
    assert "has no claims" in err


def test_words_of_files_cannot_command_a_terminal(desk: Path, run: Run) -> None:
    text = (desk / "data" / "claims.yaml").read_text(encoding="utf-8")
    (desk / "data" / "claims.yaml").write_text(
        text.replace("Widening veins helps", '"Widening \\e[31mveins\\e]0;x\\a helps"'), encoding="utf-8"
    )
    for words in ((), ("widening-helps",), ("widening-helps", "--trace")):
        out = run("claim", *words).out
        assert "\x1b" not in out
        assert "\x07" not in out


@pytest.mark.parametrize(
    ("file", "old", "new", "refused", "value"),
    [
        ("claims.yaml", "allow: [time]", "allow: [time]", [], 1.28),
        ("claims.yaml", "allow: [time]", "allow: [outcome]", ["times"], None),
        # 8 % of 49 people are 4
        ("studies.yaml", "venoplasty: {percent: 10}", "venoplasty: {percent: 8}", [], 1.119),
        ("studies.yaml", "angioplasty: {events: 3, n: 9}", "angioplasty: {events: 30, n: 9}", ["one-study"], None),
    ],
)
def test_one_fact_changed_in_a_copy_of_the_data_changes_the_average(  # noqa: PLR0913, PLR0917 -- a table of cases
    file: str, old: str, new: str, refused: list[str], value: float | None, run: Run, root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(root / "data", folder)
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")
    (claim,) = told(run, RELAPSES, "--data", str(folder))["claims"]
    averaging = claim["averaging"]
    assert [each["word"] for each in averaging["refused"]] == refused
    assert (averaging["average"] or {}).get("value") == (pytest.approx(value, abs=0.005) if value else None)
    assert claim["history"][-1]["average"] == averaging["average"]
