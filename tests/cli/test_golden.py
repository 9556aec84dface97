"""What people see, command by command, held against files that are read like code."""

import re
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

Run = Callable[..., Any]
Golden = Callable[[str, str], None]

NAMED = ("zamboni-2009-jvs", "siddiqui-2014-premise", "traboulsee-2018", "zamboni-2018-bravedreams", "fda-2012")

CASES = {
    "appraise-hope": ("appraise", "hope-2009"),
    "appraise-hope-full": ("appraise", "hope-2009", "--full"),
    "appraise-hope-120": ("appraise", "hope-2009", "--width", "120"),
    "appraise-hope-40": ("appraise", "hope-2009", "--width", "40"),
    "appraise-sham": ("appraise", "sham-2014"),
    "appraise-sham-full": ("appraise", "sham-2014", "--full"),
    "appraise-news": ("appraise", "herald-2011"),
    "appraise-retracted": ("appraise", "undone-2012"),
    "appraise-companion": ("appraise", "sham-2016-follow-up"),
    "appraise-no-instrument-yet": ("appraise", "veins-2010"),
    "appraise-two": ("appraise", "veins-2010", "herald-2011"),
    "appraise-all": ("appraise", "--all"),
    "appraise-all-40": ("appraise", "--all", "--width", "40"),
    "appraise-checklist": ("appraise", "hope-2009", "--instrument", "quick", "--full"),
    "list": ("list",),
    "list-40": ("list", "--width", "40"),
    "list-120": ("list", "--width", "120"),
    "list-filtered": ("list", "--flaw", "no-control", "--year", "-2010"),
    "list-none": ("list", "--kind", "blog"),
    "show-study": ("show", "undone-2012"),
    "show-claim": ("show", "widening-helps"),
    "lint": ("lint",),
    "new-sheet": ("new", "sheet", "hope-2009", "--reviewer", "AB"),
    "new-sheet-with-set-up": ("new", "sheet", "sham-2014", "--setup", "effect=adhering"),
    "new-study": ("new", "study", "okafor-2031"),
    "new-claim": ("new", "claim"),
    "whatif-fact": ("whatif", "hope-2009", "--set", "blinding.participants=yes", "--drop-flaw", "no-control"),
    "whatif-contradiction": ("whatif", "hope-2009", "--set", "control=sham"),
    "whatif-nothing": ("whatif", "hope-2009", "--set", "year=2010", "--set", "sites=1"),
    "whatif-answer": ("whatif", "sham-2014", "--set", "1.2=PN", "--set", "2.6="),
    "whatif-retracted": ("whatif", "hope-2009", "--set", "status=retracted"),
    "whatif-minimal": ("whatif", "hope-2009", "--minimal"),
    "whatif-minimal-40": ("whatif", "hope-2009", "--minimal", "--width", "40"),
    "whatif-minimal-sheet": ("whatif", "sham-2014", "--minimal"),
    "whatif-minimal-domain": ("whatif", "sham-2014", "--minimal", "--domain", "D4"),
    "whatif-minimal-person": ("whatif", "veins-2010", "--instrument", "robins-i", "--minimal"),
    "whatif-minimal-page": ("whatif", "hope-2009", "--minimal", "--format", "md"),
    "appraise-html": ("appraise", "hope-2009", "--format", "html"),
    "appraise-all-html": ("appraise", "--all", "--format", "html"),
    "appraise-all-csv": ("appraise", "--all", "--format", "csv"),
    "list-html": ("list", "--format", "html"),
    "list-csv": ("list", "--format", "csv"),
    "show-html": ("show", "undone-2012", "--format", "html"),
    "lint-html": ("lint", "--format", "html"),
    "lint-csv": ("lint", "--format", "csv"),
    "recheck-html": ("recheck", "--all", "--full", "--format", "html"),
    "recheck-csv": ("recheck", "--all", "--full", "--format", "csv"),
    "report": ("report",),
    "report-40": ("report", "--width", "40", "--date", "2026-11-21"),
    "report-page": ("report", "--format", "md"),
    "report-html": ("report", "--format", "html"),
    "report-csv": ("report", "--format", "csv"),
    "report-json": ("report", "--format", "json"),
    "report-sarif": ("report", "--format", "sarif"),
    "report-github": ("report", "--format", "github"),
    "report-gitlab": ("report", "--format", "gitlab"),
    "report-junit": ("report", "--format", "junit"),
    "whatif-html": ("whatif", "hope-2009", "--set", "blinding.participants=yes", "--format", "html"),
}

EXPLAINED = {
    "explain": (),
    "explain-instrument": ("rob2",),
    "explain-question": ("rob2/4.3",),
    "explain-rule": ("single-arm/M9",),
    "explain-domain": ("quick/all",),
    "explain-flaw": ("regression-to-mean",),
    "explain-problem": ("F102",),
    "explain-word": ("open",),
    "explain-word-of-two-vocabularies": ("none",),
    "explain-page": ("rob2/D4", "--format", "md"),
    "explain-html": ("regression-to-mean", "--format", "html"),
}


AGREED = {
    "agree": ("sham-second", "sham-third"),
    "agree-three": ("sham-2014", "--full"),
    "agree-40": ("sham-2014", "--width", "40"),
    "agree-by-person": ("veins-2010",),
    "agree-page": ("sham-second", "sham-third", "--format", "md"),
    "agree-html": ("sham-second", "sham-third", "--format", "html"),
    "agree-consensus": ("sham-2014", "--consensus"),
    "agree-consensus-by-person": ("veins-2010", "--consensus"),
}


RECHECKED = {
    "recheck": ("numbers-2030",),
    "recheck-full": ("numbers-2030", "--full"),
    "recheck-40": ("numbers-2030", "--width", "40"),
    "recheck-all": ("--all",),
    "recheck-page": ("numbers-2030", "--format", "md"),
    "recheck-text": ("--text", "abstract.txt"),
    "recheck-text-full": ("--text", "abstract.txt", "--full"),
    "recheck-statcheck": ("--text", "abstract.txt", "--statcheck"),
}


EIGHT = (
    *("zamboni-2009-jvs", "siddiqui-2014-premise", "zamboni-2018-bravedreams", "traboulsee-2018", "comi-2013-cosmo"),
    *("zamboni-2009-jnnp", "desai-2020", "laupacis-2011"),
)
BESIDE = {
    "compare-hope-and-sham": EIGHT[:2],
    "compare-two-sham-trials": EIGHT[1:3],
    "compare-ultrasound": ("zamboni-2009-jnnp", "comi-2013-cosmo"),
    "compare-animals-and-people": ("desai-2020", "rochims-2020"),
    "compare-three": EIGHT[:3],
    "compare-eight": EIGHT,
}
COMPARED = {
    **{name: ("compare", *studies) for name, studies in BESIDE.items()},
    **{f"{name}-120": ("compare", *studies, "--width", "120") for name, studies in BESIDE.items()},
    "compare-40": ("compare", *EIGHT[:2], "--only-differences", "--width", "40"),
    "compare-page": ("compare", *EIGHT[:2], "--format", "md"),
    "compare-asked": ("compare", "siddiqui-2014-premise", "traboulsee-2018", "--outcome", "relapse"),
}


CLAIMS = {
    "claim": ("claim",),
    "claim-120": ("claim", "--width", "120"),
    "claim-40": ("claim", "--width", "40"),
    "claim-csv": ("claim", "--format", "csv"),
    "claim-relapses": ("claim", "angioplasty-reduces-relapses-rrms"),
    "claim-relapses-trace": ("claim", "angioplasty-reduces-relapses-rrms", "--trace"),
    "claim-relapses-120": ("claim", "angioplasty-reduces-relapses-rrms", "--width", "120"),
    "claim-relapses-then": ("claim", "angioplasty-reduces-relapses-rrms", "--as-of", "2010-01-01"),
    "claim-relapses-page": ("claim", "angioplasty-reduces-relapses-rrms", "--format", "md"),
    "claim-prevalent": ("claim", "ccsvi-more-prevalent-in-ms"),
    "claim-cause": ("claim", "ccsvi-causes-ms"),
    "claim-safe": ("claim", "angioplasty-is-safe"),
    "claim-open": ("claim", "angioplasty-improves-function"),
    "claim-animals": ("claim", "nimodipine-eae", "nimodipine-treats-ms"),
    "claim-fact": ("claim", "no-controlled-hbo-trials"),
}


PLOTTED = {
    **{f"plot-{kind}": ("plot", kind, "--all") for kind in ("traffic-light", "summary", "forest", "directions")},
    **{f"plot-{kind}": ("plot", kind, "widening-helps") for kind in ("timeline", "evidence")},
    "plot-traffic-light-40": ("plot", "traffic-light", "--all", "--width", "40"),
    "plot-timeline-40": ("plot", "timeline", "widening-helps", "--width", "40"),
    "plot-page": ("plot", "summary", "--all", "--weights", "equal", "--format", "md"),
    "plot-html": ("plot", "timeline", "widening-helps", "--format", "html"),
    "plot-json": ("plot", "timeline", "widening-helps", "--format", "json"),
}


@pytest.mark.parametrize("name", PLOTTED)
@pytest.mark.usefixtures("desk")
def test_pictures_are_drawn_as_before(name: str, run: Run, golden: Golden) -> None:
    code, out, err = run(*PLOTTED[name])
    assert (code, err) == (0, "")
    golden(name, out)


@pytest.mark.parametrize("name", CLAIMS)
@pytest.mark.usefixtures("checkout")
def test_claims_are_judged_as_before(name: str, run: Run, golden: Golden) -> None:
    code, out, err = run(*CLAIMS[name])
    assert (code, err) == (0, "")
    golden(name, out)


@pytest.mark.parametrize("name", COMPARED)
@pytest.mark.usefixtures("checkout")
def test_studies_are_compared_as_before(name: str, run: Run, golden: Golden) -> None:
    code, out, err = run(*COMPARED[name])
    assert (code, err) == (0, "")
    golden(name, out)


@pytest.mark.parametrize("study", NAMED)
@pytest.mark.usefixtures("checkout")
def test_the_studies_of_the_shipped_case_are_told_as_before(study: str, run: Run, golden: Golden) -> None:
    code, out, err = run("appraise", study)
    assert (code, err) == (0, "")
    golden(study, out)


@pytest.mark.usefixtures("checkout")
def test_the_first_study_is_told_in_full_as_before(run: Run, golden: Golden) -> None:
    golden("zamboni-2009-jvs-full", run("appraise", "zamboni-2009-jvs", "--full").out)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.usefixtures("desk")
def test_a_small_library_is_told_as_before(name: str, run: Run, golden: Golden) -> None:
    code, out, _ = run(*CASES[name])
    assert code == 0
    golden(name, out)


@pytest.mark.parametrize("name", EXPLAINED)
@pytest.mark.usefixtures("desk")
def test_words_are_explained_as_before(name: str, run: Run, golden: Golden) -> None:
    code, out, err = run("explain", *EXPLAINED[name])
    assert (code, err) == (0, "")
    golden(name, out)


@pytest.mark.parametrize("name", AGREED)
def test_reviewers_are_compared_as_before(name: str, desk: Path, run: Run, golden: Golden) -> None:
    copy(Path(__file__).parent / "reviewers.yaml", desk / "data" / "reviewers.yaml")
    code, out, err = run("agree", *AGREED[name])
    assert (code, err) == (0, "")
    golden(name, out)


@pytest.mark.parametrize("name", RECHECKED)
def test_numbers_are_rechecked_as_before(name: str, desk: Path, run: Run, golden: Golden) -> None:
    copy(Path(__file__).parent / "numbers.yaml", desk / "data" / "numbers.yaml")
    copy(Path(__file__).parent / "abstract.txt", desk / "abstract.txt")
    code, out, err = run("recheck", *RECHECKED[name])
    assert (code, err) == (0, "")
    golden(name, out)


def test_problems_are_told_as_before(small: Path, run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    (small / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    monkeypatch.chdir(small.parent)
    code, out, err = run("lint", "library")
    assert (code, err) == (1, "")
    golden("lint-problems", out)
    golden("lint-problems-csv", run("lint", "library", "--format", "csv").out)


@pytest.mark.usefixtures("desk")
def test_questions_are_asked_as_before(run: Run, golden: Golden) -> None:
    run("new", "sheet", "sham-2014", "-o", "data/second.yaml")
    lines = ["AB", "assignment", "Y", "drawn by a computer", "sham-abstract", "methods", "s", "?", "PN", "alike", "-"]
    lines += ["", "", "", "b", "NI", "nobody says", "-", "q"]
    code, out, err = run("fill", "sham-2014-rob2-lesions", typed="".join(f"{line}\n" for line in lines))
    assert (code, err) == (0, "")
    golden("fill", out)


BROKEN = """\
studies:
  - id: odd-2020
    tilte: A title under another name
    kind: primary-studdy
    year: twenty
  - id: even-2020
    title: A study that contradicts itself
    kind: primary-study
    question: benefit
    design: randomised-trial
    randomised: no
    control: sham
    sites: 3
    companion_of: odd-2O20
    flaws:
      - {code: single-site, source: review-pge, basis: stated}
sheets:
  - id: even-2020-by-nobody
    study: even-2020
    instrument: rob3
    version: "1"
    reviewer: Nobody
"""


@pytest.mark.usefixtures("desk")
def test_no_golden_file_stands_without_its_case() -> None:
    files = {path.stem for path in (Path(__file__).parent / "golden").iterdir()}
    named = {"zamboni-2009-jvs-full", "lint-problems", "lint-problems-csv", "fill", "diff-table", "diff-md", "gate"}
    assert files == {*CASES, *EXPLAINED, *AGREED, *RECHECKED, *COMPARED, *CLAIMS, *PLOTTED, *NAMED, *named}


WRAPPED = [
    name
    for name, words in {**CASES, **EXPLAINED, **AGREED, **RECHECKED, **COMPARED, **dict.fromkeys(NAMED, ())}.items()
    if not {"md", "html", "csv", "json", "sarif", "github", "gitlab", "junit"} & set(words)
    and "--consensus" not in words
    and words[:1] not in (("lint",), ("show",), ("new",))
]


@pytest.mark.parametrize("name", WRAPPED)
def test_golden_files_keep_to_their_width(name: str) -> None:
    words = {**CASES, **EXPLAINED, **AGREED, **RECHECKED, **COMPARED}.get(name, ())
    width = int(words[words.index("--width") + 1]) if "--width" in words else 80
    lines = (Path(__file__).parent / "golden" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line != line.rstrip()]
    assert not [line for line in lines if len(line) > width and not re.fullmatch(r"\s*[a-z0-9-]+", line)]
