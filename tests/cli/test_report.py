"""A whole library is told in every format, each read back by a reader of its own."""

import csv
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from markdown_it import MarkdownIt

from ccsvi_triage.cli.report import MOST_BYTES, add_summary
from ccsvi_triage.render.formats import FOR_PROGRAMS, OF_FINDINGS, Format
from ccsvi_triage.report.blocks import Report, Text

Run = Callable[..., Any]
Find = Callable[[str], list[str]]
STUDIES = ("hope-2009", "sham-2014", "sham-2016-follow-up", "veins-2010", "undone-2012", "herald-2011")
BROKEN = "studies: [{id: odd, title: Odd, kind: news, yaer: 2009}]"


def report(run: Run, *words: str) -> str:
    ran = run("report", *words)
    assert (ran.code, ran.err) == (0, "")
    return str(ran.out)


class Cells(HTMLParser):
    """The cells of a page's tables, and the elements that stand in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.elements: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the parser's way
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data.strip())


@pytest.mark.usefixtures("desk")
def test_the_page_for_a_browser_has_every_study_and_claim_and_runs_nothing(run: Run) -> None:
    page = Cells(report(run, "-f", "html"))
    assert {*STUDIES, "widening-helps"} <= set(page.said)
    assert page.elements.count("h1") == 1
    assert not {"script", "img", "iframe", "object", "link"} & set(page.elements)


@pytest.mark.usefixtures("desk")
def test_markdown_reads_as_headings_and_tables(run: Run) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(report(run, "-f", "md"))
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    assert headings[0] == "Report on 6 studies and 1 claim"
    assert {"Claims", "Studies, in the order of reading", "Problems of the files", "Made by"} <= set(headings)
    cells = {token.content.strip("`") for token in tokens if token.type == "inline"}
    assert {*STUDIES, "widening-helps"} <= cells
    assert not [token for token in tokens if token.type.startswith("html")]


@pytest.mark.usefixtures("desk")
def test_rows_name_their_table_and_fill_its_columns(run: Run) -> None:
    rows = list(csv.DictReader(StringIO(report(run, "-f", "csv")), strict=True))
    assert {row["study"] for row in rows if row["Table"] == "studies"} == set(STUDIES)
    assert [row["claim"] for row in rows if row["Table"] == "claims"] == ["widening-helps"]
    about = {row["about"]: row["value"] for row in rows if row["Table"] == "about"}
    assert about["Tool"].startswith("ccsvi-triage ")
    assert about["Data"].startswith("sha256:")


@pytest.mark.usefixtures("desk")
def test_the_formats_of_findings_tell_the_same_findings(run: Run) -> None:
    findings = json.loads(report(run, "-f", "json"))["findings"]
    rules = sorted(finding["rule"] for finding in findings)
    (sarif,) = json.loads(report(run, "-f", "sarif"))["runs"]
    gitlab = json.loads(report(run, "-f", "gitlab"))
    junit = ET.fromstring(report(run, "-f", "junit"))  # noqa: S314 -- what we wrote ourselves
    cases = [case for case in junit.iter("testcase") if len(case)]
    github = [line for line in report(run, "-f", "github").splitlines() if line.startswith("::")]
    assert sorted(result["ruleId"] for result in sarif["results"]) == rules
    assert sorted(issue["check_name"] for issue in gitlab) == rules
    assert sorted(str(case.get("name")).split(" ")[0] for case in cases) == rules
    assert len([line for line in github if not line.startswith("::notice title=triage::")]) == len(rules)
    marks = {finding["fingerprint"] for finding in findings}
    assert {result["partialFingerprints"]["primaryLocationLineHash"] for result in sarif["results"]} == marks
    assert {issue["fingerprint"] for issue in gitlab} == marks


@pytest.mark.usefixtures("desk")
def test_every_rule_is_explained_in_sarif(run: Run) -> None:
    (sarif,) = json.loads(report(run, "-f", "sarif"))["runs"]
    for rule in sarif["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"].rstrip(".") != rule["id"]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("words", [("lint",), ("recheck", "--all"), ("report",)], ids=" ".join)
@pytest.mark.parametrize("format_", OF_FINDINGS)
def test_every_command_that_finds_something_has_every_format_of_findings(
    words: tuple[str, ...], format_: Format, run: Run, commands_in: Find
) -> None:
    ran = run(*words, "--format", format_.value)
    assert (ran.code, ran.err) == (0, "")
    assert bool(commands_in(ran.out)) <= (format_ is Format.GITHUB)


@pytest.mark.parametrize("format_", [known for known in Format if known not in (*FOR_PROGRAMS, Format.SVG)])
def test_a_library_with_errors_is_not_judged_and_says_so(format_: Format, desk: Path, run: Run) -> None:
    (desk / "data" / "a.yaml").write_text(BROKEN, encoding="utf-8")
    ran = run("report", "--format", format_.value)
    assert ran.code == 2
    assert "data/a.yaml:1:45: error[F102]" in ran.err
    assert ran.err.endswith("nothing was judged ('triage lint' lists them)\n")
    assert bool(ran.out) == (format_ in OF_FINDINGS)
    assert format_ not in OF_FINDINGS or "F102" in ran.out


# the day, and the files


@pytest.mark.usefixtures("desk")
def test_the_day_is_told_and_never_looked_up(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(report(run, "-f", "json"))["date"] is None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")
    assert json.loads(report(run, "-f", "json"))["date"] == "2026-11-21"
    assert json.loads(report(run, "-f", "json", "--date", "2009-12"))["date"] == "2009-12"
    assert re.search(r"^  Date +2026-11-21$", report(run), re.MULTILINE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    assert run("report").code == 2


def test_the_version_of_the_data_is_that_of_the_files_wherever_they_lie(desk: Path, run: Run) -> None:
    def version(*words: str) -> str:
        return str(json.loads(report(run, "-f", "json", *words))["data"]["version"])

    copytree(desk / "data", desk / "elsewhere")
    first = version()
    assert first == version("--data", "elsewhere") == version("--data", str(desk / "data"))
    (desk / "elsewhere" / "more.yaml").write_text("studies: [{id: more, title: M, kind: news}]", encoding="utf-8")
    second = version("--data", "elsewhere")
    (desk / "elsewhere" / "more.yaml").rename(desk / "elsewhere" / "other.yaml")
    assert len({first, second, version("--data", "elsewhere")}) == 3


@pytest.mark.parametrize("format_", OF_FINDINGS)
def test_files_are_named_from_the_folder_that_the_service_counts_from(
    format_: Format, desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "deeper").mkdir()
    usual = run("lint", "-f", format_.value, "--data", str(desk / "data")).out
    assert str(desk) not in usual
    assert run("lint", "-f", format_.value).out == usual
    monkeypatch.setenv("GITHUB_WORKSPACE", str(desk))
    monkeypatch.chdir(desk / "deeper")
    assert run("lint", "-f", format_.value, "--data", "../data").out == usual


# options


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "words",
    [
        ("--raw",),
        ("--excel", "-f", "json"),
        ("--junit-file-attr", "-f", "sarif"),
        ("--date", "yesterday"),
        ("--date", "2009-13"),
        ("--step-summary",),
        ("-f", "xml"),
        ("a-study",),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    ran = run("report", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_rows_may_be_left_as_they_are_and_begin_as_excel_wants(desk: Path, run: Run) -> None:
    text = "studies: [{id: a, title: A, kind: news, authors: ['=1+1']}]"
    (desk / "data" / "a.yaml").write_text(text, encoding="utf-8")
    guarded, raw = report(run, "-f", "csv"), report(run, "-f", "csv", "--raw")
    assert ",'=1+1" in guarded.replace('"', "")
    assert ",=1+1" in raw.replace('"', "")
    report(run, "-f", "csv", "--excel", "-o", "report.csv")
    assert (desk / "report.csv").read_bytes() == b"\xef\xbb\xbf" + guarded.encode()


@pytest.mark.usefixtures("desk")
def test_files_stand_in_cases_where_that_is_asked(run: Run) -> None:
    assert ' file="' not in report(run, "-f", "junit")
    assert ' file="data/' in report(run, "-f", "junit", "--junit-file-attr")


# the summary of a step


def test_the_summary_of_a_step_is_added_to(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = desk / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    out = report(run, "-f", "github", "--step-summary")
    assert out == report(run, "-f", "github")
    assert summary.read_text(encoding="utf-8") == "before\n" + report(run, "-f", "md")


def test_a_summary_holds_no_more_than_github_takes(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    long = Report(tuple(Text(f"line {number} {'x' * 200}") for number in range(9000)), {})
    add_summary(long, str(path))
    once = path.read_bytes()
    assert MOST_BYTES - 300 < len(once) <= MOST_BYTES
    assert once.endswith(b"left out here.*\n")
    add_summary(long, str(path))
    assert len(path.read_bytes()) <= MOST_BYTES


def test_a_summary_that_cannot_be_written_is_told(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(desk / "nowhere" / "summary.md"))
    ran = run("report", "-f", "github", "--step-summary")
    assert ran.code == 2
    assert "cannot write" in ran.err


# ends


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_told_and_keeps_what_it_has(desk: Path, run: Run) -> None:
    folder = desk / "kept"
    folder.mkdir()
    (folder / "report.json").write_text("old", encoding="utf-8")
    folder.chmod(0o500)
    ran = run("report", "-f", "json", "-o", "kept/report.json")
    assert ran.code == 2
    assert "cannot write" in ran.err
    assert (folder / "report.json").read_text(encoding="utf-8") == "old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("format_", [known for known in Format if known not in (*FOR_PROGRAMS, Format.SVG)])
def test_a_full_disk_is_told_in_one_line(format_: Format, desk: Path, environment: dict[str, str]) -> None:
    words = [sys.executable, "-m", "ccsvi_triage", "report", "--format", format_.value]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(words, cwd=desk, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1)
    told = subprocess.run([*words, "-o", "/dev/full"], cwd=desk, env=environment, capture_output=True, check=False)
    assert (told.returncode, told.stdout, told.stderr.count(b"\n")) == (2, b"", 1)


def test_what_breaks_while_it_is_written_leaves_the_old_file(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ccsvi_triage.render import to_json  # noqa: PLC0415 -- it is broken here

    (desk / "report.json").write_text("old", encoding="utf-8")
    usual = to_json.encoded

    def breaking(value: object, *more: Any) -> str:
        if value == "claims":
            message = "a hole"
            raise RuntimeError(message)
        return usual(value, *more)

    monkeypatch.setattr(to_json, "encoded", breaking)
    ran = run("report", "-f", "json", "-o", "report.json")
    assert ran.code == 3
    assert (desk / "report.json").read_text(encoding="utf-8") == "old"
    assert sorted(os.listdir(desk)) == ["data", "report.json"]
