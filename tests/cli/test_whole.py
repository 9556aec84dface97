"""A whole library is judged as each command judges a part of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.cli.claim import ClaimDesk
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import Common
from ccsvi_triage.cli.whole import judge_library
from ccsvi_triage.model.claim import Claim

Run = Callable[..., Any]


def data_of(run: Run, *words: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run(*words, "--format", "json").out)
    return data


@pytest.mark.usefixtures("checkout")
def test_the_report_says_of_studies_and_claims_what_their_commands_say(run: Run) -> None:
    report = data_of(run, "report")
    appraised, claims = data_of(run, "appraise", "--all"), data_of(run, "claim")
    assert report["studies"] == appraised["studies"]
    assert report["instruments"] == appraised["instruments"]
    assert report["claims"] == claims["claims"]
    assert report["sources"] == {**appraised["sources"], **claims["sources"]}


@pytest.mark.usefixtures("checkout")
def test_the_report_says_of_numbers_and_problems_what_their_commands_say(run: Run) -> None:
    report, rechecked = data_of(run, "report"), data_of(run, "recheck", "--all")
    told = [
        {"study": study["id"], **finding}
        for study in rechecked["studies"]
        for finding in study["findings"]
        if finding["severity"] in {"error", "warning"} and finding["verdict"] != "cannot-tell"
    ]
    key = json.dumps
    assert sorted(report["numbers"], key=key) == sorted(told, key=key)
    problems = [problem for problem in data_of(run, "lint")["problems"] if not problem["code"].startswith("N-")]
    assert report["problems"] == problems


BROKEN = "studies: [{id: odd, title: Odd, kind: news, yaer: 2009}]"
CONTRADICTING = """\
studies:
  - {id: even, title: Even, kind: primary-study, question: benefit, design: single-arm, sites: 3,
     flaws: [{code: single-site, source: review-page, basis: stated}]}
"""
INSTRUMENT = "instruments: [{id: mine}]"


@pytest.mark.parametrize(("text", "code"), [(BROKEN, "F102"), (CONTRADICTING, "C101"), (INSTRUMENT, "F103")])
def test_a_library_with_errors_is_not_judged(text: str, code: str, desk: Path) -> None:
    (desk / "data" / "a.yaml").write_text(text, encoding="utf-8")
    judged = judge_library(Common(), Progress(quiet=True))
    assert judged.whole is None
    assert code in {problem.code for problem in judged.errors}
    assert set(judged.errors) <= set(judged.problems)


def test_a_claim_with_a_person_s_verdict_is_judged_once_and_the_verdict_is_told(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = desk / "data" / "claims.yaml"
    ruling = "    ruling: {verdict: supported, because: I think so, by: AB, date: 2030-01-01}\n"
    claims.write_text(claims.read_text(encoding="utf-8").rstrip("\n") + f"\n{ruling}", encoding="utf-8")
    judged: list[str] = []
    judge = ClaimDesk.judge

    def counting(self: ClaimDesk, claim: Claim, *given: Any) -> Any:
        judged.append(str(claim.id))
        return judge(self, claim, *given)

    monkeypatch.setattr(ClaimDesk, "judge", counting)
    whole = judge_library(Common(), Progress(quiet=True)).whole
    assert whole is not None
    assert judged == [str(claim) for claim in whole.library.claims]
    assert "C210" in {problem.code for problem in whole.problems}
    assert data_of(run, "lint")["problems"] == data_of(run, "report")["problems"]


def test_a_library_without_errors_has_none(desk: Path) -> None:
    judged = judge_library(Common(data=str(desk / "data")), Progress(quiet=True))
    assert judged.whole is not None
    assert judged.errors == ()
    assert judged.whole.files.version.startswith("sha256:")
