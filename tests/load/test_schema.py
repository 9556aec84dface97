import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ccsvi_triage.load.files import SHELF, Read, shelf_ids
from ccsvi_triage.load.schema import library_schema

ROOT = Path(__file__).parents[2]
DATA = sorted(path.name for path in (ROOT / "data").glob("*.yaml"))


class OfToday(yaml.SafeLoader):
    """Reads YAML 1.2: ``no`` is a text, and so is a date."""


OfToday.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in {"null", "int", "float"}]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for letter in "tTfF":
    OfToday.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|True|TRUE|false|False|FALSE"), [letter])

LOADERS = {"YAML 1.1": yaml.SafeLoader, "YAML 1.2": OfToday}


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): as_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def validator() -> Draft7Validator:
    return Draft7Validator(library_schema({"YesNo": "A fact that holds, or not."}))


def complaints(text: str, loader: str = "YAML 1.2") -> list[str]:
    """Give what an editor would underline, by its path."""
    seen = as_json(yaml.load(text, LOADERS[loader]))  # noqa: S506 -- loaders without objects
    return [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(seen)]


def study(line: str) -> str:
    return f"studies:\n- id: a\n  title: A\n  kind: news\n  {line}\n"


def instrument(line: str) -> str:
    return f"""\
instruments:
  - {{id: mine, title: M, version: "1", about: x, form: judged, judges: study, ours: no, licence: CC0, notice: x,
     sources: [], options: [Y, N], domains: [{{id: d, title: D, questions: [{{id: q, text: Q, {line}}}]}}]}}
"""


def test_the_schema_is_one_and_can_be_written_as_json() -> None:
    schema = library_schema({})
    Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert set(schema["properties"]) == {"sources", "studies", "claims", "sheets", "instruments"}


def test_what_a_word_is_for_stands_in_the_schema_for_editors_to_show() -> None:
    definitions = library_schema({"YesNo": "A fact that holds, or not."})["definitions"]
    assert definitions["YesNo"]["description"] == "A fact that holds, or not."
    assert definitions["Study"]["description"] == "One study, or one publication that is no study."


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("file", DATA)
def test_every_file_of_the_shipped_library_is_accepted(file: str, loader: str) -> None:
    assert complaints((ROOT / "data" / file).read_text(encoding="utf-8"), loader) == []


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("name", shelf_ids())
def test_every_instrument_of_the_package_is_accepted(name: str, loader: str) -> None:
    assert complaints(Path(SHELF, f"{name}.yaml").read_text(encoding="utf-8"), loader) == []


def test_the_shipped_library_has_studies_and_claims_to_be_accepted() -> None:
    assert {"studies.yaml", "claims.yaml"} <= set(DATA)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    "line",
    [
        "year: 2009",
        "year: '2009'",
        "year:",
        "et_al: no",
        "et_al: 'yes'",
        "date: 2009",
        "date: 2009-12",
        "date: 2009-12-08",
        "volume: 50",
        "pages: 1348:58",
        "journal: no",
        "aliases: one",
        "aliases: [one, 2]",
        "sites: 1",
        "sites: not-reported",
        "sites: {value: 1, source: x, basis: inferred}",
        "sites: {value: not-applicable, source: , locator: ~, basis: , note: }",
        "randomised: {value: no}",
        "control: none",
        "control: [none, sham]",
        "control: {value: [none]}",
        "blinding: {participants: no, assessors: {value: unclear}}",
        "arms: [{id: x, role: cases, n: 5}]",
        "outcomes: [{id: x, name: X, results: [{unit: events, p: <0.001, arms: {x: {mean: 5.10, n: '1,234'}}}]}]",
        "flaws: [{code: no-control, basis: stated}]",
        "flaws:",
    ],
)
def test_what_the_reader_takes_an_editor_takes(read_text: Callable[[str], Read], line: str, loader: str) -> None:
    assert [problem for problem in read_text(study(line)).problems if problem.code != "F202"] == []
    assert complaints(study(line), loader) == []


@pytest.mark.parametrize("written", ["{control: none}", "{control: [none, sham], sites: 1}", "[{a: b}, {c: [d]}]", ""])
def test_a_condition_that_the_reader_takes_an_editor_takes(read_text: Callable[[str], Read], written: str) -> None:
    text = instrument(f"asked_when: {written}")
    assert read_text(text).problems == ()
    assert complaints(text) == []


@pytest.mark.parametrize("section", ["sources", "studies", "claims", "sheets", "instruments"])
def test_a_list_that_has_no_records_yet_is_accepted(section: str) -> None:
    assert complaints(f"{section}:\n") == []
    assert complaints(f"{section}: []\n") == []


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    "text",
    [
        "studeis: []\n",
        "- id: a\n",
        "studies: {id: a, title: A, kind: news}\n",
        "studies: [a]\n",
        "studies:\n- {id: a, title: A}\n",
        "studies:\n- {id: a, title: , kind: news}\n",
        "studies:\n- {id: A B, title: A, kind: news}\n",
        study("tilte: B"),
        study("kind2: B"),
        study("year: MMIX"),
        study("year: -5"),
        study("year: 2009.5"),
        study("date: 2009-13"),
        study("doi: https://doi.org/10.1016/j"),
        study("url: javascript:alert(1)"),
        study("status: bogus"),
        study("status: [published]"),
        study("journal: {a: b}"),
        study("authors: {a: b}"),
        study("et_al: maybe"),
        study("et_al: 1"),
        study("sites: {note: x}"),
        study("sites: {value: }"),
        study("sites: {value: 1, sorce: x}"),
        study("sites: {value: 1, basis: bogus}"),
        study("sites: many"),
        study("sites: [1]"),
        study("follow_up: a while"),
        study("control: [none, bogus]"),
        study("blinding: {patients: no}"),
        study("arms: {id: x, role: cases}"),
        study("arms: [{id: x}]"),
        study("outcomes: [{id: x, name: X, results: [{unit: events, arms: {x: {main: 5}}}]}]"),
        study("outcomes: [{id: x, name: X, results: [{unit: events, p: NS}]}]"),
        study("flaws: [{code: no-controls, basis: stated}]"),
        "sheets:\n- {id: a, study: b, instrument: c, version: '1', reviewer: d, answers: {q1: {anser: Y}}}\n",
        "sheets:\n- {id: a, study: b, instrument: c, version: '1', reviewer: d, directions: {d1: up}}\n",
        instrument("asked_when: none"),
        instrument("asked_when: [none]"),
        instrument("asked_when: {control: {a: b}}"),
        instrument("askd_when: {control: none}"),
        "claims:\n- {id: a, text: A, kind: benefit, strength: effect, evidence: [{study: a, bearing: fro, why: x}]}\n",
    ],
)
def test_what_the_reader_refuses_an_editor_underlines(text: str, loader: str) -> None:
    assert complaints(text, loader) != []


@pytest.mark.parametrize("truth", ["true", "false"])
def test_a_truth_value_is_refused_by_the_reader_alone(read_text: Callable[[str], Read], truth: str) -> None:
    line = study(f"et_al: {truth}")
    assert [problem.code for problem in read_text(line).problems] == ["F105"]
    assert complaints(line) == [], "an editor that reads 'yes' as true could not tell the two apart"


@cache
def records() -> list[str]:
    """Give each record of the shipped library as a file of its own."""
    found = []
    for file in DATA:
        text = (ROOT / "data" / file).read_text(encoding="utf-8")
        section = file.removesuffix(".yaml")
        found += [f"{section}:\n  - id: {part}" for part in re.split(r"(?m)^  - id: ", text)[1:]]
    return found


KEY = re.compile(r"(?<=[ {])[a-z_]+(?=: )")
WORD = re.compile(r"(?<=: )[a-z][a-z-]*(?=\n|, |\}|\])")


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(
    pick=st.integers(0, 10_000),
    what=st.sampled_from([KEY, WORD]),
    spot=st.floats(0, 1, exclude_max=True),
    slip=st.sampled_from([lambda w: w + "x", lambda w: w[1:] + w[0] + "q", lambda _: "bogus", lambda w: w[:-1] or "z"]),
)
def test_a_slip_in_a_key_or_word_that_the_reader_refuses_is_underlined_in_an_editor(
    *,
    read_text: Callable[[str], Read],
    pick: int,
    what: re.Pattern[str],
    spot: float,
    slip: Callable[[str], str],
) -> None:
    text = records()[pick % len(records())]
    found = list(what.finditer(text))
    assume(found)
    place = found[int(spot * len(found))]
    slipped = text[: place.start()] + slip(place.group()) + text[place.end() :]
    codes = {problem.code for problem in read_text(slipped).problems}
    assume(codes & {"F102", "F105"})
    for loader in LOADERS:
        assert complaints(slipped, loader) != []
