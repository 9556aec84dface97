"""What would change is what changes where somebody changes it; no file is touched."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def data_of(run: Run, *words: str) -> dict[str, Any]:
    ran = run("whatif", *words, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    data: dict[str, Any] = json.loads(ran.out)
    return data


def after_of(run: Run, *words: str) -> list[Any]:
    """Give what whatif says of the domains and the whole then."""
    appraisals = data_of(run, *words)["supposed"]["appraisals"]
    return [
        ([d["after"] for d in appraisal["domains"] if d["after"]], [w["after"] for w in appraisal["wholes"]])
        for appraisal in appraisals
        if appraisal["judged"]["after"]
    ]


def appraised(run: Run, study: str) -> list[Any]:
    """Give the same of what is recorded."""
    ran = run("appraise", study, "--format", "json")
    (found,) = json.loads(ran.out)["studies"]

    def held(one: dict[str, Any]) -> dict[str, Any]:
        return {"judgement": one["judgement"], "possible": one["possible"]}

    return [([held(d) for d in a["domains"]], [held(a["overall"])]) for a in found["appraisals"]]


SINGLE_SITE = "      - {code: single-site, source: review-page, basis: inferred}\n"
WHERE_CHANCE = "      2.6: {answer: Y, because: everybody is counted where chance put them}\n"

SAME = {
    ("hope-2009", "--set", "blinding.participants=yes"): {"{participants: no,": "{participants: yes,"},
    ("hope-2009", "--set", "sampling="): {"    sampling: consecutive\n": ""},
    ("hope-2009", "--set", "outcome.measure=objective"): {"measure: subjective": "measure: objective"},
    ("hope-2009", "--set", "design=case-series"): {"design: single-arm\n    rand": "design: case-series\n    rand"},
    ("hope-2009", "--set", "sites=2", "--drop-flaw", "single-site"): {"sites: 1": "sites: 2", SINGLE_SITE: ""},
    ("hope-2009", "--set", "enrolled=6", "--set", "prospective=no"): {
        "enrolled: 65": "enrolled: 6",
        "prospective: yes": "prospective: no",
    },
    ("sham-2014", "--set", "1.2=PN"): {"1.2: {answer: Y": "1.2: {answer: PN"},
    ("sham-2014", "--set", "2.6=", "--set", "rob2/1.3=NI"): {WHERE_CHANCE: "", "1.3: {answer: N": "1.3: {answer: NI"},
}
"""What is supposed, and the same as it is written."""


@pytest.mark.parametrize("words", SAME, ids=" ".join)
def test_what_is_supposed_comes_out_as_what_is_written(words: tuple[str, ...], desk: Path, run: Run) -> None:
    supposed = after_of(run, *words)
    assert supposed
    for old, new in SAME[words].items():
        found = [path for path in (desk / "data").glob("*.yaml") if old in path.read_text(encoding="utf-8")]
        assert len(found) == 1
        found[0].write_text(found[0].read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert appraised(run, words[0]) == supposed


def test_several_things_may_be_supposed_and_each_is_told_with_what_was_there(desk: Path, run: Run) -> None:
    told = data_of(
        run, "sham-2014", "--set", "rob2/1.3=NI", "--set", "1.1=N", "--set", "sites=1", "--add-flaw", "no-sham"
    )
    assert [(one["of"], one["what"], one["before"], one["after"]) for one in told["supposed"]["suppositions"]] == [
        ("fact", "sites", "4", "1"),
        ("flaw", "no-sham", None, "stated"),
        ("answer", "rob2/1.3", "N", "NI"),
        ("answer", "rob2/1.1", "Y", "N"),
    ]
    assert desk.is_dir()


@pytest.mark.usefixtures("desk")
def test_no_file_is_touched(desk: Path, run: Run) -> None:
    files = {path: path.read_bytes() for path in (desk / "data").rglob("*") if path.is_file()}
    run("whatif", "hope-2009", "--set", "control=sham", "--drop-flaw", "no-control", "--minimal")
    assert {path: path.read_bytes() for path in (desk / "data").rglob("*") if path.is_file()} == files


@pytest.mark.usefixtures("desk")
def test_a_fact_against_a_flaw_and_against_the_design_brings_problems_that_name_both(run: Run) -> None:
    brought = {
        p["code"]: p["message"] for p in data_of(run, "hope-2009", "--set", "control=sham")["supposed"]["brought"]
    }
    assert "'no-control'" in brought["C101"]
    assert "'single-arm'" in brought["C102"]
    assert "'non-randomised-trial'" in brought["E-DESIGN"]
    assert "'single-arm'" in brought["E-DESIGN"]


WRONG = {
    ("--set", "contrl=sham"): "triage: --set contrl=sham: 'contrl' is not known here (did you mean 'control'?)\n",
    ("--set", "sites=many"): "triage: --set sites=many: 'many' is not a whole number\n",
    ("--set", "2.1=Q"): "triage: --set 2.1=Q: 'Q' is no answer to 2.1 (it takes Y, PY, PN, N, NI)\n",
    ("--set", "rob2/2.1=Y"): "triage: --set rob2/2.1=Y: the study is not judged by 'rob2'"
    " (it is judged by single-arm, quick)\n",
    ("--set", "sites"): "triage: --set sites: write FACT=VALUE; FACT= alone leaves it open\n",
    ("--set", "sites=1", "--set", "sites=2"): "triage: --set sites=2: it is set twice\n",
    ("--set", "flaw=no-sham"): "triage: --set flaw=no-sham: flaws are supposed by --add-flaw CODE"
    " and --drop-flaw CODE\n",
    ("--set", "judgement.overall=low"): "triage: --set judgement.overall=low: 'overall' is judged from answers,"
    " not by a person; suppose those\n",
    ("--set", "companion_of=sham-2O14"): "triage: --set companion_of=sham-2O14: there is no 'sham-2O14'"
    " (did you mean 'sham-2014'?)\n",
    ("--add-flaw", "no-contrl"): "triage: --add-flaw 'no-contrl' is not known here (did you mean 'no-control'?)\n",
    ("--add-flaw", "no-control"): "triage: --add-flaw no-control: the study has this flaw already\n",
    ("--drop-flaw", "no-sham"): "triage: --drop-flaw no-sham: the study does not have this flaw"
    " (it has no-control, regression-to-mean, single-site)\n",
    ("--minimal", "--domain", "9"): "triage: no domain '9' (there are: ",
    (): "triage: say what to suppose (--set FACT=VALUE), or ask for the smallest change (--minimal)\n",
}


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_is_wrong_is_told_with_its_mend_and_nothing_is_judged(words: tuple[str, ...], run: Run) -> None:
    code, out, err = run("whatif", "hope-2009", *words)
    assert (code, out) == (2, "")
    assert err.startswith(WRONG[words])


@pytest.mark.usefixtures("desk")
def test_all_that_is_wrong_with_facts_is_told_at_once(run: Run) -> None:
    err = run("whatif", "hope-2009", "--set", "sites=x", "--set", "control=shm", "--add-flaw", "nothing").err
    assert len(err.splitlines()) == 3


@pytest.mark.usefixtures("desk")
def test_a_domain_is_an_option_of_minimal_alone(run: Run) -> None:
    ran = run("whatif", "hope-2009", "--set", "sites=2", "--domain", "1")
    assert ran.code == 2
    assert "--minimal" in ran.err


@pytest.mark.usefixtures("desk")
def test_the_smallest_changes_start_from_what_is_supposed(run: Run) -> None:
    (plain,) = data_of(run, "sham-2014", "--minimal")["minimal"]
    (supposed,) = data_of(run, "sham-2014", "--set", "4.1=Y", "--minimal")["minimal"]
    levels = [{d["id"]: d["judgement"] for d in found["domains"]}["D4"] for found in (plain, supposed)]
    assert levels == [None, "high"]


@pytest.mark.usefixtures("desk")
def test_a_study_of_which_nothing_is_judged_has_nothing_to_turn(run: Run) -> None:
    assert data_of(run, "herald-2011", "--minimal")["minimal"] == []
    assert "There is no judgement to turn" in run("whatif", "herald-2011", "--minimal").out


@pytest.mark.usefixtures("desk")
def test_a_level_that_a_person_gives_can_be_supposed_without_a_sheet(run: Run) -> None:
    told = data_of(run, "hope-2009", "--instrument", "robins-i", "--set", "judgement.D1=serious")["supposed"]
    (appraisal,) = told["appraisals"]
    assert appraisal["domains"][0]["after"]["judgement"] == "serious"
    assert not told["brought"]
    assert appraisal["sheet"] is None


@pytest.mark.usefixtures("desk")
def test_an_answer_to_the_checklist_counts(run: Run) -> None:
    checklist = data_of(run, "hope-2009", "--set", "quick/q09=yes")["supposed"]["checklist"]
    assert checklist["changed"]
    assert [criterion["question"] for criterion in checklist["criteria"]] == ["q09"]


@pytest.mark.usefixtures("checkout")
def test_an_answer_is_supposed_in_each_sheet_and_what_stands_in_any_of_them_is_told(run: Run) -> None:
    told = data_of(run, "siddiqui-2014-premise", "--set", "4.1=N")["supposed"]
    assert told["suppositions"][0]["before"] == "open or PN"
    answers = [
        answer for appraisal in told["appraisals"] for domain in appraisal["domains"] for answer in domain["answers"]
    ]
    assert [answer["after"]["answer"] for answer in answers if answer["question"] == "4.1"] == ["N", "N"]


# claims

RELAPSES = "angioplasty-reduces-relapses-rrms"


def shifted(run: Run, *words: str) -> dict[str, dict[str, Any]]:
    told = json.loads(run("whatif", *words, "--format", "json").out)["supposed"]
    return {claim["id"]: claim for claim in told["claims"]}


@pytest.mark.usefixtures("checkout")
def test_the_claims_that_name_the_study_are_told_before_and_after(run: Run) -> None:
    claims = shifted(run, "siddiqui-2014-premise", "--set", "status=retracted")
    harm = claims["angioplasty-may-worsen-ms"]
    assert harm["changed"]
    assert (harm["before"]["verdict"], harm["after"]["verdict"]) == ("supported", "untested")
    assert harm["after"]["deciding"] == ["nothing"]
    assert not claims[RELAPSES]["changed"]
    assert claims[RELAPSES]["before"] == claims[RELAPSES]["after"]
    out = run("whatif", "siddiqui-2014-premise", "--set", "status=retracted").out
    assert "Claims that name it, and change" in out
    assert "verdict and certainty: ccsvi-causes-ms" in " ".join(out.split())


@pytest.mark.usefixtures("checkout")
def test_claims_come_out_before_as_triage_claim_has_them(run: Run) -> None:
    for study in ("siddiqui-2014-premise", "napoli-2020", "zamboni-2009-jnnp"):
        for name, claim in shifted(run, study, "--set", "sites=2").items():
            (told,) = json.loads(run("claim", name, "--format", "json").out)["claims"]
            for key in ("verdict", "possible", "deciding", "depends_on"):
                assert claim["before"][key] == told[key]
            assert claim["before"]["certainty"] == told["certainty"]["level"]


def test_claims_come_out_then_as_they_do_where_it_is_written(desk: Path, run: Run) -> None:
    claims = shifted(run, "sham-2014", "--set", "status=planned")
    file = next(path for path in (desk / "data").rglob("*.yaml") if "id: sham-2014\n" in path.read_text("utf-8"))
    text = file.read_text("utf-8")
    file.write_text(text.replace("id: sham-2014\n", "id: sham-2014\n    status: planned\n", 1), encoding="utf-8")
    (told,) = json.loads(run("claim", "widening-helps", "--format", "json").out)["claims"]
    assert claims["widening-helps"]["after"]["possible"] == told["possible"]
    assert claims["widening-helps"]["after"]["deciding"] == told["deciding"]


@pytest.mark.usefixtures("checkout")
def test_a_study_in_no_claim_has_no_claims_to_tell_of(run: Run) -> None:
    ran = run("whatif", "gandhi-2019", "--set", "sites=2")
    assert "Claims" not in ran.out
    assert "name it" not in ran.out
    assert shifted(run, "gandhi-2019", "--set", "sites=2") == {}


def test_where_the_library_has_errors_elsewhere_no_claim_is_judged_and_that_is_said(desk: Path, run: Run) -> None:
    (desk / "data" / "broken.yaml").write_text("studies:\n  - id: odd\n    title: Odd\n", encoding="utf-8")
    ran = run("whatif", "hope-2009", "--set", "sites=2")
    assert ran.code == 0
    assert "no claim was judged" in " ".join(ran.out.split())
    told = json.loads(run("whatif", "hope-2009", "--set", "sites=2", "--format", "json").out)["supposed"]
    assert told["claims"] == []
    assert "errors elsewhere" in told["no_claims"]


def test_where_another_study_of_a_claim_is_broken_no_claim_is_judged(desk: Path, run: Run) -> None:
    file = next(path for path in (desk / "data").rglob("*.yaml") if "id: sham-2014\n" in path.read_text("utf-8"))
    text = file.read_text("utf-8").replace("id: sham-2014\n", "id: sham-2014\n    relation: subset\n", 1)
    file.write_text(text, encoding="utf-8")
    told = json.loads(run("whatif", "hope-2009", "--set", "sites=2", "--format", "json").out)["supposed"]
    assert told["claims"] == []
    assert "errors elsewhere" in told["no_claims"]
