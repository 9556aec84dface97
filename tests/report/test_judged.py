"""Judgements, flaws and verdicts become findings, as grave as they are."""

from collections.abc import Callable, Iterator

import pytest

from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.model.claim import Ruled
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.text import Date
from ccsvi_triage.model.words import ClaimVerdict, Severity
from ccsvi_triage.report.blocks import Finding
from ccsvi_triage.report.judged import UNSUPPORTED, library_findings

STUDY = """\
studies:
  - id: a-2009
    title: A
    kind: primary-study
    question: benefit
    design: single-arm
    control: none
    randomised: no
    {}
    blinding: {{participants: no, carers: no}}
    outcomes: [{{id: relapse, name: Relapse, measure: subjective, better: lower}}]
    flaws:
      - {{code: no-control, detail: nobody went untreated, source: page, locator: first line, basis: stated}}
      - {{code: single-site, basis: inferred}}
sources:
  - {{id: page, title: A page, kind: page}}
"""


def found_in(library: Library, judged: tuple[Synthesis, ...] = ()) -> Iterator[Finding]:
    bench = Bench(library, Shelf(library))
    return library_findings(library, (), (), [bench.verdict(study) for study in library.studies.values()], judged)


def test_a_grave_judgement_stands_at_its_study_with_its_reason(library_of: Callable[[str], Library]) -> None:
    judged, *flaws = found_in(library_of(STUDY.format("sites: 1")))
    assert (judged.rule, judged.level, judged.study) == ("judgement:critical", Severity.WARNING, "a-2009")
    assert (judged.place.line, judged.place.column) == (2, 9)
    assert judged.message.startswith("a-2009: critical by Single-arm and before-after studies for Relapse: ")
    assert judged.message.endswith("(proposed from recorded facts; no reviewer has confirmed it)")
    assert judged.help == "triage appraise a-2009 --full"
    assert [(flaw.rule, flaw.level, flaw.place.line) for flaw in flaws] == [
        ("flaw:no-control", Severity.NOTE, 13),
        ("flaw:single-site", Severity.NOTE, 14),
    ]
    assert [flaw.message for flaw in flaws] == [
        "a-2009: no-control, nobody went untreated",
        "a-2009: single-site",
    ]


def test_a_retracted_study_is_told_and_not_judged(library_of: Callable[[str], Library]) -> None:
    told, *flaws = found_in(library_of(STUDY.format("status: retracted")))
    assert (told.rule, told.level) == ("judgement:retracted", Severity.NOTE)
    assert {flaw.rule for flaw in flaws} == {"flaw:no-control", "flaw:single-site"}


def test_what_is_open_or_harmless_is_no_finding(side_by_side: Library) -> None:
    judged = [finding for finding in found_in(side_by_side) if finding.rule.startswith("judgement:")]
    assert {(finding.study, finding.rule) for finding in judged} == {
        ("open-2009", "judgement:critical"),
        ("undone-2012", "judgement:retracted"),
    }


def test_every_verdict_but_supported_is_a_finding_and_no_error_until_a_gate_makes_it_one() -> None:
    assert set(UNSUPPORTED) == set(ClaimVerdict) - {ClaimVerdict.SUPPORTED}
    assert set(UNSUPPORTED.values()) == {Severity.WARNING, Severity.NOTE}


@pytest.mark.parametrize(
    ("claim", "rule", "level", "said"),
    [
        ("angioplasty-reduces-relapses-rrms", "claim:not-supported", Severity.WARNING, "NOT SUPPORTED: "),
        ("nimodipine-treats-ms", "claim:untested", Severity.NOTE, "UNTESTED: "),
        ("oxygen-helps-ms", "claim:overstated", Severity.WARNING, "OVERSTATED: "),
        (
            "angioplasty-improves-function",
            "claim:open",
            Severity.NOTE,
            "open: overstated or inconsistent or not supported",
        ),
    ],
)
def test_a_claim_that_is_not_supported_is_told_with_its_reason(  # noqa: PLR0913, PLR0917 -- a row, and two fixtures
    claim: str, rule: str, level: Severity, said: str, shipped: Library, judge_claim: Callable[..., Synthesis]
) -> None:
    (found,) = library_findings(shipped, (), (), (), (judge_claim(shipped, claim),))
    assert (found.rule, found.level, found.claim) == (rule, level, claim)
    assert found.message.startswith(f"{claim}: {said}")
    assert found.place == shipped.claims[claim].where["id"]


def test_a_supported_claim_is_no_finding(shipped: Library, judge_claim: Callable[..., Synthesis]) -> None:
    judged = judge_claim(shipped, "untreated-rrms-improves")
    assert not list(library_findings(shipped, (), (), (), (judged,)))


def test_a_person_s_own_verdict_is_told_beside_ours(shipped: Library, judge_claim: Callable[..., Synthesis]) -> None:
    judged = judge_claim(shipped, "oxygen-helps-ms")
    ruling = Ruled(verdict=ClaimVerdict.UNTESTED, because="so it is", by="A. Reviewer", date=Date("2026-11-21"))
    ruled = judged._replace(claim=replaced(judged.claim, ruling=ruling))
    (found,) = library_findings(shipped, (), (), (), (ruled,))
    assert (found.rule, found.level) == ("claim:overstated", Severity.WARNING)
    assert found.message.endswith("; beside it A. Reviewer gives UNTESTED")
