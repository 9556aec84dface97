"""How far reviewers agree, in figures with their limits."""

from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.agreement import Compared, Figures, Measured, Scope
from ccsvi_triage.report.blocks import Block, Cell, Column, Gap, Line, Mark, Pairs, Table, Text, Tone
from ccsvi_triage.report.judgement import domain_label

_PAIR = 2
_SMALL = 0.005

KAPPA_NOTE = (
    "0 is what chance alone would give and 1 is full agreement; behind each figure stand its limits at 95 %. Kappa "
    "counts the same word only (of three or more people it is Fleiss'); the weighted one counts neighbouring steps as "
    "partly alike, and leaves out what is no step, such as NI. Where nearly all answers are one word, kappa can be "
    "near 0 although people hardly ever differ: AC1 stands beside it for that. Few items give wide limits, and "
    "questions on one study are not independent of each other, so that the true limits may be wider still."
)


_SCOPE = {
    Scope.ANSWERS: "All answers",
    Scope.DOMAIN: "{name}",
    Scope.QUESTION: "{name}",
    Scope.LEVELS: "Judgements",
    Scope.WHOLE: "The whole",
}


def figure_blocks(figures: Sequence[Figures], compared: Sequence[Compared], *, full: bool) -> Iterator[Block]:
    """Tell the figures of each instrument, and what they mean."""
    shown = [one for one in figures if full or one.scope in (Scope.ANSWERS, Scope.LEVELS, Scope.WHOLE)]
    by_form: dict[tuple[str, str], list[Figures]] = {}
    for one in shown:
        by_form.setdefault((one.instrument, one.version), []).append(one)
    titles = {str(one.instrument.id): one.instrument.title for one in compared}
    labels = {
        d.domain.id: domain_label(d.domain, number) for one in compared for number, d in enumerate(one.domains, 1)
    }
    for (name, version), rows in by_form.items():
        yield Gap()
        several = f", {titles[name]} {version}" if len(by_form) > 1 else ""
        yield from _figure_table(f"How far they agree{several}", rows, labels)
    if shown:
        yield Text(KAPPA_NOTE, Tone.MUTED)
        if not full:
            yield Line(("By domain and question: ", Mark("triage agree ... --full", Tone.CODE)))


def _figure_table(title: str, figures: Sequence[Figures], labels: Mapping[str, str]) -> Iterator[Block]:
    letters: dict[str, str] = {}

    def measured(one: Measured) -> str:
        letter = letters.setdefault(one.refusal, _letter(len(letters))) if one.refusal else ""
        return _measured(one, letter)

    columns = (
        Column("Over"),
        Column("Items", right=True),
        Column("Alike"),
        Column("Kappa"),
        Column("Weighted"),
        Column("AC1"),
    )
    rows: list[tuple[Cell, ...]] = []
    sections: list[tuple[int, str]] = []
    left: list[tuple[Cell, Cell]] = []
    team: tuple[str, ...] = ()
    for one in figures:
        if one.reviewers != team:
            team = one.reviewers
            sections.append((len(rows), listed(team)))
        weighted = measured(one.weighted) if one.weighted is not None else "for two only"
        over = _SCOPE[one.scope].format(name=labels.get(one.name, one.name))
        over += f", {one.name}" if one.name and one.scope in (Scope.LEVELS, Scope.WHOLE) else ""
        alike = _share(one.observed) if one.items else measured(one.observed)
        rows.append((over, str(one.items), alike, measured(one.kappa), weighted, measured(one.ac1)))
        out = _left_out(one)
        if out and one.scope is Scope.ANSWERS:
            left.append((listed(team), out))
    yield Table(title, columns, tuple(rows), sections=tuple(sections))
    yield Gap()
    notes: list[tuple[Cell, Cell]] = [(f"({letter})", reason) for reason, letter in letters.items()]
    if notes:
        yield Pairs(tuple(notes))
    if left:
        yield Pairs(tuple(left), title="Questions left out")
    if notes or left:
        yield Gap()


def _letter(number: int) -> str:
    return chr(ord("a") + number % 26)


def _measured(one: Measured, letter: str) -> str:
    note = f"({letter})" if letter else ""
    if one.value is None:
        return f"none {note}"
    value = _decimal(one.value)
    if one.low is None or one.high is None:
        return f"{value} {note}".strip()
    return f"{value} [{_decimal(one.low)},{_decimal(one.high)}]"


def _decimal(value: float) -> str:
    return "0.00" if abs(value) < _SMALL else f"{value:.2f}"


def _share(one: Measured) -> str:
    if one.value is None or one.low is None or one.high is None:
        return ""
    return f"{100 * one.value:.0f}% [{100 * one.low:.0f},{100 * one.high:.0f}]"


def _left_out(one: Figures) -> str:
    """Say what was not counted, and why."""
    who = "neither" if len(one.reviewers) == _PAIR else "none"
    counts = ((one.not_asked, f"asked of {who}"), (one.asked_of_some, "asked of some only"), (one.left_open, "open"))
    told = [f"{number} {said}" for number, said in counts if number]
    if one.weighted is not None and one.ladder and one.weighted.items < one.items:
        number = one.items - one.weighted.items
        told.append(f"{number} off the steps {' '.join(one.ladder)} (from the weighted kappa alone)")
    return ", ".join(told)
