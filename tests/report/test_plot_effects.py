"""Effects stand on the axis of their measure, or are named with the reason why not; directions go by estimates."""

from collections.abc import Callable, Sequence

import pytest

from ccsvi_triage.check.numbers.scale import on_scale
from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.judge.matching import match_outcomes
from ccsvi_triage.judge.sides import one_scale
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.comparison import Effect, Matched, Matching, Scaled
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.words import EffectMeasure
from ccsvi_triage.report.blocks import Picture
from ccsvi_triage.report.charts import Directions, Forest, Way
from ccsvi_triage.report.plot_effects import directions, forest, spread_of, way_of


class Told:
    """Results of some studies of a library, ready to be drawn."""

    def __init__(self, library: Library, *ids: str, asked: str = "relapse") -> None:
        studies = [library.studies[name] for name in ids]
        bench = Bench(library, Shelf(library))
        self.verdicts: dict[str, StudyVerdict] = {str(study.id): bench.verdict(study) for study in studies}
        self.matched: Matched = match_outcomes(studies, (), asked)
        self.told: list[Scaled] = [on_scale(study, self.matched.outcomes[str(study.id)]) for study in studies]

    def forest(self, pooled: tuple[Effect, str] | None = None) -> Picture:
        return forest(self.told, self.verdicts, one_scale(self.told, self.matched), self.matched, pooled)

    def directions(self) -> Picture:
        return directions(self.told, self.verdicts, self.matched)


def panels(picture: Picture) -> Forest:
    assert isinstance(picture.chart, Forest)
    return picture.chart


def test_effects_that_share_a_measure_share_an_axis(side_by_side: Library) -> None:
    picture = Told(side_by_side, "sham-2014", "large-2018").forest()
    (panel,) = panels(picture).panels
    assert panel.title == "Risk ratio"
    assert (panel.ratio, panel.none) == (True, 1.0)
    assert [row.study.id for row in panel.rows] == ["sham-2014", "large-2018"]
    spread = panel.rows[1].spread
    assert spread is not None
    assert spread.value == pytest.approx(0.5)
    assert panel.rows[1].said.startswith("0.5 (")
    assert panel.rows[1].given == "60/400 (treated) v 120/400 (sham)"
    assert panel.rows[1].people == 800


def test_which_side_is_better_is_said_where_the_records_say_so(side_by_side: Library) -> None:
    (panel,) = panels(Told(side_by_side, "sham-2014", "large-2018").forest()).panels
    assert (panel.less, panel.more) == ("better with treated", "worse with treated")


def test_a_change_in_one_group_is_no_effect_and_says_why(side_by_side: Library) -> None:
    picture = Told(side_by_side, "open-2009", "sham-2014").forest()
    drawn, without = panels(picture).panels
    assert [row.study.id for row in drawn.rows] == ["sham-2014"]
    (row,) = without.rows
    assert row.study.id == "open-2009"
    assert row.spread is None
    assert row.said.startswith("before and after in one group")


def test_nothing_is_pooled_unless_it_is_handed_in(side_by_side: Library) -> None:
    told = Told(side_by_side, "sham-2014", "large-2018")
    alone = told.forest()
    assert panels(alone).panels[0].pooled is None
    assert "Nothing is pooled here." in alone.notes
    effect = Effect(EffectMeasure.RISK_RATIO, 0.6, 0.4, 0.9, 0.95, "random effects", computed=True)
    pooled = panels(told.forest((effect, "of 2 studies"))).panels[0].pooled
    assert pooled is not None
    assert (pooled.said, pooled.how) == ("0.6 (0.4 to 0.9)", "of 2 studies")
    assert "Nothing is pooled here." not in told.forest((effect, "of 2 studies")).notes


def test_a_pooled_effect_on_another_measure_is_not_put_on_this_axis(side_by_side: Library) -> None:
    effect = Effect(EffectMeasure.HAZARD_RATIO, 0.6, 0.4, 0.9, 0.95, "random effects", computed=True)
    picture = Told(side_by_side, "sham-2014", "large-2018").forest((effect, "of 2 studies"))
    assert [(panel.title, panel.pooled) for panel in panels(picture).panels] == [("Risk ratio", None)]


def test_effects_beside_an_average_are_drawn_on_its_measure(side_by_side: Library) -> None:
    effect = Effect(EffectMeasure.ODDS_RATIO, 0.6, 0.4, 0.9, 0.95, "random effects", computed=True)
    (panel,) = panels(Told(side_by_side, "sham-2014", "large-2018").forest((effect, "of 2 studies"))).panels
    assert panel.title == "Odds ratio"
    assert panel.pooled is not None
    assert [row.study.id for row in panel.rows] == ["sham-2014", "large-2018"]


def test_one_study_is_never_said_to_have_different_outcomes(side_by_side: Library) -> None:
    alone = Told(side_by_side, "sham-2014")
    alone.matched = alone.matched._replace(by=Matching.MAIN)
    two = Told(side_by_side, "sham-2014", "large-2018")
    two.matched = two.matched._replace(by=Matching.MAIN)
    for told, warned in ((alone, False), (two, True)):
        assert any(note.startswith("Not to be read as one") for note in told.forest().notes) is warned
        assert any("different outcomes" in note for note in told.directions().notes) is warned


PRINTED = """
  - id: {id}
    title: Printed
    authors: [{id} A]
    year: 2020
    kind: primary-study
    question: benefit
    design: randomised-trial
    enrolled: 50
    outcomes:
      - {{id: relapse, name: Relapse, results: [{{unit: patients, estimates: [{estimate}]}}]}}
"""


def printed(library_of: Callable[[str], Library], **estimates: str) -> Library:
    text = "".join(PRINTED.format(id=name, estimate=estimate) for name, estimate in estimates.items())
    return library_of(f"studies:{text}")


def test_different_measures_never_share_an_axis(library_of: Callable[[str], Library]) -> None:
    library = printed(
        library_of,
        a="{measure: HR, value: 0.5, low: 0.3, high: 0.9}",
        b="{measure: SMD, value: -0.2, low: -0.4, high: 0.1}",
    )
    picture = Told(library, "a", "b").forest()
    assert [panel.title for panel in panels(picture).panels] == ["Hazard ratio", "Standardised mean difference"]
    assert any(note.startswith("Not to be read as one") for note in picture.notes)


def test_an_estimate_without_an_interval_says_so_and_one_at_another_level_too(
    library_of: Callable[[str], Library],
) -> None:
    library = printed(
        library_of, a="{measure: OR, value: 2.0}", b="{measure: OR, value: 2.0, low: 1.0, high: 4.0, level: 90}"
    )
    (panel,) = panels(Told(library, "a", "b").forest()).panels
    assert [row.said for row in panel.rows] == ["2, no interval printed", "2 (1 to 4) [90 %]"]
    assert panel.rows[0].spread == (2.0, None, None)


def test_a_difference_of_risks_is_drawn_in_points() -> None:
    effect = Effect(EffectMeasure.RISK_DIFFERENCE, -0.15, -0.2, -0.1, 0.95, "Newcombe", computed=True)
    assert spread_of(effect, 100) == pytest.approx((-15, -20, -10))


# directions


def rows(picture: Picture) -> Sequence[tuple[str, Way, bool]]:
    assert isinstance(picture.chart, Directions)
    return [(row.study.id, row.way, row.within) for row in picture.chart.rows]


def test_an_arrow_goes_by_the_estimate_and_not_by_whether_it_is_significant(side_by_side: Library) -> None:
    """The small trial's interval spans everything: its estimate says worse all the same."""
    told = Told(side_by_side, "open-2009", "sham-2014", "large-2018")
    assert rows(told.directions()) == [
        ("open-2009", Way.BETTER, True),
        ("sham-2014", Way.WORSE, False),
        ("large-2018", Way.BETTER, False),
    ]


def test_a_change_in_one_group_and_a_retracted_study_are_in_no_count(side_by_side: Library) -> None:
    picture = Told(side_by_side, "open-2009", "sham-2014", "large-2018", "undone-2012").directions()
    assert "Between groups: 1 better, 1 worse." in picture.description


def test_where_nobody_says_which_is_better_an_arrow_says_more_or_less(library_of: Callable[[str], Library]) -> None:
    library = printed(
        library_of, a="{measure: RR, value: 2.0}", b="{measure: RR, value: 0.5}", c="{measure: RR, value: 1}"
    )
    told = Told(library, "a", "b", "c").told
    assert [way_of(one) for one in told] == [Way.MORE, Way.LESS, Way.SAME]


def test_what_has_no_effect_has_no_direction(side_by_side: Library) -> None:
    (row,) = rows(Told(side_by_side, "large-2018", asked="survival").directions())
    assert row[1] is Way.UNKNOWN
