"""A record is shown as its file has it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("hope-2009", "studies"),
        ("herald-2011", "studies"),
        ("widening-helps", "claims"),
        ("sham-2014-by-reviewer", "sheets"),
        ("review-page", "sources"),
    ],
)
def test_a_record_of_any_kind_is_shown_line_by_line(name: str, kind: str, desk: Path, run: Run) -> None:
    code, out, err = run("show", name)
    assert (code, err) == (0, "")
    head, blank, *lines = out.splitlines()
    assert head.startswith(f"{name}  {kind}  ")
    assert blank == ""
    place = head.split()[-1]
    file, line, column = place.split(":")
    written = (desk / file).read_text(encoding="utf-8").splitlines()[int(line) - 1 :]
    assert lines == [text[int(column) - 1 :] for text in written[: len(lines)]]
    assert lines[0] == f"id: {name}"
    rest = written[len(lines) :]
    assert not rest or rest[0].startswith("  - ")


@pytest.mark.usefixtures("desk")
def test_a_record_is_shown_to_machines_as_it_was_understood(run: Run) -> None:
    data = json.loads(run("show", "hope-2009", "-f", "json").out)
    assert (data["list"], data["place"]["file"], data["place"]["line"]) == ("studies", "data/studies.yaml", 2)
    record = data["record"]
    assert record["sites"]["value"] == 1
    assert record["control"] == {
        "value": ["none"],
        "source": "review-page",
        "locator": "first concern",
    }
    assert record["outcomes"][0]["results"][0]["p"] == "<0.01"
    assert "concealed" not in record


@pytest.mark.usefixtures("desk")
def test_a_study_may_be_named_by_other_words_and_other_records_by_their_ids_alone(run: Run) -> None:
    assert run("show", "hope 09").out == run("show", "hope-2009").out
    ran = run("show", "widening")
    assert (ran.code, ran.out) != (0, run("show", "widening-helps").out)


def test_an_id_of_several_records_is_told_with_their_places(desk: Path, run: Run) -> None:
    (desk / "data" / "more.yaml").write_text("sources: [{id: hope-2009, title: T, kind: page}]\n", encoding="utf-8")
    code, out, err = run("show", "hope-2009")
    assert (code, out) == (2, "")
    assert "sources: data/more.yaml:1:11; studies: data/studies.yaml:2:5" in err
