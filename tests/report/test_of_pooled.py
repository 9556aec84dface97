import json
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest

from ccsvi_triage.model.averaging import Absolute, Averaging, LeftOut
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.report.blocks import Pairs, Table
from ccsvi_triage.report.of_pooled import (
    COLUMNS,
    absolute_text,
    course,
    pooled_blocks,
    pooled_cells,
    pooled_data,
    pooled_notes,
)
from ccsvi_triage.report.schema import report_schema

Judge = Callable[..., Synthesis]
Trials = Callable[..., Library]
RELAPSES = "angioplasty-reduces-relapses-rrms"
FIVE = ((12, 100, 20, 100), (8, 60, 15, 60), (5, 80, 9, 78), (20, 150, 33, 149), (3, 40, 8, 42))


def words_of(synthesis: Synthesis) -> str:
    said: list[str] = []
    for block in pooled_blocks(synthesis):
        if isinstance(block, Table | Pairs):
            said += [block.title, *(str(cell) for row in block.rows for cell in row)]
    return "\n".join(said)


def texts(data: Any) -> Iterator[str]:
    """Give every sentence of a JSON object."""
    if isinstance(data, str) and " " in data:
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from texts(value)


def test_people_read_every_sentence_that_programs_read(shipped: Library, judge_claim: Judge) -> None:
    for name in shipped.claims:
        judged = judge_claim(shipped, name)
        said = words_of(judged)
        data = pooled_data(judged.pooled)
        assert (data is None) is (judged.pooled is None) is (said == "")
        if data is not None and data["average"] is None:
            # where there is no average, and for counts, the table of all studies that count has them
            data.pop("studies")
        for study in data["studies"] if data is not None and "studies" in data else ():
            study.pop("given")
        assert [text for text in texts(data or {}) if text not in said] == []


def test_the_average_is_told_with_how_it_was_found_and_who_let_a_difference_pass(
    shipped: Library, judge_claim: Judge
) -> None:
    said = words_of(judge_claim(shipped, RELAPSES))
    assert "RR 1.28 (0.494 to 3.32), p 0.612, as if all had one effect (Mantel-Haenszel)" in said
    assert "allowed by founders of ccsvi-triage, 2026-11-21" in said
    assert "14 %" in said


@pytest.mark.parametrize(
    ("absolute", "said"),
    [
        (
            Absolute(7, 65, 0.1379, 0.0532, 0.3575),
            "108 without, as in 7 of 65 compared with; 138 with (53 to 358): 30 more (54 fewer to 250 more)",
        ),
        (
            Absolute(2, 1000, 0.001, 0.0005, 0.002),
            "2.0 without, as in 2 of 1000 compared with; 1.0 with (0.5 to 2.0): 1.0 fewer (1.5 fewer to none)",
        ),
        (
            Absolute(1, 2, 1.0, 0.5, 1.0),
            "500 without, as in 1 of 2 compared with; 1000 with (500 to 1000): 500 more (none to 500 more)",
        ),
    ],
)
def test_what_an_average_means_is_told_in_people_of_1000(absolute: Absolute, said: str) -> None:
    assert absolute_text(absolute) == said


def test_an_average_of_hazards_is_not_told_in_people(trials_of: Trials, judge_claim: Judge) -> None:
    printed = "- {{unit: patients, estimates: [{{measure: HR, value: {}, low: {}, high: {}}}]}}"
    judged = judge_claim(trials_of(printed.format(0.8, 0.6, 1.1), printed.format(0.7, 0.5, 0.98)), "it")
    assert judged.pooled is not None
    assert judged.pooled.quoted is not None
    assert "of 1,000" not in words_of(judged)
    data = pooled_data(judged.pooled)
    assert data is not None
    assert data["absolute"] is None
    assert "of 1,000" in words_of(judge_claim(trials_of(*FIVE), "it"))


def test_of_three_and_more_everything_is_told(trials_of: Trials, judge_claim: Judge) -> None:
    judged = judge_claim(trials_of(*FIVE), "it")
    said = words_of(judged)
    assert all(word in said for word in ("Hartung-Knapp", "truncated", "Mantel-Haenszel", "t, k - 1", "tau2", "I2"))
    assert said.count("t3: RR") == 1
    assert [(era.date, mean.studies) for era, mean in course(judged.history)] == [
        ("2002", 2),
        ("2003", 3),
        ("2004", 4),
        ("2005", 5),
    ]
    assert "2003, 3 studies: RR" in said


def test_notes_beside_an_average_say_what_its_table_says(
    shipped: Library, trials_of: Trials, judge_claim: Judge
) -> None:
    judged = judge_claim(trials_of(*FIVE), "it")
    said, notes = words_of(judged), list(pooled_notes(judged.pooled))
    assert [note.split(":")[0] for note in notes] == ["How much the averaged effects differ", "Prediction"]
    for note in notes:
        assert note.split(": ", 1)[1].removesuffix(".") in said
    without = judged.pooled._replace(left_out=(LeftOut("odd-2001", "nobody had the event"),)) if judged.pooled else None
    assert next(pooled_notes(without)) == "Not averaged: odd-2001, nobody had the event."
    assert not list(pooled_notes(None))
    assert not list(pooled_notes(judge_claim(shipped, "ccsvi-causes-ms").pooled))


def test_a_refusal_is_told_with_its_mend(shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(shipped, "angioplasty-improves-function")
    said = words_of(judged)
    assert said.startswith("Studies not averaged")
    assert judged.pooled is not None
    for refused in judged.pooled.refused:
        assert refused.because in said
        assert refused.mend in said


def test_directions_are_told_as_what_they_are(trials_of: Trials, judge_claim: Judge) -> None:
    bare = "- {{unit: patients, estimates: [{{measure: OR, value: {}}}]}}"
    said = words_of(judge_claim(trials_of(*(bare.format(value) for value in ("0.5", "0.6", "1.4"))), "it"))
    assert "2 better and 1 worse in the first group" in said
    assert "directions do not tell" in said


@pytest.mark.parametrize("tables", [(), FIVE[:1], FIVE[:2], FIVE, ((0, 10, 3, 10), (0, 12, 2, 11))])
def test_a_row_has_a_cell_for_each_column(
    tables: tuple[tuple[int, int, int, int], ...], trials_of: Trials, judge_claim: Judge
) -> None:
    pooled: Averaging | None = judge_claim(trials_of(*tables), "it").pooled if tables else None
    cells = list(pooled_cells(pooled))
    assert len(cells) == len(COLUMNS)
    assert bool(cells[0]) is (len(tables) > 1 and bool(tables[0][0]))
    assert bool(cells[-1]) is bool(tables and not cells[0])


@pytest.mark.parametrize("tables", [FIVE[:1], FIVE[:2], FIVE, FIVE * 2, ((0, 10, 3, 10), (4, 12, 0, 11), (3, 9, 3, 8))])
def test_what_programs_read_keeps_to_the_schema_of_reports(
    tables: tuple[tuple[int, int, int, int], ...], trials_of: Trials, judge_claim: Judge
) -> None:
    schema = report_schema()
    validator = jsonschema.Draft202012Validator({"$ref": "#/$defs/averaging", "$defs": schema["$defs"]})
    data = pooled_data(judge_claim(trials_of(*tables), "it").pooled)
    assert list(validator.iter_errors(json.loads(json.dumps(data, allow_nan=False)))) == []


def test_many_ways_in_which_open_judgements_may_fall_are_counted_and_not_listed(
    trials_of: Trials, judge_claim: Judge
) -> None:
    judged = judge_claim(trials_of(*FIVE[:4]), "it")
    assert judged.pooled is not None
    ways = [sound for sound in judged.pooled.sound if len(sound.studies) < 4]
    assert len(ways) > 3
    other = sum(sound.mean is not None and sound.changes for sound in ways)
    none = sum(sound.mean is None for sound in ways)
    said = words_of(judged)
    assert f"of {len(ways)} ways in which some of them are judged serious or worse, {other} give another" in said
    assert none == 1
    assert "and 1 leaves nothing that can be averaged" in said


def test_of_many_studies_only_those_that_change_the_answer_are_left_out_one_by_one(
    trials_of: Trials, judge_claim: Judge
) -> None:
    judged = judge_claim(trials_of(*FIVE, *FIVE, *FIVE), "it")
    assert judged.pooled is not None
    assert not any(without.changes for without in judged.pooled.without)
    assert words_of(judged).count("leave out") == 1
    assert "each of 15 others, one at a time: the answer stays as it is" in words_of(judged)
