"""What a person asked for: one record a command, the same whichever way the words were read."""

from typing import NamedTuple

from ccsvi_triage.render.formats import Format
from ccsvi_triage.render.palette import Palette

FILE, READING = "file", "reading"
SORTS = (READING, FILE, "id", "year")
"""The orders in which studies can be shown."""


class Common(NamedTuple):
    """The options that commands share, so that one word means one thing everywhere.

    Attributes:
        data: The library's folder as typed; ``None`` leaves the search to ``cli.library``.
        output: A file to write the report to; ``None`` or ``-`` is standard output.
        color: ``auto``, ``always`` or ``never``.
        palette: Which colours pictures have.
        width: Characters a line; ``None`` is the terminal's own, or 80.
        raw: Of CSV, leave cells that a spreadsheet would compute.
        excel: Of CSV, begin with the mark by which Excel knows UTF-8.
        file_attribute: Of JUnit, name files in an attribute of the cases.
    """

    data: str | None = None
    format: Format = Format.TABLE
    output: str | None = None
    color: str = "auto"
    width: int | None = None
    quiet: bool = False
    exit_zero: bool = False
    raw: bool = False
    excel: bool = False
    file_attribute: bool = False
    palette: Palette = Palette.COCHRANE


class AppraiseRequest(NamedTuple):
    """``triage appraise``."""

    studies: tuple[str, ...]
    every: bool = False
    instrument: str | None = None
    outcome: str | None = None
    legacy: tuple[str, ...] = ()
    sort: str | None = None
    exact: bool = False
    full: bool = False
    fail_on: tuple[str, ...] = ()
    common: Common = Common()


class ListRequest(NamedTuple):
    """``triage list``."""

    design: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    flaw: tuple[str, ...] = ()
    year: str | None = None
    judgement: tuple[str, ...] = ()
    sort: str | None = None
    common: Common = Common()


class ShowRequest(NamedTuple):
    """``triage show``."""

    id: str
    exact: bool = False
    common: Common = Common()


class ExplainRequest(NamedTuple):
    """``triage explain``."""

    word: str | None = None
    full: bool = False
    common: Common = Common()


class LintRequest(NamedTuple):
    """``triage lint``.

    Attributes:
        fail_on: Words of its gate; empty leaves it to the environment, the settings, and ``error``.
        baseline: The file of findings that are known.
        write_baseline: The file to keep the findings in.
    """

    path: str | None = None
    strict: bool = False
    fail_on: tuple[str, ...] = ()
    baseline: str | None = None
    write_baseline: str | None = None
    common: Common = Common()


class RecheckRequest(NamedTuple):
    """``triage recheck``.

    Attributes:
        text: A file of prose to check instead of studies; ``-`` is standard input.
    """

    studies: tuple[str, ...] = ()
    every: bool = False
    text: str | None = None
    statcheck: bool = False
    exact: bool = False
    full: bool = False
    fail_on: tuple[str, ...] = ()
    common: Common = Common()


class ReportRequest(NamedTuple):
    """``triage report``.

    Attributes:
        date: The day of the report; ``None`` leaves it to the environment.
        full: Every number and problem, however many they are.
        step_summary: Add the report to the summary of a GitHub step.
        fail_on: Words of its gate; empty leaves it to the environment and the settings.
        baseline: The file of findings that are known.
        write_baseline: The file to keep the findings in.
    """

    date: str | None = None
    full: bool = False
    step_summary: bool = False
    fail_on: tuple[str, ...] = ()
    baseline: str | None = None
    write_baseline: str | None = None
    common: Common = Common()


class DiffRequest(NamedTuple):
    """``triage diff``.

    Attributes:
        against: A revision of git, or the file of a report.
        fail_on: ``worse`` or ``changed``.
    """

    against: str = "HEAD"
    fail_on: tuple[str, ...] = ()
    common: Common = Common()


class SchemaRequest(NamedTuple):
    """``triage schema``."""

    what: str = "library"
    common: Common = Common()


class AgreeRequest(NamedTuple):
    """``triage agree``.

    Attributes:
        words: Ids of sheets, or studies as ``triage appraise`` takes them.
        consensus: Write the beginning of a consensus sheet, and no report.
    """

    words: tuple[str, ...]
    instrument: str | None = None
    outcome: str | None = None
    consensus: bool = False
    full: bool = False
    exact: bool = False
    fail_on: tuple[str, ...] = ()
    common: Common = Common()


class CompareRequest(NamedTuple):
    """``triage compare``.

    Attributes:
        outcome: An outcome's id, or words of its name.
        sort: ``id`` or ``year``; ``None`` is the order in which they are named.
    """

    studies: tuple[str, ...]
    outcome: str | None = None
    only_differences: bool = False
    sort: str | None = None
    fail_on: tuple[str, ...] = ()
    exact: bool = False
    common: Common = Common()


class ClaimRequest(NamedTuple):
    """``triage claim``.

    Attributes:
        claims: Ids of claims, or words; none lists all.
        as_of: A date; empty for all that the library has.
        exclude: Words for judgements; studies judged so are left out.
        fail_on: Verdicts, or ``incomplete``.
        text: A sentence to be held against the claims instead; ``-`` is standard input.
        top: How many claims to show at most that it comes near to.
    """

    claims: tuple[str, ...] = ()
    as_of: str = ""
    trace: bool = False
    exclude: tuple[str, ...] = ()
    fail_on: tuple[str, ...] = ()
    text: str | None = None
    top: int = 3
    exact: bool = False
    common: Common = Common()


class ExportRequest(NamedTuple):
    """``triage export``.

    Attributes:
        tool: Of robvis: the template.
        weight: Of robvis: a last column with the number of people.
    """

    studies: tuple[str, ...] = ()
    every: bool = False
    tool: str | None = None
    weight: bool = False
    exact: bool = False
    common: Common = Common()


class PlotRequest(NamedTuple):
    """``triage plot``.

    Attributes:
        kind: One of ``report.of_plot.KINDS``.
        words: Studies, or the claim that a picture of a claim is of.
        outcome: An outcome's id, or words of its name; empty for the one that fits.
        claim: The claim whose studies are shown; empty where they are named.
        weights: ``people`` or ``equal``.
    """

    kind: str
    words: tuple[str, ...] = ()
    every: bool = False
    outcome: str = ""
    claim: str = ""
    weights: str = "people"
    exact: bool = False
    common: Common = Common()


class NewRequest(NamedTuple):
    """``triage new``.

    Attributes:
        what: ``sheet``, ``study``, ``claim`` or ``library``.
        name: The study that the sheet is for, the record's id, or the library's folder.
        setup: Set-ups to be settled at once, each as ``name=word``.
        force: Write over a file that is there.
    """

    what: str
    name: str | None = None
    instrument: str | None = None
    outcome: str | None = None
    reviewer: str | None = None
    setup: tuple[str, ...] = ()
    exact: bool = False
    force: bool = False
    common: Common = Common()


class FillRequest(NamedTuple):
    """``triage fill``.

    Attributes:
        sheet: A sheet's id, or a file of the library with sheets in it.
    """

    sheet: str
    reviewer: str | None = None
    common: Common = Common()


class WhatIfRequest(NamedTuple):
    """``triage whatif``.

    Attributes:
        set: What to suppose, each as ``fact=value`` or ``question=answer``.
        domain: Of ``minimal``, only this domain.
    """

    study: str
    set: tuple[str, ...] = ()
    add_flaw: tuple[str, ...] = ()
    drop_flaw: tuple[str, ...] = ()
    minimal: bool = False
    domain: str | None = None
    instrument: str | None = None
    outcome: str | None = None
    exact: bool = False
    common: Common = Common()


Request = (
    AgreeRequest
    | AppraiseRequest
    | ClaimRequest
    | CompareRequest
    | DiffRequest
    | ListRequest
    | ShowRequest
    | ExplainRequest
    | ExportRequest
    | LintRequest
    | RecheckRequest
    | ReportRequest
    | SchemaRequest
    | NewRequest
    | PlotRequest
    | FillRequest
    | WhatIfRequest
)
