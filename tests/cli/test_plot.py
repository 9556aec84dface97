"""``triage plot``: what is asked for is drawn, and what cannot be asked for is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from ccsvi_triage.cli.app import PLOTS, parse_with_typer
from ccsvi_triage.cli.plot import OF_CLAIMS
from ccsvi_triage.cli.requests import PlotRequest
from ccsvi_triage.render.formats import Format
from ccsvi_triage.report.of_plot import KINDS
from ccsvi_triage.report.schema import report_schema

Run = Callable[..., Any]
CLAIM = "angioplasty-reduces-relapses-rrms"
TRIALS = ("siddiqui-2014-premise", "traboulsee-2018")


def words_for(kind: str) -> tuple[str, ...]:
    return (CLAIM,) if kind in OF_CLAIMS else TRIALS


def test_the_kinds_are_those_that_can_be_drawn() -> None:
    assert tuple(KINDS) == PLOTS
    assert tuple(OF_CLAIMS) == PLOTS[-2:]


@pytest.mark.parametrize("form", ["svg", "table", "md", "json", "html"])
@pytest.mark.parametrize("kind", PLOTS)
def test_each_kind_is_drawn_in_each_format(kind: str, form: str, run: Run) -> None:
    ran = run("plot", kind, *words_for(kind), "--format", form)
    assert ran.code == 0
    assert ran.out.endswith("\n")
    if form == "svg":
        assert ET.fromstring(ran.out).tag.endswith("svg")  # noqa: S314 -- our own
    if form == "json":
        data = json.loads(ran.out)
        assert data["kind"] == kind
        Draft202012Validator(report_schema()).validate(data)


@pytest.mark.parametrize("kind", [kind for kind in PLOTS if kind not in OF_CLAIMS])
def test_a_claim_in_the_place_of_studies_is_told_with_the_option_that_takes_it(kind: str, run: Run) -> None:
    ran = run("plot", kind, CLAIM)
    assert (ran.code, ran.out) == (2, "")
    assert f"{CLAIM!r} is a claim; --claim {CLAIM} draws its studies" in ran.err
    assert all(name in ran.err for name in OF_CLAIMS)


@pytest.mark.parametrize("kind", PLOTS)
def test_the_text_picture_fits_eighty_columns_and_names_its_studies(kind: str, run: Run) -> None:
    ran = run("plot", kind, *words_for(kind))
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    if kind != "summary":
        assert all(name in ran.out for name in TRIALS)


def test_a_file_that_ends_in_svg_becomes_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    assert run("plot", "forest", *TRIALS, "-o", str(path)).out == ""
    assert path.read_text(encoding="utf-8").startswith("<svg ")
    other = tmp_path / "x.txt"
    run("plot", "forest", *TRIALS, "-o", str(other))
    assert other.read_text(encoding="utf-8").startswith("Effects and judgements")


def test_a_picture_is_the_same_each_time(run: Run) -> None:
    first, again = (run("plot", "traffic-light", "--all", "--format", "svg").out for _ in range(2))
    assert first == again


def test_a_palette_is_in_the_picture(run: Run) -> None:
    drawn = {
        palette: run("plot", "traffic-light", *TRIALS, "--format", "svg", "--palette", palette).out
        for palette in ("cochrane", "colourblind", "mono")
    }
    assert "#02c100" in drawn["cochrane"]
    assert "#ffffd4" in drawn["colourblind"]
    assert len(set(drawn.values())) == 3


def test_weights_change_a_summary_and_are_named(run: Run) -> None:
    people, equal = (
        run("plot", "summary", "--claim", CLAIM, "--weights", weights).out for weights in ("people", "equal")
    )
    assert "Weights: people" in people
    assert "Weights: equal" in equal
    assert people != equal


def test_the_studies_of_a_claim_are_those_that_count_and_the_others_are_named(run: Run) -> None:
    ran = run("plot", "directions", "--claim", CLAIM)
    assert "cochrane-2019 (conclusion)" in " ".join(ran.out.split())
    assert not any(line.strip().startswith("cochrane-2019 ") for line in ran.out.splitlines()[:20])


def test_an_outcome_is_taken_by_its_id_or_its_words(run: Run) -> None:
    assert "3/9 (angioplasty) v 1/10 (sham)" in run("plot", "forest", TRIALS[0], "--outcome", "relapse").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pie", *TRIALS), "'pie' is not one of"),
        (("forest",), "name one or more studies, --all, or --claim"),
        (("forest", *TRIALS, "--all"), "--all takes no study"),
        (("timeline",), "is of one claim"),
        (("timeline", CLAIM, "angioplasty-is-safe"), "is of one claim"),
        (("evidence", "--all"), "is of one claim"),
        (("forest", TRIALS[0], "--claim", CLAIM), "--claim takes its studies from the claim"),
        (("forest", "--claim", CLAIM, "--outcome", "relapse"), "takes the outcomes that the claim names"),
        (("timeline", CLAIM, "--outcome", "relapse"), "takes the outcomes that the claim names"),
        (("forest", *TRIALS, "--weights", "people"), "only a summary is weighted"),
        (("summary", *TRIALS, "--weights", "quality"), "'quality' is not one of"),
        (("forest", *TRIALS, "--palette", "mono"), "only svg and html have the colours"),
        (("forest", *TRIALS, "--format", "svg", "--palette", "neon"), "'neon' is not one of"),
        (("forest", *TRIALS, "--format", "csv"), "'csv' is not one of"),
        (("forest", "zambony-2009-jvss", "--exact"), "no study"),
        (("forest", *TRIALS, "--outcome", "hair-colour"), "no study has an outcome"),
        (("timeline", "no-such-claim"), "no claim"),
    ],
)
def test_what_cannot_be_drawn_is_told_and_leaves_with_two(words: tuple[str, ...], said: str, run: Run) -> None:
    ran = run("plot", *words)
    assert ran.code == 2
    assert ran.out == ""
    assert said in " ".join(ran.err.split())


def test_the_line_is_read_as_it_is_meant() -> None:
    asked = parse_with_typer(["plot", "summary", "a", "b", "--weights", "equal", "-o", "X.SVG", "--palette", "mono"])
    assert isinstance(asked, PlotRequest)
    assert (asked.kind, asked.words, asked.weights) == ("summary", ("a", "b"), "equal")
    assert asked.common.format is Format.SVG
    assert asked.common.palette.value == "mono"
