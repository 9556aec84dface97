"""A study as a reference: its identity as its file has it, and nothing that the file does not tell."""

from collections.abc import Iterator

from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Kind, NoticeKind, Status, YesNo
from ccsvi_triage.report.blocks import Author, Reference, ReferenceKind

_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV", "2nd", "3rd"})
_MOST_INITIALS = 4
_MOST_WORDS = 4
_BODIES = frozenset(
    {
        "agency", "and", "association", "board", "center", "centre", "college", "collaboration", "committee",
        "consortium", "council", "department", "federation", "for", "foundation", "group", "hospital",
        "initiative", "institute", "investigators", "ministry", "network", "of", "organisation", "organization",
        "panel", "programme", "project", "society", "study", "task", "team", "the", "trial", "trust", "university",
    }
)  # fmt: skip
"""Words that no person's family name has, but names of bodies do."""
_PLACES = frozenset({"EU", "UK", "UN", "US", "USA"})

_IN_JOURNALS = frozenset(
    {
        *(Kind.PRIMARY_STUDY, Kind.SECONDARY_ANALYSIS, Kind.PROTOCOL, Kind.SYSTEMATIC_REVIEW, Kind.NARRATIVE_REVIEW),
        Kind.COMMENTARY,
    }
)
"""Kinds of publication that appear in journals."""


def reference_of(study: Study) -> Reference:
    """Turn a study's identity into a reference."""
    return Reference(
        id=str(study.id),
        kind=_kind(study),
        title=study.title,
        authors=tuple(author_of(name) for name in study.authors),
        more_authors=study.et_al is YesNo.YES,
        date=_date(study),
        container=study.journal,
        volume=study.volume,
        issue=study.issue,
        pages=study.pages,
        doi=str(study.doi or ""),
        pmid=study.pmid,
        pmcid=study.pmcid,
        url=str(study.url or ""),
        notes=tuple(_notes(study)),
    )


def author_of(name: str) -> Author:
    """Take a name apart into family name and initials, where it is plainly a person's; else keep it whole.

    ``Zamboni P`` and ``van Zuuren EJ`` are persons; ``MS Society UK``, ``PRISMS Study Group`` and ``Helen`` are kept
    as they stand, since taking a body's name apart would invent a person.
    """
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1].rstrip(".") in _SUFFIXES else ""  # noqa: PLR2004 -- Smith J Jr
    family, initials = words[:-1], words[-1] if words else ""
    personal = (
        0 < len(family) <= _MOST_WORDS
        and _are_initials(initials)
        and initials not in _PLACES
        and all(_may_be_family(word) for word in family)
    )
    return Author(" ".join(family), _spaced(initials), suffix) if personal else Author(whole=name)


def _are_initials(word: str) -> bool:
    letters = word.replace("-", "").replace(".", "")
    known = 0 < len(letters) <= _MOST_INITIALS and letters.isalpha() and letters.isupper()
    return known and word not in _SUFFIXES and not word.startswith("-") and not word.endswith("-")


def _may_be_family(word: str) -> bool:
    letters = "".join(character for character in word if character not in "-'\u2019")
    if not letters.isalpha() or word.casefold() in _BODIES:
        return False
    return len(letters) == 1 or not letters.isupper()


def _spaced(initials: str) -> str:
    """Write initials with their points: ``EJ`` as ``E. J.``, ``J-P`` as ``J.-P.``."""
    parts = (" ".join(f"{letter}." for letter in part if letter != ".") for part in initials.split("-"))
    return "-".join(part for part in parts if part)


def _kind(study: Study) -> ReferenceKind:
    marked = any((study.volume, study.issue, study.doi, study.pmid))
    if study.status is Status.PREPRINT:
        return ReferenceKind.PREPRINT
    if study.kind in (Kind.BOOK, Kind.BLOG):
        return ReferenceKind.BOOK if study.kind is Kind.BOOK else ReferenceKind.POST
    if study.journal and (marked or study.kind in _IN_JOURNALS):
        return ReferenceKind.ARTICLE
    if study.kind is Kind.NEWS:
        return ReferenceKind.NEWS
    return ReferenceKind.PAGE if study.url else ReferenceKind.OTHER


def _date(study: Study) -> tuple[int, ...]:
    """Give the date where it agrees with the year, else the year."""
    parts = tuple(int(part) for part in study.date.split("-")) if study.date else ()
    if parts and study.year in (None, parts[0]):
        return parts
    return (study.year,) if study.year is not None else ()


_NOTICES = {
    NoticeKind.RETRACTION: "Retraction",
    NoticeKind.EXPRESSION_OF_CONCERN: "Expression of concern",
    NoticeKind.CORRECTION: "Correction",
}


def _notes(study: Study) -> Iterator[str]:
    if study.status is Status.RETRACTED:
        yield "RETRACTED"
    elif study.status is not Status.PUBLISHED:
        yield f"Status: {study.status.value.replace('-', ' ')}"
    for notice in study.notices:
        yield f"{_NOTICES[notice.kind]} {notice.date}" if notice.date else _NOTICES[notice.kind]
    if study.et_al is YesNo.YES:
        yield "More authors than are listed here"
