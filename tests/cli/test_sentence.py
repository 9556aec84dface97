"""A sentence is held against the stored claims from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.usefixtures("checkout")
def test_the_nearest_three_are_shown_and_nothing_is_judged(run: Run) -> None:
    code, out, err = run("claim", "--text", "Opening the veins does not stop relapses")
    assert (code, err) == (0, "")
    assert "angioplasty-reduces-relapses-rrms" in out
    assert "NOT SUPPORTED" not in out
    told = json.loads(run("claim", "--text", "Opening the veins does not stop relapses", "--format", "json").out)
    assert [claim["guess"]["manner"] for claim in told["claims"]] == ["denies", "denies", "unsure"]
    one = json.loads(run("claim", "--text", "Opening the veins", "--top", "1", "--format", "json").out)
    assert len(one["claims"]) == 1


@pytest.mark.usefixtures("checkout")
def test_a_sentence_near_to_none_is_no_failure(run: Run) -> None:
    code, out, err = run("claim", "--text", "Coffee is good for you")
    assert (code, err) == (0, "")
    assert "None comes near" in out


@pytest.mark.usefixtures("checkout")
def test_a_sentence_is_read_from_standard_input(run: Run) -> None:
    typed = run("claim", "--text", "CCSVI causes MS", "--format", "json")
    assert run("claim", "--text", "-", "--format", "json", typed="\ufeffCCSVI\n causes  MS\n") == typed


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("text", ["", "  \n ", "word " * 401])
def test_no_words_and_too_many_are_no_sentence(text: str, run: Run) -> None:
    code, out, err = run("claim", "--text", text)
    assert (code, out) == (2, "")
    assert err.startswith("triage: --text ")
    assert err.count("\n") == 1


@pytest.mark.usefixtures("checkout")
def test_what_is_no_text_is_refused(run: Run) -> None:
    assert run("claim", "--text", "-", typed=b"\xff\xfe").err.startswith("triage: standard input is no UTF-8 text")


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize(
    "more",
    [
        ("some-claim",),
        ("--as-of", "2010"),
        ("--trace",),
        ("--exclude", "high"),
        ("--fail-on", "overstated"),
        ("--exact",),
        ("--top", "0"),
    ],
)
def test_a_sentence_goes_with_nothing_that_judges(more: tuple[str, ...], run: Run) -> None:
    assert run("claim", "--text", "CCSVI causes MS", *more).code == 2


@pytest.mark.usefixtures("checkout")
def test_a_number_of_claims_to_show_is_for_sentences(run: Run) -> None:
    assert run("claim", "--top", "2").code == 2


def test_a_library_without_claims_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("studies:\n  - {id: a, title: A, kind: primary-study}\n", encoding="utf-8")
    code, _, err = run("claim", "--text", "tea", "--data", str(tmp_path))
    assert code == 2
    assert "has no claims" in err
