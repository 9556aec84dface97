"""Draw every kind of picture with 1, 12 and 60 studies that there are not, to be looked at.

    python benchmarks/pictures.py            # into docs/pictures
    python benchmarks/pictures.py /tmp/here

Names, numbers and judgements are made up, without chance: the same bytes each time.
"""

import os
import sys
from collections.abc import Iterator

from ccsvi_triage.render.page import Page
from ccsvi_triage.render.palette import Palette
from ccsvi_triage.render.to_svg import render
from ccsvi_triage.report.blocks import Column, Picture, Report, Table
from ccsvi_triage.report.charts import (
    Bar,
    BarPanel,
    Chart,
    DirectionRow,
    Directions,
    Evidence,
    EvidenceRow,
    Forest,
    ForestPanel,
    ForestRow,
    Happening,
    Heading,
    Label,
    Light,
    LightPanel,
    LightRow,
    Moment,
    Pooled,
    Segment,
    Spread,
    Stretch,
    Summary,
    Timeline,
    TrafficLight,
    Way,
    Weights,
)
from ccsvi_triage.report.marks import Mark, Tone
from ccsvi_triage.report.plot_studies import percent

SIZES = (1, 12, 60)
_NAMES = ("Ito", "Okafor", "van der Meer-Lindqvist", "Sørensen", "李", "Núñez de la Torre", "Smith", "Żółkiewska")
_HEADINGS = (
    *(Heading("D1", "Randomisation"), Heading("D2", "Deviations"), Heading("D3", "Missing data")),
    *(Heading("D4", "Measurement"), Heading("D5", "Reported result")),
)
_LEVELS = (
    *(Mark("low", Tone.GOOD), Mark("some concerns", Tone.SOME), Mark("high", Tone.SERIOUS), Mark("open", Tone.OPEN)),
    *(Mark("low *", Tone.GOOD), Mark("some concerns *", Tone.SOME), Mark("critical", Tone.CRITICAL)),
)
_SAYS = (Mark("for", Tone.GOOD), Mark("not shown", Tone.SERIOUS), Mark("against", Tone.CRITICAL))
_VERDICTS = (Mark("OVERSTATED", Tone.SOME), Mark("INCONSISTENT", Tone.SERIOUS), Mark("NOT SUPPORTED", Tone.CRITICAL))


def charts(studies: int) -> Iterator[tuple[str, Chart]]:
    """Make one chart of each kind, by its name.

    Args:
        studies: How many there are in it, from 1 to 99.
    """
    rows = tuple(LightRow(_label(n), tuple(_light(5 * n + d) for d in range(6))) for n in range(studies))
    headings = (*_HEADINGS, Heading("Overall", ""))
    yield "traffic-light", TrafficLight((LightPanel("Made-up instrument, 1.0", headings, rows, whole=True),))
    bars = tuple(Bar(heading, tuple(_segments(rows, n))) for n, heading in enumerate(headings))
    people = sum(_people(n) for n in range(studies))
    yield "summary", Summary(Weights.PEOPLE, (BarPanel("Made-up instrument, 1.0", bars, studies, people, whole=True),))
    yield "forest", Forest((_forest(studies),))
    ways = tuple(
        DirectionRow(_label(n), list(Way)[n % 6], n % 5 == 4, f"RR {0.6 + n / 40:.2f}", _known(n), _light(n))
        for n in range(studies)
    )
    yield "directions", Directions("relapse", ways)
    yield "timeline", _timeline(studies)
    yield "evidence", _evidence(studies)


def picture(kind: str, chart: Chart, studies: int) -> Picture:
    """Give a chart its frame."""
    number = "1 made-up study" if studies == 1 else f"{studies} made-up studies"
    table = Table("", (Column("Study"),), tuple((_label(n).name,) for n in range(studies)))
    note = "Every name, number and judgement here is made up, to see how such a picture looks."
    return Picture(
        f"{kind.replace('-', ' ').capitalize()} of {number}", f"{kind} of {number}.", chart, (table,), (note,)
    )


def _label(n: int) -> Label:
    about = ("", "Relapses within six months", "retracted: never counted")[(n % 7 == 3) + 2 * (n % 23 == 11)]
    return Label(f"made-up-{n + 1:02}", f"{_NAMES[n % len(_NAMES)]} {1990 + n % 35}", about)


def _light(n: int) -> Light:
    return Light(_LEVELS[(n * n + n // 3) % len(_LEVELS)], "made up")


def _people(n: int) -> int:
    return 20 + (n * 137) % 900


def _known(n: int) -> int | None:
    return None if n % 13 == 6 else _people(n)


def _segments(rows: tuple[LightRow, ...], domain: int) -> Iterator[Segment]:
    total = sum(_people(n) for n in range(len(rows)))
    for mark in (mark for mark in _LEVELS if "*" not in mark.text):
        words = (mark.text, f"{mark.text} *")
        found = [n for n, row in enumerate(rows) if (light := row.lights[domain]) and light.mark.text in words]
        if found:
            share = sum(map(_people, found)) / total
            yield Segment(mark, share, percent(share), len(found))


def _forest(studies: int) -> ForestPanel:
    rows = []
    for n in range(studies):
        value = 0.45 + (n * 29 % 60) / 40
        wide = 1.2 + (n * 17 % 23) / 8
        spread = Spread(value, 0.0 if n % 11 == 5 else value / wide, float("inf") if n % 17 == 8 else value * wide)
        high = "no limit" if spread.high == float("inf") else f"{value * wide:.3g}"
        said = f"{value:.3g} ({spread.low or 0:.3g} to {high})"
        rows.append(
            ForestRow(
                _label(n),
                f"{n + 3}/{_people(n)} (new) v {n + 5}/{_people(n)} (old)",
                spread,
                said,
                _people(n),
                _light(n),
            )
        )
    pooled = Pooled("Pooled", Spread(0.82, 0.71, 0.95), "0.82 (0.71 to 0.95)", f"made up, of {studies}")
    return ForestPanel("Risk ratio", ratio=True, none=1.0, less="better with new", more="worse with new",
                       rows=tuple(rows), pooled=pooled if studies > 1 else None)  # fmt: skip


def _timeline(studies: int) -> Timeline:
    happenings = []
    for n in range(studies):
        year = 1990.0 + n % 35
        when = None if n % 29 == 17 else Moment(str(int(year)), year, year + 1)
        happenings.append(Happening(_label(n), when, _SAYS[n % 3], counted=True, people=_known(n), judgement=_light(n)))
    happenings.sort(key=lambda each: (each.when is None, each.when.first if each.when else 0.0, each.study.id))
    stretches = [
        Stretch(Moment(str(1990 + 8 * n), 1990.0 + 8 * n, 1991.0 + 8 * n), _VERDICTS[n], "open: very low to moderate")
        for n in range(min(3, studies))
    ]
    return Timeline(tuple(stretches), tuple(happenings))


def _evidence(studies: int) -> Evidence:
    rows = tuple(
        EvidenceRow(
            _label(n), str(1990 + n % 35), ("Randomised trial", "Single-arm study")[n % 2], _known(n), _SAYS[n % 3],
            _light(n), Mark("association", Tone.PLAIN), f"RR {0.6 + n / 40:.2f} (0.3 to {2 + n / 30:.1f})",
        )
        for n in range(studies)
    )  # fmt: skip
    return Evidence("New is better than old", _VERDICTS[2], "low", "controlled studies did not show it", rows)


def drawn() -> Iterator[tuple[str, str]]:
    """Draw all pictures of the documentation: the name of the file, and what is in it."""
    for studies in SIZES:
        for kind, chart in charts(studies):
            yield f"{kind}-{studies}.svg", render(Report((picture(kind, chart, studies),), {}), Page())
    for palette in (Palette.COLOURBLIND, Palette.MONO):
        made = Report((picture("traffic-light", dict(charts(12))["traffic-light"], 12),), {})
        yield f"traffic-light-12-{palette.value}.svg", render(made, Page(palette=palette))


def main() -> None:
    """Write them into a folder."""
    beside = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "docs", "pictures")
    folder = sys.argv[1] if len(sys.argv) > 1 else beside
    os.makedirs(folder, exist_ok=True)
    for name, text in drawn():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        print(name, len(text))


if __name__ == "__main__":
    main()
