"""Rows bear names that no program takes together, and cells say what the record says."""

import unicodedata
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.numbers.meta import meta_rows
from ccsvi_triage.model.export import Light, Lights
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import Kind
from ccsvi_triage.report.of_export import META_COLUMNS, of_lights, of_meta, of_references, row_names, study_names

StudyOf = Callable[[str], Study]


def study(name: str, *authors: str, year: int | None = 2009) -> Study:
    return Study(id=Id(name), title="T", kind=Kind.PRIMARY_STUDY, authors=authors, year=year)


def row(of: Study, label: str = "") -> Light:
    return Light(of, label, ("Low",), None)


def test_studies_of_one_author_and_year_get_a_letter_in_the_order_of_the_file() -> None:
    studies = [study("x", "Zamboni P"), study("y", "Hope A"), study("z", "Zamboni P", "Hope A")]
    assert study_names(studies) == {"x": "Zamboni 2009a", "y": "Hope 2009", "z": "Zamboni 2009b"}


def test_a_study_without_an_author_or_year_bears_its_id() -> None:
    assert study_names([study("x"), study("y", "Hope A", year=None), study("z", "=1+1 A")]) == {
        "x": "x", "y": "y", "z": "z",
    }  # fmt: skip


def test_a_letter_is_not_given_where_that_makes_the_name_of_another() -> None:
    studies = [study("x", "Zamboni P"), study("y", "Zamboni P"), study("zamboni-2009a", year=None)]
    odd = [study("p", "Hope A"), study("q", "Hope A"), study("hope-2009a")]
    assert len(set(study_names([*studies, *odd]).values())) == 6


def test_results_of_one_study_bear_their_outcome() -> None:
    one = study("x", "Zamboni P")
    assert row_names([row(one, "pain"), row(one, "sleep"), row(one, "sleep")]) == [
        "Zamboni 2009, pain", "Zamboni 2009, sleep", "Zamboni 2009, sleep (2)",
    ]  # fmt: skip


@settings(max_examples=60)
@given(st.data())
def test_no_two_rows_can_become_one(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    names = st.sampled_from(("Zamboni P", "ZAMBONI P", "Z\u00e4mboni P", "Zamboni P\u202e", "Z", "x0")) | hostile
    drawn = data.draw(st.lists(st.tuples(names, st.sampled_from((2009, 2010, None)), st.sampled_from(("", "pain")))))
    rows = [row(study(f"x{at}", name, year=year), label) for at, (name, year, label) in enumerate(drawn)]
    named = row_names(rows)
    plain = {unicodedata.normalize("NFKD", name).encode("ascii", "replace").lower() for name in named}
    assert len(plain) == len(rows)


def test_the_table_of_judgements_has_the_columns_of_the_template() -> None:
    lights = Lights(("D1",), (Light(study("x", "Hope A"), "", ("Low", "High"), 65),), (), ())
    (table,) = of_lights(lights).tables
    assert [column.name for column in table.columns] == ["Study", "D1", "Overall"]
    (weighted,) = of_lights(lights, weighted=True).tables
    assert [column.name for column in weighted.columns] == ["Study", "D1", "Overall", "Weight"]
    assert weighted.rows == (("Hope 2009", "Low", "High", "65"),)


def test_the_table_of_results_tells_that_a_printed_ratio_is_no_logarithm(study_of: StudyOf) -> None:
    found = meta_rows(
        study_of(
            "authors: [Hope A]\nyear: 2009\ndesign: cohort\n"
            "outcomes: [{id: o, name: Out, time: 6 months, results: [{unit: patients, estimates:"
            " [{measure: OR, value: '0.750', low: 0.34, high: 1.68, level: 95, adjusted: yes}]}]}]"
        )
    )
    (table,) = of_meta(found.rows).tables
    cells = dict(zip(META_COLUMNS, table.rows[0], strict=True))
    assert {name: cell for name, cell in cells.items() if cell} == {
        "study": "s", "label": "Hope 2009", "year": "2009", "kind": "primary-study", "design": "cohort",
        "outcome": "o", "outcome.name": "Out", "result": "1", "time": "6 months", "unit": "patients", "derived": "no",
        "measure": "OR", "TE": "0.750", "lower": "0.34", "upper": "1.68", "level": "95", "scale": "ratio",
        "adjusted": "yes",
    }  # fmt: skip


def test_references_stand_in_the_order_that_is_asked_for() -> None:
    report = of_references([study("b", "Hope A"), study("a")])
    assert [reference.id for reference in report.references] == ["b", "a"]
