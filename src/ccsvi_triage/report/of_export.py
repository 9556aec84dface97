"""What leaves for other programs, told as reports: a table each, or references."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, product
from string import ascii_lowercase

from ccsvi_triage.model.export import Light, Lights, MetaRow
from ccsvi_triage.model.study import Study
from ccsvi_triage.report.blocks import Column, Report, Table
from ccsvi_triage.report.reference import author_of, reference_of

_STUDY, _OVERALL, _WEIGHT = "Study", "Overall", "Weight"
"""What robvis calls the columns that every template has."""


def of_references(studies: Sequence[Study]) -> Report:
    """Tell studies as references, in the order given."""
    return Report((), {}, references=tuple(reference_of(study) for study in studies))


def of_lights(lights: Lights, *, weighted: bool = False) -> Report:
    """Tell judgements as the one table that robvis reads; each row has a name of its own.

    Args:
        lights: The rows.
        weighted: A last column tells how many people enrolled.
    """
    names = [_STUDY, *lights.columns, _OVERALL, *[_WEIGHT] * weighted]
    rows = tuple(
        (name, *row.words, *([str(row.weight)] if weighted else []))
        for name, row in zip(row_names(lights.rows), lights.rows, strict=True)
    )
    return _of_table(names, rows)


def row_names(rows: Sequence[Light]) -> list[str]:
    """Name rows so that no two are read as one: ``Zamboni 2009a``, ``Zamboni 2009b``, ``Siddiqui 2014, relapse``.

    robvis takes two rows of one name together. Names that differ only in accents, capitals or unseen characters count
    as one here, since they may become one on the way.
    """
    named = study_names(row.study for row in rows)
    whole = [f"{named[str(row.study.id)]}, {row.label}" if row.label else named[str(row.study.id)] for row in rows]
    used: set[str] = set()
    for at, name in enumerate(whole):
        if _key(name) in used:
            whole[at] = f"{name} ({next(n for n in count(2) if _key(f'{name} ({n})') not in used)})"
        used.add(_key(whole[at]))
    return whole


def study_names(studies: Iterable[Study]) -> dict[str, str]:
    """Name each study unlike any other, by its id: first author, year, and a letter where it needs one."""
    each = {str(study.id): _short_name(study) for study in studies}
    often = Counter(map(_key, each.values()))
    taken = {key for key, times in often.items() if times == 1}
    letters = {key: _letters() for key, times in often.items() if times > 1}
    named = {}
    for id_, name in each.items():
        lettered = (f"{name}{some}" for some in letters.get(_key(name), ("",)))
        named[id_] = name if often[_key(name)] == 1 else next(one for one in lettered if _key(one) not in taken)
        taken.add(_key(named[id_]))
    return named


def _short_name(study: Study) -> str:
    """Name a study by its first author and year, or by its id where they do not make a plain name."""
    author = author_of(study.authors[0]) if study.authors else None
    name = " ".join((author.family or author.whole).split()) if author is not None else ""
    plain = name.isprintable() and name[:1].isalnum()
    return f"{name} {study.year}" if plain and study.year is not None else str(study.id)


def _letters() -> Iterator[str]:
    """Give a, b, ... z, aa, ab and so on without end."""
    return ("".join(some) for length in count(1) for some in product(ascii_lowercase, repeat=length))


def _key(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "replace").decode("ascii").casefold()


# results

META_COLUMNS = (
    *("study", "label", "year", "kind", "design", "companion.of"),
    *("outcome", "outcome.name", "result", "group", "time", "unit", "derived"),
    *("arm.e", "arm.c", "event.e", "n.e", "event.c", "n.c", "mean.e", "sd.e", "mean.c", "sd.c"),
    *("measure", "TE", "lower", "upper", "level", "scale", "adjusted", "compares", "source", "locator"),
)
"""Columns of the results, under the names that the R package meta has for its arguments."""


def of_meta(rows: Sequence[MetaRow]) -> Report:
    """Tell results as one table, one row a result."""
    named = study_names(row.study for row in rows)
    return _of_table(META_COLUMNS, tuple(tuple(_cells(row, named[str(row.study.id)])) for row in rows))


def _cells(row: MetaRow, label: str) -> Iterator[str]:
    study, outcome = row.study, row.outcome
    time = outcome.time.value if outcome.time is not None else None
    yield from (str(study.id), label, str(study.year) if study.year is not None else "", study.kind.value)
    yield from (study.design.word() if study.design else "", str(study.companion_of))
    yield from (str(outcome.id), outcome.name, row.result, row.group)
    yield from (str(time) if time is not None else "", row.unit, "yes" if row.derived else "no")
    yield from (*row.arms, row.first.events, row.first.n, row.second.events, row.second.n)
    yield from (row.first.mean, row.first.sd, row.second.mean, row.second.sd)
    effect = row.effect
    if effect is None:
        yield from ("",) * 8
    else:
        yield from (effect.measure, effect.value, effect.low, effect.high, effect.level)
        # a printed ratio is no logarithm, which is what programs for meta-analyses take
        yield from ("ratio" if effect.ratio else "difference", effect.adjusted, effect.compares)
    yield from (row.source, row.locator)


def _of_table(names: Sequence[str], rows: tuple[tuple[str, ...], ...]) -> Report:
    table = Table("", tuple(Column(name) for name in names), rows)
    return Report((table,), {}, tables=(table,))
