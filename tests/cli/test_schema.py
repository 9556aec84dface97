"""What programs read is described by a schema, and holds all that people are shown."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ccsvi_triage.report.blocks import SCHEMA_VERSION

Run = Callable[..., Any]

REPORTS = {
    "appraisals": ("appraise", "--all"),
    "inventory": ("list",),
    "record": ("show", "hope-2009"),
    "problems": ("lint",),
    "explanation": ("explain", "rob2"),
    "recheck": ("recheck", "--all"),
    "comparison": ("compare", "hope-2009", "sham-2014"),
    "claims": ("claim",),
    "report": ("report",),
    "whatif": ("whatif", "hope-2009", "--set", "blinding.participants=yes", "--minimal"),
}
MORE = (
    ("report", "--full", "--date", "2026-11-21"),
    ("recheck", "hope-2009", "sham-2014", "--full"),
    ("recheck", "veins-2010"),
    ("appraise", "hope-2009", "sham-2014", "--full"),
    ("appraise", "undone-2012"),
    ("appraise", "hope-2009", "--instrument", "quick"),
    ("list", "--kind", "book"),
    ("show", "sham-2014-by-reviewer"),
    ("show", "review-page"),
    ("whatif", "sham-2014", "--minimal"),
    ("whatif", "sham-2014", "--set", "1.1=N", "--set", "setup.effect=adhering"),
    ("whatif", "hope-2009", "--set", "status=retracted", "--add-flaw", "no-sham"),
    ("whatif", "hope-2009", "--set", "control=sham"),
    ("whatif", "veins-2010", "--instrument", "robins-i", "--minimal", "--set", "judgement.D2=low"),
    ("whatif", "herald-2011", "--minimal"),
    ("compare", "hope-2009", "sham-2014", "undone-2012", "--only-differences"),
    ("compare", "hope-2009", "veins-2010"),
    ("explain",),
    ("claim", "widening-helps", "--trace", "--as-of", "2012"),
    ("explain", "verdicts"),
    ("explain", "rob2/4.3"),
    ("explain", "rob2/D1"),
    ("explain", "single-arm/M9"),
    ("explain", "none"),
    ("explain", "single-arm"),
    ("explain", "F102"),
)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    from ccsvi_triage.report.schema import report_schema  # noqa: PLC0415

    schema = report_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def data_of(run: Run, *words: str) -> dict[str, Any]:
    ran = run(*words, "--format", "json")
    assert ran.code in (0, 1)
    data: dict[str, Any] = json.loads(ran.out)
    return data


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("words", [*REPORTS.values(), *MORE], ids=" ".join)
def test_every_report_is_as_the_published_schema_says(
    words: tuple[str, ...], run: Run, validator: Draft202012Validator
) -> None:
    validator.validate(data_of(run, *words))


def test_the_report_of_problems_is_as_the_published_schema_says(
    desk: Path, run: Run, validator: Draft202012Validator
) -> None:
    (desk / "data" / "a.yaml").write_text("studies: [{id: a, titel: A}]\nclaims: 3\n", encoding="utf-8")
    data = data_of(run, "lint")
    assert data["problems"]
    validator.validate(data)


@pytest.mark.usefixtures("checkout")
def test_the_shipped_case_is_reported_as_the_published_schema_says(run: Run, validator: Draft202012Validator) -> None:
    validator.validate(data_of(run, "appraise", "--all"))
    validator.validate(data_of(run, "claim"))


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_says_which_it_is_in_which_version_and_by_which_tool(name: str, run: Run) -> None:
    from ccsvi_triage import version  # noqa: PLC0415

    data = data_of(run, *REPORTS[name])
    assert list(data)[:2] == ["schema", "tool"]
    assert data["schema"] == f"ccsvi-triage/{name}/{SCHEMA_VERSION}"
    assert data["tool"] == {"name": "ccsvi-triage", "version": version()}


def test_the_schema_refuses_keys_that_it_does_not_know(validator: Draft202012Validator) -> None:
    report = {
        "schema": f"ccsvi-triage/problems/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": "0"},
        "files": 1,
        "counts": {"error": 0, "warning": 0, "note": 0},
        "problems": [],
    }
    assert validator.is_valid(report)
    assert not validator.is_valid({**report, "more": 1})
    assert not validator.is_valid({**report, "schema": "ccsvi-triage/problems/2.0"})
    assert not validator.is_valid({name: value for name, value in report.items() if name != "files"})


def test_the_schemas_are_printed_and_valid(run: Run) -> None:
    for words in (("schema",), ("schema", "library"), ("schema", "report")):
        code, out, err = run(*words)
        assert (code, err) == (0, "")
        schema = json.loads(out)
        assert schema["$schema"].startswith(
            ("http://json-schema.org/draft-07/", "https://json-schema.org/draft/2020-12/")
        )
    assert run("schema").out == run("schema", "library").out != run("schema", "report").out


def test_a_schema_is_ascii_wherever_it_goes(run: Run, tmp_path: Path) -> None:
    out = run("schema", encoding="ascii").out
    assert out == run("schema").out
    assert out.isascii()
    run("schema", "-o", str(tmp_path / "schema.json"))
    assert (tmp_path / "schema.json").read_text(encoding="ascii") == out


# what people are shown, programs are told


@pytest.mark.usefixtures("desk")
def test_json_tells_every_judgement_with_its_rules_and_answers_and_their_places(run: Run) -> None:
    (study,) = data_of(run, "appraise", "sham-2014")["studies"]
    (appraisal,) = study["appraisals"]
    domains = {domain["id"].partition("-")[0]: domain for domain in appraisal["domains"]}
    first = domains["D1"]
    assert (first["judgement"], first["concern"], first["possible"], first["confirmed"]) == (
        "low",
        "none",
        ["low"],
        True,
    )
    assert [rule["id"] for rule in first["rules"]] == ["D1.6"]
    assert all(rule["because"] for rule in first["rules"])
    assert [(a["question"], a["answer"], a["origin"]) for a in first["answers"]] == [
        ("1.1", "Y", "answered"),
        ("1.2", "Y", "answered"),
        ("1.3", "N", "answered"),
    ]
    (ground,) = first["answers"][0]["grounds"]
    assert (ground["source"], ground["locator"]) == ("sham-abstract", "methods")
    assert (ground["place"]["file"], ground["place"]["line"], ground["place"]["column"]) == ("data/sheets.yaml", 11, 21)
    fourth = domains["D4"]
    assert (fourth["judgement"], fourth["suggested"]) == (None, None)
    assert fourth["possible"] == ["low", "some-concerns", "high"]
    assert set(fourth["depends_on"]) >= {"4.1", "4.2"}
    proposed = next(answer for answer in fourth["answers"] if answer["question"] == "4.3")
    assert (proposed["answer"], proposed["origin"]) == ("N", "proposed")
    assert proposed["grounds"][0]["place"]["file"] == "data/studies.yaml"
    fifth = domains["D5"]
    assert fifth["judgement"] == "some-concerns"
    assert fifth["suggested"] is None
    assert fifth["ruling"] == {
        "level": "some-concerns",
        "reason": "the plan was not seen",
        "by": "A. Reviewer",
        "date": "2024-02-03",
    }
    assert appraisal["overall"]["judgement"] is None
    assert appraisal["overall"]["possible"] == ["some-concerns", "high"]


@pytest.mark.usefixtures("desk")
def test_json_tells_the_tally_with_every_criterion(run: Run) -> None:
    (study,) = data_of(run, "appraise", "hope-2009")["studies"]
    tally = study["checklist"]
    counts = [criterion["counts"] for criterion in tally["criteria"]]
    assert len(counts) == 25
    for name, word in (("met", "met"), ("not_met", "not-met"), ("not_reported", "not-reported"), ("open", None)):
        assert tally[name] == counts.count(word)
    assert tally["not_applicable"] == counts.count("not-applicable")
    for criterion in tally["criteria"]:
        assert bool(criterion["opens"]) == (criterion["counts"] == "not-met")
        assert (criterion["answer"] is None) == (criterion["origin"] == "open")
        assert all(ground["place"] for ground in criterion["grounds"])


@pytest.mark.usefixtures("desk")
def test_json_tells_numbers_as_printed_flaws_conflicts_and_sources(run: Run) -> None:
    data = data_of(run, "appraise", "hope-2009", "sham-2014")
    hope, sham = data["studies"]
    assert sham["results"][0]["estimates"] == [{"measure": "RR", "value": "1.10", "low": "0.50", "high": "2.50"}]
    assert sham["results"][0]["arms"] == {"treated": {"n": "53", "events": "9"}, "sham": {"n": "51", "events": "8"}}
    assert (hope["results"][0]["p"], hope["results"][0]["unit"]) == ("<0.01", "patients")
    assert [flaw["code"] for flaw in hope["flaws"]] == ["no-control", "regression-to-mean", "single-site"]
    assert [account["says"] for account in hope["conflicts"][0]["accounts"]] == ["65 people", "67 people"]
    assert hope["unseen"] == ["who paid", "what happened to those who left"]
    assert hope["ceiling"]["strength"] == "hypothesis"
    assert sham["companions"] == ["sham-2016-follow-up"]
    assert set(data["sources"]) == {"review-page", "hope-2009", "sham-abstract"}
    assert {entry["id"]: entry["ours"] for entry in data["instruments"]} == {
        "quick": True,
        "rob2": False,
        "single-arm": True,
    }
    assert all(entry["licence"] and entry["notice"] and entry["version"] for entry in data["instruments"])


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("study", ["hope-2009", "sham-2014", "veins-2010", "undone-2012", "herald-2011"])
def test_what_the_table_says_stands_in_the_json_too(study: str, run: Run) -> None:
    table = run("appraise", study, "--full", "--width", "1000").out
    ran = run("appraise", study, "--format", "json")
    said = json.dumps(json.loads(ran.out), ensure_ascii=False)
    (data,) = json.loads(ran.out)["studies"]
    for domain in (domain for appraisal in data["appraisals"] for domain in appraisal["domains"]):
        for answer in domain["answers"]:
            if answer["origin"] in ("answered", "proposed"):
                assert answer["because"] in table
        if domain["suggested"] is not None:
            assert any(rule["because"] in table for rule in domain["rules"])
    for flaw in data["flaws"]:
        assert flaw["code"] in table
        assert flaw["detail"] in table
    for wanted in (data["title"], data["citation"], data["described"], *data["unseen"]):
        assert wanted in table
    for word in ("critical", "open", "retracted"):
        assert word not in table or word in said


def test_the_schema_beside_the_shipped_library_is_the_one_that_the_program_prints(run: Run, root: Path) -> None:
    code, out, _ = run("schema")
    assert code == 0
    assert (root / "data" / "library.schema.json").read_text(encoding="utf-8") == out, (
        "make it anew: triage schema > data/library.schema.json"
    )
