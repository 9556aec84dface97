"""Findings come gravest first, with names of files as a service counts them and a mark that no line takes part in."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.found import colophon, message_of, ordered, path_of
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Finding, Report

Make = Callable[..., Finding]


def test_the_gravest_come_first_and_each_level_keeps_its_order(finding: Make) -> None:
    levels = (Severity.NOTE, Severity.ERROR, Severity.WARNING, Severity.ERROR)
    findings = tuple(finding(level=level, key=str(number)) for number, level in enumerate(levels))
    shown = [each.finding.key for each in ordered(Report((), {}, findings=findings))]
    assert shown == ["1", "3", "2", "0"]


@settings(max_examples=30)
@given(st.data())
def test_no_two_findings_of_a_report_are_known_by_the_same_mark(
    found: st.SearchStrategy[Report], data: st.DataObject
) -> None:
    report = data.draw(found)
    twice = report._replace(findings=(*report.findings, *report.findings))
    marks = [each.fingerprint for each in ordered(twice)]
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize(
    ("file", "here", "root", "shown"),
    [
        ("data/a.yaml", "/home/me/repo", "", "data/a.yaml"),
        ("data/a.yaml", "/home/me/repo/sub", "/home/me/repo", "sub/data/a.yaml"),
        ("../data/a.yaml", "/home/me/repo/sub", "/home/me/repo", "data/a.yaml"),
        ("/home/me/repo/data/a.yaml", "/home/me/repo", "", "data/a.yaml"),
        ("/home/me/repo/data/a.yaml", "/home/me/repo", "/home/me/repo/", "data/a.yaml"),
        ("/elsewhere/a.yaml", "/home/me/repo", "", "/elsewhere/a.yaml"),
        ("/home/me/repository/a.yaml", "/home/me/repo", "", "/home/me/repository/a.yaml"),
        ("../a.yaml", "/home/me/repo", "", "../a.yaml"),
        ("data/a.yaml", "", "", "data/a.yaml"),
        ("data/a.yaml", "/tmp/x", "/home/me/repo", "data/a.yaml"),  # noqa: S108 -- a name, and no file is made
    ],
)
def test_a_file_is_named_as_the_service_counts_it(file: str, here: str, root: str, shown: str, finding: Make) -> None:
    assert path_of(finding(place=Place(file, 1, 1, 1, 2)), Page(here=here, root=root)) == shown


def test_a_finding_without_a_file_is_one_of_the_folder(finding: Make) -> None:
    assert path_of(finding(place=NOWHERE), Page()) == "."


def test_a_message_is_one_line_with_what_to_do(finding: Make) -> None:
    assert message_of(finding(message="a\nb", help="do c")) == "a b (do c)"
    assert message_of(finding(message="a")) == "a"


def test_the_colophon_tells_only_what_is_known() -> None:
    tool = {"name": "ccsvi-triage", "version": "1"}
    assert list(colophon(Report((), {}))) == []
    assert list(colophon(Report((), {"tool": tool, "date": None}))) == [("tool", "ccsvi-triage 1")]
