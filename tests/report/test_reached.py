"""What a reviewer reached is told with the reason, the person and the place behind it."""

from typing import Any

from ccsvi_triage.model.sheet import Ruling
from ccsvi_triage.model.text import Date
from ccsvi_triage.report.blocks import Mark, Tone
from ccsvi_triage.report.reached import answer_cell, held_levels, reached_why


def test_a_ruling_is_named_as_what_the_difference_turns_on(panel: Any) -> None:
    ruling = Ruling(level="high", reason="the plan was changed", by="RK", date=Date("2031-05-04"))
    told = panel.table.agree(
        panel.table.sheet("A", panel.low, setup=panel.setup),
        panel.table.sheet("B", panel.low, setup=panel.setup, rulings={"D1": ruling}),
    )
    said = panel.shown(told)
    assert "+ low  ! high  a ruling" in said
    assert "the plan was changed (ruling of RK, 2031-05-04)" in said


def test_a_ruling_beside_a_whole_that_the_domains_give_says_what_gives_it(
    panel: Any,
) -> None:
    ruling = Ruling(level="some-concerns", reason="it adds up", by="RK", date=Date("2031-05-04"))
    high = {**panel.low, "1.2": "N"}
    told = panel.table.agree(
        panel.table.sheet("A", high, setup=panel.setup),
        panel.table.sheet("B", high, setup=panel.setup, rulings={"overall": ruling}),
    )
    assert "the worst domain decides" in panel.shown(told)


def test_what_is_open_is_named_with_the_questions_on_which_it_depends(panel: Any) -> None:
    said = panel.shown(panel.agreed({"1.2": "PY", "1.1": "Y", "1.3": "N"}, {"1.2": "PY"}))
    line = next(line for line in said.splitlines() if line.startswith("  D1 Randomisation"))
    assert "B: depends on 1.1, 1.3" in line
    assert "A:" not in line


def test_what_is_open_holds_all_that_is_possible_and_what_is_settled_one_level(panel: Any) -> None:
    (one,) = panel.agreed({**panel.low, "1.2": "N"}, {}).compared
    settled, open_ = one.domains[0].judgements
    assert held_levels(settled) == ("high",)
    assert set(held_levels(open_)) == set(open_.possible)
    assert len(open_.possible) > 1
    assert reached_why(open_).startswith("depends on ")


def test_an_answer_that_nobody_gave_is_open_and_one_that_was_not_asked_says_so(panel: Any) -> None:
    (one,) = panel.agreed({"1.1": "Y", "4.3": "N", "4.1": "N", "4.2": "N"}, {}).compared
    seen = {a.question.id: answer_cell(a) for a in one.domains[3].judgements[0].answers}
    assert seen["4.1"] == "N"
    assert seen["4.4"] == Mark("not asked", Tone.MUTED)
    assert answer_cell(one.domains[0].judgements[1].answers[0]) == Mark("open", Tone.OPEN)
