"""The pages of the documentation lead somewhere, and the reference leaves nothing out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from ccsvi_triage.cli.app import COMMANDS, Commands
from ccsvi_triage.cli.exits import Exit
from ccsvi_triage.load.files import SECTIONS, load, load_ours, shelf_ids
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.record import Record, fields_of
from ccsvi_triage.report.schema import report_schema

ROOT = Path(__file__).parent.parent.parent
PAGES = tuple(
    sorted(
        str(page.relative_to(ROOT))
        for page in (
            *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
            *(ROOT / "docs").rglob("*.md"),
        )
    )
)
EVERYWHERE = {"--help", "-h"}


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def prose_of(page: str) -> str:
    """Give a page without its code blocks."""
    return re.sub(r"^\s*```.*?^\s*```$", "", text_of(page), flags=re.DOTALL | re.MULTILINE)


def anchors(page: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", prose_of(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: str) -> list[str]:
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose_of(page)) if "://" not in link]


@pytest.mark.parametrize("page", PAGES)
def test_each_relative_link_leads_to_a_file_and_a_heading_that_there_are(page: str) -> None:
    astray = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        if not target.exists() or (anchor and anchor not in anchors(str(target.relative_to(ROOT)))):
            astray.append(link)
    assert not astray


def test_each_page_of_the_documentation_is_named_in_its_index() -> None:
    named = {((ROOT / "docs") / link.partition("#")[0]).resolve() for link in links("docs/README.md")}
    pages = {page for page in (ROOT / "docs").rglob("*.md") if page != ROOT / "docs" / "README.md"}
    assert pages <= named


def section(page: str, heading: str) -> str:
    _, found, rest = text_of(page).partition(f"\n{heading}\n")
    assert found, f"{page} has no heading {heading!r}"
    return rest.split("\n## ")[0]


def options(name: str) -> set[str]:
    command = Commands(name="triage").get_command(None, name)
    words = {word for parameter in command.params for word in (*parameter.opts, *parameter.secondary_opts)}
    return {word for word in words if word.startswith("-")} - EVERYWHERE


@pytest.mark.parametrize("name", list(COMMANDS))
def test_the_reference_lists_every_option_of_a_command_and_no_other(name: str) -> None:
    own = section("docs/reference/commands.md", f"## triage {name}")
    shared = section("docs/reference/commands.md", "## Options that commands share")
    listed = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", " ".join(re.findall(r"^\| (.*?) \|", own, re.MULTILINE))))
    listed |= {short for long in set(listed) for short in re.findall(rf"`{long}[^`]*`, `(-\w)`", shared)}
    assert listed == options(name)


def test_the_readme_names_every_command() -> None:
    for name in COMMANDS:
        assert f"`triage {name}" in text_of("README.md"), name


def test_the_options_of_the_program_itself_are_told() -> None:
    told = text_of("docs/reference/commands.md")
    for word in ("--version", "--install-completion", "--show-completion", "--help", "--debug"):
        assert f"{word}`" in told, word


def test_every_exit_code_is_told() -> None:
    for code in Exit:
        assert re.search(rf"^\| {code.value} \|", text_of("docs/reference/exit-codes.md"), re.MULTILINE), code
        assert re.search(rf"^\|.*\b{code.value}\b.*\|", section("README.md", "## Exit codes"), re.MULTILINE), code


def records(kind: type[Record], seen: set[type[Record]]) -> Iterator[type[Record]]:
    """Give a record class and all that it holds."""
    if kind in seen:
        return
    seen.add(kind)
    yield kind
    for hint in fields_of(kind).values():
        for inner in (hint, *get_args(hint), *(deep for arg in get_args(hint) for deep in get_args(arg))):
            if isinstance(inner, type) and issubclass(inner, Record) and inner is not Fact:
                yield from records(inner, seen)


def test_the_reference_of_files_has_every_key_of_every_record() -> None:
    page = text_of("docs/reference/files.md")
    kinds = [kind for top in SECTIONS.values() for kind in records(top, set())]
    missing = []
    for kind in kinds:
        heading = re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower().capitalize()
        table = page.partition(f"\n### {heading}\n")[2].split("\n#")[0]
        keys = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
        if keys != list(fields_of(kind)):
            missing.append((heading, set(fields_of(kind)) ^ set(keys)))
    assert not missing


def test_the_glossary_has_every_word() -> None:
    page = text_of("docs/reference/glossary.md")
    for file in ("words.yaml", "flaws.yaml"):
        for entry in load_ours("catalogue", file, section="entries", kind=Entry):
            heading = "## Words of the house" if entry.group == "house" else f"## {entry.group}"
            part = page.partition(f"\n{heading}\n")[2].split("\n## ")[0]
            assert f"| `{entry.id}` |" in part, (entry.group, entry.id)


def test_every_word_of_the_glossary_is_explained_at_the_terminal() -> None:
    words = {entry.id for file in ("words.yaml", "flaws.yaml") for entry in _entries_of(file)}
    listed = re.findall(r"^\| `([^`]+)` \|", text_of("docs/reference/glossary.md"), re.MULTILINE)
    assert listed
    assert set(listed) <= words


def _entries_of(file: str) -> tuple[Entry, ...]:
    return load_ours("catalogue", file, section="entries", kind=Entry)


def test_the_reference_of_reports_names_every_report() -> None:
    page = text_of("docs/reference/json.md")
    for report in report_schema()["oneOf"]:
        name = report["properties"]["schema"]["const"].split("/")[1]
        assert f"| `{name}` |" in page, name


def codes_in_the_source() -> set[str]:
    source = ROOT / "src" / "ccsvi_triage"
    text = "".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    rules = "".join(path.read_text(encoding="utf-8") for path in (source / "instruments").glob("*.yaml"))
    return {
        *re.findall(r'"([FCTP]\d{3}|[EW]-[A-Z0-9-]+)"', text),
        *re.findall(r"\b([EW]-[A-Z][A-Z0-9-]+[A-Z0-9])\b", rules),
    }


def test_every_problem_code_has_its_page_and_every_page_its_code() -> None:
    entries = load_ours("catalogue", "problems.yaml", section="entries", kind=Entry)
    assert {entry.id for entry in entries} == codes_in_the_source()
    assert {entry.group for entry in entries} == {"problem"}
    assert all(entry.why and entry.mend and entry.example for entry in entries)


def test_every_check_of_numbers_has_its_page_and_every_page_its_check() -> None:
    entries = load_ours("catalogue", "checks.yaml", section="entries", kind=Entry)
    sources = (ROOT / "src" / "ccsvi_triage").rglob("*.py")
    codes = {code for path in sources for code in re.findall(r'"(N-[A-Z-]+)"', path.read_text(encoding="utf-8"))}
    assert {entry.id for entry in entries} == codes
    assert {entry.group for entry in entries} == {"check"}
    assert all(entry.why and entry.mend for entry in entries)


def test_see_also_names_words_that_have_a_page() -> None:
    pages = {
        entry.id
        for file in ("problems.yaml", "checks.yaml", "words.yaml", "flaws.yaml")
        for entry in load_ours("catalogue", file, section="entries", kind=Entry)
    }
    checked = [
        entry
        for file in ("problems.yaml", "checks.yaml")
        for entry in load_ours("catalogue", file, section="entries", kind=Entry)
    ]
    for entry in checked:
        assert set(entry.see) - {"rob2", "quick", "single-arm"} <= pages, entry.id


SLIPS = re.findall(
    r"^\| (`[^|]+`) \| `([FC]\d+)`[^|]* \| (`[^|]+`) \|$", text_of("docs/how-to/write-a-study.md"), re.MULTILINE
)


@pytest.mark.parametrize(("typed", "code", "meant"), SLIPS)
def test_each_slip_on_the_page_for_beginners_is_told_so_and_mended_so(
    typed: str, code: str, meant: str, tmp_path: Path
) -> None:
    wrong, right = (re.findall("`([^`]+)`", cell) for cell in (typed, meant))
    for lines, codes in ((wrong, {code}), (right, set())):
        for line in lines:
            (tmp_path / "studies.yaml").write_text(study_with(line), encoding="utf-8")
            found = load(str(tmp_path), shelf_ids(), "lib").problems
            assert {problem.code for problem in found} == codes, line


def study_with(line: str) -> str:
    """Write a study in which one line stands where it belongs."""
    key = line.partition(":")[0]
    lines = ["studies:", "  - id: a-2031", "    kind: news"]
    lines += [] if key == "title" else ["    title: A"]
    if key in {"percent", "p"}:
        lines += [
            "    outcomes:",
            "      - id: legs",
            "        name: Legs",
            "        results:",
            "          - unit: patients",
        ]
        lines += ["            arms:", "              before:", f"                {line}"] if key == "percent" else []
        lines += [f"            {line}"] if key == "p" else []
    else:
        lines.append(f"    {line}")
    return "\n".join(lines) + "\n"


def test_the_page_for_beginners_has_slips_to_try() -> None:
    assert len(SLIPS) == 8
