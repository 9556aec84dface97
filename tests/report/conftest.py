"""What the tests of reports share."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.cli.exits import Exit
from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.requests import Common, WhatIfRequest
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.cli.whatif import run
from ccsvi_triage.model.agreement import Agreement
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.of_agreement import of_agreement
from ccsvi_triage.report.of_appraisal import of_verdicts
from ccsvi_triage.report.of_many import of_many

TRIAL = """
studies:
  - id: trial
    title: A trial
    kind: primary-study
    question: benefit
    design: randomised-trial
    randomised: yes
    outcomes: [{id: first, name: First}, {id: second, name: Second}]
"""
BEFORE_AND_AFTER = """
studies:
  - id: hope
    title: Hope
    kind: primary-study
    question: benefit
    design: single-arm
    control: none
    flaws: [{code: regression-to-mean, basis: inferred}]
"""
SHEET = """
  - id: {id}
    study: trial
    instrument: rob2
    version: "2019-08-22"
    reviewer: R
    outcome: {outcome}
    setup: {{effect: assignment}}
    answers: {{{answers}}}
    rulings: {{{rulings}}}
"""
LOW = "1.1: Y, 1.2: Y, 1.3: N, 2.1: N, 2.2: N, 2.6: Y, 3.1: Y, 4.1: N, 4.2: N, 4.3: N, 5.1: Y, 5.2: N, 5.3: N"


@pytest.fixture(scope="session")
def trial() -> str:
    """Give a library with a randomised trial that nobody has judged."""
    return TRIAL


@pytest.fixture(scope="session")
def low() -> str:
    """Give the answers by which every domain of the trial is low."""
    return LOW


@pytest.fixture(scope="session")
def before_and_after() -> str:
    """Give a library with a study of one group, whose recorded facts make a proposal."""
    return BEFORE_AND_AFTER


@pytest.fixture(scope="session")
def judged_trial() -> Callable[..., str]:
    """Give a function that adds a sheet to the trial, or several: each by its answers, rulings, id and outcome."""

    def library(*sheets: str | tuple[str, str, str, str]) -> str:
        told = [(sheet, "", "a", "first") if isinstance(sheet, str) else sheet for sheet in sheets]
        rows = [SHEET.format(answers=a, rulings=r, id=name, outcome=outcome) for a, r, name, outcome in told]
        return f"{TRIAL}\nsheets:{''.join(rows)}"

    return library


@pytest.fixture(scope="session")
def verdicts_of(library_of: Callable[[str], Library]) -> Callable[..., list[StudyVerdict]]:
    """Give a function that judges all studies of a library in YAML text."""

    def judge(text: str, **options: Any) -> list[StudyVerdict]:
        library = library_of(text)
        bench = Bench(library, Shelf(library))
        return [bench.verdict(study, **options) for study in library.studies.values()]

    return judge


@pytest.fixture(scope="session")
def reported(library_of: Callable[[str], Library]) -> Callable[..., Report]:
    """Give a function that tells all studies of a library: each on its own, or in one table."""

    def report(told: str | Library, *, full: bool = False, every: bool = False, instrument: str = "") -> Report:
        library = library_of(told) if isinstance(told, str) else told
        bench = Bench(library, Shelf(library))
        verdicts = [bench.verdict(study, instrument) for study in library.studies.values()]
        if every:
            return of_many(verdicts, library, "1", bench.readings(verdicts))
        return of_verdicts(verdicts, library, "1", full=full)

    return report


@pytest.fixture(scope="session")
def shown(reported: Callable[..., Report]) -> Callable[..., str]:
    """Give the same as people see it, wide enough for no line to break."""

    def show(told: str | Library, **options: Any) -> str:
        return render(reported(told, **options), Format.TABLE, Page(width=200))

    return show


@pytest.fixture(scope="session")
def row_of() -> Callable[[str, str], str]:
    """Give a function that finds the line of a table that begins with a name."""

    def row(text: str, name: str) -> str:
        return next(line for line in text.splitlines() if line.strip().startswith(name))

    return row


@pytest.fixture(scope="session")
def written() -> Callable[[Report], str]:
    """Give a function that writes a report out as one line with single blanks."""

    def write(report: Report) -> str:
        return " ".join(render(report, Format.TABLE, Page(width=400)).split())

    return write


LIBRARY = Path(__file__).parent.parent / "cli" / "library"


@pytest.fixture
def supposing(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Give a function that supposes something of a study of the small library, and gives the report."""

    def ask(study: str, *sets: str, drop: Sequence[str] = (), form: Format = Format.TABLE) -> str:
        common = Common(data=str(LIBRARY), format=form, width=300, quiet=True)
        request = WhatIfRequest(study, set=sets, drop_flaw=tuple(drop), common=common)
        assert run(request) == Exit.DONE
        return capsys.readouterr().out

    return ask


@pytest.fixture
def supposed(supposing: Callable[..., str]) -> Callable[..., str]:
    """Give the same with single blanks."""

    def ask(study: str, *sets: str, drop: Sequence[str] = ()) -> str:
        return "\n".join(" ".join(line.split()) for line in supposing(study, *sets, drop=drop).splitlines())

    return ask


class Panel:
    """Reviewers who judge one trial by RoB 2.

    Attributes:
        low: Answers by which the two domains that have any are low.
        setup: What the sheets are set up for.
    """

    low: Mapping[str, str] = {"1.1": "Y", "1.2": "Y", "1.3": "N", "4.1": "N", "4.2": "N", "4.3": "N"}
    setup: Mapping[str, str] = {"effect": "assignment"}

    def __init__(self, table: Any) -> None:
        self.table = table

    def agreed(self, *answers: Mapping[str, str]) -> Agreement:
        """Compare the sheets of A, B, C and D."""
        sheets = (self.table.sheet(name, each, setup=self.setup) for name, each in zip("ABCD", answers, strict=False))
        told: Agreement = self.table.agree(*sheets)
        return told

    def shown(self, told: Agreement, *, full: bool = False) -> str:
        """Write the report out, wide enough for no line to break."""
        return render(of_agreement(told, "1", full=full), Format.TABLE, Page(width=1000))


@pytest.fixture(scope="session")
def panel(reviewers: Callable[..., Any], instrument_of: Callable[[str], Instrument]) -> Panel:
    return Panel(reviewers(instrument_of("rob2")))
