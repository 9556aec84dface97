"""Figures of agreement stand with their limits, and those that cannot be had with the reason."""

from typing import Any

from ccsvi_triage.report.agreement_figures import KAPPA_NOTE, figure_blocks


def test_figures_come_with_limits_and_those_that_are_refused_with_the_reason(panel: Any) -> None:
    said = panel.shown(panel.agreed(panel.low, {**panel.low, "1.1": "PY", "4.1": "PN"}))
    assert "67% [30,90]" in said
    assert "All answers" in said
    assert KAPPA_NOTE in said
    refused = panel.shown(panel.agreed({"1.1": "Y"}, {"1.1": "Y"}))
    assert "none (a)" in refused
    assert "(a)  fewer than 2 items" in refused


def test_every_letter_of_a_refusal_has_its_reason(panel: Any) -> None:
    for told in (
        panel.agreed({"1.1": "Y"}, {}),
        panel.agreed(panel.low, panel.low, panel.low),
        panel.agreed(panel.low, {"1.1": "N"}),
    ):
        said = panel.shown(told, full=True)
        rows, _, notes = said.partition("How far they agree")[2].partition("\n\n  (a)")
        assert notes
        for letter in "abcdef":
            assert (f" ({letter})" in rows) == (letter == "a" or f"\n  ({letter})  " in notes)


def test_of_three_the_weighted_kappa_is_for_two_only(panel: Any) -> None:
    said = panel.shown(panel.agreed(panel.low, panel.low, {**panel.low, "1.1": "PY"}))
    panel = said.partition("\nA, B and C\n")[2].splitlines()[0]
    assert "for two only" in panel


def test_a_panel_without_a_figure_has_no_table(panel: Any) -> None:
    assert list(figure_blocks((), (), full=True)) == []
    said = panel.shown(panel.agreed(panel.low, panel.low))
    assert "By domain and question: triage agree ... --full" in said
    assert "By domain and question" not in panel.shown(panel.agreed(panel.low, panel.low), full=True)
