"""A real browser shows pages and pictures: nothing runs, is clipped or overlaps, and axe has no complaint.

It is the browser of the system that is driven; none is downloaded, and where there is none these tests are skipped.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.render.page import Page
from ccsvi_triage.render.palette import Palette
from ccsvi_triage.render.to_html import render as to_html
from ccsvi_triage.render.to_svg import render as to_svg
from ccsvi_triage.report.blocks import Line, Mark, Picture, Report, Tone
from ccsvi_triage.report.charts import Directions, Evidence, Forest, Label, Timeline, TrafficLight

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((found for name in NAMES if (found := shutil.which(name))), None)
KINDS = ("traffic-light", "summary", "forest", "directions", "timeline", "evidence")
SCHEMES = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = (
    '"><script>window.PWNED=1</script>', "<img src=x onerror=window.PWNED=1>",
    "</title><script>window.PWNED=1</script>",
    "<svg/onload=window.PWNED=1>", "javascript:window.PWNED=1", "]]><script>window.PWNED=1</script>",
    "&lt;script&gt;", "\u202egnp.exe", "李" * 40, "W" * 300, "a" * 90 + "-" + "b" * 90, "\u0645\u062d\u0645\u062f",
)  # fmt: skip
TEXTS = """(svg) => [...svg.querySelectorAll('text')].map((text) => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.left, box.top, box.right, box.bottom];
})"""


def wanting() -> str:
    """Say why the browser cannot be driven; empty where it can."""
    if BROWSER is None:
        return f"no browser here: none of {', '.join(NAMES)} is on the path"
    try:
        import playwright.sync_api  # noqa: F401, PLC0415 -- only to see whether it is there
    except ImportError:
        return "playwright is not installed (the extra 'browser')"
    return ""


REASON = wanting()
pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- skipped where it is not there

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


Show = Callable[..., Any]


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Show]:
    """Give a function that opens a text as a file in a page of its own, and notes what the page asks for."""
    contexts: list[Any] = []

    def open_page(text: str, kind: str = "html", scheme: str = "light", width: int = 1000) -> Any:
        file = tmp_path / f"page-{len(contexts)}.{kind}"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
        contexts.append(context)
        page = context.new_page()
        page.asked_for = []
        page.on("request", lambda request: page.asked_for.append(request.url))
        page.on("pageerror", lambda error: page.asked_for.append(f"error: {error}"))
        page.goto(file.as_uri())
        page.asked_for.remove(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def complaints(page: Any) -> list[tuple[str, list[str]]]:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 -- skipped where it is not there

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found]


def faults(page: Any) -> list[str]:
    """Name the texts of pictures that lie outside their picture, or on another text."""
    wrong = []
    for svg in page.query_selector_all("svg"):
        frame = svg.evaluate(
            "(svg) => { const b = svg.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] }"
        )
        texts = svg.evaluate(TEXTS)
        for said, left, top, right, bottom in texts:
            if left < frame[0] - 1 or top < frame[1] - 1 or right > frame[2] + 1 or bottom > frame[3] + 1:
                wrong.append(f"outside: {said[:60]!r}")
        wrong += overlapping(texts)
    return wrong


def overlapping(texts: list[list[Any]]) -> list[str]:
    """Name pairs of texts that cover more than a hair of each other, taken from top to bottom."""
    found = []
    ordered = sorted(texts, key=lambda text: text[2])
    for number, (said, left, top, right, bottom) in enumerate(ordered):
        for other, left_, top_, right_, bottom_ in ordered[number + 1 :]:
            if top_ >= bottom - HAIR:
                break
            across = min(right, right_) - max(left, left_)
            down = min(bottom, bottom_) - max(top, top_)
            if across > HAIR and down > HAIR:
                found.append(f"{said[:40]!r} on {other[:40]!r}: {across:.0f} by {down:.0f}")
    return found


HAIR = 1.5


@pytest.mark.parametrize("studies", [1, 12, 60])
def test_every_text_lies_inside_its_picture_and_on_no_other(
    studies: int, show: Show, made_pictures: Callable[[int], dict[str, Picture]]
) -> None:
    for kind, picture in made_pictures(studies).items():
        page = show(to_svg(Report((picture,), {}), Page()), "svg")
        assert faults(page) == [], kind
        assert page.asked_for == []


def test_the_check_finds_what_is_clipped_and_what_overlaps(show: Show) -> None:
    texts = '<text x="10" y="20">one text</text><text x="30" y="22">another</text><text x="190" y="60">outside</text>'
    page = show(f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80">{texts}</svg>', "svg")
    found = faults(page)
    assert any(each.startswith("outside: 'outside'") for each in found)
    assert any(" on " in each for each in found)


@pytest.mark.parametrize("kind", KINDS)
def test_the_pictures_of_the_shipped_case_have_no_text_outside_or_on_another(kind: str, show: Show, plot: Any) -> None:
    page = show(plot(kind, "svg", every=True), "svg")
    assert faults(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_wrong_with_the_page_of_a_picture(kind: str, scheme: str, show: Show, plot: Any) -> None:
    page = show(plot(kind, "html"), scheme=scheme)
    page.locator("details").evaluate_all("(all) => all.forEach((each) => { each.open = true })")
    assert complaints(page) == []
    assert faults(page) == []
    assert page.asked_for == []


PAGES = {
    "appraise": ("appraise", "zamboni-2009-jvs", "siddiqui-2014-premise"),
    "appraise-all": ("appraise", "--all"),
    "compare": ("compare", "zamboni-2009-jvs", "siddiqui-2014-premise"),
    "claim": ("claim", "angioplasty-reduces-relapses-rrms"),
    "claims": ("claim",),
    "report": ("report",),
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_wrong_with_a_report(name: str, scheme: str, show: Show, page_of: Any) -> None:
    page = show(page_of(*PAGES[name]), scheme=scheme)
    assert complaints(page) == []
    assert page.asked_for == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways_on_a_telephone(name: str, show: Show, page_of: Any) -> None:
    page = show(page_of(*PAGES[name]), width=320)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_a_picture_never_scrolls_sideways_on_a_telephone(kind: str, show: Show, plot: Any) -> None:
    page = show(plot(kind, "html"), width=320)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_no_script_of_a_hostile_text_runs_and_nothing_is_fetched(
    show: Show, made_pictures: Callable[[int], dict[str, Picture]]
) -> None:
    hostile = [poisoned(picture) for picture in made_pictures(len(HOSTILE)).values()]
    blocks = [Line((Mark(text, Tone.STRONG),)) for text in HOSTILE]
    page = show(to_html(Report((*blocks, *hostile), {}, HOSTILE[0]), Page()))
    assert page.evaluate("window.PWNED") is None
    assert page.asked_for == []
    assert faults(page) == []
    for picture in hostile:
        alone = show(to_svg(Report((picture,), {}), Page()), "svg")
        assert alone.evaluate("window.PWNED") is None
        assert alone.asked_for == []
        assert faults(alone) == []


def poisoned(picture: Picture) -> Picture:
    """Put hostile texts wherever a picture of made-up studies has a text of a file."""
    chart = picture.chart
    if isinstance(chart, TrafficLight):
        (panel,) = chart.panels
        rows = tuple(row._replace(study=named(n)) for n, row in enumerate(panel.rows))
        chart = TrafficLight((panel._replace(title=HOSTILE[0], rows=rows),))
    elif isinstance(chart, Forest):
        (panel_,) = chart.panels
        drawn = tuple(
            row._replace(study=named(n), given=HOSTILE[n], said=HOSTILE[-n - 1]) for n, row in enumerate(panel_.rows)
        )
        chart = Forest((panel_._replace(title=HOSTILE[1], less=HOSTILE[9], more=HOSTILE[8], rows=drawn),))
    elif isinstance(chart, Directions):
        ways = tuple(row._replace(study=named(n), said=HOSTILE[n]) for n, row in enumerate(chart.rows))
        chart = chart._replace(rows=ways)
    elif isinstance(chart, Evidence):
        found = tuple(
            row._replace(study=named(n), result=HOSTILE[n], design=HOSTILE[-n]) for n, row in enumerate(chart.rows)
        )
        chart = chart._replace(claim=HOSTILE[0], may=HOSTILE[1], certainty=HOSTILE[2], rows=found)
    elif isinstance(chart, Timeline):
        appeared = tuple(each._replace(study=named(n)) for n, each in enumerate(chart.happenings))
        chart = chart._replace(happenings=appeared)
    return picture._replace(title=HOSTILE[2], description=HOSTILE[3], chart=chart, notes=HOSTILE)


def named(n: int) -> Label:
    return Label(f"hostile-{n}", HOSTILE[n], HOSTILE[(n + 3) % len(HOSTILE)])


def test_the_dark_picture_is_dark_and_the_light_one_light(
    show: Show, made_pictures: Callable[[int], dict[str, Picture]]
) -> None:
    drawn = to_svg(Report((made_pictures(1)["forest"],), {}), Page(palette=Palette.MONO))
    grounds = [
        show(drawn, "svg", scheme).evaluate("getComputedStyle(document.querySelector('rect')).fill")
        for scheme in SCHEMES
    ]
    assert grounds == ["rgb(255, 255, 255)", "rgb(22, 22, 22)"]


def test_on_paper_a_caption_stays_with_its_picture(show: Show, plot: Any) -> None:
    page = show(plot("forest", "html").replace("<figure>", "<figure><figcaption>A caption</figcaption>"))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('figcaption')).breakAfter") == "avoid"
