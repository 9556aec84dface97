"""The inventory says of each study what it is and how it was judged."""

from collections.abc import Callable

import pytest

from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Study
from ccsvi_triage.report.blocks import Mark, Report, Table, Text, Tone
from ccsvi_triage.report.of_inventory import of_inventory

OPEN = Mark("open", Tone.OPEN)
NOT_JUDGED = Mark("not judged", Tone.MUTED)


def reported(*studies: Study) -> Report:
    library = Library({}, {study.id: study for study in studies}, {}, {}, {})
    bench = Bench(library, Shelf(library))
    verdicts = [bench.verdict(study) for study in studies]
    return of_inventory(verdicts, 7, "1", bench.readings(verdicts))


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ("year: 2009\ndesign: single-arm\nquestion: benefit\nenrolled: 65", ("2009", "single-arm", "65", OPEN)),
        ("", ("?", "open", "", Mark("unclear design", Tone.OPEN))),
        ("kind: news\ndesign: not-a-study", ("?", "news", "", NOT_JUDGED)),
        ("kind: protocol\ndesign: randomised-trial\nenrolled: not-reported", ("?", "protocol", "", NOT_JUDGED)),
        ("kind: systematic-review\ndesign: meta-analysis\nquestion: benefit", ("?", "meta-analysis", "", OPEN)),
        ("status: retracted\ndesign: cohort", ("?", "cohort", "", Mark("retracted", Tone.CRITICAL))),
    ],
)
def test_a_row_has_the_year_the_design_or_kind_the_people_and_the_judgement(
    facts: str, row: tuple[object, ...], study_of: Callable[[str], Study]
) -> None:
    table = reported(study_of(facts)).blocks[0]
    assert isinstance(table, Table)
    assert table.rows == ((Mark("s", Tone.CODE), *row),)


def test_machines_are_told_the_flaws_and_the_instrument(study_of: Callable[[str], Study]) -> None:
    facts = "design: case-control\nquestion: cause\nflaws: [{code: no-time-order, basis: inferred}]"
    data = reported(study_of(facts)).data
    assert data["known"] == 7
    (study,) = data["studies"]
    assert study["flaws"] == ["no-time-order"]
    assert (study["instrument"], study["wanted"]) == ("jbi-case-control", None)
    assert study["place"]["file"] == "library.yaml"


@pytest.mark.parametrize(("known", "said"), [(1, "1 study"), (2, "1 of 2 studies")])
def test_studies_are_counted_in_words_that_fit_their_number(
    known: int, said: str, study_of: Callable[[str], Study]
) -> None:
    study = study_of("")
    bench = Bench(Library({}, {study.id: study}, {}, {}, {}), Shelf(Library({}, {}, {}, {}, {})))
    verdicts = [bench.verdict(study)]
    assert Text(said) in of_inventory(verdicts, known, "1", bench.readings(verdicts)).blocks
