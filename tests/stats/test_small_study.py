from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.effect_size import EffectSize
from ccsvi_triage.stats.small_study import LEAST_STUDIES, egger

SIZES = st.lists(
    st.builds(EffectSize, st.floats(-5, 5), st.floats(-3, 1).map(lambda power: 10**power)),
    min_size=LEAST_STUDIES,
    max_size=20,
)


def test_the_test_is_that_of_r_and_not_made_with_few_studies(analyses: Any, held: Any) -> None:
    for analysis in analyses:
        told, found = analysis.told.get("egger_lm"), egger(analysis.sizes)
        assert (found is None) is (len(analysis.sizes) < LEAST_STUDIES), analysis.name
        if found is None:
            continue
        assert found.df == told["df"]
        for key, value in (
            ("t", found.t),
            ("p", found.p),
            ("slope_sei", found.slope),
            ("intercept_limit", found.intercept),
        ):
            held.near((analysis.name, key), value, told[key], 1e-8)
    assert held.seen == 4 * 36
    assert held.wrong == []


@given(SIZES, st.randoms(use_true_random=False))
def test_the_order_of_the_studies_does_not_matter(sizes: list[EffectSize], chance: Any) -> None:
    one, other = egger(sizes), egger(chance.sample(sizes, len(sizes)))
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert one == pytest.approx(other, rel=1e-6, abs=1e-9)


@given(SIZES)
def test_mirrored_effects_lean_the_other_way(sizes: list[EffectSize]) -> None:
    one, other = egger(sizes), egger([size._replace(estimate=-size.estimate) for size in sizes])
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert (one.slope, one.t, one.p) == pytest.approx((-other.slope, -other.t, other.p))


def test_where_there_is_no_line_or_nothing_beside_it_no_test_is_made() -> None:
    assert egger([EffectSize(i / 10, 0.04) for i in range(12)]) is None
    assert egger([EffectSize(2.0 * (i + 1), (i + 1.0) ** 2) for i in range(12)]) is None
    with pytest.raises(ValueError, match="nothing to average"):
        egger([])
