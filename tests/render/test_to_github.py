"""Annotations: every line that a runner obeys is one of ours, and says what was found."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.found import message_of, ordered, path_of
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_github import MOST_SHOWN, render
from ccsvi_triage.report.blocks import Finding, Report

Make = Callable[..., Finding]
Find = Callable[[str], list[str]]


class Annotation(NamedTuple):
    kind: str
    properties: dict[str, str]
    message: str


def unescaped(text: str, *, inside: bool = False) -> str:
    """Undo what a runner undoes: in a message three signs, in a property two more, the percent sign last."""
    for code, sign in (("%3A", ":"), ("%2C", ",")) if inside else ():
        text = text.replace(code, sign)
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def obeyed(line: str) -> Annotation:
    """Read a command as ``ActionCommand.TryParseV2`` does."""
    head, _, message = line.lstrip()[2:].partition("::")
    kind, _, told = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in told.split(",") if "=" in pair)
    return Annotation(kind, {name: unescaped(value, inside=True) for name, value in pairs}, unescaped(message))


KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


@settings(max_examples=40)
@given(st.data(), st.booleans())
def test_the_runner_obeys_one_command_a_finding_and_reads_what_was_found(
    found: st.SearchStrategy[Report],
    commands_in: Find,
    data: st.DataObject,
    ascii_only: bool,  # noqa: FBT001
) -> None:
    report = data.draw(found)
    text = render(report, Page(ascii=ascii_only))
    read = [obeyed(line) for line in commands_in(text)]
    expected = [each.finding for each in ordered(report)]
    assert [annotation.kind for annotation in read] == [KINDS[finding.level] for finding in expected]
    assert text.isascii() or not ascii_only
    if ascii_only:
        return
    for annotation, finding in zip(read, expected, strict=True):
        told = {name: value.replace("\u2060", "") for name, value in annotation.properties.items()}
        assert told["file"] == clean(path_of(finding, Page())).replace("\u2060", "")
        assert told["title"] == clean(finding.rule).replace("\u2060", "")
        assert annotation.message.replace("\u2060", "") == message_of(finding).replace("\u2060", "")
        assert told.get("line") == (str(finding.place.line) if finding.place.line else None)


def test_a_stretch_of_one_line_has_its_columns_and_a_longer_one_its_beginning(finding: Make) -> None:
    def line(place: Place) -> str:
        return render(Report((), {}, findings=(finding(place=place),)), Page()).splitlines()[0]

    assert line(Place("a.yaml", 3, 5, 3, 10)) == (
        "::error file=a.yaml,line=3,endLine=3,col=5,endColumn=10,title=F102::a study has no 'tilte'"
    )
    assert line(Place("a.yaml", 3, 5, 9, 1)).startswith("::error file=a.yaml,line=3,col=5,title=F102::")
    assert line(NOWHERE).startswith("::error file=.,title=F102::")


@pytest.mark.parametrize("level", KINDS)
def test_the_last_line_says_how_many_more_there_are_than_are_shown(level: Severity, finding: Make) -> None:
    few = tuple(finding(level=level, key=str(number)) for number in range(MOST_SHOWN))
    many = (*few, finding(level=level, key="one more"), finding(level=level, key="and one"))
    assert re.fullmatch(rf"triage: 10 {level.value}s", render(Report((), {}, findings=few), Page()).splitlines()[-1])
    last = render(Report((), {}, findings=many), Page()).splitlines()[-1]
    assert last.startswith(f"triage: 12 {level.value}s; GitHub shows about 10 of a kind")
    assert last.endswith(f"2 {level.value}s more")


def test_what_is_left_out_is_told_in_the_first_notice_too(finding: Make) -> None:
    notes = tuple(finding(level=Severity.NOTE, key=str(number)) for number in range(MOST_SHOWN + 1))
    lines = render(Report((), {}, findings=(finding(), *notes)), Page()).splitlines()
    assert lines[0].startswith("::error ")
    assert lines[1].startswith("::notice title=triage::1 error, 11 notes;")
    errors = tuple(finding(key=str(number)) for number in range(MOST_SHOWN + 1))
    assert render(Report((), {}, findings=errors), Page()).splitlines()[-2].startswith("::notice title=triage::")


def test_nothing_found_is_told(commands_in: Find) -> None:
    text = render(Report((), {}), Page())
    assert text == "triage: no findings\n"
    assert not commands_in(text)
