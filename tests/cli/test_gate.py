"""Gates of a whole library, from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ccsvi_triage.report.schema import report_schema

Run = Callable[..., Any]
WAIVER = """\
fail-on: [critical]
waivers:
  - rule: critical
    study: hope-2009
    reason: it is what the story begins with
    owner: AB
    expires: 2030-06-15
"""


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRIAGE_FAIL_ON", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1907000000")  # 2030-06-06


def policy(desk: Path, text: str) -> None:
    (desk / ".triage.yaml").write_text(text, encoding="utf-8")


def gate_of(run: Run, *words: str) -> dict[str, Any]:
    data = json.loads(run("report", *words, "--format", "json").out)
    Draft202012Validator(report_schema()).validate(data)
    gate: dict[str, Any] = data["gate"]
    return gate


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("critical", 1),
        ("incomplete", 1),
        ("flaw:no-control", 1),
        ("flaw:no-sham", 0),
        ("claim:overstated", 0),
        ("claim:not-supported", 1),
        ("supported", 0),
        ("warning", 0),
        ("judgement:incomplete,claim:open", 1),
    ],
)
def test_a_report_takes_every_word_of_judgements_flaws_problems_and_claims(word: str, code: int, run: Run) -> None:
    ran = run("report", "--fail-on", word)
    assert ran.code == code
    assert bool(ran.err) == bool(code)
    assert run("report", "--fail-on", word, "--exit-zero").code == 0


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("command", ["report", "lint"])
@pytest.mark.parametrize("word", ["worse", "disagree", "flaw:none", "nothing", "", " , "])
def test_a_word_of_another_command_and_no_word_at_all_are_refused(command: str, word: str, run: Run) -> None:
    assert run(command, "--fail-on", word).code == 2


def test_the_option_goes_before_the_environment_and_that_before_the_settings(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("report").code == 0
    policy(desk, "fail-on: [critical]\n")
    code, _, err = run("report")
    assert code == 1
    assert err.startswith("triage: .triage.yaml: fail-on critical is tripped by 1:\n")
    monkeypatch.setenv("TRIAGE_FAIL_ON", "flaw:no-sham, worse")
    assert run("report").code == 0
    monkeypatch.setenv("TRIAGE_FAIL_ON", "flaw:no-control")
    assert run("report").err.startswith("triage: TRIAGE_FAIL_ON: flaw:no-control is tripped by 1:\n")
    assert run("report", "--fail-on", "flaw:no-sham").code == 0
    monkeypatch.setenv("TRIAGE_FAIL_ON", "flaw:no-controll")
    code, _, err = run("report")
    assert (code, "did you mean 'flaw:no-control'?" in err) == (2, True)
    monkeypatch.setenv("TRIAGE_FAIL_ON", "worse")
    code, _, err = run("report")
    assert code == 1
    assert err.startswith("triage: .triage.yaml: fail-on critical is tripped by 1:\n")


def test_a_policy_holds_for_the_commands_that_look_at_a_whole_library(desk: Path, run: Run) -> None:
    policy(desk, "fail-on: [critical, incomplete, not-supported, note]\n")
    assert run("report").code == 1
    assert run("appraise", "--all").code == 0
    assert run("claim").code == 0
    assert run("lint").code == 0
    (desk / "data" / "odd.yaml").write_text("claims: [{id: c, text: A, kind: benefit, strength: effect}]\nodd: 1\n")
    assert run("lint").code == 1


def test_without_a_word_of_its_own_lint_fails_on_errors(desk: Path, run: Run) -> None:
    policy(desk, "fail-on: [critical, worse]\n")
    (desk / "data" / "odd.yaml").write_text("odd: 1\n")
    assert run("lint") == run("lint", "--fail-on", "error")._replace(err="")


def test_a_waived_finding_is_shown_and_trips_nothing(desk: Path, run: Run) -> None:
    policy(desk, WAIVER)
    code, out, err = run("report")
    assert (code, err) == (0, "")
    assert "it is what the story" in out
    (waived,) = gate_of(run)["waived"]
    assert (waived["rule"], waived["study"], waived["until"]) == ("judgement:critical", "hope-2009", "2030-06-15")
    findings = json.loads(run("report", "--format", "json").out)["findings"]
    (shown,) = (each for each in findings if each["waived"])
    assert (shown["level"], shown["rule"]) == ("note", "judgement:critical")
    (line,) = (line for line in run("report", "--format", "github").out.splitlines() if "judgement%3Acritical" in line)
    assert line.startswith("::notice file=data/studies.yaml,")


def test_what_a_gate_decides_is_told_as_before(desk: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    run("report", "--write-baseline", "known.json")
    more = "  - {rule: F102, study: sham-2014, reason: mended, owner: CD, expires: 2030-06-15}\n"
    policy(desk, f"{WAIVER}{more}baseline: known.json\n".replace("[critical]", "[some, 'flaw:no-sham', incomplete]"))
    studies = desk / "data" / "studies.yaml"
    text = studies.read_text(encoding="utf-8").replace("code: no-control", "code: no-sham")
    studies.write_text(text, encoding="utf-8")
    code, out, err = run("report")
    assert code == 1
    golden("gate", f"{err}\n{out[out.index('Gate') :]}")


def test_an_expired_waiver_trips_again_and_is_told(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    policy(desk, WAIVER)
    assert run("report", "--date", "2030-06-15").code == 0
    code, _, err = run("report", "--date", "2030-06-16")
    assert code == 1
    assert ".triage.yaml:3:5: warning[P101]: the waiver of 'critical' for hope-2009 has expired" in err
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1910000000")
    assert run("report").code == 1
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr("ccsvi_triage.cli.gate.today", lambda: "2031-01-01")
    assert run("report").code == 1


def test_the_clock_is_asked_only_where_there_are_waivers_and_nothing_names_the_day(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    asked: list[int] = []

    def today() -> str:
        asked.append(1)
        return "2030-02-03"

    monkeypatch.setattr("ccsvi_triage.cli.gate.today", today)
    policy(desk, "fail-on: [critical]\n")
    run("report")
    run("lint")
    assert not asked
    policy(desk, WAIVER)
    ran = run("report", "--format", "json")
    assert asked
    assert "2030-02-03" not in ran.out + ran.err
    asked.clear()
    run("report", "--date", "2030-01-01")
    assert not asked


def test_a_useless_waiver_is_told_and_trips_a_gate_on_warnings(desk: Path, run: Run) -> None:
    policy(desk, WAIVER.replace("rule: critical", "rule: serious"))
    code, _, err = run("report", "--fail-on", "warning")
    assert code == 1
    assert "warning[P102]: the waiver of 'serious' for hope-2009 waives nothing" in err
    assert run("lint", "--strict").code == 0
    policy(desk, WAIVER.replace("rule: critical", "rule: C101"))
    code, out, _ = run("lint", "--strict")
    assert (code, "warning[P102]" in out) == (1, True)


ODD = """\
studies:
  - id: odd-2020
    title: T
    kind: primary-study
    question: benefit
    design: single-arm
    sites: 3
    flaws: [{code: single-site, source: review-page, basis: stated}]
"""


def test_lint_shows_a_waived_problem_as_a_note(desk: Path, run: Run) -> None:
    (desk / "data" / "odd.yaml").write_text(ODD)
    assert run("lint").code == 1
    policy(desk, WAIVER.replace("rule: critical", "rule: C101").replace("hope-2009", "odd-2020"))
    code, out, err = run("lint")
    assert (code, err) == (0, "")
    assert "note[C101]" in out
    assert "(waived until 2030-06-15 by AB: it is what the story begins with)" in out


@pytest.mark.parametrize("command", ["report", "lint"])
def test_a_baseline_lets_pass_what_was_known_and_nothing_new(command: str, desk: Path, run: Run) -> None:
    (desk / "data" / "odd.yaml").write_text("sources: [{id: x, title: X, kind: page, odd: 1}]\n")
    if command == "report":
        (desk / "data" / "odd.yaml").unlink()
    gate = ("--fail-on", "critical") if command == "report" else ()
    assert run(command, *gate).code == 1
    code, _, err = run(command, *gate, "--write-baseline", "known.json")
    assert (code, err) == (0, "")
    Draft202012Validator(report_schema()).validate(json.loads((desk / "known.json").read_text()))
    studies = desk / "data" / "studies.yaml"
    studies.write_text("# a line above all others\n" + studies.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(command, *gate, "--baseline", "known.json").code == 0
    policy(desk, "baseline: known.json\n")
    assert run(command, *gate).code == 0
    worse = studies.read_text(encoding="utf-8").replace("id: sham-2014\n", "id: sham-2014\n    oddity: 1\n", 1)
    if command == "report":
        worse = (
            studies.read_text(encoding="utf-8")
            .replace("id: hope-2009\n", "id: hope-2010\n")
            .replace("source: hope-2009", "source: hope-2010")
        )
        claims = desk / "data" / "claims.yaml"
        claims.write_text(claims.read_text(encoding="utf-8").replace("hope-2009", "hope-2010"), encoding="utf-8")
    studies.write_text(worse, encoding="utf-8")
    code, _, err = run(command, *gate)
    assert code == 1


def test_a_baseline_holds_wherever_a_run_stands(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "data" / "odd.yaml").write_text("odd: 1\n")
    assert run("lint", "--write-baseline", "known.json").code == 0
    for folder, known in ((desk, "known.json"), (desk / "data", "../known.json")):
        monkeypatch.chdir(folder)
        for data in (str(desk / "data"), "data" if folder == desk else "."):
            assert run("lint", "--baseline", known, "--data", data).code == 0
    monkeypatch.chdir(desk)
    (desk / "data" / "odd.yaml").rename(desk / "data" / "other.yaml")
    assert run("lint", "--baseline", "known.json").code == 1


def test_what_a_baseline_has_and_nobody_finds_any_more_is_told(desk: Path, run: Run) -> None:
    run("report", "--write-baseline", "known.json")
    studies = desk / "data" / "studies.yaml"
    studies.write_text(
        studies.read_text(encoding="utf-8").replace("code: no-control", "code: no-sham"), encoding="utf-8"
    )
    _, out, err = run("report", "--baseline", "known.json")
    assert err == "triage: 1 finding is in known.json and no longer found (--write-baseline drops it)\n"
    assert "In the baseline, and no longer found" in out
    assert run("report", "--baseline", "known.json", "--quiet").err == ""


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--baseline", "missing.json"), "cannot read the baseline missing.json ('triage report --write-baseline"),
        (("--baseline", "data/studies.yaml"), "data/studies.yaml is no baseline: it is not JSON"),
        (("--baseline", "a", "--write-baseline", "b"), "a run either keeps what it finds or looks for what is new"),
        (("--write-baseline", "no/such/folder.json"), "cannot write no/such/folder.json"),
    ],
)
def test_a_baseline_that_cannot_be_used_stops_the_run(words: tuple[str, ...], said: str, run: Run) -> None:
    code, out, err = run("report", *words)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("words", [("report", "--fail-on", "critical"), ("lint",), ("diff",)])
def test_a_folder_without_a_file_passes_no_gate(words: tuple[str, ...], desk: Path, run: Run) -> None:
    (desk / "results" / ".git").mkdir(parents=True)
    (desk / "results" / ".git" / "odd.yaml").write_text("odd: 1\n")
    (desk / "results" / "notes.txt").write_text("nothing")
    code, out, err = run(*words, "--data", "results")
    assert (code, out) == (2, "")
    assert err == "triage: results has no YAML file, so that nothing was judged ('triage new library' begins one)\n"


def test_a_report_without_a_gate_has_none(run: Run) -> None:
    assert gate_of(run) is None
    assert "\nGate\n" not in run("report").out


def test_what_a_waiver_says_is_only_text(desk: Path, run: Run, commands_in: Callable[[str], list[str]]) -> None:
    said = "::error::x ##[add-mask]y <b> | @octocat"
    policy(desk, WAIVER.replace("it is what the story begins with", f"'{said}'").replace("AB", f"'{said}'"))
    for format_ in ("table", "json", "md", "html", "csv", "sarif", "gitlab", "junit"):
        ran = run("report", "--format", format_)
        assert ran.code == 0
        assert not commands_in(ran.out)
    assert all("file=" in line for line in commands_in(run("report", "--format", "github").out))
