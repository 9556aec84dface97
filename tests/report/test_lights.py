"""A study is named so that nobody takes it for another, and its judgement says what stands behind it."""

from collections.abc import Callable

from ccsvi_triage.check.numbers.scale import on_scale
from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.text import Number
from ccsvi_triage.report.lights import RETRACTED, further_reports, labels, number_of, people_of, study_light
from ccsvi_triage.report.marks import Tone

LibraryOf = Callable[[str], Library]
HEAD = "kind: primary-study, question: benefit, design: single-arm"


def studies(*rows: str) -> str:
    return "studies:\n" + "".join(f"  - {{{row}, {HEAD}}}\n" for row in rows)


def test_a_study_is_named_by_its_first_author_and_year(library_of: LibraryOf) -> None:
    library = library_of(studies("id: a, title: T, authors: [van der Berg AB, Other C], year: 2009"))
    assert labels(library.studies.values())["a"].name == "van der Berg 2009"
    assert labels(library.studies.values())["a"].about == ""


def test_two_studies_of_one_name_are_told_apart_by_their_ids(library_of: LibraryOf) -> None:
    library = library_of(
        studies("id: a, title: T, authors: [Ito A], year: 2009", "id: b, title: T, authors: [Ito B], year: 2009")
    )
    named = labels(library.studies.values())
    assert [label.about for label in named.values()] == ["a", "b"]


def test_a_study_without_authors_is_called_by_its_id(library_of: LibraryOf) -> None:
    (label,) = labels(library_of(studies("id: some-page, title: T")).studies.values()).values()
    assert (label.name, label.about) == ("some-page", "")


def test_a_retracted_study_says_so_wherever_it_is_named(side_by_side: Library) -> None:
    assert labels(side_by_side.studies.values())["undone-2012"].about == RETRACTED


def test_an_open_judgement_says_what_is_possible_and_a_proposal_has_a_star(side_by_side: Library) -> None:
    bench = Bench(side_by_side, Shelf(side_by_side))
    open_ = study_light(bench.verdict(side_by_side.studies["sham-2014"]))
    assert open_.mark.tone is Tone.OPEN
    assert "RoB 2: " in open_.detail
    assert " or " in open_.detail
    proposed = study_light(bench.verdict(side_by_side.studies["open-2009"]))
    assert proposed.mark.text == "critical *"


def test_people_are_those_of_the_comparison_then_those_of_the_study(side_by_side: Library) -> None:
    study = side_by_side.studies["sham-2014"]
    assert people_of(study) == 19
    assert people_of(study, on_scale(study, study.outcomes[0])) == 19
    within = side_by_side.studies["open-2009"]
    assert people_of(within, on_scale(within, within.outcomes[0])) == 40
    assert people_of(within) == 40
    part = replaced(within.outcomes[0].results[0].arms["before"], n=Number("30"))
    result = replaced(within.outcomes[0].results[0], arms={"before": part})
    outcome = replaced(within.outcomes[0], results=(result,))
    assert people_of(within, on_scale(within, outcome)._replace(result=result)) == 30


def test_a_further_report_is_known_and_the_first_stands_for_a_study_that_is_not_there(
    library_of: LibraryOf,
) -> None:
    library = library_of(
        studies(
            "id: late, title: T, companion_of: main, relation: follow-up",
            "id: main, title: T",
            "id: later, title: T, companion_of: late, relation: follow-up",
            "id: alone, title: T",
        )
    )
    late, main, later, alone = library.studies.values()
    assert further_reports([late, main, later, alone]) == {"late", "later"}
    assert further_reports([later, late, alone]) == {"late"}
    assert further_reports([late, alone]) == set()
    assert "a further report of main" in labels([late])["late"].about


def test_nobody_guesses_how_many_people_a_part_of_them_is(library_of: LibraryOf) -> None:
    library = library_of(f"""\
studies:
  - id: a
    title: T
    enrolled: 90
    outcomes:
      - id: x
        name: X
        results: [{{unit: patients, group: women, estimates: [{{measure: RR, value: 2.0, low: 1.0, high: 4.0}}]}}]
    {HEAD.replace(", ", chr(10) + "    ")}
""")
    study = library.studies["a"]
    assert people_of(study, on_scale(study, study.outcomes[0])) is None
    assert people_of(study) == 90


def test_words_are_counted() -> None:
    assert number_of(1, "study", "studies") == "1 study"
    assert number_of(0, "study", "studies") == "0 studies"
    assert number_of(2, "effect") == "2 effects"
