"""The inventory lists what meets every filter."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ALL = ["hope-2009", "sham-2014", "sham-2016-follow-up", "veins-2010", "undone-2012", "herald-2011"]


def listed(run: Run, *words: str) -> list[str]:
    """Give the ids that are listed, in their order."""
    words = (*words, "--sort", "file")
    ran = run("list", *words, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    data = json.loads(ran.out)
    ids = [study["id"] for study in data["studies"]]
    assert data["known"] == len(ALL)
    shown = [line.split()[0] for line in run("list", *words, "--width", "200").out.splitlines() if line]
    assert [word for word in shown if word in ALL] == ids
    return ids


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("", ALL),
        ("--design randomised-trial", ["sham-2014", "sham-2016-follow-up"]),
        ("--design case-control --design single-arm", ["hope-2009", "veins-2010", "undone-2012"]),
        ("--kind secondary-analysis", ["sham-2016-follow-up"]),
        ("--kind news --kind blog", ["herald-2011"]),
        ("--flaw no-control", ["hope-2009"]),
        ("--flaw no-control --flaw regression-to-mean", ["hope-2009"]),
        ("--flaw no-control --flaw small-sample", []),
        ("--year 2010", ["veins-2010"]),
        ("--year 2010-2012", ["veins-2010", "undone-2012", "herald-2011"]),
        ("--year 2014-", ["sham-2014", "sham-2016-follow-up"]),
        ("--year -2009", ["hope-2009"]),
        ("--judgement critical", ["hope-2009"]),
        ("--judgement open", ["sham-2014", "sham-2016-follow-up", "veins-2010"]),
        ("--judgement retracted --judgement not-judged", ["undone-2012", "herald-2011"]),
        ("--judgement Some-Concerns", []),
        ("--design single-arm --year 2012", ["undone-2012"]),
        ("--kind book", []),
    ],
)
def test_filters_narrow_the_list_and_one_given_twice_widens_it(words: str, ids: list[str], run: Run) -> None:
    assert listed(run, *words.split()) == ids


@pytest.mark.usefixtures("desk")
def test_the_list_says_how_many_there_are(run: Run) -> None:
    assert "\n\n6 studies\n" in run("list").out
    assert "\n\n1 of 6 studies\n" in run("list", "--year", "2010").out


@pytest.mark.usefixtures("desk")
def test_every_study_stands_under_the_reason_for_its_place_in_the_order_of_reading(run: Run) -> None:
    out = run("list").out
    assert out.index("hope-2009") > out.index("P3, background: critical")
    data = json.loads(run("list", "--format", "json").out)
    assert all(bool(s["reading"]["because"]) != bool(s["reading"]["open"]) for s in data["studies"])
    assert [s["reading"]["priority"] for s in data["studies"] if s["id"] == "herald-2011"] == ["P3"]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("sort", "ids"),
    [("file", ALL), ("id", sorted(ALL)), ("year", sorted(ALL, key=lambda name: int(name.split("-")[1])))],
)
def test_the_list_may_be_sorted_otherwise(sort: str, ids: list[str], run: Run) -> None:
    data = json.loads(run("list", "--sort", sort, "--format", "json").out)
    assert [study["id"] for study in data["studies"]] == ids


def test_an_order_that_there_is_not_is_refused(run: Run) -> None:
    assert run("list", "--sort", "score").code == 2


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--design", "randomized-trial"), "triage: no design 'randomized-trial' (did you mean 'randomised-trial'?)\n"),
        (("--kind", "nwes"), "triage: no kind 'nwes' (did you mean 'news'?)\n"),
        (("--flaw", "no-contol"), "triage: no flaw 'no-contol' (did you mean 'no-control'?)\n"),
        (("--judgement", "critcal"), "triage: no judgement 'critcal' (did you mean 'critical'?)\n"),
        *(
            (("--year", word), f"triage: {word!r} is no year; write 2009, 2009-2012, 2014- or -2010\n")
            for word in ("soon", "-", "20090", "2009-2010-2011", "\u0662\u0660\u0660\u0669", "2009..2010")
        ),
    ],
)
def test_a_filter_that_makes_no_sense_is_told(words: tuple[str, ...], said: str, run: Run) -> None:
    assert run("list", *words) == (2, "", said)


def test_a_study_without_year_design_or_people_is_listed(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.yaml").write_text("studies: [{id: bare, title: Bare, kind: primary-study}]", encoding="utf-8")
    assert (
        run("list", "--data", str(tmp_path)).out.splitlines()[3] == "bare   ?     open               ? unclear design"
    )


@pytest.mark.usefixtures("checkout")
def test_the_shipped_case_is_listed_within_80_columns_one_line_a_study(run: Run) -> None:
    lines = run("list").out.splitlines()
    data = json.loads(run("list", "--format", "json").out)
    rows = [line for line in lines if line.split(" ")[0] in {study["id"] for study in data["studies"]}]
    assert len(rows) == len(data["studies"])
    assert max(map(len, lines)) <= 80
