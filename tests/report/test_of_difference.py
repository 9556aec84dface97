from ccsvi_triage.model.difference import Brief, Change, Changed, Difference, Part, Standing, Way, Why
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.of_difference import Against, of_difference

AGAINST = Against("main", "1" * 40, "1")
NOTHING = Difference((), (), (), (), (), (), ())


def change(way: Way, part: Part = Part.JUDGEMENT, *because: Why) -> Change:
    return Change(part, "tool pain", "low", "high", way, because)


def told(difference: Difference, format_: Format = Format.TABLE) -> str:
    return render(of_difference(difference, AGAINST, "1"), format_, Page())


def test_where_nothing_differs_it_says_so() -> None:
    assert "Nothing differs" in told(NOTHING)


def test_of_each_kind_the_worst_comes_first() -> None:
    some = tuple(Changed(way.value, "T", (change(way),)) for way in reversed(Way))
    out = told(NOTHING._replace(studies=some, claims=(Changed("c", "It helps", (change(Way.BETTER),)),)))
    places = [out.index(f"\n{name}") for name in ("Claims", "c ", "Studies", "worse", "better", "neither")]
    assert places == sorted(places)


def test_what_is_gone_or_new_in_a_change_is_a_dash() -> None:
    one = Change(Part.NUMBER, "N-WHOLE", "", "error: 5 % of 7", Way.WORSE, (Why("fact sites", "1", ""),))
    rows = of_difference(NOTHING._replace(studies=(Changed("s", "T", (one,)),)), AGAINST, "1").data["studies"]
    (row,) = rows[0]["changes"]
    assert (row["before"], row["after"]) == (None, "error: 5 % of 7")
    assert row["because"] == [{"what": "fact sites", "before": "1", "after": None}]
    assert "number N-WHOLE" in told(NOTHING._replace(studies=(Changed("s", "T", (one,)),)))


def test_the_summary_counts_everything() -> None:
    difference = NOTHING._replace(
        claims=(Changed("c", "T", (change(Way.WORSE), change(Way.BETTER))),),
        studies=(Changed("s", "T", (change(Way.NEITHER),)), Changed("t", "T", (change(Way.WORSE),))),
        standing=(Standing("d", "T", "supported, certainty low", ("s",), (Why("study s", "for", "null"),)),),
        new_claims=(Brief("e", "T", "untested"),),
        gone_studies=(Brief("u", "T", "tool: low"), Brief("v", "T", "tool: high")),
    )
    out = " ".join(told(difference).split())
    assert "1 claim and 2 studies changed: 2 worse, 1 better, 1 neither; new: 1 claim; gone: 2 studies" in out
    assert "1 claim touched whose verdict stands" in out
    assert "study s: for -> null" in out
    assert of_difference(difference, AGAINST, "1").data["summary"] == {"worse": 2, "better": 1, "neither": 1}


def test_two_versions_of_the_program_are_told() -> None:
    out = told(NOTHING._replace(tools=Why("triage", "0.9", "1.0")))
    assert "two versions of triage" in out
    assert "0.9" in out
