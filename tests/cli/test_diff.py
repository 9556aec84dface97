"""What differs between the library and a revision or a saved report, from the command line."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from ccsvi_triage.report.schema import report_schema

Run = Callable[..., Any]
Golden = Callable[[str, str], None]
WHO = {f"GIT_{who}_{what}": "a@b.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *words: str) -> None:
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *words], cwd=folder, env={**os.environ, **WHO, **nothing}, capture_output=True, check=True)


@pytest.fixture
def kept(desk: Path) -> Path:
    """Stand in a repository that has the small library as ``data``."""
    git(desk, "init", "-q", "-b", "main")
    git(desk, "add", "-A")
    git(desk, "commit", "-q", "-m", "begin")
    return desk


def edit(desk: Path, old: str, new: str) -> None:
    """Put a text in place of another one, which is in one file of the library and once."""
    (path,) = (path for path in (desk / "data").rglob("*.yaml") if old in path.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def spoil(desk: Path) -> None:
    """Make one study worse, mend nothing, take one away and add one."""
    edit(desk, "3.1: {answer: Y, because: all 104 were seen}", "3.1: {answer: N, because: a fifth was lost}")
    edit(desk, "arms: {treated: {events: 9, n: 53}", "arms: {treated: {events: 9, percent: 25, n: 53}")
    edit(desk, "  - id: herald-2011\n    title: New hope for the sick\n", "  - id: post-2011\n    title: No hope\n")


def told(run: Run, *words: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run("diff", *words, "--format", "json").out)
    return data


@pytest.mark.usefixtures("kept")
def test_a_library_that_nobody_edited_does_not_differ(run: Run) -> None:
    code, out, err = run("diff", "--fail-on", "changed", "--fail-on", "worse")
    assert (code, err) == (0, "")
    assert "Nothing differs" in out
    data = told(run)
    assert data["summary"] == {"worse": 0, "better": 0, "neither": 0}
    assert not any(data[key] for key in ("claims", "studies", "standing"))


@pytest.mark.parametrize("format_", ["table", "md"])
def test_what_an_edit_does_is_told_as_before(format_: str, kept: Path, run: Run, golden: Golden) -> None:
    spoil(kept)
    code, out, err = run("diff", "HEAD", "--format", format_)
    assert (code, err) == (0, "")
    golden(f"diff-{format_}", out)


def test_an_edit_tells_what_differs_and_why(kept: Path, run: Run) -> None:
    spoil(kept)
    data = told(run)
    (study,) = data["studies"]
    assert study["id"] == "sham-2014"
    domain = next(change for change in study["changes"] if change["part"] == "domain")
    assert domain["because"][0] == {"what": "answer 3.1", "before": "Y", "after": "N"}
    number = next(change for change in study["changes"] if change["part"] == "number")
    assert (number["way"], number["before"]) == ("worse", None)
    assert [brief["id"] for brief in data["new"]["studies"]] == ["post-2011"]
    assert [brief["id"] for brief in data["gone"]["studies"]] == ["herald-2011"]
    assert {*(each["id"] for each in data["claims"]), *(each["id"] for each in data["standing"])} == {"widening-helps"}


def test_the_report_for_programs_keeps_to_its_schema(kept: Path, run: Run) -> None:
    spoil(kept)
    Draft202012Validator(report_schema()).validate(told(run))


def test_a_saved_report_and_a_revision_give_the_same_difference(kept: Path, run: Run) -> None:
    assert run("report", "--format", "json", "-o", "before.json").code == 0
    spoil(kept)
    by_file, by_revision = told(run, "before.json"), told(run, "HEAD")
    assert by_file.pop("before") == {"name": "before.json", "commit": None, "tool": by_revision["tool"]["version"]}
    assert re.fullmatch("[0-9a-f]{40}", by_revision.pop("before")["commit"])
    assert by_file == by_revision


def test_the_gate_closes_at_what_is_worse_or_at_anything(kept: Path, run: Run) -> None:
    edit(kept, "  - id: herald-2011\n    title: New hope for the sick\n", "  - id: post-2011\n    title: No hope\n")
    assert run("diff", "--fail-on", "worse").code == 0
    assert run("diff", "--fail-on", "changed").code == 1
    spoil_more = ("3.1: {answer: Y, because: all 104 were seen}", "3.1: {answer: N, because: a fifth was lost}")
    edit(kept, *spoil_more)
    code, _, err = run("diff", "--fail-on", "worse")
    assert code == 1
    assert err.startswith("triage: --fail-on worse is tripped by 1:\n  sham-2014: domain rob2 lesions D3")
    assert run("diff", "--fail-on", "worse", "--exit-zero").code == 0
    assert run("diff", "--fail-on", "better").code == 2


def test_a_ruling_beside_the_rules_is_told(kept: Path, run: Run) -> None:
    ruling = "{verdict: untested, because: so few, by: AB, date: 2030-01-02}"
    edit(kept, "    text: Widening veins helps\n", f"    text: Widening veins helps\n    ruling: {ruling}\n")
    (claim,) = told(run)["claims"]
    (change,) = claim["changes"]
    assert (change["part"], change["name"], change["before"], change["after"]) == (
        "wording",
        "ruling",
        None,
        "untested, by AB",
    )


def test_the_work_tree_of_git_is_not_touched(kept: Path, run: Run) -> None:
    spoil(kept)
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    run("diff")
    assert {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("against", "said"),
    [
        ("nowhere", "git knows no revision 'nowhere' here"),
        ("missing.json", "cannot read missing.json"),
        ("./data/studies.yaml", "cannot be compared with: it is not JSON"),
        ("data/studies.yaml", "a file ends in .json, or begins with ./"),
        ("HEAD\x1b[31m", "is no name of a revision"),
    ],
)
def test_what_cannot_be_compared_with_is_told(against: str, said: str, run: Run) -> None:
    code, out, err = run("diff", against)
    assert (code, out) == (2, "")
    assert said in err
    assert "\x1b" not in err


def test_a_file_that_is_called_like_a_revision_is_not_taken_for_it(kept: Path, run: Run) -> None:
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=kept, capture_output=True, check=True, text=True).stdout
    spoil(kept)
    for name in (commit.strip(), "main", "origin"):
        assert run("report", "--format", "json", "-o", name).code == 0
    for name in (commit.strip(), "main"):
        assert run("diff", name, "--fail-on", "worse").code == 1
    assert run("diff", "origin").code == 2
    assert "Nothing differs" in run("diff", "./origin").out
    assert "Nothing differs" in run("diff", str(kept / "origin")).out


def test_another_report_is_told_from_the_one_that_is_wanted(kept: Path, run: Run) -> None:
    run("list", "--format", "json", "-o", "list.json")
    code, _, err = run("diff", "list.json")
    assert code == 2
    assert "it holds inventory, where a report is wanted ('triage report --format json -o FILE' saves one)" in err
    assert kept.is_dir()


def test_a_library_that_was_broken_at_the_revision_says_so(kept: Path, run: Run) -> None:
    edit(kept, "kind: news", "kind: newsy")
    git(kept, "commit", "-q", "-a", "-m", "break")
    edit(kept, "kind: newsy", "kind: news")
    code, out, err = run("diff")
    assert (code, out) == (2, "")
    assert err.startswith("triage: at HEAD, the library cannot be judged:\nHEAD:data/")
    assert err.endswith("triage: 1 error in the library; there is nothing to compare with\n")
    assert run("diff", "HEAD~1").code == 0


HOSTILE = "@octocat <b>x</b> [l](https://example.org) www.example.org #1 `code` | ::error::x"


def test_in_markdown_no_text_of_a_file_calls_anybody_or_leads_anywhere(
    kept: Path, run: Run, commands_in: Callable[[str], list[str]]
) -> None:
    spoil(kept)
    edit(kept, "text: Widening veins helps", f"text: '{HOSTILE}'")
    edit(kept, "title: No hope", f"title: '{HOSTILE}'")
    edit(kept, "name: New lesions", f"name: '{HOSTILE}'")
    edit(kept, "authors: [Sham C]\n    year: 2014", f"authors: ['{HOSTILE}']\n    year: 2014")
    out = run("diff", "--format", "md").out
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(out)
    plain = [c for token in tokens for c in token.children or () if c.type != "code_inline"]
    assert not [c.content for c in plain if re.search(r"@|www|://|#\d", c.content)]
    assert {c.type for c in plain} <= {"text", "softbreak", "em_open", "em_close"}
    assert not commands_in(out)
    assert "@octocat" in out


def test_a_study_that_a_report_names_oddly_is_only_text(
    kept: Path, run: Run, commands_in: Callable[[str], list[str]]
) -> None:
    run("report", "--format", "json", "-o", "before.json")
    data = json.loads((kept / "before.json").read_text())
    data["studies"][0]["id"] = "@octocat\x1b[31m\n::error::x"
    data["tool"]["version"] = "@octocat"
    (kept / "before.json").write_text(json.dumps(data))
    for format_ in ("table", "md", "json"):
        ran = run("diff", "before.json", "--format", format_)
        assert ran.code == 0
        assert "\x1b" not in ran.out
        assert not commands_in(ran.out)
