"""Markdown is read back as the text that was meant: no markup, link or HTML comes out of a file."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_markdown import render
from ccsvi_triage.report.blocks import (
    Block,
    Column,
    Divider,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
    Verbatim,
)

CODE = re.compile(r"(?<!`)`([^`|\s\\](?:[^`|\\]*[^`|\s\\])?)`(?!`)")
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"text", "text_special", "code_inline", "strong_open", "strong_close", "em_open", "em_close", "softbreak"}


def written(*blocks: Block) -> str:
    return render(Report(blocks, {}), Page())


def tokens(text: str) -> list[Token]:
    return READER.parse(text)


def kinds(text: str) -> list[str]:
    """Name the blocks that a reader of Markdown sees, from the outside."""
    return [token.type for token in tokens(text) if token.nesting >= 0 and token.level == 0]


def said(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ()).replace("\u2060", "")


def meant(text: str) -> str:
    """Give what a reader is to see of a text: a piece between two backticks is code and has lost them."""
    return CODE.sub(r"\1", clean(text))


def texts(text: str) -> list[str]:
    return [said(token) for token in tokens(text) if token.type == "inline"]


@settings(max_examples=60)
@given(st.data())
def test_no_text_of_a_file_becomes_html_a_link_or_a_picture(
    reports: st.SearchStrategy[Report], data: st.DataObject
) -> None:
    for token in tokens(render(data.draw(reports), Page())):
        assert token.type != "html_block"
        assert {child.type for child in token.children or ()} <= OURS


@settings(max_examples=60)
@given(st.data())
def test_a_paragraph_reads_as_it_was_meant(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    written_down, tone = data.draw(hostile), data.draw(st.sampled_from((Tone.PLAIN, Tone.MUTED)))
    text = written(Text(written_down, tone))
    wanted = meant(written_down).strip()
    assert texts(text) == ([wanted] if wanted else [])
    assert kinds(text) == (["paragraph_open"] if wanted else [])


@settings(max_examples=60)
@given(st.data())
def test_a_line_reads_as_it_was_meant(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    first, second, right = (data.draw(hostile) for _ in range(3))
    text = written(Line((first, Mark(second, Tone.MUTED), "."), Mark(right, Tone.CODE)))
    wanted = f"{meant(first)}{meant(second).strip()}. {clean(right).strip()}".strip()
    assert texts(text) == [wanted]
    assert kinds(text) == ["paragraph_open"]


@settings(max_examples=60)
@given(st.data())
def test_a_table_keeps_its_cells_and_their_text(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 4))
    tone = st.sampled_from((Tone.CODE, Tone.STRONG, Tone.PLAIN))
    rows = data.draw(st.lists(st.lists(st.tuples(hostile, tone), min_size=width, max_size=width), max_size=3))
    columns = tuple(Column(f"c{n}") for n in range(width))
    cells = tuple(tuple(Mark(text, tone) for text, tone in row) for row in rows)
    text = written(Table("", columns, cells))
    said = [clean(text) if tone is Tone.CODE else meant(text) for row in rows for text, tone in row]
    assert texts(text) == [column.name for column in columns] + [each.strip() for each in said]
    assert kinds(text) == ["table_open"]


MENTIONS = (
    "@octocat",
    "www.example.org",
    "https://example.org",
    "#1",
    "a@b.org",
    "`",
    "``",
    "|",
    "\\",
    "\\|",
    "`|",
    "x",
)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(MENTIONS), min_size=1, max_size=4).map("".join))
def test_what_is_code_stays_code_to_the_letter_in_a_line_and_in_a_table(said: str) -> None:
    line = written(Line(("x", Mark(said, Tone.CODE))))
    table = written(Table("", (Column("c"), Column("d")), ((Mark(said, Tone.CODE), "y"),)))
    for text in (line, table):
        found = [c.content for token in tokens(text) for c in token.children or () if c.type == "code_inline"]
        assert [each.replace("\u2060", "") for each in found] == [said]
    cut = re.sub(r"\\[!-/:-@\[-`{-~]", "", table.splitlines()[-1])
    assert cut.count("|") == 3


@settings(max_examples=60)
@given(st.data())
def test_labels_become_a_list_that_reads_as_it_was_meant(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(hostile, hostile), min_size=1, max_size=3))
    text = written(Pairs(tuple(rows)))
    assert kinds(text) == ["bullet_list_open"]
    wanted = [f"{meant(label).strip()}: {meant(value).strip()}".strip() for label, value in rows]
    assert [line.strip() for line in texts(text)] == wanted


@settings(max_examples=60)
@given(st.data())
def test_a_piece_of_a_file_stays_code(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    lines = data.draw(st.lists(hostile.map(lambda text: text.replace("\n", " ")), min_size=1, max_size=3))
    text = written(Pairs((("before", "it"),)), Verbatim("\n".join(lines)), Text("after"))
    found = [token for token in tokens(text) if token.type == "fence"]
    assert [token.content.replace("\u2060", "") for token in found] == [
        "".join(f"{clean(x).rstrip()}\n" for x in lines)
    ]
    assert kinds(text) == ["bullet_list_open", "fence", "paragraph_open"]


@given(st.data())
def test_a_runner_finds_no_command_in_markdown(
    reports: st.SearchStrategy[Report], commands_in: Callable[[str], list[str]], data: st.DataObject
) -> None:
    assert not commands_in(render(data.draw(reports), Page(ascii=data.draw(st.booleans()))))


@pytest.mark.parametrize(
    "said", ["- x", "+ low", "1. x", "12) x", "===", "---", "# x", "> x", "    x", "| a | b |", "~~~", "***"]
)
def test_what_would_open_a_block_is_only_text(said: str) -> None:
    text = written(Text(said))
    assert kinds(text) == ["paragraph_open"]
    assert texts(text) == [said.strip()]


def test_the_first_bold_line_is_the_title_of_the_page_and_others_are_headings() -> None:
    text = written(
        Line((Mark("A checklist", Tone.STRONG),), Mark("a-checklist", Tone.CODE)),
        Gap(),
        Line((Mark("Its domain", Tone.STRONG),), Mark("a-checklist/d", Tone.CODE)),
        Table("Rules", (Column("Rule", whole=True), Column("n", right=True)), ((Mark("D1", Tone.CODE), "3"),)),
        Divider(),
        Pairs(((Mark("t", Tone.CODE), "1.1 = Y"),), "Terms"),
    )
    assert text == (
        "# A checklist `a-checklist`\n\n"
        "## Its domain `a-checklist/d`\n\n"
        "### Rules\n\n"
        "| Rule | n |\n"
        "| --- | ---: |\n"
        "| `D1` | 3 |\n\n"
        "---\n\n"
        "### Terms\n\n"
        "- `t`: 1.1 = Y\n"
    )


def test_a_judgement_has_its_sign_and_its_word() -> None:
    assert written(Table("", (Column("Then"),), ((Mark("Serious", Tone.SERIOUS),),))).endswith("| \\! Serious |\n")
    assert texts(written(Line((Mark("some", Tone.SOME), ": a note")))) == ["- some: a note"]
