"""Studies are judged, gates are kept, and what is wrong stops the judging."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def appraised(run: Run, *words: str) -> dict[str, Any]:
    """Give the studies of a JSON report by their ids."""
    ran = run("appraise", *words, "--format", "json")
    assert ran.code in (0, 1)
    return {study["id"]: study for study in json.loads(ran.out)["studies"]}


# the shipped case


@pytest.mark.usefixtures("checkout")
def test_the_first_study_of_the_case_has_its_flaws_with_sources_and_is_critical_whatever_is_open(run: Run) -> None:
    study = appraised(run, "zamboni-2009-jvs")["zamboni-2009-jvs"]
    flaws = {flaw["code"]: flaw for flaw in study["flaws"]}
    wanted = {"no-control", "not-randomised", "unblinded-participants", "single-site", "regression-to-mean"}
    assert wanted <= set(flaws)
    assert all(flaws[code]["source"] and flaws[code]["place"]["file"] == "data/studies.yaml" for code in wanted)
    (appraisal,) = study["appraisals"]
    assert (study["worst_concern"], appraisal["overall"]["concern"]) == ("critical", "critical")
    assert appraisal["overall"]["possible"] == [appraisal["overall"]["judgement"]]
    assert not appraisal["complete"]


@pytest.mark.usefixtures("checkout")
def test_of_the_three_sham_controlled_trials_only_the_first_is_flagged_for_its_one_site(run: Run) -> None:
    trials = appraised(run, "siddiqui-2014-premise", "traboulsee-2018", "zamboni-2018-bravedreams")
    lacking = {"no-control", "not-randomised", "no-sham", "unblinded-participants", "unblinded-assessors"}
    for study in trials.values():
        codes = {flaw["code"] for flaw in study["flaws"]}
        assert not codes & lacking, study["id"]
        assert ("single-site" in codes) == (study["id"] == "siddiqui-2014-premise")
        assert study["selection"]["instrument"] == "rob2"


@pytest.mark.usefixtures("checkout")
def test_the_whole_shipped_case_can_be_judged_and_what_is_no_study_is_refused(run: Run) -> None:
    studies = appraised(run, "--all")
    assert len(studies) > 60
    for study in studies.values():
        if study["kind"] in {"protocol", "news", "blog", "statement", "narrative-review", "commentary", "book"}:
            assert study["selection"]["refusal"], study["id"]
            assert not study["appraisals"]
            assert study["checklist"] is None
            assert not study["counts_as_evidence"]


# what is picked


@pytest.mark.usefixtures("desk")
def test_all_gives_every_study_one_row_and_full_gives_every_one_in_full(run: Run) -> None:
    ids = ["hope-2009", "sham-2014", "sham-2016-follow-up", "veins-2010", "undone-2012", "herald-2011"]
    rows = [line for line in run("appraise", "--all").out.splitlines() if line.split(" ")[0] in ids]
    in_order = [row.split()[0] for row in rows]
    assert sorted(in_order) == sorted(ids)
    full = run("appraise", "--all", "--full").out
    assert full == run("appraise", *in_order, "--full").out
    assert list(appraised(run, "--all")) == in_order
    assert list(appraised(run, "--all", "--sort", "file")) == ids


@pytest.mark.usefixtures("desk")
def test_neither_a_study_nor_all_is_told_and_so_are_both(run: Run) -> None:
    assert run("appraise").err == "triage: name one or more studies, or --all ('triage list' shows what there is)\n"
    assert "--all takes no study" in run("appraise", "--all", "hope-2009").err


@pytest.mark.usefixtures("desk")
def test_an_outcome_may_be_named(run: Run) -> None:
    (appraisal,) = appraised(run, "hope-2009", "--outcome", "relapse")["hope-2009"]["appraisals"]
    assert appraisal["outcome"] == "relapse"
    ran = run("appraise", "hope-2009", "--outcome", "relapses")
    assert (ran.code, ran.err) == (2, "triage: no outcome 'relapses' (did you mean 'relapse'?)\n")


@pytest.mark.usefixtures("desk")
def test_an_instrument_may_be_named_and_that_is_told(run: Run) -> None:
    study = appraised(run, "sham-2014", "--instrument", "single-arm")["sham-2014"]
    assert study["selection"]["chosen_by"] == "option"
    assert study["selection"]["instrument"] == "single-arm"
    assert appraised(run, "sham-2014")["sham-2014"]["selection"]["chosen_by"] == "rule"
    ran = run("appraise", "hope-2009", "--instrument", "rob3")
    assert (ran.code, ran.err) == (2, "triage: no instrument 'rob3' (did you mean 'rob2'?)\n")


def test_an_instrument_of_the_library_may_be_named(desk: Path, root: Path, run: Run) -> None:
    text = (root / "src" / "ccsvi_triage" / "instruments" / "single-arm.yaml").read_text(encoding="utf-8")
    (desk / "data" / "own.yaml").write_text(
        text.replace("id: single-arm", "id: my-own", 1).replace("title: Single-arm", "title: Our single-arm", 1),
        encoding="utf-8",
    )
    ran = run("appraise", "hope-2009", "--instrument", "my-own")
    assert (ran.code, "X critical" in ran.out) == (0, True)


@pytest.mark.usefixtures("desk")
def test_a_retracted_study_is_shown_and_never_counted(run: Run) -> None:
    study = appraised(run, "undone-2012")["undone-2012"]
    assert (study["status"], study["counts_as_evidence"], study["appraisals"], study["checklist"]) == (
        "retracted",
        False,
        [],
        None,
    )
    assert study["notices"] == [
        {"kind": "retraction", "date": "2013-05-01", "source": "review-page", "locator": "", "note": ""}
    ]


# gates


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("hope-2009", 0),
        ("hope-2009 --fail-on some", 1),
        ("hope-2009 --fail-on serious", 1),
        ("hope-2009 --fail-on critical", 1),
        ("hope-2009 --fail-on incomplete", 1),
        ("sham-2014 --fail-on critical", 0),
        ("sham-2014 --fail-on some", 0),
        ("sham-2014 --fail-on some --fail-on incomplete", 1),
        ("herald-2011 undone-2012 --fail-on some --fail-on incomplete", 0),
        ("veins-2010 --fail-on some", 0),
        ("sham-2014 hope-2009 --fail-on critical", 1),
        ("--all --fail-on critical", 1),
        ("--all --fail-on critical --exit-zero", 0),
    ],
)
def test_a_gate_trips_where_its_condition_holds_and_an_open_judgement_is_none(words: str, code: int, run: Run) -> None:
    ran = run("appraise", *words.split())
    assert ran.code == code
    assert bool(ran.err) == (code == 1 or "--exit-zero" in words)
    assert ran.out == run("appraise", *(word for word in words.split() if word in IDS or word == "--all")).out


@pytest.mark.usefixtures("desk")
def test_a_gate_names_the_condition_and_what_trips_it(run: Run) -> None:
    err = run("appraise", "--all", "--fail-on", "critical,flaw:single-site", "--fail-on", "flaw:no-sham").err
    first, judged, second, flaw = err.splitlines()
    assert first == "triage: --fail-on critical is tripped by 1:"
    assert judged.startswith("  data/studies.yaml:2:9: judgement:critical: hope-2009: critical by")
    assert second == "triage: --fail-on flaw:single-site is tripped by 1:"
    assert flaw.endswith("flaw:single-site: hope-2009: single-site")
    assert run("appraise", "--all", "--fail-on", "critical", "--quiet").err == ""


@pytest.mark.usefixtures("desk")
def test_a_word_that_no_gate_knows_is_met_with_what_was_meant(run: Run) -> None:
    code, _, err = run("appraise", "--all", "--fail-on", "flaw:no-controll")
    assert code == 2
    assert "did you mean 'flaw:no-control'?" in " ".join(err.split())


IDS = ("hope-2009", "sham-2014", "herald-2011", "undone-2012", "veins-2010")


# problems


def test_facts_that_contradict_each_other_are_told_and_nothing_is_judged(desk: Path, run: Run) -> None:
    (desk / "data" / "odd.yaml").write_text(
        "studies:\n"
        "  - {id: odd, title: Odd, kind: primary-study, question: benefit, design: single-arm, sites: 3,\n"
        "     flaws: [{code: single-site, source: review-page, basis: stated}]}\n",
        encoding="utf-8",
    )
    for words in (("odd",), ("--all",), ("hope-2009", "odd")):
        ran = run("appraise", *words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.splitlines()[0].startswith("data/odd.yaml:3:21: error[C101]: the flaw 'single-site' contradicts")
        assert ran.err.splitlines()[-1] == "triage: 1 error; nothing was judged"
    assert run("appraise", "hope-2009").code == 0


def test_a_study_that_fits_two_rows_of_the_selection_rule_names_both(desk: Path, run: Run) -> None:
    (desk / "data" / "odd.yaml").write_text(
        "studies:\n"
        "  - {id: odd, title: Odd, kind: primary-study, question: benefit, design: randomised-trial, control: none}\n",
        encoding="utf-8",
    )
    ran = run("appraise", "odd")
    assert ran.code == 2
    assert "error[E-DESIGN]" in ran.err
    assert "'randomised-trial'" in ran.err
    assert "'single-arm'" in ran.err


def test_a_warning_is_told_aside_and_does_not_stop_the_judging(desk: Path, run: Run) -> None:
    sheets = desk / "data" / "sheets.yaml"
    sheets.write_text(sheets.read_text(encoding="utf-8").replace("2019-08-22", "2016"), encoding="utf-8")
    ran = run("appraise", "sham-2014")
    assert ran.code == 0
    assert ran.err.startswith("data/sheets.yaml:5:14: warning[E-VERSION]")
    assert run("appraise", "sham-2014", "-q") == (0, ran.out, "")
