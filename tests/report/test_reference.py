"""A reference has what a study's file tells, and nobody is invented."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Study
from ccsvi_triage.report.blocks import Author, Reference, ReferenceKind
from ccsvi_triage.report.reference import author_of, reference_of

StudyOf = Callable[[str], Study]


@pytest.mark.parametrize(
    ("name", "family", "given_", "suffix"),
    [
        ("Zamboni P", "Zamboni", "P.", ""),
        ("van Zuuren EJ", "van Zuuren", "E. J.", ""),
        ("Del Sette M", "Del Sette", "M.", ""),
        ("D'Alessandro R", "D'Alessandro", "R.", ""),
        ("Weinstock-Guttman B", "Weinstock-Guttman", "B.", ""),
        ("Sartre J-P", "Sartre", "J.-P.", ""),
        ("Sartre J.P.", "Sartre", "J. P.", ""),
        ("Smith J Jr", "Smith", "J.", "Jr"),
        ("Li DK", "Li", "D. K.", ""),
        ("O'Neill \u00d6", "O'Neill", "\u00d6.", ""),
    ],
)
def test_a_plain_name_is_a_person(name: str, family: str, given_: str, suffix: str) -> None:
    assert author_of(name) == Author(family, given_, suffix)


@pytest.mark.parametrize(
    "name",
    [
        *("MS Society UK", "MS Trust", "PRISMS Study Group", "Multiple Sclerosis Society of Canada", "Cochrane UK"),
        *("Helen", "MouseDoctor", "Gnanapavan (Neuro Doc)", "WHO", "Department of Health", "Smith III", "Smith, John"),
        *("Zamboni Paolo", "National Multiple Sclerosis Society (US)", "", "  ", "A and B", "X {Y} Z", "- -"),
    ],
)
def test_a_name_that_is_not_plainly_a_person_stays_whole(name: str) -> None:
    assert author_of(name) == Author(whole=name)


@given(st.text(max_size=40))
def test_no_letter_of_a_name_is_lost_or_added(name: str) -> None:
    author = author_of(name)
    said = author.whole or f"{author.family} {author.given} {author.suffix}"

    def letters(text: str) -> list[str]:
        return [character for character in text if character.isalnum()]

    assert letters(said) == letters(name)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ("journal: J", ReferenceKind.ARTICLE),
        ("kind: protocol\njournal: J", ReferenceKind.ARTICLE),
        ("kind: news\njournal: JAMA\nvolume: '3'", ReferenceKind.ARTICLE),
        ("kind: news\njournal: The Herald", ReferenceKind.NEWS),
        ("kind: blog\njournal: A blog\nurl: https://example.org", ReferenceKind.POST),
        ("kind: book\njournal: online book", ReferenceKind.BOOK),
        ("kind: statement\njournal: web page\nurl: https://example.org", ReferenceKind.PAGE),
        ("kind: statement\njournal: web page", ReferenceKind.OTHER),
        ("kind: statement\njournal: J\ndoi: 10.5555/x", ReferenceKind.ARTICLE),
        ("status: preprint\njournal: medRxiv", ReferenceKind.PREPRINT),
        ("", ReferenceKind.OTHER),
    ],
)
def test_the_kind_follows_from_what_is_recorded(study_of: StudyOf, facts: str, kind: ReferenceKind) -> None:
    assert reference_of(study_of(facts)).kind is kind


@pytest.mark.parametrize(
    ("facts", "date"),
    [
        ("year: 2009\ndate: 2009-12-08", (2009, 12, 8)),
        ("year: 2009\ndate: 2009-12", (2009, 12)),
        ("date: 2009-12", (2009, 12)),
        ("year: 2009", (2009,)),
        ("year: 2009\ndate: 2010-01", (2009,)),
        ("", ()),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(study_of: StudyOf, facts: str, date: tuple[int, ...]) -> None:
    assert reference_of(study_of(facts)).date == date


def test_a_retraction_and_missing_authors_are_told(study_of: StudyOf) -> None:
    study = study_of("status: retracted\nnotices: [{kind: retraction, date: 2013-05}]\nauthors: [A B]\net_al: yes")
    reference = reference_of(study)
    assert reference.notes == ("RETRACTED", "Retraction 2013-05", "More authors than are listed here")
    assert reference.more_authors


def test_what_is_not_recorded_is_empty(study_of: StudyOf) -> None:
    reference = reference_of(study_of(""))
    assert reference == Reference(id="s", kind=ReferenceKind.OTHER, title="A study")


def test_no_body_of_the_shipped_case_is_taken_for_a_person(shipped: Library) -> None:
    names = {name for study in shipped.studies.values() for name in study.authors}
    whole = {name for name in names if author_of(name).whole}
    assert whole == {
        *("PRISMS Study Group", "Multiple Sclerosis Society of Canada", "National Multiple Sclerosis Society (US)"),
        *("MS Trust", "MS Society UK", "MouseDoctor", "Gnanapavan (Neuro Doc)", "Helen", "Schelling"),
    }
