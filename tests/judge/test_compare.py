"""Studies lie side by side, whatever their order; what cannot be compared is met with a sentence."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.judge.compare import objection
from ccsvi_triage.model.comparison import Comparison
from ccsvi_triage.model.library import Library

Lay = Callable[..., Comparison]


def findings(found: Comparison) -> dict[str, object]:
    """Give all that a comparison says, without the order of the studies."""
    return {
        "matched": (found.matched.by, found.matched.words, dict(found.matched.outcomes)),
        "scaled": dict(found.scaled),
        "scale": (found.scale.measure, *map(points, (found.scale.why_not, found.scale.cautions))),
        "stands": dict(found.stands),
        "standing": found.standing,
        "reasons": [
            (
                reason.word,
                [(parting.what, dict(parting.says), set(parting.grounds)) for parting in reason.partings],
                set(reason.flaws),
                set(reason.judged),
                set(reason.findings),
                reason.bias,
            )
            for reason in found.reasons
        ],
        "outranked": {(each.study, each.by, each.because) for each in found.weight.outranked},
        "most": set(found.weight.most),
        "apart": {frozenset(pair[:2]) for pair in found.weight.apart},
        "never": set(found.weight.never),
        "borne": [(borne.claim, dict(borne.bearings)) for borne in found.borne],
    }


def points(told: tuple[str, ...]) -> set[frozenset[str]]:
    """Give sentences as what they say of each study."""
    return {frozenset(re.split("(?:: |, )", sentence)) for sentence in told}


SHIPPED = (
    "zamboni-2009-jvs",
    "siddiqui-2014-premise",
    "zamboni-2018-bravedreams",
    "traboulsee-2018",
    "zamboni-2009-jnnp",
    "comi-2013-cosmo",
    "desai-2020",
    "rochims-2020",
    "laupacis-2011",
    "habib-2012-iron",
    "salvi-2012",
)


@given(st.permutations(["open-2009", "sham-2014", "large-2018", "undone-2012"]), st.integers(2, 4))
def test_another_order_keeps_every_finding(side_by_side: Library, lay: Lay, order: list[str], many: int) -> None:
    chosen = order[:many]
    assert findings(lay(side_by_side, *chosen)) == findings(lay(side_by_side, *sorted(chosen)))


@given(st.lists(st.sampled_from(SHIPPED), min_size=2, max_size=4, unique=True))
def test_another_order_keeps_every_finding_of_the_shipped_case(shipped: Library, lay: Lay, chosen: list[str]) -> None:
    assert findings(lay(shipped, *chosen)) == findings(lay(shipped, *chosen[::-1]))


def said(library: Library, *names: str) -> str:
    bench = Bench(library, Shelf(library))
    return objection([bench.verdict(library.studies[name]) for name in names])


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("bravedreams-2012-protocol", "zamboni-2018-bravedreams"), "is the plan of zamboni-2018-bravedreams"),
        (("bravedreams-2012-protocol", "comi-2013-cosmo"), "its results are in zamboni-2018-bravedreams"),
        (("zamboni-2020-bravedreams-expanded", "zamboni-2018-bravedreams"), "count once, by zamboni-2018-bravedreams"),
        (("zamboni-2018-bravedreams", "zamboni-2020-bravedreams-expanded"), "further report (secondary analysis) of"),
        (("samson-2010", "zamboni-2009-jvs"), "samson-2010 is no study with results (news)"),
        (("zamboni-2009-jvs", "blog-blood-starved-ms"), "blog-blood-starved-ms is no study with results (blog)"),
    ],
)
def test_what_would_be_a_table_of_nonsense_is_refused_with_a_way_on(
    shipped: Library, names: tuple[str, str], words: str
) -> None:
    assert words in said(shipped, *names)
    assert words in said(shipped, *names[::-1])


def test_two_reports_of_a_third_study_are_one_study(library_of: Callable[[str], Library]) -> None:
    facts = "title: T, kind: secondary-analysis, question: benefit, design: randomised-trial, randomised: yes"
    library = library_of(
        "studies:\n  - {id: main, title: T, kind: primary-study, question: benefit, design: randomised-trial, "
        "randomised: yes, control: sham}\n"
        + "".join(
            f"  - {{id: {name}, {facts}, control: sham, companion_of: main, relation: follow-up}}\n"
            for name in ("after", "later")
        )
    )
    assert said(library, "later", "after") == said(library, "after", "later")
    assert "further reports of one study, main, which counts" in said(library, "after", "later")


def test_studies_that_can_be_compared_meet_no_objection(shipped: Library, side_by_side: Library) -> None:
    assert said(shipped, "zamboni-2009-jvs", "siddiqui-2014-premise") == ""
    assert said(side_by_side, "open-2009", "undone-2012") == ""


def test_a_retracted_study_is_shown_and_never_counted(side_by_side: Library, lay: Lay) -> None:
    found = lay(side_by_side, "undone-2012", "sham-2014")
    assert found.counted == ("sham-2014",)
    assert "undone-2012" in found.scaled
    assert "undone-2012" not in found.stands
    assert all(name != "undone-2012" for reason in found.reasons for name, _ in reason.flaws)
    assert found.weight.never == ("undone-2012",)
