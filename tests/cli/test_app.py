"""Help comes with examples first, and what was typed wrong is told with its mend."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.cli.app import COMMANDS, parse_with_typer
from ccsvi_triage.cli.requests import (
    AgreeRequest,
    AppraiseRequest,
    Common,
    CompareRequest,
    ExplainRequest,
    FillRequest,
    LintRequest,
    ListRequest,
    NewRequest,
    RecheckRequest,
    ReportRequest,
    SchemaRequest,
)
from ccsvi_triage.render.formats import OF_FINDINGS, Format

Run = Callable[..., Any]


@pytest.mark.parametrize(
    "words", [("--help",), ("-h",), *((name, "-h") for name in COMMANDS), *((name, "--help") for name in COMMANDS)]
)
def test_help_begins_with_what_it_does_and_examples(words: tuple[str, ...], run: Run) -> None:
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    usage, _, rest = out.partition("\n\n")
    assert usage.startswith("Usage: triage")
    assert "Examples:\n    $ triage " in rest
    assert rest.index("Examples:") < rest.index("Options:")
    assert not [line for line in out.splitlines() if len(line) > 80 or line != line.rstrip()]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_the_examples_of_the_help_can_be_typed(name: str, run: Run) -> None:
    import shlex  # noqa: PLC0415

    lines = [
        line.strip().removeprefix("$ triage ") for line in run(name, "--help").out.splitlines() if "$ triage" in line
    ]
    assert lines
    for line in lines:
        words = shlex.split(line.partition(" > ")[0])
        assert words[0] == name
        assert not isinstance(parse_with_typer(words), int)


@pytest.mark.parametrize("name", ["appraise", "compare", "claim", "explain", "show", "whatif"])
def test_the_examples_of_the_help_work_on_the_shipped_case(
    name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shlex  # noqa: PLC0415

    monkeypatch.chdir(tmp_path)
    lines = [line for line in run(name, "--help").out.splitlines() if "$ triage" in line]
    assert lines
    for line in lines:
        ran = run(*shlex.split(line.strip().removeprefix("$ triage ")))
        assert ran.code in {0, 1}, (line, ran.err)


def test_no_words_at_all_show_the_help(run: Run) -> None:
    code, out, err = run()
    assert (code, out) == (2, "")
    assert "Examples:\n    $ triage appraise zamboni-2009-jvs\n" in err


def test_every_command_is_in_the_help(run: Run) -> None:
    out = run("--help").out
    for name, (_, short) in COMMANDS.items():
        assert f"  {name}" in out
        assert short in out


def test_the_help_is_the_same_on_a_runner_and_with_colour_forced(spawn: Run) -> None:
    usual = spawn("appraise", "--help")
    assert spawn("appraise", "--help", env={"GITHUB_ACTIONS": "true", "FORCE_COLOR": "1", "PY_COLORS": "1"}) == usual


def test_the_version_is_told(run: Run) -> None:
    from ccsvi_triage import version  # noqa: PLC0415

    assert run("--version") == (0, f"triage {version()}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("apraise",), "appraise"),
        (("appraise", "--fromat", "json"), "--format"),
        (("appraise", "x", "--format", "xml"), "'xml' is not one of table, json"),
        (("explain", "--format", "xml"), "'xml' is not one of table, md, json"),
        (("explain", "rob2", "--format", "csv"), "'csv' is not one of table, md, json, html"),
        (("show", "a", "--format", "csv"), "'csv' is not one of table, json, html"),
        (("whatif", "a", "--minimal", "--format", "csv"), "'csv' is not one of table, md, json, html"),
        (("agree", "a", "b", "--format", "csv"), "'csv' is not one of table, md, json, html"),
        (("appraise", "a", "--format", "csv"), "one row a study: it goes with --all, and without --full"),
        (("appraise", "--all", "--full", "--format", "csv"), "it goes with --all, and without --full"),
        (("list", "--width", "wide"), "--width"),
        (("list", "--width", "20"), "40 to 1000"),
        (("list", "--color", "no"), "'no' is not one of auto, always, never"),
        (("appraise", "x", "--fail-on", "low"), "'low' is not one of some, serious, critical, incomplete"),
        (("schema", "x"), "'x' is not one of library, report"),
        (("agree", "x", "y", "--fail-on", "some"), "'some' is not one of disagreement, judgement"),
        (("agree", "x", "y", "--consensus", "-f", "json"), "leave out --format and --full"),
        (("agree",), "SHEET"),
        (("show",), "ID"),
    ],
)
def test_misuse_is_told_with_what_would_be_right(words: tuple[str, ...], said: str, run: Run) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "-h' for help" in err


def test_an_option_in_front_of_the_command_is_sent_behind_it(run: Run) -> None:
    ran = run("--data", "my-library", "list")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("\nOptions stand behind the command: triage appraise --data ...\n")
    assert "behind the command" not in run("--nonsense", "list").err
    assert "behind the command" not in run("list", "--statcheck").err


@pytest.mark.parametrize("word", ["##[add-mask]x", "::add-mask::x\n::error::y", "\x1b[31mred", "a\u202eb"])
def test_misuse_steers_neither_terminal_nor_runner(
    word: str, run: Run, commands_in: Callable[[str], list[str]]
) -> None:
    for words in ((word,), ("appraise", "--format", word), ("appraise", word), ("explain", word), (f"--{word}",)):
        err = run(*words).err
        assert not commands_in(err)
        assert not any(character in err for character in "\x1b\u202e\r")


def test_every_option_reaches_the_command() -> None:
    common = Common("dir", Format.JSON, "out.json", "never", 100, quiet=True, exit_zero=True)
    line = (
        "appraise a b --instrument i --outcome o --exact --full --exit-zero --fail-on some --fail-on incomplete "
        "--data dir -f json -o out.json --color never --width 100 -q"
    )
    assert parse_with_typer(line.split()) == AppraiseRequest(
        ("a", "b"), instrument="i", outcome="o", exact=True, full=True, fail_on=("some", "incomplete"), common=common
    )
    line = "report --date 2009-12 --full --step-summary -f csv --raw --excel -o out.csv -q"
    rows = Common(format=Format.CSV, output="out.csv", quiet=True, raw=True, excel=True)
    assert parse_with_typer(line.split()) == ReportRequest("2009-12", full=True, step_summary=True, common=rows)
    for format_ in OF_FINDINGS:
        found = Common(format=format_)
        assert parse_with_typer(["report", "-f", format_]) == ReportRequest(common=found)
        assert parse_with_typer(["lint", "-f", format_]) == LintRequest(common=found)
        assert parse_with_typer(["recheck", "--all", "-f", format_]) == RecheckRequest(every=True, common=found)
    cases = Common(format=Format.JUNIT, file_attribute=True)
    assert parse_with_typer(["report", "-f", "junit", "--junit-file-attr"]) == ReportRequest(common=cases)
    line = "list --design cohort --design review --kind news --flaw no-control --year 2009- --judgement high"
    assert parse_with_typer(line.split()) == ListRequest(
        ("cohort", "review"), ("news",), ("no-control",), "2009-", ("high",)
    )
    assert parse_with_typer(["appraise", "--all"]) == AppraiseRequest((), every=True)
    for format_ in (Format.HTML, Format.CSV):
        plain = Common(format=format_)
        assert parse_with_typer(["appraise", "--all", "-f", format_]) == AppraiseRequest((), every=True, common=plain)
        assert parse_with_typer(["list", "-f", format_]) == ListRequest(common=plain)
        assert parse_with_typer(["lint", "-f", format_]) == LintRequest(common=plain)
        assert parse_with_typer(["recheck", "a", "-f", format_]) == RecheckRequest(("a",), common=plain)
    assert parse_with_typer(["explain", "rob2", "-f", "md"]) == ExplainRequest("rob2", common=Common(format=Format.MD))
    line = (
        "agree a b --instrument i --outcome o --exact --full --exit-zero --fail-on judgement "
        "--data dir -f json -o out.json --color never --width 100 -q"
    )
    assert parse_with_typer(line.split()) == AgreeRequest(
        ("a", "b"), instrument="i", outcome="o", exact=True, full=True, fail_on=("judgement",), common=common
    )
    assert parse_with_typer(["agree", "a", "b", "--consensus"]) == AgreeRequest(("a", "b"), consensus=True)
    line = (
        "compare a b --outcome o --only-differences --sort year --fail-on disagree --exact --exit-zero "
        "--data dir -f json -o out.json --color never --width 100 -q"
    )
    assert parse_with_typer(line.split()) == CompareRequest(
        ("a", "b"), "o", only_differences=True, sort="year", fail_on=("disagree",), exact=True, common=common
    )
    assert parse_with_typer(["compare", "a", "b", "--sort", "given"]) == CompareRequest(("a", "b"))
    assert parse_with_typer(["lint", "dir", "--strict"]) == LintRequest("dir", strict=True)
    line = (
        "new sheet s --instrument i --outcome o --reviewer r --setup a=b --setup c=d --exact --force --data d -o f -q"
    )
    assert parse_with_typer(line.split()) == NewRequest(
        "sheet", "s", "i", "o", "r", ("a=b", "c=d"), exact=True, force=True,
        common=Common(data="d", output="f", quiet=True),
    )  # fmt: skip
    assert parse_with_typer(["new", "claim"]) == NewRequest("claim")
    line = "fill s --reviewer r --data d --color never --width 90 -q"
    common = Common(data="d", color="never", width=90, quiet=True)
    assert parse_with_typer(line.split()) == FillRequest("s", "r", common)
    assert parse_with_typer(["schema", "report", "-o", "x"]) == SchemaRequest("report", Common(output="x"))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("triage app", "appraise"),
        ("triage appraise hop", "hope-2009"),
        ("triage list --flaw no-con", "no-control"),
        ("triage show wid", "widening-helps"),
        ("triage agree sham-2014-b", "sham-2014-by-reviewer"),
        ("triage agree hop", "hope-2009"),
        ("triage explain F10", "F102"),
        ("triage fill sham", "sham-2014-by-reviewer"),
        ("triage new sheet hop", "hope-2009"),
        ("triage appraise --data other el", "elsewhere-2020"),
    ],
)
def test_the_shell_is_offered_words(typed: str, offered: str, desk: Path, environment: dict[str, str]) -> None:
    (desk / "other").mkdir()
    (desk / "other" / "studies.yaml").write_text(
        "studies: [{id: elsewhere-2020, title: Elsewhere, kind: news}]", encoding="utf-8"
    )
    asked = {"_TRIAGE_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    script = "import sys; sys.argv = ['triage']; from ccsvi_triage.cli.main import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=desk, env={**environment, **asked}, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert offered in ended.stdout.decode().split()
