"""A sheet is filled in question by question, and what is answered is never lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsvi_triage.load.files import load, read_bytes, shelf_ids
from ccsvi_triage.load.writing import one_line, refusal
from ccsvi_triage.model.sheet import Given, Sheet
from ccsvi_triage.model.text import SourceRef
from ccsvi_triage.model.words import Basis

Run = Callable[..., Any]

ID = "sham-2014-by-reviewer"
OWN = "hope-2009-single-arm-relapse"
FILE = "data/hope.yaml"


def sheet_in(desk: Path, name: str = OWN) -> Sheet:
    read = load(os.fspath(desk / "data"), shelf_ids())
    assert not read.problems
    return read.library.sheets[name]


@pytest.fixture
def hope(desk: Path, run: Run) -> Path:
    """Stand at the small library, which has an empty sheet for its first study."""
    assert run("new", "sheet", "hope-2009", "--reviewer", "AB", "-o", FILE).code == 0
    return desk


def fill(run: Run, *lines: str, sheet: str = OWN, **more: Any) -> Any:
    return run("fill", sheet, typed="".join(f"{line}\n" for line in lines), **more)


# asking and answering


def test_an_answer_is_saved_with_its_reason_source_and_spot(hope: Path, run: Run) -> None:
    ran = fill(run, "n", 'nobody: went "untreated" # at all', "hope-2009", "p 3")
    assert (ran.code, ran.err) == (0, "")
    assert sheet_in(hope).answers == {
        "1.1": Given(
            answer="N", because='nobody: went "untreated" # at all', source=SourceRef("hope-2009"), locator="p 3"
        )
    }  # fmt: skip


def test_enter_confirms_a_proposal_with_its_reason_and_source(hope: Path, run: Run) -> None:
    ran = fill(run, "", "", "", "")
    assert "The facts  propose N because no control group (control: none)" in ran.out
    assert sheet_in(hope).answers == {
        "1.1": Given(answer="N", because="no control group", source=SourceRef("review-page"), locator="first concern")
    }


def test_the_source_before_may_be_named_by_one_sign_and_never_by_none(hope: Path, run: Run) -> None:
    ran = fill(run, "N", "so", "=", "", "NI", "so", "sham-2014", "", "N", "so", "=", "", "N", "so", "", "q")
    assert "(Enter: none, = for hope-2009)" in ran.out
    assert "(Enter: none, = for sham-2014)" in ran.out
    first, second, third, fourth = sheet_in(hope).answers.values()
    assert (first.source, second.source, third.source, fourth.source) == ("hope-2009", "sham-2014", "sham-2014", "")


@pytest.mark.usefixtures("hope")
def test_an_answer_that_is_given_twice_is_counted_once(run: Run) -> None:
    assert "1 answer is saved" in fill(run, "N", "so", "-", "b", "NI", "look again", "-", "q").out


@pytest.mark.usefixtures("desk")
def test_a_scale_tells_its_points_as_they_grow(run: Run) -> None:
    assert run("new", "sheet", "sham-2014", "--instrument", "jadad", "--reviewer", "AB", "-o", FILE).code == 0
    ran = fill(run, "yes", "so", "-", "q", sheet="sham-2014-jadad")
    assert "Points  1 to 5 of 5, 4 open" in ran.out or "Points  0 to 5 of 5, 4 open" in ran.out


def test_a_source_that_is_offered_can_be_taken_back(hope: Path, run: Run) -> None:
    fill(run, "", "", "-")
    assert sheet_in(hope).answers == {"1.1": Given(answer="N", because="no control group")}


def test_a_proposal_from_what_was_concluded_says_so(hope: Path, run: Run) -> None:
    path = hope / "data" / "studies.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("{value: none, source", "{value: none, basis: inferred, source"), encoding="utf-8")
    fill(run, "", "", "", "")
    assert sheet_in(hope).answers["1.1"].basis is Basis.INFERRED
    fill(run, "b", "", "", "sham-2014", "p 1")
    assert sheet_in(hope).answers["1.1"].basis is Basis.STATED


def test_the_judgement_is_shown_as_it_forms_and_what_no_longer_matters_is_not_asked(hope: Path, run: Run) -> None:
    ran = fill(run, "N", "so", "", "first concern", "N", "so", "-")
    assert "1 Comparison  X critical" in ran.out
    assert "OVERALL       X critical" in ran.out
    assert "1.2  " not in ran.out
    assert "2.1  " in ran.out
    assert list(sheet_in(hope).answers) == ["1.1", "1.3"]


@pytest.mark.usefixtures("hope")
def test_who_comes_back_goes_on_where_it_was_left(run: Run) -> None:
    fill(run, "N", "so", "-", "q")
    ran = fill(run, "q")
    assert "1 answered" in ran.out
    assert "\n1.3  " in ran.out
    assert "\n1.1  " not in ran.out


def test_what_is_skipped_stays_open_and_is_named_at_the_end(hope: Path, run: Run) -> None:
    ran = fill(run, *["s"] * 30)
    assert ran.code == 0
    assert "Left open: 1.1, 2.1" in " ".join(ran.out.split())
    assert dict(sheet_in(hope).answers) == {}


def test_back_leads_to_the_answer_before_which_may_be_changed(hope: Path, run: Run) -> None:
    ran = fill(run, "N", "so", "-", "b", "NI", "look again", "-", "q")
    assert "In the file  N: so" in ran.out
    assert sheet_in(hope).answers == {"1.1": Given(answer="NI", because="look again")}
    again = fill(run, "b", "", "", "", "q")
    assert again.code == 0
    assert sheet_in(hope).answers == {"1.1": Given(answer="NI", because="look again")}


def test_an_answer_that_another_one_makes_pointless_is_offered_to_be_taken_out(hope: Path, run: Run) -> None:
    fill(run, "Y", "so", "-", "N", "so too", "-", "q")
    assert list(sheet_in(hope).answers) == ["1.1", "1.2"]
    ran = fill(run, "b", "b", "N", "no", "-", "n", "q")
    assert "1.2 is answered, and the other answers do not ask it" in ran.out
    assert list(sheet_in(hope).answers) == ["1.1", "1.2"]
    fill(run, "y", "q")
    assert list(sheet_in(hope).answers) == ["1.1"]
    assert "      # 1.2: {answer: N, because: so too}\n" in (hope / FILE).read_text("utf-8")


def test_help_tells_the_gate_and_the_keys_and_asks_the_same_again(hope: Path, run: Run) -> None:
    ran = fill(run, "?", "N", "?", "N", "so", "-", "q")
    assert ran.out.count("Asked when  always") == 2
    assert ran.out.count("? help, b back") == 3
    assert list(sheet_in(hope).answers) == ["1.1"]


def test_a_sheet_that_nobody_signed_asks_for_a_name_first(desk: Path, run: Run) -> None:
    run("new", "sheet", "hope-2009", "-o", FILE)
    ran = fill(run, "A: B", "N", "so", "-", "q")
    assert "Who answers?" in ran.out
    assert (sheet_in(desk).reviewer, list(sheet_in(desk).answers)) == ("A: B", ["1.1"])
    text = (desk / FILE).read_text("utf-8")
    assert '    reviewer: "A: B"  # who answers\n' in text


def test_a_name_may_be_told_by_an_option_and_never_takes_over_the_sheet_of_another(desk: Path, run: Run) -> None:
    run("new", "sheet", "hope-2009", "-o", FILE)
    assert run("fill", OWN, "--reviewer", "CD", typed="q\n").code == 0
    assert sheet_in(desk).reviewer == "CD"
    ran = run("fill", OWN, "--reviewer", "EF", typed="q\n")
    assert (ran.code, ran.out) == (2, "")
    assert "is the sheet of 'CD'" in ran.err


def test_the_set_up_is_asked_first_and_one_that_cannot_be_is_told(desk: Path, run: Run) -> None:
    run("new", "sheet", "sham-2014", "--reviewer", "AB", "-o", "data/second.yaml")
    ran = fill(run, "adhering", "", "", "", "yes", "q", sheet="sham-2014-rob2-lesions")
    assert "This set-up cannot be" in ran.out
    sheet = sheet_in(desk, "sham-2014-rob2-lesions")
    assert dict(sheet.setup) == {
        "effect": "adhering",
        "nonprotocol-interventions": "no",
        "implementation-failures": "no",
        "nonadherence": "yes",
    }
    assert "1.1" in ran.out.rsplit("Set-up", 1)[1]


BY_HAND = """\
instruments:
  - id: by-hand
    title: Judged by hand
    version: "1"
    about: A person judges.
    form: judged
    judges: study
    ours: yes
    licence: CC0-1.0
    notice: Not official.
    sources: [{cite: House}]
    options: [Y, N]
    levels: {low: none, high: serious}
    setup: [{id: target, text: Which question does the study answer?}]
    domains:
      - id: D1
        title: First
        questions:
          - {id: "1", text: "Is it fair?"}
          - {id: "2", text: "Is that so?", asked_when: {"1": [N]}}
        signs: [{when: {"1": [N]}, because: it is not fair, against: [low]}]
    overall: {rule: person}
"""


def test_a_person_gives_levels_with_reasons_and_is_told_of_doubts(desk: Path, run: Run) -> None:
    (desk / "data" / "by-hand.yaml").write_text(BY_HAND, encoding="utf-8")
    run("new", "sheet", "hope-2009", "--instrument", "by-hand", "--reviewer", "AB", "-o", FILE)
    lines = ("which way", "N", "unfair", "-", "s", "LOW", "I know better", "-", "high", "all in all", "-")
    ran = fill(run, *lines, sheet="hope-2009-by-hand")
    assert (ran.code, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    assert "Sign it is not fair" in said
    assert "the answers speak against low: it is not fair" in said
    assert "Left open: 2." in said
    sheet = sheet_in(desk, "hope-2009-by-hand")
    assert {name: (judged.level, judged.because) for name, judged in sheet.judgements.items()} == {
        "D1": ("low", "I know better"),
        "overall": ("high", "all in all"),
    }
    assert dict(sheet.setup) == {"target": "which way"}


def test_a_checklist_is_asked_to_its_end(desk: Path, run: Run) -> None:
    run("new", "sheet", "hope-2009", "--instrument", "quick", "--reviewer", "AB", "-o", FILE)
    ran = fill(run, *["no", "so", "-"] * 25, sheet="hope-2009-quick")
    assert (ran.code, ran.err) == (0, "")
    assert "Nothing is left to ask" in ran.out
    assert len(sheet_in(desk, "hope-2009-quick").answers) == 25


# the file


def test_everything_else_in_the_file_stays_as_it_was(desk: Path, run: Run) -> None:
    path = desk / "data" / "sheets.yaml"
    before = path.read_text("utf-8").replace("    rulings:\n", "      # to be looked up\n    rulings:  # one\n")
    path.write_text(before, encoding="utf-8")
    assert fill(run, "N", "so", "-", "q", sheet=ID).code == 0
    added = "      2.3: {answer: N, because: so}\n"
    after = path.read_text("utf-8")
    name = next(line for line in after.splitlines(keepends=True) if line not in before.splitlines(keepends=True))
    assert after.replace(name, "") == before
    assert name.replace(name.split(":")[0], "      2.3") == added


def test_a_mark_at_the_beginning_and_breaks_of_windows_stay(desk: Path, run: Run) -> None:
    path = desk / "data" / "sheets.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert fill(run, "N", "so", "-", "q", sheet=ID).code == 0
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfsheets:\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b": {answer: N, because: so}\r\n" in raw


def test_what_somebody_else_writes_into_the_file_meanwhile_is_kept(
    hope: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def meanwhile(path: str) -> bytes:
        if not calls:
            with open(path, "a", encoding="utf-8") as file:
                file.write("      1.3: {answer: N, because: from elsewhere}\n  # a late comment\n")
        calls.append(path)
        return read_bytes(path)

    monkeypatch.setattr("ccsvi_triage.cli.fill.read_bytes", meanwhile)
    fill(run, "N", "so", "-", "q")
    assert {name: given.because for name, given in sheet_in(hope).answers.items()} == {
        "1.1": "so",
        "1.3": "from elsewhere",
    }
    assert "# a late comment" in (hope / FILE).read_text("utf-8")


def test_a_file_that_breaks_meanwhile_is_left_alone(hope: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: str) -> bytes:
        Path(path).write_text("sheets: [", encoding="utf-8")
        return read_bytes(path)

    monkeypatch.setattr("ccsvi_triage.cli.fill.read_bytes", broken)
    ran = fill(run, "N", "so", "-", "q")
    assert ran.code == 2
    assert "nothing was answered" in ran.err
    assert (hope / FILE).read_text("utf-8") == "sheets: ["


def test_a_file_or_folder_that_is_read_only_is_told_before_anything_is_asked(hope: Path, run: Run) -> None:
    for place, mode in ((hope / FILE, 0o444), (hope / "data", 0o555)):
        usual = place.stat().st_mode
        place.chmod(mode)
        ran = fill(run, "N", "so", "-", "q")
        place.chmod(usual)
        assert (ran.code, ran.out) == (2, "")
        assert "read-only; nothing was asked" in ran.err


def test_an_answer_that_cannot_be_written_leaves_the_file_as_it_was(
    hope: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (hope / FILE).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "replace", full)
    ran = fill(run, "N", "so", "-", "q")
    assert (ran.code, "No space left" in ran.err) == (2, True)
    assert (hope / FILE).read_bytes() == before
    assert not [path for path in (hope / "data").iterdir() if path.name.startswith(".")]


def test_an_answer_that_finds_no_place_is_refused_and_the_file_left_alone(desk: Path, run: Run) -> None:
    odd = (
        "sheets:\n- id: odd\n  study: hope-2009\n  instrument: single-arm\n  version: '1.0'\n  reviewer: AB\n"
        "  answers:\n    1.1: {answer: maybe,  # a comment inside\n      because: so}\n"
    )
    (desk / FILE).write_text(odd, encoding="utf-8")
    ran = fill(run, "N", "so", "-", "q", sheet="odd")
    assert ran.code == 2
    assert "answers.1.1 cannot be written without touching other lines" in ran.err
    assert (desk / FILE).read_text("utf-8") == odd


# how it ends


def test_the_end_of_the_input_leaves_with_what_was_answered_saved(hope: Path, run: Run) -> None:
    ran = fill(run, "N", "so", "-", "N")
    assert ran.code == 0
    assert "1 answer is saved; 'triage fill hope-2009-single-arm-relapse' goes on from here" in " ".join(
        ran.out.split()
    )
    assert list(sheet_in(hope).answers) == ["1.1"]


def test_control_c_leaves_with_130_and_what_was_answered_saved(
    hope: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ccsvi_triage.cli.streams import Talk  # noqa: PLC0415

    real, asked = Talk.ask, []

    def interrupted(self: Talk, prompt: str) -> str | None:
        asked.append(prompt)
        if len(asked) == 5:
            raise KeyboardInterrupt
        return real(self, prompt)

    monkeypatch.setattr(Talk, "ask", interrupted)
    monkeypatch.setattr("ccsvi_triage.cli.main._let_go", lambda: None)
    ran = fill(run, "N", "so", "-", "N", "so", "-")
    assert (ran.code, "1 answer is saved" in ran.err) == (130, True)
    assert list(sheet_in(hope).answers) == ["1.1"]


@pytest.mark.skipif(os.name != "posix", reason="this system has no terminals to make")
def test_at_a_terminal_control_c_leaves_what_was_answered(hope: Path, environment: dict[str, str]) -> None:
    import pty  # noqa: PLC0415

    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "ccsvi_triage", "fill", OWN]
    running = subprocess.Popen(words, env=environment, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    said = b""
    answers = [(b"Enter: N)> ", b"N\n"), (b"Because", b"so\n"), (b"Source", b"-\n"), (b"1.3  ", b"")]
    for prompt, typed in answers:
        while prompt not in said:
            said += os.read(ours, 4096)
        said = said.partition(prompt)[2]
        os.write(ours, typed)
    while b")> " not in said:
        said += os.read(ours, 4096)
    err = b""
    for _ in range(6):  # one that comes between the prompt and the wait for a key is seen with the next one
        running.send_signal(signal.SIGINT)
        try:
            _, err = running.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            continue
        break
    os.close(ours)
    assert (running.returncode, b"1 answer is saved" in err) == (130, True)
    assert list(sheet_in(hope).answers) == ["1.1"]


@pytest.mark.usefixtures("hope")
def test_where_nobody_can_answer_it_says_so(run: Run, environment: Mapping[str, str]) -> None:
    ran = fill(run)
    assert ran.code == 2
    assert "it wants a terminal, or answers piped in" in ran.err
    words = [sys.executable, "-m", "ccsvi_triage", "fill", OWN]
    ended = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (ended.returncode, b"it wants a terminal" in ended.stderr) == (2, True)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("maybe",), "line 1 of the input: 'maybe' is none of Y, PY, PN, N, NI"),
        (("N", "so", "no-such-page"), "line 3 of the input: no source 'no-such-page'"),
        (("N", "so", "-", "Y", ""), "line 5 of the input: a blank is no reason"),
        (("b",), "line 1 of the input: nothing was asked before this"),
        (("N", "a\x1b[31mb"), "line 2 of the input: the character U+001B is not allowed"),
    ],
)
def test_a_script_that_loses_its_place_is_stopped_and_nothing_is_guessed(
    lines: tuple[str, ...], said: str, hope: Path, run: Run
) -> None:
    path = hope / "data" / "studies.yaml"
    path.write_text(path.read_text("utf-8").replace("code: regression-to-mean", "code: small-sample"), encoding="utf-8")
    path.write_text(path.read_text("utf-8").replace("participants: no, carers", "carers"), encoding="utf-8")
    ran = fill(run, *lines, "s", "s")
    assert ran.code == 2
    assert said in " ".join(ran.err.split())
    assert "\x1b" not in ran.out + ran.err


def test_a_person_who_mistypes_is_asked_again(hope: Path, run: Run) -> None:
    ran = fill(run, "b", "maybe", "N", "\x07", "so", "review-pge", "-", "q", terminal=True)
    assert ran.code == 0
    for said in (
        "nothing was asked before",
        "is none of Y, PY",
        "U+0007 is not allowed",
        "did you mean 'review-page'?",
    ):
        assert said in ran.err
    assert sheet_in(hope).answers == {"1.1": Given(answer="N", because="so")}


def test_a_blank_is_never_an_answer(desk: Path, run: Run) -> None:
    ran = fill(run, "", "  ", "q", sheet=ID, terminal=True)
    assert ran.err.count("a blank is no answer") == 2
    assert ran.code == 0
    assert len(sheet_in(desk, ID).answers) == 7


def test_input_that_is_no_text_is_told(hope: Path, run: Run) -> None:
    ran = run("fill", OWN, typed=b"N\n\xff\xfe\n")
    assert (ran.code, "line 1 of the input is not UTF-8" in ran.err or "is not UTF-8" in ran.err) == (2, True)
    assert dict(sheet_in(hope).answers) == {}


# which sheet


def test_a_file_of_the_library_may_be_named_instead_of_a_sheet(hope: Path, run: Run) -> None:
    assert fill(run, "N", "so", "-", "q", sheet=FILE).code == 0
    assert list(sheet_in(hope).answers) == ["1.1"]


def test_of_several_sheets_in_a_file_the_reviewer_tells_which(desk: Path, run: Run) -> None:
    text = "sheets:\n"
    for who in ("AB", "CD"):
        text += f"- {{id: {who.lower()}, study: hope-2009, instrument: single-arm, version: '1.0', reviewer: {who}}}\n"
    (desk / FILE).write_text(text, encoding="utf-8")
    ran = run("fill", FILE, typed="q\n")
    assert ran.code == 2
    assert "holds 2 sheets; name one of them:\n  ab  AB\n  cd  CD" in ran.err
    assert run("fill", FILE, "--reviewer", "CD", typed="N\nso\n-\nq\n").code == 0
    assert list(sheet_in(desk, "cd").answers) == ["1.1"]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("sham-2014-by-reviwer", "did you mean 'sham-2014-by-reviewer'?"),
        ("data/studies.yaml", "holds no sheet of the library data"),
    ],
)
def test_a_sheet_that_there_is_not_is_told(sheet: str, said: str, run: Run) -> None:
    ran = run("fill", sheet, typed="q\n")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_the_shipped_case_is_not_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("fill", "siddiqui-2014-premise-rob2-relapse", typed="q\n")
    assert (ran.code, "is not yours to fill in" in ran.err) == (2, True)


def test_a_library_that_is_one_file_is_filled_in_too(hope: Path, run: Run) -> None:
    whole = "".join((hope / "data" / name).read_text("utf-8") for name in ("sources.yaml", "studies.yaml", "hope.yaml"))
    (hope / "one.yaml").write_text(whole, encoding="utf-8")
    assert run("fill", OWN, "--data", "one.yaml", typed="N\nso\n-\nq\n").code == 0
    assert "1.1: {answer: N, because: so}" in (hope / "one.yaml").read_text("utf-8")


def test_problems_of_the_sheet_are_told_at_the_start(desk: Path, run: Run) -> None:
    path = desk / "data" / "sheets.yaml"
    path.write_text(path.read_text("utf-8").replace("3.1: {answer: Y,", "3.1: {answer: Yes,"), encoding="utf-8")
    assert "error[E-ANSWER]" in fill(run, "q", sheet=ID).err


# what always holds

REASON = st.text(max_size=40) | st.text(alphabet="a:#'\"{}[],&*!|>%@`-?~\\ \t1", min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_is_typed_as_a_reason_is_kept_to_the_letter_or_refused(
    data: st.DataObject, hostile: st.SearchStrategy[str], commands_in: Callable[[str], list[str]], hope: Path, run: Run
) -> None:
    typed = data.draw(REASON | hostile).replace("\r", "").replace("\n", "").encode("utf-8", "replace").decode()
    before = (hope / FILE).read_bytes()
    ran = fill(run, "N", typed, "-", "q")
    meant = one_line(typed)
    text = (hope / FILE).read_bytes()
    if refusal(meant):
        assert ran.code == 2
        assert text == before
    elif meant in ("", "?", "b", "s", "q", "B", "S", "Q"):
        assert ran.code in (0, 2)
    else:
        assert (ran.code, sheet_in(hope).answers["1.1"].because) == (0, meant)
    assert not commands_in(ran.out + ran.err)
    (hope / FILE).write_bytes(before)
