"""A page is read back as the text that was meant: no element, attribute or address comes out of a text."""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.palette import DARK, LIGHT, PAINT, SIGN
from ccsvi_triage.render.to_html import MOST_ROWS, render
from ccsvi_triage.report.blocks import (
    Block,
    Cell,
    Column,
    Divider,
    Line,
    Mark,
    Pairs,
    Picture,
    Report,
    Table,
    Text,
    Tone,
    Verbatim,
)

VOID = {"meta", "hr"}
ELEMENTS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "footer",
        "nav",
        "details",
        "summary",
        "ol",
        "ul",
        "li",
    ),
    *("h1", "h2", "h3", "p", "div", "span", "strong", "code", "pre", "a", "hr", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("figure", "figcaption", "svg", "desc", "g", "rect", "text", "circle", "line", "polygon"),
}
CLASSES = {
    *(tone.value for tone in Tone),
    *("sign", "short", "whole", "right", "wide", "box", "under", "parted", "lines", "unseen", "more", "last"),
    *("section", "folded"),
    *("p-text", "p-page", "p-quiet", "p-band", "p-line", "p-edge", "p-hollow"),
    *("p-line-stroke", "p-text-stroke", "p-quiet-stroke"),
}
COORDINATE = re.compile(r"-?\d+(\.\d)?|100%")
COLOUR = re.compile(r"#[0-9a-f]{6}|none")
DRAWN = {
    **dict.fromkeys(("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "textlength"), COORDINATE),
    **dict.fromkeys(("font-size", "stroke-width"), COORDINATE),
    **dict.fromkeys(("fill", "stroke"), COLOUR),
    "points": re.compile(r"(-?\d+(\.\d)?,-?\d+(\.\d)? ?)+"),
    "viewbox": re.compile(r"0 0 \d+(\.\d)? \d+(\.\d)?"),
    "xmlns": re.compile("http://www.w3.org/2000/svg"),
    "text-anchor": re.compile("middle|end"),
    "font-weight": re.compile("bold"),
    "font-family": re.compile("[A-Za-z, -]+"),
    "lengthadjust": re.compile("spacingAndGlyphs"),
    "stroke-dasharray": re.compile("4 3"),
}
"""What the elements of a picture may say, by the names that a reader of HTML gives them."""
ATTRIBUTES = {
    "class": re.compile("|".join(sorted(CLASSES)) + r"|[a-z ]+"),
    **DRAWN,
    "id": re.compile(r"(part|table|picture)-\d+|picture-\d+-(title|about)"),
    "aria-labelledby": re.compile(r"table-\d+|picture-\d+-title( picture-\d+-about)?"),
    "aria-label": re.compile("Contents"),
    "role": re.compile("group|img"),
    "tabindex": re.compile("0"),
    "scope": re.compile("col|row|rowgroup"),
    "colspan": re.compile(r"\d+"),
    "rel": re.compile("noopener noreferrer"),
    "href": re.compile(r"#part-\d+|https?://[!-~]+"),
    "lang": re.compile("en"),
    "charset": re.compile("utf-8"),
    "name": re.compile("viewport|color-scheme|referrer"),
    "http-equiv": re.compile("Content-Security-Policy"),
    "content": re.compile(r"[-\w ,;=':/+]+"),
}


class Element(NamedTuple):
    """An element with its attributes, the elements around it, and all the text in it."""

    name: str
    attributes: dict[str, str]
    around: tuple[str, ...]
    pieces: list[str]

    @property
    def said(self) -> str:
        return "".join(self.pieces).replace("\u2060", "")

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


class Reader(HTMLParser):
    """Reads a page into its elements, and holds it to closing all that it opens, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.odd: list[str] = []
        self.feed(text)
        self.close()
        self.odd += [f"{element.name} is not closed" for element in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) != len(attrs):
            self.odd.append(f"{tag} says something twice")
        given = {name: value or "" for name, value in attrs}
        element = Element(tag, given, tuple(outer.name for outer in self.open), [])
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop().name != tag:
            self.odd.append(f"{tag} closes what is not open")

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        self.odd.append(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        self.odd.append(f"a declaration: {data}")

    def handle_pi(self, data: str) -> None:
        self.odd.append(f"an instruction: {data}")

    def all(self, *names: str) -> list[Element]:
        return [element for element in self.elements if element.name in names]


def page_of(*blocks: Block, title: str = "", ascii_only: bool = False) -> Reader:
    read = Reader(render(Report(blocks, {}, title), Page(ascii=ascii_only)))
    assert not read.odd
    return read


def plain(text: str) -> str:
    """Give a text as a browser shows it, blanks joined; backticks, between which is code, are left out."""
    return " ".join(text.replace("`", "").split())


def meant(text: str) -> str:
    return plain(clean(text))


def shown(cell: Cell) -> str:
    """Give what a cell is to say: sign and word."""
    if isinstance(cell, str):
        return meant(cell)
    sign = SIGN.get(cell.tone)
    return plain(f"{sign} {clean(cell.text)}") if sign else meant(cell.text)


@settings(max_examples=100)
@given(st.data())
def test_no_element_and_no_attribute_comes_from_a_text(reports: st.SearchStrategy[Report], data: st.DataObject) -> None:
    read = Reader(render(data.draw(reports), Page()))
    assert not read.odd
    for element in read.elements:
        assert element.name in ELEMENTS
        for name, value in element.attributes.items():
            assert ATTRIBUTES[name].fullmatch(value), (element.name, name, value)
        assert element.classes <= CLASSES
        assert (element.name == "a") == ("href" in element.attributes)
        if element.attributes.get("href", "#").startswith("http"):
            assert element.attributes["rel"] == "noopener noreferrer"


@settings(max_examples=100)
@given(st.data())
def test_every_text_of_a_report_stands_on_its_page(reports: st.SearchStrategy[Report], data: st.DataObject) -> None:
    report = data.draw(reports)
    read = Reader(render(report, Page()))
    said = "".join(plain(element.said) for element in read.all("main")).replace(" ", "")
    for block in report.blocks:
        match block:
            case Line():
                texts = [shown(cell) for cell in (*block.cells, block.right)]
            case Table():
                texts = [meant(block.title), *(shown(cell) for row in block.rows for cell in row)]
            case Pairs():
                texts = [meant(block.title), *(shown(cell) for row in block.rows for cell in row)]
            case Text() | Verbatim():
                texts = [meant(block.text)]
            case Picture():
                texts = [meant(block.title), meant(block.description), *map(meant, block.notes)]
                texts += [shown(cell) for table in block.tables for row in table.rows for cell in row]
            case _:
                texts = []
        assert all(text.replace(" ", "") in said for text in texts)


@settings(max_examples=60)
@given(st.data())
def test_a_paragraph_reads_as_it_was_meant(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    written = data.draw(hostile)
    read = page_of(Text(written, data.draw(st.sampled_from(Tone)), data.draw(st.booleans())), title="T")
    assert [plain(element.said) for element in read.all("p")] == ([meant(written)] if clean(written).strip() else [])


@settings(max_examples=60)
@given(st.data())
def test_a_table_keeps_its_rows_its_cells_and_their_text(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 4))
    cells = st.tuples(*(hostile | st.builds(Mark, hostile, st.sampled_from(Tone)) for _ in range(width)))
    rows = tuple(data.draw(st.lists(cells, max_size=4)))
    names = tuple(data.draw(hostile) for _ in range(width))
    read = page_of(Table("A title", tuple(Column(name) for name in names), rows), title="T")
    drawn = [plain(element.said) for element in read.all("th", "td")]
    assert drawn == [*map(meant, names), *(shown(cell) for row in rows for cell in row)]
    assert len(read.all("tr")) == len(rows) + 1


@given(st.data())
def test_labels_and_what_they_say_stay_together(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    rows = tuple(data.draw(st.lists(st.tuples(hostile, hostile), min_size=1, max_size=4)))
    read = page_of(Pairs(rows, data.draw(hostile)), title="T")
    labels = [label for number, (label, _) in enumerate(rows) if clean(label).strip() or not number]
    assert [plain(element.said) for element in read.all("dt")] == list(map(meant, labels))
    assert [plain(element.said) for element in read.all("dd")] == [meant(value) for _, value in rows]


def test_a_row_without_a_label_goes_on_with_the_one_above() -> None:
    read = page_of(Pairs((("Numbers", "one"), ("", "two"), ("Not seen", "three"))), title="T")
    groups = [element.said for element in read.all("div")]
    assert [" ".join(group.split()) for group in groups] == ["Numbers one two", "Not seen three"]


@given(st.data())
def test_a_piece_of_a_file_keeps_its_lines(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    lines = data.draw(st.lists(hostile.map(lambda text: text.replace("\n", " ")), min_size=1, max_size=3))
    (pre,) = page_of(Verbatim("\n".join(lines)), title="T").all("pre")
    assert pre.said == "\n" + "\n".join(clean(line).rstrip() for line in lines)


@settings(max_examples=60)
@given(st.data())
def test_a_page_has_one_first_heading_and_skips_no_level(
    reports: st.SearchStrategy[Report], data: st.DataObject
) -> None:
    read = Reader(render(data.draw(reports), Page()))
    levels = [int(element.name[1]) for element in read.all("h1", "h2", "h3")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels[levels.index(1) :]))
    assert all(element.said.strip() for element in read.all("h1", "h2", "h3", "title", "caption"))
    ids = [element.attributes["id"] for element in read.elements if "id" in element.attributes]
    assert len(set(ids)) == len(ids)


@given(st.data(), st.booleans())
def test_a_page_steers_no_terminal_and_no_runner(
    reports: st.SearchStrategy[Report],
    commands_in: Callable[[str], list[str]],
    data: st.DataObject,
    ascii_only: bool,  # noqa: FBT001
) -> None:
    text = render(data.draw(reports), Page(ascii=ascii_only))
    kept = "\n\u200c\u200d\u00ad\u2060"
    assert all(c in kept or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in text)
    assert not commands_in(text)


@given(st.data())
def test_ascii_alone_says_the_same(reports: st.SearchStrategy[Report], data: st.DataObject) -> None:
    report = data.draw(reports)
    text = render(report, Page(ascii=True))
    assert text.isascii()
    assert Reader(text).elements == Reader(render(report, Page())).elements


# addresses


def links(text: str) -> list[tuple[str, str]]:
    return [(a.said, a.attributes["href"]) for a in page_of(Text(text), title="T").all("a")]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/a?b=c&d=e#f.", "https://example.org/a?b=c&d=e#f"),
        ("(http://example.org)", "http://example.org"),
        ('"https://example.org/x",', "https://example.org/x"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("(see https://example.org/a_(b))", "https://example.org/a_(b)"),
        ("Mult Scler 12:826-829. doi:10.1177/1352458506070820.", "https://doi.org/10.1177/1352458506070820"),
        ("doi:10.1016/S0140-6736(02)12345-6;", "https://doi.org/10.1016/S0140-6736(02)12345-6"),
    ],
)
def test_an_address_becomes_a_link_and_says_where_it_leads(text: str, address: str) -> None:
    ((said, target),) = links(text)
    assert target == address
    assert said in text
    assert target.endswith(said.removeprefix("doi:"))


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "HTTP:example.org",
        "https://",
        "https://.",
        "https://example.org@evil.org/",
        "https://user:word@evil.org/",
        "https://ex\u00e4mple.org/",
        "https://example.org/\u202e",
        "https://example.org/a[b]c",
        "https://example.org/a<b>c",
        "https://example.org/a\\b",
        'https://example.org/"onclick="x',
        "xhttps://example.org",
        "doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E",
        "doi:10.1/x",
        "doi:10.1177/a?b",
        "doi:10.1177/a\u00e9",
        f"https://example.org/{'a' * 2000}",
        "`https://example.org`",
        "10.1177/1352458506070820",
    ],
)
def test_what_is_no_plain_address_is_no_link(text: str) -> None:
    assert links(text) == []


@given(st.text(st.sampled_from("htps:/doi10.ab()[]<>\"'&#?%@`\u00e9 "), max_size=40))
def test_a_link_leads_only_to_the_web_and_says_so(text: str) -> None:
    for said, target in links(f"https://a.b/{text}") + links(f"doi:10.1234/{text}"):
        assert re.match(r"https?://[A-Za-z0-9.]", target)
        assert target.endswith(said.removeprefix("doi:"))
        assert "@" not in target.split("/")[2]


def test_a_long_run_of_brackets_takes_no_long_time() -> None:
    assert len(links(f"https://example.org/{')' * 100_000}")) == 0
    page_of(Text("`" * 50_000), Text("a-" * 50_000), Text("`a " * 30_000), Text("doi:10." * 20_000), title="T")


# what the page is made of


REPORT = Report(
    (
        Line((Mark("A study", Tone.STRONG),), Mark("a-study", Tone.CODE)),
        Table("", (Column("Id", whole=True), Column("n", right=True)), ((Mark("a", Tone.CODE), "3"),)),
        Line(("data/a.yaml:1:2: ", Mark("error[F102]", Tone.CRITICAL), ": odd"), whole=True),
        Line(("data/a.yaml:2:2: ", Mark("error[F102]", Tone.CRITICAL), ": odd"), whole=True),
        Divider(),
        Pairs((("a", "b"),), "Terms"),
    ),
    {"tool": {"name": "ccsvi-triage", "version": "9.9"}},
)


def test_the_policy_allows_the_one_style_sheet_and_nothing_else() -> None:
    text = render(REPORT, Page())
    read = Reader(text)
    (style,) = read.all("style")
    (policy,) = [e.attributes["content"] for e in read.all("meta") if "http-equiv" in e.attributes]
    allowed = b64encode(sha256(style.said.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"@import|url\(|expression|https?:", style.said)
    assert not read.all("script", "link", "img", "iframe", "object", "form")


def test_a_page_tells_its_language_its_signs_and_who_made_it() -> None:
    text = render(REPORT, Page())
    read = Reader(text)
    assert text.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    assert [title.said for title in read.all("title")] == ["A study"]
    assert [footer.said for footer in read.all("footer")] == ["ccsvi-triage 9.9"]


def test_the_first_heading_is_the_pages_and_a_title_of_its_own_comes_before_it() -> None:
    assert [(e.name, e.said) for e in Reader(render(REPORT, Page())).all("h1", "h2", "h3")] == [
        ("h1", "A study a-study"),
        ("h2", "Terms"),
    ]
    titled = Reader(render(REPORT._replace(title="Two <studies>"), Page()))
    assert [(e.name, e.said) for e in titled.all("h1", "h2", "h3", "title")] == [
        ("title", "Two <studies>"),
        ("h1", "Two <studies>"),
        ("h2", "A study a-study"),
        ("h3", "Terms"),
    ]
    assert [e.said for e in page_of(Text("x")).all("h1", "title")] == ["Report", "Report"]


def test_many_headings_are_listed_with_links_to_them() -> None:
    heads = [Line((Mark(f"Study {n}", Tone.STRONG),)) for n in range(1, 6)]
    read = page_of(*heads, title="All")
    targets = {e.attributes["id"]: e.said for e in read.all("h2")}
    assert {a.attributes["href"].removeprefix("#"): a.said for a in read.all("a")} == targets
    assert not page_of(*heads[:3], title="All").all("a")
    read = page_of(*heads)
    assert [a.said for a in read.all("a")] == [f"Study {n}" for n in range(2, 6)]


def test_lines_that_other_programs_read_stand_as_a_list() -> None:
    read = Reader(render(REPORT, Page()))
    assert [li.said for li in read.all("li")] == [f"data/a.yaml:{n}:2: X error[F102]: odd" for n in (1, 2)]


def test_a_table_names_itself_its_columns_and_its_rows() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (("a", "1"), ("", "more of a"), ("b", "2"), ("ALL", "3"))
    table = Table(
        "Rows",
        (Column("Id", whole=True), Column("n", right=True)),
        rows,
        last_apart=True,
        sections=((0, "A"), (2, "B")),
    )
    read = page_of(table, title="T")
    (box,) = [e for e in read.all("div") if "box" in e.classes]
    (caption,) = read.all("caption")
    assert caption.said == "Rows"
    assert box.attributes["aria-labelledby"] == caption.attributes["id"]
    scopes = [(e.said, e.attributes["scope"]) for e in read.all("th")]
    heads = [("Id", "col"), ("n", "col"), ("A", "rowgroup"), ("a", "row"), ("B", "rowgroup"), ("b", "row")]
    assert scopes == [*heads, ("ALL", "row")]
    assert len(read.all("tbody")) == 2
    assert [e.said for e in read.all("tr") if e.classes & {"more", "last"}] == ["more of a", "ALL3"]
    assert [e.said for e in read.all("th", "td") if "right" in e.classes] == ["n", "1", "more of a", "2", "3"]
    assert all("whole" in e.classes for e in read.all("th") if e.said in ("Id", "a", "b"))


def test_a_table_without_a_title_is_named_by_its_columns_for_those_who_hear_it() -> None:
    (caption,) = page_of(Table("", (Column("Domain"), Column("Why")), ()), title="T").all("caption")
    assert (caption.said, caption.classes) == ("Domain, Why", {"unseen"})


@pytest.mark.parametrize("tone", SIGN)
def test_a_judgement_has_its_sign_its_word_and_its_colour(tone: Tone) -> None:
    read = page_of(Line((Mark("as judged", tone),)), title="T")
    (mark,) = [e for e in read.all("span") if tone.value in e.classes]
    assert mark.said == f"{SIGN[tone]} as judged"
    style = render(Report((), {}), Page())
    assert f".{tone.value} .sign {{ background: {PAINT[tone][0]}; color: {PAINT[tone][1]}; }}" in style


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("of zamboni-2009-jvs and 4.3", ["zamboni-2009-jvs"]),
        ("a single-arm study", []),
        ("`triage appraise a-b`", ["triage", "appraise", "a-b"]),
        ("(N-WHOLE)", ["N-WHOLE"]),
        ("2009-2012", ["2009-2012"]),
    ],
)
def test_ids_in_a_sentence_are_never_broken(text: str, wholes: list[str]) -> None:
    assert [e.said for e in page_of(Text(text), title="T").all("span") if "whole" in e.classes] == wholes


# long tables and lists


def test_a_long_table_is_folded_part_by_part_and_loses_no_row() -> None:
    rows = tuple((Mark(f"study-{number}", Tone.CODE), "x") for number in range(2 * MOST_ROWS + 1))
    headings = ((0, "P1"), (MOST_ROWS - 1, "P2"), (2 * MOST_ROWS, "P3"))
    read = page_of(Table("Studies", (Column("Id"), Column("J")), rows, last_apart=True, sections=headings), title="T")
    assert len(read.all("details")) == 2
    assert [e.said for e in read.all("th") if e.said.startswith("study-")] == [f"study-{n}" for n in range(len(rows))]
    assert [e.said for e in read.all("summary")] == [
        f"Rows 501 to 1,000 of 1,001: study-{MOST_ROWS} to study-{2 * MOST_ROWS - 1}",
        f"Rows 1,001 to 1,001 of 1,001: study-{2 * MOST_ROWS} to study-{2 * MOST_ROWS}",
    ]
    captions = [e.said for e in read.all("caption")]
    assert captions == [f"Studies: rows {span} of 1,001" for span in ("1 to 500", "501 to 1,000", "1,001 to 1,001")]
    assert [e.said for e in read.all("th") if e.said.startswith("P")] == ["P1", "P2", "P2 (continued)", "P3"]
    assert len([e for e in read.all("tr") if "last" in e.classes]) == 1


def test_a_table_is_never_parted_within_a_row_that_goes_on() -> None:
    rows = tuple(("" if number == MOST_ROWS else f"r{number}", "x") for number in range(MOST_ROWS + 2))
    read = page_of(Table("", (Column("Id"), Column("J")), rows), title="T")
    assert [e.said for e in read.all("summary")] == [f"Rows 502 to 502 of 502: r{MOST_ROWS + 1} to r{MOST_ROWS + 1}"]


def test_a_table_that_fits_is_not_folded() -> None:
    rows = tuple((f"r{number}",) for number in range(MOST_ROWS))
    assert not page_of(Table("", (Column("Id"),), rows), title="T").all("details")


def test_a_long_list_is_folded_and_loses_no_line() -> None:
    lines = [Line((f"a.yaml:{number}:1: wrong",), whole=True) for number in range(MOST_ROWS + 3)]
    read = page_of(*lines, title="T")
    assert [e.said for e in read.all("summary")] == ["Lines 501 to 503 of 503"]
    assert len(read.all("li")) == len(lines)


# colours


def luminance(hue: str) -> float:
    """Give the relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    parts = [int(hue[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_guideline_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("hues", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "band"])
@pytest.mark.parametrize("ink", ["text", "quiet", "link"])
def test_every_text_can_be_read_by_day_and_by_night(hues: dict[str, str], ground: str, ink: str) -> None:
    assert contrast(hues[ink], hues[ground]) >= 4.5


@pytest.mark.parametrize("hues", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_can_be_seen(hues: dict[str, str]) -> None:
    assert contrast(hues["line"], hues["page"]) >= 3


@pytest.mark.parametrize("tone", PAINT)
def test_every_sign_can_be_read_on_its_ground(tone: Tone) -> None:
    assert contrast(*PAINT[tone]) >= 4.5
