"""Two to eight studies stand side by side; what cannot be compared is met with a sentence and 2."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.render.formats import FOR_PROGRAMS, OF_FINDINGS, Format

Run = Callable[..., Any]


@pytest.mark.usefixtures("desk")
def test_studies_are_named_as_everywhere(run: Run) -> None:
    code, out, err = run("compare", "hope 2009", "10.5555/sham.2014")
    assert (code, err) == (0, "")
    assert "hope-2009" in out
    assert "sham-2014" in out
    assert run("compare", "hope 2009", "sham-2014", "--exact").code == 2


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hope-2009",), "1 study is named; two to eight can stand side by side"),
        (("hope-2009", "hope 2009"), "'hope-2009' and 'hope 2009' are both hope-2009"),
        (("hope-2009", "nobody-1999"), "no study 'nobody-1999'"),
        (("herald-2011", "hope-2009"), "herald-2011 is no study with results (news)"),
        (("sham-2014", "sham-2016-follow-up"), "further report (follow up) of sham-2014"),
        (("hope-2009", "sham-2014", "--outcome", "liver"), "no study has an outcome 'liver'"),
        (("hope-2009", "sham-2014", "--sort", "reading"), "is not one of given, year, id"),
        (
            ("hope-2009", "sham-2014", "--fail-on", "worse"),
            "is not one of disagree, some, serious, critical, incomplete",
        ),
    ],
)
def test_what_cannot_be_compared_is_met_with_a_sentence(words: tuple[str, ...], said: str, run: Run) -> None:
    code, out, err = run("compare", *words)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())


@pytest.mark.usefixtures("checkout")
def test_nine_studies_are_too_many(run: Run) -> None:
    ids = [
        line.split()[0] for line in run("list", "--design", "case-control").out.splitlines() if "case-control" in line
    ]
    assert "9 studies are named" in run("compare", *ids[:9]).err


@pytest.mark.usefixtures("desk")
def test_a_retracted_study_is_shown_marked_and_never_counted(run: Run) -> None:
    out = run("compare", "undone-2012", "sham-2014").out
    assert "X retracted: undone-2012 is shown, and never counted" in out
    assert "Only sham-2014 counts" in " ".join(out.split())


@pytest.mark.usefixtures("checkout")
def test_equal_rows_are_folded_and_counted(run: Run) -> None:
    words = ("compare", "zamboni-2009-jvs", "siddiqui-2014-premise")
    whole, folded = run(*words).out, run(*words, "--only-differences").out
    data = json.loads(run(*words, "--format", "json").out)
    same = [row["label"] for row in data["rows"] if row["same"]]
    assert f"{len(same)} rows are the same in all and left out: {same[0]}" in " ".join(folded.split())
    assert "The same in all" in whole
    assert "The same in all" not in folded


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize(("order", "first"), [("year", "zamboni-2009-jvs"), ("id", "siddiqui-2014-premise")])
def test_the_order_is_the_one_given_or_asked_for(order: str, first: str, run: Run) -> None:
    words = ("compare", "zamboni-2018-bravedreams", "zamboni-2009-jvs", "siddiqui-2014-premise", "--format", "json")
    assert json.loads(run(*words).out)["studies"][0]["id"] == "zamboni-2018-bravedreams"
    assert json.loads(run(*words, "--sort", order).out)["studies"][0]["id"] == first
    assert json.loads(run(*words, "--sort", "given").out)["studies"][0]["id"] == "zamboni-2018-bravedreams"


@pytest.mark.usefixtures("checkout")
def test_a_gate_is_tripped_by_disagreement_and_by_what_is_open(run: Run) -> None:
    apart = ("compare", "zamboni-2009-jvs", "siddiqui-2014-premise")
    unknown = ("compare", "desai-2020", "rochims-2020")
    assert run(*apart).code == 0
    assert run(*apart, "--fail-on", "disagree").code == 1
    assert run(*apart, "--fail-on", "disagree", "--exit-zero").code == 0
    assert run(*unknown, "--fail-on", "disagree").code == 0
    assert run(*unknown, "--fail-on", "incomplete").code == 1


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_id_is_ever_cut_and_no_line_is_too_long(width: int, run: Run) -> None:
    ids = ("zamboni-2009-jvs", "siddiqui-2014-premise", "zamboni-2018-bravedreams", "traboulsee-2018")
    out = run("compare", *ids, "--width", str(width)).out
    for name in ids:
        assert name in out
    assert all(len(line) <= width for line in out.splitlines())


@pytest.mark.usefixtures("checkout")
def test_the_table_is_the_same_for_a_file_and_for_a_pipe(run: Run, tmp_path: Path) -> None:
    words = ("compare", "zamboni-2009-jvs", "siddiqui-2014-premise")
    run(*words, "-o", str(tmp_path / "report.txt"))
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == run(*words).out


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "form", [form.value for form in Format if form not in (*FOR_PROGRAMS, *OF_FINDINGS, Format.SVG)]
)
def test_every_format_is_taken(form: str, run: Run) -> None:
    code, out, err = run("compare", "hope-2009", "sham-2014", "--format", form)
    assert (code, err) == (0, "")
    assert "sham-2014" in out


@pytest.mark.usefixtures("desk")
def test_the_reasons_are_explained_in_their_order(run: Run) -> None:
    out = run("explain", "disagreement").out
    words = ["Chance", "A fair comparison", "How people came into the groups", "Blinding", "Precision", "Interests"]
    at = [out.index(word) for word in words]
    assert at == sorted(at)
