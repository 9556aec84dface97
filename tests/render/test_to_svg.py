"""A picture is one well-formed document that holds every text as text, and nothing that runs or fetches."""

import re
import unicodedata
from collections.abc import Callable
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.palette import DARK, LIGHT, PALETTES, SIGN, Palette
from ccsvi_triage.render.to_svg import inline, render
from ccsvi_triage.report.blocks import Picture, Report, Text
from ccsvi_triage.report.charts import Light
from ccsvi_triage.report.marks import Mark

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "style", "rect", "g", "text", "circle", "line", "polygon"}
Made = Callable[[int], dict[str, Picture]]


def read(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 -- it has no entity and no declaration, since it is ours


def drawn(picture: Picture, page: Page | None = None) -> ET.Element:
    return read(render(Report((picture,), {}), page or Page()))


def said(root: ET.Element) -> str:
    return "".join("".join(text.text or "" for text in root.iter(f"{SVG}text")).replace("\u2060", "").split())


def marks_in(value: object) -> list[Mark]:
    """Find every judgement of a chart."""
    if isinstance(value, Mark):
        return [value]
    if isinstance(value, Light):
        return [value.mark]
    return [mark for part in value for mark in marks_in(part)] if isinstance(value, tuple) else []


@settings(max_examples=150)
@given(st.data())
def test_any_text_makes_a_well_formed_document_of_known_elements(
    pictures: st.SearchStrategy[Picture], data: st.DataObject
) -> None:
    root = drawn(data.draw(pictures))
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS
        assert not any(name.startswith("on") or "href" in name or name in {"style", "src"} for name in element.attrib)
    (style,) = root.iter(f"{SVG}style")
    assert "url(" not in (style.text or "")
    assert "@import" not in (style.text or "")


@settings(max_examples=80)
@given(st.data())
def test_the_title_and_every_note_stand_in_a_picture(pictures: st.SearchStrategy[Picture], data: st.DataObject) -> None:
    picture = data.draw(pictures)
    whole = said(drawn(picture))
    for text in (picture.title, *picture.notes):
        assert "".join(clean(text).replace("\u2060", "").split()) in whole


@settings(max_examples=80)
@given(st.data())
def test_every_judgement_stands_in_its_picture_with_its_word_and_its_sign(
    pictures: st.SearchStrategy[Picture], data: st.DataObject
) -> None:
    picture = data.draw(pictures)
    whole = said(drawn(picture))
    for mark in marks_in(picture.chart):
        assert "".join(clean(mark.text).replace("\u2060", "").split()) in whole
        assert SIGN.get(mark.tone, "") in whole


@settings(max_examples=60)
@given(st.data(), st.booleans())
def test_a_picture_steers_no_terminal_and_no_runner(
    pictures: st.SearchStrategy[Picture],
    commands_in: Callable[[str], list[str]],
    data: st.DataObject,
    ascii_only: bool,  # noqa: FBT001
) -> None:
    text = render(Report((data.draw(pictures),), {}), Page(ascii=ascii_only))
    kept = "\n\u200c\u200d\u00ad\u2060"
    assert all(c in kept or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in text)
    assert not commands_in(text)
    assert text.isascii() or not ascii_only


@pytest.mark.parametrize("studies", [1, 12, 60])
def test_each_picture_has_a_title_a_description_and_a_frame_with_all_in_it(studies: int, made_pictures: Made) -> None:
    for picture in made_pictures(studies).values():
        root = drawn(picture)
        title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert described is not None
        assert title.text == picture.title
        assert described.text == picture.description
        assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {described.attrib['id']}"
        assert root.attrib["role"] == "img"
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        for text in root.iter(f"{SVG}text"):
            assert 0 <= float(text.attrib["x"]) <= width
            assert 0 <= float(text.attrib["y"]) <= height


def test_the_names_of_all_studies_stand_in_pictures_of_studies(made_pictures: Made) -> None:
    for kind, picture in made_pictures(12).items():
        whole = said(drawn(picture))
        for name in ("Okafor 1991", "Sørensen 1993", "Żółkiewska 1997"):
            assert (name.replace(" ", "") in whole) == (kind != "summary"), (kind, name)


def test_every_cell_of_a_traffic_light_has_a_title_with_study_domain_and_judgement(made_pictures: Made) -> None:
    titles = [each.findtext(f"{SVG}title") for each in drawn(made_pictures(12)["traffic-light"]).iter(f"{SVG}g")]
    assert "Okafor 1991, Randomisation: some concerns *: made up" in titles


def test_a_report_without_a_picture_says_so() -> None:
    assert "Thereporthasnopicture." in said(read(render(Report((Text("x"),), {}), Page())))


def test_two_pictures_of_one_report_stand_one_under_the_other(made_pictures: Made) -> None:
    one, other = list(made_pictures(1).values())[:2]
    both = read(render(Report((one, other), {}), Page()))
    whole = said(both)
    assert "".join(one.title.split()) in whole
    assert "".join(other.title.split()) in whole
    assert float(both.attrib["height"]) > float(drawn(one).attrib["height"])


def test_a_picture_in_a_page_has_no_style_of_its_own_and_the_ids_that_it_is_given(made_pictures: Made) -> None:
    root = read(inline(made_pictures(1)["forest"], "picture-7", Palette.MONO))
    assert not list(root.iter(f"{SVG}style"))
    assert [each.attrib["id"] for each in root.iter() if "id" in each.attrib] == ["picture-7-title", "picture-7-about"]


@pytest.mark.parametrize("palette", Palette)
def test_a_palette_changes_grounds_and_nothing_that_is_said(palette: Palette, made_pictures: Made) -> None:
    picture = made_pictures(12)["traffic-light"]
    root = drawn(picture, Page(palette=palette))
    assert said(root) == said(drawn(picture))
    grounds = {each.attrib["fill"] for each in root.iter(f"{SVG}circle")}
    assert grounds <= {ground for ground, _ in PALETTES[palette].values()}
    assert len(grounds) > 3


def lightness(colour: str) -> float:
    """Give the relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((lightness(one), lightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", Palette)
def test_every_sign_stands_out_from_its_ground(palette: Palette) -> None:
    for ground, ink in PALETTES[palette].values():
        assert contrast(ground, ink) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_word_and_every_edge_stands_out_from_the_page(colours: dict[str, str]) -> None:
    for part in ("text", "quiet"):
        assert contrast(colours[part], colours["page"]) >= 4.5
        assert contrast(colours[part], colours["band"]) >= 4.5
    assert contrast(colours["line"], colours["page"]) >= 3


def test_the_grounds_of_a_palette_are_told_apart() -> None:
    for paints in PALETTES.values():
        assert set(paints) == set(SIGN)
        grounds = [ground for ground, _ in paints.values()]
        assert all(one != other for one, other in combinations(grounds, 2))


def test_the_cochrane_colours_are_those_that_readers_know() -> None:
    grounds = [ground for ground, _ in PALETTES[Palette.COCHRANE].values()]
    assert grounds[:5] == ["#02c100", "#e2df07", "#bf0000", "#820000", "#4ea1f7"]


def test_no_text_is_smaller_than_people_can_read(made_pictures: Made) -> None:
    text = render(Report(tuple(made_pictures(12).values()), {}), Page())
    assert min(map(float, re.findall(r'font-size="([\d.]+)"', text))) >= 10
