import json
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest

from ccsvi_triage.model.averaging import Averaging
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.report.blocks import Pairs, Table
from ccsvi_triage.report.of_pooled import COLUMNS, course, pooled_blocks, pooled_cells, pooled_data
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
