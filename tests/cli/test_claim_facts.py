"""One other fact in a copy of the shipped library makes the verdict that the rules say, rule by rule."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ccsvi_triage.load.files import load_verdicts

Run = Callable[..., Any]

OURS = "data/claims.yaml"
STUDIES = "data/studies.yaml"
NEW = "data/new.yaml"


class Fact(NamedTuple):
    """One fact that is changed.

    Attributes:
        file: Where it stands.
        path: Lines that lead to it, each looked for behind the one before.
        old: What stands there, behind the last of them.
        new: What is written instead.
    """

    file: str
    path: tuple[str, ...]
    old: str
    new: str

    def change(self, root: Path) -> None:
        file = root / self.file
        text = file.read_text(encoding="utf-8")
        at = 0
        for line in self.path:
            at = text.index(f"{line}\n", at)
        assert self.old in text[at:], self
        file.write_text(text[:at] + text[at:].replace(self.old, self.new, 1), encoding="utf-8")


def new_claim(kind: str, strength: str, *evidence: str, asserts: str = "presence") -> str:
    """Write a claim on shipped studies; where none that ships meets a rule."""
    named = "".join(f"      - {{{words}, why: so}}\n" for words in evidence)
    head = f"claims:\n  - id: new\n    text: New\n    kind: {kind}\n    strength: {strength}\n    asserts: {asserts}\n"
    return f"{head}    evidence:\n{named}"


def said(words: str, old: str, new: str) -> Fact:
    """Change what the new claim says of a study."""
    return Fact(NEW, ("claims:",), f"study: {words}, bearing: {old}", f"study: {words}, bearing: {new}")


def of_claim(claim: str, old: str, new: str, *path: str) -> Fact:
    return Fact(OURS, (f"  - id: {claim}", *path), old, new)


def of_study(study: str, old: str, new: str, *path: str) -> Fact:
    return Fact(STUDIES, (f"  - id: {study}", *path), old, new)


RETRACTED = "    kind: primary-study\n    status: retracted\n"


def retracted(study: str) -> Fact:
    return of_study(study, "    kind: primary-study\n", RETRACTED)


class Case(NamedTuple):
    """A rule that comes or goes with a fact."""

    rule: str
    fact: Fact
    before: str
    after: str
    claim: str = "new"
    added: str = ""


SHAM = "study: siddiqui-2014-premise, bearing: against, outcome: relapse"
HOPE = "study: zamboni-2009-jvs, bearing: for, outcome: relapse-one-year"
WORSE = of_study(
    "siddiqui-2014-premise", "angioplasty: {events: 3, n: 9}", "angioplasty: {events: 9, n: 9}", "      - id: relapse"
)
CASES = [
    Case(
        "enough",
        of_claim("nimodipine-eae", "strength: effect", "strength: hypothesis"),
        "overstated",
        "supported",
        "nimodipine-eae",
    ),
    Case(
        "short",
        of_claim("nimodipine-eae", "strength: effect", "strength: hypothesis"),
        "overstated",
        "supported",
        "nimodipine-eae",
    ),
    Case(
        "prevalence-sample",
        of_claim("untreated-rrms-improves", "kind: prognosis", "kind: prevalence"),
        "supported",
        "overstated",
        "untreated-rrms-improves",
    ),
    Case(
        "animals-alone",
        of_claim("oxygen-helps-ms", "bearing: for", "bearing: context", "      - study: davies-2013"),
        "overstated",
        "untested",
        "oxygen-helps-ms",
    ),
    Case(
        "animals-alone-of-a-hypothesis",
        of_claim("nimodipine-treats-ms", "bearing: context", "bearing: for", "      - study: desai-2020"),
        "untested",
        "untested",
        "nimodipine-treats-ms",
    ),
    Case("nothing", retracted("siddiqui-2014-premise"), "supported", "untested", "angioplasty-may-worsen-ms"),
    Case(
        "null-uncontrolled",
        said("bavera-366", "for", "against"),
        "overstated",
        "untested",
        added=new_claim("benefit", "effect", "study: bavera-366, bearing: for, outcome: fatigue"),
    ),
    Case(
        "null-as-strong-uncontrolled",
        said("bavera-366", "context", "against"),
        "overstated",
        "inconsistent",
        added=new_claim(
            "benefit",
            "effect",
            "study: zamboni-2009-jvs, bearing: for, outcome: quality-of-life",
            "study: bavera-366, bearing: context, outcome: fatigue",
        ),
    ),
    Case(
        "null-as-strong",
        retracted("comi-2013-cosmo"),
        "inconsistent",
        "overstated",
        added=new_claim(
            "association",
            "association",
            "study: zamboni-2009-jnnp, bearing: for, outcome: doppler-anomalies",
            "study: comi-2013-cosmo, bearing: against, outcome: ccsvi",
        ),
    ),
    Case(
        "null-of-less",
        of_claim("ccsvi-causes-ms", "strength: effect", "strength: association"),
        "not-supported",
        "inconsistent",
        "ccsvi-causes-ms",
    ),
    Case(
        "null-stronger",
        retracted("siddiqui-2014-premise"),
        "not-supported",
        "overstated",
        added=new_claim("benefit", "effect", HOPE, SHAM),
    ),
    Case(
        "against-uncontrolled",
        said("burton-2011", "context", "against"),
        "untested",
        "not-supported",
        added=new_claim(
            "harm", "effect", "study: burton-2011, bearing: context, outcome: complications", asserts="absence"
        ),
    ),
    Case(
        "against-as-strong-uncontrolled",
        of_claim("angioplasty-is-safe", "bearing: against", "bearing: context", "      - study: burton-2011"),
        "not-supported",
        "overstated",
        "angioplasty-is-safe",
    ),
    Case(
        "harm-recorded",
        of_claim("angioplasty-is-safe", "bearing: against", "bearing: context", "      - study: burton-2011"),
        "not-supported",
        "overstated",
        "angioplasty-is-safe",
    ),
    Case(
        "silence",
        of_claim("angioplasty-is-safe", "asserts: absence", "asserts: presence"),
        "not-supported",
        "overstated",
        "angioplasty-is-safe",
    ),
    Case(
        "counterexample",
        of_claim("no-controlled-hbo-trials", "bearing: against", "bearing: context"),
        "contradicted",
        "untested",
        "no-controlled-hbo-trials",
    ),
    Case(
        "absence-found",
        of_claim("no-controlled-hbo-trials", "bearing: against", "bearing: for"),
        "contradicted",
        "supported",
        "no-controlled-hbo-trials",
    ),
    Case(
        "wrong-order",
        of_claim("ccsvi-causes-ms", "bearing: unclear", "bearing: against", "      - viewpoint: temporality"),
        "not-supported",
        "not-supported",
        "ccsvi-causes-ms",
    ),
    Case("against-shown", WORSE, "not-supported", "not-supported contradicted", "angioplasty-reduces-relapses-rrms"),
    Case(
        "against-association", WORSE, "not-supported", "not-supported contradicted", "angioplasty-reduces-relapses-rrms"
    ),
    Case(
        "against-observed",
        of_study("houston-2013", "ms: {percent: 3.88}", "ms: {percent: 0.49}", "      - id: ccsvi"),
        "not-supported",
        "contradicted",
        added=new_claim("association", "association", "study: houston-2013, bearing: against, outcome: ccsvi"),
    ),
    Case(
        "against-as-strong",
        of_study("plos-2013-blindverified", "21", "1", "      - id: ccsvi"),
        "inconsistent",
        "inconsistent",
        added=new_claim(
            "association",
            "association",
            "study: zivadinov-2011, bearing: for, outcome: ccsvi",
            "study: plos-2013-blindverified, bearing: against, outcome: ccsvi",
        ),
    ),
    Case(
        "absence-shown",
        of_study(
            "zamboni-2018-bravedreams",
            "angioplasty: {events: 30,",
            "angioplasty: {events: 60,",
            "      - id: functional-composite",
        ),
        "overstated",
        "supported",
        added=new_claim(
            "harm",
            "association",
            "study: zamboni-2018-bravedreams, bearing: for, outcome: functional-composite",
            asserts="absence",
        ),
    ),
    Case(
        "not-shown-between-groups",
        of_claim("angioplasty-may-worsen-ms", "strength: hypothesis", "strength: association"),
        "supported",
        "overstated",
        "angioplasty-may-worsen-ms",
    ),
]


@pytest.fixture
def copy(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(root / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judged(run: Run, claim: str) -> tuple[str, set[str]]:
    """Give the verdicts that are possible, and the rules that hold."""
    ran = run("claim", claim, "--exact", "--quiet", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    (told,) = json.loads(ran.out)["claims"]
    return " ".join(told["possible"]), {rule["id"] for rule in told["rules"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_comes_or_goes_with_one_fact(case: Case, copy: Path, run: Run) -> None:
    if case.added:
        (copy / NEW).write_text(case.added, encoding="utf-8")
    before, rules_before = judged(run, case.claim)
    case.fact.change(copy)
    after, rules_after = judged(run, case.claim)
    assert (case.rule in rules_before) != (case.rule in rules_after)
    assert (before, after) == (case.before, case.after)


def test_every_rule_is_seen_to_come_or_go() -> None:
    assert [rule.id for rule in load_verdicts().rules if rule.id not in {case.rule for case in CASES}] == []
