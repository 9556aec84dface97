"""Names and words that nobody would choose in good faith steer neither terminal nor runner, on either stream."""

import csv
import os
import re
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Run = Callable[..., Any]
Find = Callable[[str], list[str]]

NAMES = (
    "\x1b[31mred.yaml",
    "\x1b]0;title\x07.yaml",
    "x\u202ey.yaml",
    "x\x9b2Jy.yaml",
    "[red]x[bold].yaml",
    "##[add-mask]x.yaml",
    "::add-mask::x.yaml",
    "x\n::error::y.yaml",
    "x\r::error::y.yaml",
    "\udcff.yaml",
    "a b\t.yaml",
)
COMMANDS = (
    *(("list",), ("appraise", "--all"), ("lint",), ("show", "a"), ("lint", "-f", "json"), ("list", "-f", "json")),
    *((*words, "-f", format_) for words in (("list",), ("lint",)) for format_ in ("html", "csv")),
    *((*words, "-f", format_) for words in (("lint",), ("report",)) for format_ in ("sarif", "gitlab", "junit")),
    ("report",),
)


def steers(text: str) -> list[str]:
    kept = "\n\u200c\u200d\u00ad\u2060"
    return [c for c in text if c not in kept and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("broken", [True, False])
def test_the_name_of_a_file_is_only_a_name(
    name: str,
    broken: bool,  # noqa: FBT001
    tmp_path: Path,
    run: Run,
    commands_in: Find,
) -> None:
    (tmp_path / name).write_text(f"studies: [{{id: a, title: A, kind: news}}]\n{'odd: 1' * broken}\n", encoding="utf-8")
    for words in COMMANDS:
        for encoding in ("utf-8", "ascii"):
            ran = run(*words, "--data", str(tmp_path), encoding=encoding)
            assert ran.code in ((1, 2) if broken else (0,))
            assert not steers(ran.out + ran.err)
            assert not commands_in(ran.out)
            assert not commands_in(ran.err)
            assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_report_is_only_a_name(name: str, desk: Path, run: Run, commands_in: Find) -> None:
    ran = run("list", "-f", "json", "-o", name)
    assert ran == (0, "", "")
    assert os.fsencode(name) in os.listdir(os.fsencode(desk))
    ran = run("list", "-o", f"{name}/deeper")
    assert ran.code == 2
    assert not steers(ran.err)
    assert not commands_in(ran.err)


@pytest.mark.usefixtures("desk")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_whatever_is_typed_is_only_text(
    run: Run, hostile: st.SearchStrategy[str], commands_in: Find, data: st.DataObject
) -> None:
    typed = data.draw(hostile.filter(lambda text: "\x00" not in text))
    for words in (
        ("appraise", typed),
        ("show", typed),
        ("explain", typed),
        ("list", "--flaw", typed),
        ("compare", typed, "hope-2009"),
        ("claim", typed),
        (typed,),
    ):
        ran = run(*words, "--color", "never")
        assert ran.code in (0, 2)
        assert not steers(ran.out + ran.err)
        assert not commands_in(ran.out)
        assert not commands_in(ran.err)


TITLES = (
    *("[red]x[/red]", "[/x]", "::add-mask::2018", "A ##[add-mask]MS", "李晓明 é 👩‍⚕️", "<b>|`*_#~", "\\[bold]"),
    *(
        "</title><script>alert(1)</script>",
        "' onmouseover='alert(1)",
        '"><img src=x onerror=alert(1)>',
        "-->]]></style>",
    ),
    *("javascript:alert(1)", "&lt;script&gt;", "=1+1", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "a;=1+1", '"=1'),
)


def write_study(folder: Path, title: str) -> None:
    written = title.replace("'", "''")
    (folder / "a.yaml").write_text(
        f"studies: [{{id: a, title: '{written}', kind: news, authors: ['{written}'], journal: '{written}',\n"
        f"  unseen: ['{written}'], flaws: [{{code: no-control, detail: '{written}', basis: inferred}}]}}]\n",
        encoding="utf-8",
    )


EVERYWHERE = ("table", "json", "html")
FORMATS = {
    ("appraise", "--all"): (*EVERYWHERE, "csv"),
    ("appraise", *(f"a{n}" for n in range(len(TITLES))), "--full"): EVERYWHERE,
    ("list",): (*EVERYWHERE, "csv"),
    ("show", "a1"): EVERYWHERE,
    ("lint",): (*EVERYWHERE, "csv", "sarif", "github", "gitlab", "junit"),
    ("recheck", "--all", "--full"): (*EVERYWHERE, "md", "csv", "sarif", "github", "gitlab", "junit"),
    ("report", "--full"): (*EVERYWHERE, "md", "csv", "sarif", "github", "gitlab", "junit"),
    ("compare", "a1", "a2", "a3", "a4"): (*EVERYWHERE, "md", "csv"),
    ("claim",): (*EVERYWHERE, "md", "csv"),
    ("claim", *(f"claim-{n}" for n in range(len(TITLES))), "--trace"): (*EVERYWHERE, "md", "csv"),
    ("whatif", "a1", "--set", "sites=1"): (*EVERYWHERE, "md"),
    ("explain", "no-control"): (*EVERYWHERE, "md"),
}
"""Every format of every command that says something of a library."""


@pytest.mark.parametrize("words", FORMATS, ids=lambda words: " ".join(words[:2]))
def test_no_format_but_github_s_own_ever_speaks_to_the_runner(
    words: tuple[str, ...], tmp_path: Path, run: Run, commands_in: Find
) -> None:
    write_titles(tmp_path)
    for format_ in FORMATS[words]:
        ran = run(*words, "--data", str(tmp_path), "--format", format_)
        assert ran.code == 0, ran.err
        assert not commands_in(ran.err)
        assert not steers(ran.out)
        told = commands_in(ran.out)
        if format_ != "github":
            assert not told, format_
            continue
        assert all(re.match(r"::(error|warning|notice) (file|title)=", line) for line in told)
        assert len(told) == sum(line.startswith("::") for line in ran.out.splitlines())


def write_titles(folder: Path) -> None:
    """Write a study and a claim for each title, in which every text is that title."""
    result = "[{unit: patients, arms: {before: {percent: 73, n: 35}, after: {percent: 50, n: 35}}}]"
    studies, claims = [], []
    for number, title in enumerate(TITLES):
        doubled = title.replace("'", "''")
        written = f"'{doubled}'"
        studies.append(
            f"  - {{id: a{number}, title: {written}, kind: primary-study, question: benefit, design: single-arm,\n"
            f"     control: none, authors: [{written}], journal: {written}, unseen: [{written}],\n"
            f"     outcomes: [{{id: o, name: {written}, results: {result}}}],\n"
            f"     flaws: [{{code: no-control, detail: {written}, locator: {written}, basis: inferred}}]}}\n"
        )
        claims.append(
            f"  - {{id: claim-{number}, text: {written}, kind: benefit, strength: effect,\n"
            f"     said_by: [{{who: {written}, stance: asserts}}],\n"
            f"     evidence: [{{study: a{number}, bearing: for, why: {written}}}]}}\n"
        )
    (folder / "a.yaml").write_text(f"studies:\n{''.join(studies)}claims:\n{''.join(claims)}", encoding="utf-8")


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("format_", ["table", "json", "html", "csv"])
def test_a_title_from_a_file_is_shown_to_the_letter_and_steers_nothing(
    title: str, format_: str, tmp_path: Path, run: Run, commands_in: Find
) -> None:
    write_study(tmp_path, title)
    rows = (("appraise", "--all"), ("list",), ("lint",), ("recheck", "--all"))
    for words in rows if format_ == "csv" else (*rows, ("appraise", "a", "--full"), ("show", "a")):
        ran = run(*words, "--data", str(tmp_path), "--format", format_, "--width", "200")
        assert ran.code == 0
        assert not commands_in(ran.out)
        assert not commands_in(ran.err)
    shown = run("appraise", "a", "--data", str(tmp_path), "--width", "200").out
    assert unicodedata.normalize("NFC", title) in re.sub("\u2060", "", shown)


class Seen(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.said = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name if name != "href" else f"href {value}" for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self.said += data


PAGES = (("appraise", "a", "--full"), ("appraise", "--all"), ("list",), ("lint",), ("show", "a"), ("recheck", "a"))


@pytest.mark.parametrize("title", TITLES)
def test_a_title_from_a_file_adds_nothing_to_a_page_but_its_text(title: str, tmp_path: Path, run: Run) -> None:
    def seen(words: tuple[str, ...]) -> Seen:
        return Seen(run(*words, "--data", str(tmp_path), "--format", "html").out)

    write_study(tmp_path, "A plain title")
    plain = {words: seen(words) for words in PAGES}
    write_study(tmp_path, title)
    for words in PAGES:
        page = seen(words)
        assert page.elements - {"code"} <= plain[words].elements
        assert page.attributes <= plain[words].attributes
    shown = unicodedata.normalize("NFC", title)
    assert shown in re.sub("\u2060", "", seen(("appraise", "a", "--full")).said)


@pytest.mark.parametrize("title", TITLES)
def test_no_row_for_a_spreadsheet_holds_a_formula(title: str, tmp_path: Path, run: Run) -> None:
    write_study(tmp_path, title)
    for words in (("list",), ("appraise", "--all")):
        out = run(*words, "--data", str(tmp_path), "--format", "csv").out
        for delimiter in ",;":
            rows = list(csv.reader(StringIO(out), delimiter=delimiter))
            assert not [cell for row in rows for cell in row if cell.strip(' "')[:1] in tuple("=+-@")]
        head, row = csv.reader(StringIO(out), strict=True)
        said = dict(zip(head, row, strict=True))
        assert said["study"] == "a"
        assert title.split(";", maxsplit=1)[0].strip("'\"") in re.sub("\u2060", "", said["citation"])
