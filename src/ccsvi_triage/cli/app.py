"""The command line as Typer reads it: help, completion, and every line that the short way does not take.

A command is built when it is called for, so that the others cost nothing.
"""

import io
import re
from collections.abc import Iterator
from typing import Annotated, Any, TypeAlias

import typer
from typer.core import TyperGroup
from typer.main import get_command

from ccsvi_triage import version
from ccsvi_triage.cli import complete
from ccsvi_triage.cli.dispatch import dispatch
from ccsvi_triage.cli.exits import Exit
from ccsvi_triage.cli.requests import (
    SORTS,
    AgreeRequest,
    AppraiseRequest,
    ClaimRequest,
    Common,
    CompareRequest,
    DiffRequest,
    ExplainRequest,
    ExportRequest,
    FillRequest,
    LintRequest,
    ListRequest,
    NewRequest,
    PlotRequest,
    RecheckRequest,
    ReportRequest,
    Request,
    SchemaRequest,
    ShowRequest,
    WhatIfRequest,
)
from ccsvi_triage.cli.shared import Color, Data, Output, Quiet, Width, common_of, one_of, sharing
from ccsvi_triage.cli.streams import say_aside
from ccsvi_triage.logic.gate import OF_LIBRARY, OF_STUDIES, Kind, short_words, words_of
from ccsvi_triage.model.text import Date
from ccsvi_triage.render.formats import FOR_PROGRAMS, Format
from ccsvi_triage.render.palette import Palette

HELP = {"help_option_names": ["-h", "--help"]}

Known: TypeAlias = Annotated[
    str | None, typer.Option("--baseline", metavar="FILE", help="Findings that are known: only new ones trip a gate.")
]
WriteKnown: TypeAlias = Annotated[
    str | None, typer.Option("--write-baseline", metavar="FILE", help="Keep this run's findings as known.")
]
Sort: TypeAlias = Annotated[
    str | None, typer.Option("--sort", metavar="ORDER", help="reading, file, id or year.", show_default=False)
]
Exact: TypeAlias = Annotated[bool, typer.Option("--exact", help="Take ids only; guess nothing.")]

_FORMATS = ("table", "json", "html")
_ROWS = (*_FORMATS, "csv")
_PAGES = ("table", "md", "json", "html")
_COMPARED = (*_PAGES, "csv")
_FINDINGS = ("sarif", "github", "gitlab", "junit")
_WHOLE = (*_COMPARED, *_FINDINGS)
_DRAWN = ("svg", *_PAGES)
PLOTS = ("traffic-light", "summary", "forest", "directions", "timeline", "evidence")


def _gate(words: list[str] | None, *kinds: Kind) -> tuple[str, ...]:
    """Read the words of a gate, given several times or with commas between them."""
    told = tuple(word for listed in words or () for word in _parted(listed))
    known = words_of(kinds)
    if words and not told:
        message = f"it names nothing; known are {', '.join(short_words(kinds))}"
        raise typer.BadParameter(message, param_hint="--fail-on")
    for word in told:
        if word not in known:
            from ccsvi_triage.load.nearest import did_you_mean  # noqa: PLC0415 -- only a wrong word pays for it

            hint = did_you_mean(word, known)
            message = f"{word!r} is not one of {', '.join(short_words(kinds))}" + (f" ({hint})" if hint else "")
            raise typer.BadParameter(message, param_hint="--fail-on")
    return told


def _parted(listed: str) -> tuple[str, ...]:
    """Part words that stand with commas between them."""
    return tuple(word.strip() for word in listed.split(",") if word.strip())


def _dated(date: str | None, option: str) -> None:
    if date is not None and not re.fullmatch(Date.PATTERN, date):
        message = f"{date!r} is not {Date.WANTS}"
        raise typer.BadParameter(message, param_hint=option)


def _one_file(baseline: str | None, write_baseline: str | None) -> None:
    if baseline and write_baseline:
        message = "a run either keeps what it finds or looks for what is new"
        raise typer.BadParameter(message, param_hint="--write-baseline")


@sharing(*_ROWS, gate=True)
def appraise(  # noqa: PLR0913, PLR0917 -- one parameter an option
    studies: Annotated[
        list[str] | None,
        typer.Argument(metavar="STUDY", help="Id, DOI, PMID or words.", autocompletion=complete.studies),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All studies, one row each.")] = False,  # noqa: FBT002
    instrument: Annotated[
        str | None,
        typer.Option(
            "--instrument",
            metavar="ID",
            help="This instrument.",
            show_default="what fits the study",
            autocompletion=complete.instruments,
        ),
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="ID", help="Judge this outcome.", show_default="the main one")
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on", metavar="WHAT", help="Leave with 1 at: some, serious, critical, incomplete, flaw:CODE."
        ),
    ] = None,
    legacy: Annotated[
        list[str] | None,
        typer.Option("--legacy", metavar="SCALE", help="The total of an old scale too ('triage explain' lists them)."),
    ] = None,
    sort: Sort = None,
    exact: Exact = False,  # noqa: FBT002
    full: Annotated[bool, typer.Option("--full", help="Every answer, criterion and result, with its source.")] = False,  # noqa: FBT002
    *,
    common: Common,
) -> AppraiseRequest:
    """Judge one or more studies by the instrument that fits them.

    Examples:
      triage appraise zamboni-2009-jvs
      triage appraise "zamboni 09 jvs" --format json
      triage appraise --all --fail-on critical
    """
    if common.format is Format.CSV and (full or not every):
        message = "csv has one row a study: it goes with --all, and without --full"
        raise typer.BadParameter(message, param_hint="--format")
    gate = _gate(fail_on, *OF_STUDIES)
    if sort is not None:
        one_of(sort, SORTS, "--sort")
    return AppraiseRequest(
        studies=tuple(studies or ()),
        every=every,
        instrument=instrument,
        outcome=outcome,
        legacy=tuple(legacy or ()),
        sort=sort,
        exact=exact,
        full=full,
        fail_on=gate,
        common=common,
    )


@sharing(*_ROWS)
def inventory(  # noqa: PLR0913, PLR0917 -- one parameter an option
    design: Annotated[
        list[str] | None,
        typer.Option("--design", metavar="WORD", help="Only this design.", autocompletion=complete.designs),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="WORD", help="Only this kind.", autocompletion=complete.kinds),
    ] = None,
    flaw: Annotated[
        list[str] | None,
        typer.Option("--flaw", metavar="CODE", help="Only with this flaw.", autocompletion=complete.flaws),
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEARS", help="2009, 2009-2012, 2014- or -2010.")
    ] = None,
    judgement: Annotated[
        list[str] | None, typer.Option("--judgement", metavar="WORD", help="Only with this judgement.")
    ] = None,
    sort: Sort = None,
    *,
    common: Common,
) -> ListRequest:
    """List the studies of the library.

    Examples:
      triage list --design randomised-trial
      triage list --flaw no-control --year -2012
    """
    if sort is not None:
        one_of(sort, SORTS, "--sort")
    return ListRequest(
        design=tuple(design or ()),
        kind=tuple(kind or ()),
        flaw=tuple(flaw or ()),
        year=year,
        judgement=tuple(judgement or ()),
        sort=sort,
        common=common,
    )


@sharing(*_FORMATS)
def show(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="A study, claim, sheet or source.", autocompletion=complete.records)
    ],
    exact: Exact = False,  # noqa: FBT002
    *,
    common: Common,
) -> ShowRequest:
    """Show one record as its file has it.

    Examples:
      triage show siddiqui-2014-premise
      triage show angioplasty-reduces-relapses-rrms --format json
    """
    return ShowRequest(id_, exact, common)


@sharing(*_PAGES)
def explain(
    word: Annotated[
        str | None,
        typer.Argument(metavar="WORD", help="What is to be explained.", autocompletion=complete.words),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Of an instrument, every question's hint and sources.")] = False,  # noqa: FBT002
    *,
    common: Common,
) -> ExplainRequest:
    """Explain an instrument, question, rule, flaw, problem code or word.

    Examples:
      triage explain rob2
      triage explain rob2/4.3
      triage explain regression-to-mean
      triage explain F102
      triage explain selection
    """
    return ExplainRequest(word, full, common)


@sharing(*_ROWS, *_FINDINGS, gate=True)
def lint(  # noqa: PLR0913 -- one parameter an option
    path: Annotated[
        str | None, typer.Argument(metavar="DIR|FILE", help="The library.", show_default="as --data")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Leave with 1 on warnings too.")] = False,  # noqa: FBT002
    fail_on: Annotated[
        list[str] | None,
        typer.Option("--fail-on", metavar="WHAT", help="Leave with 1 at: error, warning, note.", show_default="error"),
    ] = None,
    baseline: Known = None,
    write_baseline: WriteKnown = None,
    *,
    common: Common,
) -> LintRequest:
    """Find every problem of a library: keys, words, references, contradictions, sheets, tables.

    Examples:
      triage lint
      triage lint data/ --strict --format json
    """
    gate = _gate(fail_on, Kind.PROBLEM)
    _one_file(baseline, write_baseline)
    return LintRequest(path, strict, gate, baseline, write_baseline, common)


@sharing(*_WHOLE, gate=True)
def recheck(  # noqa: PLR0913, PLR0917 -- one parameter an option
    studies: Annotated[
        list[str] | None,
        typer.Argument(metavar="STUDY", help="Id, DOI, PMID or words.", autocompletion=complete.studies),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All studies.")] = False,  # noqa: FBT002
    text: Annotated[
        str | None, typer.Option("--text", metavar="FILE", help="Check the statistics in a text; - is standard input.")
    ] = None,
    statcheck: Annotated[  # noqa: FBT002
        bool, typer.Option("--statcheck", help="With --text: APA strings only, judged as the R package statcheck does.")
    ] = False,
    fail_on: Annotated[
        list[str] | None, typer.Option("--fail-on", metavar="WHAT", help="Leave with 1 at: error, warning, note.")
    ] = None,
    exact: Exact = False,  # noqa: FBT002
    full: Annotated[bool, typer.Option("--full", help="Numbers that come out or cannot be told too.")] = False,  # noqa: FBT002
    *,
    common: Common,
) -> RecheckRequest:
    """Recompute the printed numbers of studies, and say which cannot be right.

    Examples:
      triage recheck zamboni-2009-jvs
      triage recheck --all --fail-on error
      triage recheck --text abstract.txt
    """
    gate = _gate(fail_on, Kind.PROBLEM)
    if statcheck and text is None:
        message = "it judges a text, which --text names"
        raise typer.BadParameter(message, param_hint="--statcheck")
    return RecheckRequest(tuple(studies or ()), every, text, statcheck, exact, full, gate, common)


@sharing(*_WHOLE, gate=True)
def report(  # noqa: PLR0913, PLR0917 -- one parameter an option
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DATE", help="The day of the report.", show_default="SOURCE_DATE_EPOCH, or none"
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Every number and problem, however many.")] = False,  # noqa: FBT002
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on", metavar="WHAT", help="Leave with 1 at: critical, incomplete, flaw:CODE, warning, a verdict."
        ),
    ] = None,
    baseline: Known = None,
    write_baseline: WriteKnown = None,
    raw: Annotated[bool, typer.Option("--raw", help="With csv: leave what a spreadsheet would compute.")] = False,  # noqa: FBT002
    excel: Annotated[bool, typer.Option("--excel", help="With csv: begin with the mark that Excel wants.")] = False,  # noqa: FBT002
    junit_file_attr: Annotated[  # noqa: FBT002
        bool, typer.Option("--junit-file-attr", help="With junit: name files as GitLab reads them.")
    ] = False,
    step_summary: Annotated[  # noqa: FBT002
        bool, typer.Option("--step-summary", help="Add the report to the summary of a GitHub step.")
    ] = False,
    *,
    common: Common,
) -> ReportRequest:
    """Tell a whole library: its claims, studies, numbers and problems.

    Examples:
      triage report
      triage report --format html -o report.html
      triage report --format sarif -o triage.sarif
    """
    for given, option, wanted in (
        (raw, "--raw", Format.CSV),
        (excel, "--excel", Format.CSV),
        (junit_file_attr, "--junit-file-attr", Format.JUNIT),
    ):
        if given and common.format is not wanted:
            message = f"it goes with --format {wanted.value}"
            raise typer.BadParameter(message, param_hint=option)
    _dated(date, "--date")
    common = common._replace(raw=raw, excel=excel, file_attribute=junit_file_attr)
    _one_file(baseline, write_baseline)
    gate = _gate(fail_on, *OF_LIBRARY)
    return ReportRequest(date, full, step_summary, gate, baseline, write_baseline, common)


def schema(
    what: Annotated[str, typer.Argument(metavar="library|report", help="Of which files.")] = "library",
    output: Output = None,
) -> SchemaRequest:
    """Print the JSON Schema of a library's files, for editors, or of the JSON reports, for scripts.

    Examples:
      triage schema > library.schema.json
      triage schema report
    """
    one_of(what, ("library", "report"), "schema")
    return SchemaRequest(what, Common(output=output))


_NEW = ("sheet", "study", "claim", "library")
_WHERE_TO = dict.fromkeys(("study", "claim"), "and say by --output which file to write")
_WHERE_TO["library"] = "and name the folder: triage new library DIR"


def new(  # noqa: PLR0913, PLR0917 -- one parameter an option
    what: Annotated[
        str,
        typer.Argument(
            metavar="sheet|study|claim|library", help="What to begin.", autocompletion=complete.one_of(*_NEW)
        ),
    ],
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="STUDY|ID|DIR",
            help="The study that a sheet is for; the id of a study or claim; the library's folder.",
            show_default=False,
            autocompletion=complete.studies,
        ),
    ] = None,
    instrument: Annotated[
        str | None,
        typer.Option(
            "--instrument",
            metavar="ID",
            help="Of this instrument.",
            show_default="what fits the study",
            autocompletion=complete.instruments,
        ),
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="ID", help="For this outcome.", show_default="the main one")
    ] = None,
    reviewer: Annotated[str | None, typer.Option("--reviewer", metavar="NAME", help="Who answers.")] = None,
    setup: Annotated[
        list[str] | None, typer.Option("--setup", metavar="NAME=WORD", help="Settle a set-up; may be repeated.")
    ] = None,
    exact: Exact = False,  # noqa: FBT002
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,  # noqa: FBT002
    data: Data = None,
    output: Output = None,
    quiet: Quiet = False,  # noqa: FBT002
) -> NewRequest:
    """Begin a sheet, a study, a claim or a library: a commented file in which nothing is answered.

    Examples:
      triage new sheet siddiqui-2014-premise --outcome relapse
      triage new study okafor-2031 -o my-library/okafor-2031.yaml
      triage new library my-library
    """
    one_of(what, _NEW, "new")
    common = common_of(data=data, output=output, quiet=quiet)
    asked = NewRequest(what, name, instrument, outcome, reviewer, tuple(setup or ()), exact, force, common)
    _goes_together(asked)
    return asked


def _goes_together(asked: NewRequest) -> None:
    """Refuse options that say nothing of what is to be begun."""
    if asked.what in ("sheet", "library") and not asked.name:
        message = "name the study that the sheet is for" if asked.what == "sheet" else "name its folder"
        raise typer.BadParameter(message, param_hint=f"new {asked.what}")
    own = {
        "--instrument": asked.instrument,
        "--outcome": asked.outcome,
        "--reviewer": asked.reviewer,
        "--setup": asked.setup,
        "--exact": asked.exact,
        "--data": asked.common.data,
    }
    for option, given in own.items():
        if given and asked.what != "sheet":
            message = f"it says nothing of a {asked.what}; leave it out, {_WHERE_TO[asked.what]}"
            raise typer.BadParameter(message, param_hint=option)
    if asked.what == "library" and asked.common.output:
        message = "a library is a folder: triage new library DIR"
        raise typer.BadParameter(message, param_hint="--output")
    for word in asked.setup:
        if not word.partition("=")[2]:
            message = f"{word!r} is not NAME=WORD"
            raise typer.BadParameter(message, param_hint="--setup")


def fill(  # noqa: PLR0913, PLR0917 -- one parameter an option
    sheet: Annotated[
        str,
        typer.Argument(
            metavar="SHEET|FILE", help="A sheet's id, or its file in the library.", autocompletion=complete.sheets
        ),
    ],
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", metavar="NAME", help="Who answers; of several sheets, whose.")
    ] = None,
    data: Data = None,
    color: Color = "auto",
    width: Width = None,
    quiet: Quiet = False,  # noqa: FBT002
) -> FillRequest:
    """Fill in a sheet question by question, and see the judgement form.

    Examples:
      triage fill siddiqui-2014-premise-rob2-relapse
      triage fill my-library/sheets.yaml --reviewer AB --data my-library
    """
    return FillRequest(sheet, reviewer, common_of(data=data, color=color, width=width, quiet=quiet))


@sharing(*_PAGES, gate=True)
def agree(  # noqa: PLR0913, PLR0917 -- one parameter an option
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="SHEET...|STUDY",
            help="Sheets by their ids, or a study for all of its sheets.",
            autocompletion=complete.sheets_and_studies,
        ),
    ],
    instrument: Annotated[
        str | None,
        typer.Option(
            "--instrument", metavar="ID", help="Of a study: only this one.", autocompletion=complete.instruments
        ),
    ] = None,
    outcome: Annotated[str | None, typer.Option("--outcome", metavar="ID", help="Of a study: only this one.")] = None,
    consensus: Annotated[  # noqa: FBT002
        bool, typer.Option("--consensus", help="Begin the sheet that settles them, instead of a report.")
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option("--fail-on", metavar="WHAT", help="Leave with 1 at an unsettled: disagreement, judgement."),
    ] = None,
    exact: Exact = False,  # noqa: FBT002
    full: Annotated[bool, typer.Option("--full", help="The figures by domain and question too.")] = False,  # noqa: FBT002
    *,
    common: Common,
) -> AgreeRequest:
    """Compare what several reviewers answered: first what changes a judgement.

    Examples:
      triage agree pain-by-ab pain-by-cd
      triage agree trial-2031 --instrument rob2 --fail-on judgement
      triage agree pain-by-ab pain-by-cd --consensus -o pain.yaml
    """
    gate = _gate(fail_on, Kind.REVIEWERS)
    if consensus and (full or common.format is not Format.TABLE):
        message = "a sheet to begin with has one shape: leave out --format and --full"
        raise typer.BadParameter(message, param_hint="--consensus")
    return AgreeRequest(
        words=tuple(words),
        instrument=instrument,
        outcome=outcome,
        consensus=consensus,
        full=full,
        exact=exact,
        fail_on=gate,
        common=common,
    )


@sharing(*_PAGES)
def whatif(  # noqa: PLR0913, PLR0917 -- one parameter an option
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="Id, DOI, PMID or words.", autocompletion=complete.studies)
    ],
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FACT=VALUE",
            help="Suppose a fact, or an answer (4.3=N); may be repeated.",
            autocompletion=complete.facts,
        ),
    ] = None,
    add_flaw: Annotated[
        list[str] | None,
        typer.Option("--add-flaw", metavar="CODE", help="Suppose this flaw.", autocompletion=complete.flaws),
    ] = None,
    drop_flaw: Annotated[
        list[str] | None,
        typer.Option("--drop-flaw", metavar="CODE", help="Suppose it away.", autocompletion=complete.flaws),
    ] = None,
    minimal: Annotated[bool, typer.Option("--minimal", help="The smallest changes that turn a judgement.")] = False,  # noqa: FBT002
    domain: Annotated[
        str | None,
        typer.Option("--domain", metavar="ID", help="With --minimal: this domain, level by level."),
    ] = None,
    instrument: Annotated[
        str | None,
        typer.Option(
            "--instrument",
            metavar="ID",
            help="This instrument.",
            show_default="what fits the study",
            autocompletion=complete.instruments,
        ),
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="ID", help="Judge this outcome.", show_default="the main one")
    ] = None,
    exact: Exact = False,  # noqa: FBT002
    *,
    common: Common,
) -> WhatIfRequest:
    """Say what would change a judgement; no file is touched.

    Examples:
      triage whatif zamboni-2009-jvs --set blinding.participants=yes
      triage whatif zamboni-2009-jvs --set 4.3=N --drop-flaw co-treatment
      triage whatif siddiqui-2014-premise --minimal --domain D4
    """
    if domain is not None and not minimal:
        message = "it is an option of --minimal"
        raise typer.BadParameter(message, param_hint="--domain")
    given = (tuple(set_ or ()), tuple(add_flaw or ()), tuple(drop_flaw or ()))
    return WhatIfRequest(study, *given, minimal, domain, instrument, outcome, exact, common)


@sharing(*_COMPARED, gate=True)
def compare(  # noqa: PLR0913, PLR0917 -- one parameter an option
    studies: Annotated[
        list[str], typer.Argument(metavar="STUDY STUDY...", help="Two to eight.", autocompletion=complete.studies)
    ],
    outcome: Annotated[
        str | None,
        typer.Option("--outcome", metavar="ID|WORDS", help="Compare this outcome.", show_default="one that all have"),
    ] = None,
    only_differences: Annotated[bool, typer.Option("--only-differences", help="Fold rows that are the same.")] = False,  # noqa: FBT002
    sort: Annotated[
        str | None, typer.Option("--sort", metavar="ORDER", help="given, year or id.", show_default="given")
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option("--fail-on", metavar="WHAT", help="Leave with 1 at: disagree, and what appraise takes."),
    ] = None,
    exact: Exact = False,  # noqa: FBT002
    *,
    common: Common,
) -> CompareRequest:
    """Compare studies side by side: what differs, why they disagree, and what carries more weight.

    Examples:
      triage compare zamboni-2009-jvs siddiqui-2014-premise
      triage compare zamboni-2009-jnnp comi-2013-cosmo --outcome ccsvi
      triage compare premise traboulsee-2018 --only-differences --format md
    """
    gate = _gate(fail_on, Kind.STUDIES, *OF_STUDIES)
    if sort is not None:
        one_of(sort, ("given", "year", "id"), "--sort")
    given = None if sort == "given" else sort
    return CompareRequest(tuple(studies), outcome, only_differences, given, gate, exact, common)


@sharing(*_COMPARED, gate=True)
def claim(  # noqa: PLR0913, PLR0917 -- one parameter an option
    claims: Annotated[
        list[str] | None,
        typer.Argument(metavar="CLAIM", help="Id or words; none lists all.", autocompletion=complete.claims),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Only what had appeared by then.", show_default="all")
    ] = None,
    trace: Annotated[bool, typer.Option("--trace", help="Every rule and reason.")] = False,  # noqa: FBT002
    exclude: Annotated[
        str | None,
        typer.Option("--exclude", metavar="LIST", help="Leave out studies judged: some, serious (high), critical."),
    ] = None,
    fail_on: Annotated[
        list[str] | None, typer.Option("--fail-on", metavar="VERDICT", help="Leave with 1 at it, or at: incomplete.")
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(
            "--text", metavar="SENTENCE", help="Which claims it comes near to; - reads it.", show_default=False
        ),
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", metavar="N", help="With --text: at most so many.", show_default="3")
    ] = None,
    exact: Exact = False,  # noqa: FBT002
    *,
    common: Common,
) -> ClaimRequest:
    """Judge claims: what the evidence lets anybody say, how surely, and since when.

    Examples:
      triage claim
      triage claim angioplasty-reduces-relapses-rrms --trace
      triage claim "reduces relapses" --as-of 2010 --format json
      triage claim --text "Opening the veins does not stop relapses"
    """
    _dated(as_of, "--as-of")
    left_out = _parted(exclude or "")
    for word in left_out:
        one_of(word, ("some", "serious", "high", "critical"), "--exclude")
    gate = _gate(fail_on, Kind.CLAIM)
    if text is not None and (claims or as_of or trace or left_out or fail_on or exact):
        message = (
            "it judges nothing, and goes with no claim and none of --as-of, --trace, --exclude, --fail-on, --exact"
        )
        raise typer.BadParameter(message, param_hint="--text")
    if top is not None and (text is None or top < 1):
        message = "it is an option of --text" if text is None else "at least 1 claim has to be shown"
        raise typer.BadParameter(message, param_hint="--top")
    given = (tuple(claims or ()), as_of or "", trace, left_out, gate)
    return ClaimRequest(*given, text, top or 3, exact, common)


def export(  # noqa: PLR0913, PLR0917 -- one parameter an option
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="robvis, csl-json, ris, bibtex or meta-csv.")
    ],
    studies: Annotated[
        list[str] | None,
        typer.Argument(metavar="STUDY", help="Id, DOI, PMID or words.", autocompletion=complete.studies),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All studies.")] = False,  # noqa: FBT002
    tool: Annotated[
        str | None,
        typer.Option("--tool", metavar="TEMPLATE", help="Of robvis: the template.", autocompletion=complete.templates),
    ] = None,
    weight: Annotated[  # noqa: FBT002
        bool, typer.Option("--weight", help="Of robvis: a last column, how many people enrolled.")
    ] = False,
    exact: Exact = False,  # noqa: FBT002
    data: Data = None,
    output: Output = None,
    quiet: Quiet = False,  # noqa: FBT002
) -> ExportRequest:
    """Write studies for other programs: judgements for robvis, references, results for R.

    robvis 0.3.0 from CRAN wants weighted = FALSE where there is no column of weights; rob_traffic_light takes none.

    Examples:
      triage export --format ris --all -o studies.ris
      triage export --format csl-json zamboni-2009-jvs
      triage export --format robvis --tool rob2 --all -o rob2.csv
      triage export --format meta-csv siddiqui-2014-premise traboulsee-2018
    """
    common = common_of(
        data=data,
        format_=format_,
        output=output,
        quiet=quiet,
        formats=tuple(format_.value for format_ in FOR_PROGRAMS),
    )
    for option, given in (("--tool", tool), ("--weight", weight)):
        if given and common.format is not Format.ROBVIS:
            message = "it is an option of --format robvis"
            raise typer.BadParameter(message, param_hint=option)
    if common.format is Format.ROBVIS and tool is None:
        message = f"robvis has several templates; --tool takes one of {', '.join(complete.templates(''))}"
        raise typer.BadParameter(message, param_hint="--format robvis")
    return ExportRequest(tuple(studies or ()), every, tool, weight, exact, common)


@sharing("table", "md", "json", gate=True)
def diff(
    against: Annotated[
        str, typer.Argument(metavar="REV|FILE", help="A revision of git, or a report saved as JSON.")
    ] = "HEAD",
    fail_on: Annotated[
        list[str] | None, typer.Option("--fail-on", metavar="WHAT", help="Leave with 1 at: worse, changed.")
    ] = None,
    *,
    common: Common,
) -> DiffRequest:
    """Say what differs from a revision, or from a saved report: judgements, numbers, verdicts, and why.

    Examples:
      triage diff
      triage diff origin/main --format md --fail-on worse
      triage diff report.json
    """
    return DiffRequest(against, _gate(fail_on, Kind.DIFFERENCE), common)


def plot(  # noqa: PLR0913, PLR0917 -- one parameter an option
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help=f"{', '.join(PLOTS[:-1])} or {PLOTS[-1]}.", autocompletion=complete.one_of(*PLOTS)
        ),
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="STUDY|CLAIM",
            help="Studies; for timeline and evidence a claim.",
            autocompletion=complete.studies_and_claims,
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All studies.")] = False,  # noqa: FBT002
    claim_: Annotated[
        str | None,
        typer.Option("--claim", metavar="CLAIM", help="The studies of this claim.", autocompletion=complete.claims),
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="ID|WORDS", help="This outcome.", show_default="what fits")
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option("--weights", metavar="WORD", help="Of a summary: people or equal.", show_default="people"),
    ] = None,
    palette: Annotated[
        str | None,
        typer.Option("--palette", metavar="WORD", help="cochrane, colourblind or mono.", show_default="cochrane"),
    ] = None,
    exact: Exact = False,  # noqa: FBT002
    data: Data = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="svg, table, md, json or html.",
            show_default="svg for a file that ends so, else table",
        ),
    ] = None,
    output: Output = None,
    color: Color = "auto",
    width: Width = None,
    quiet: Quiet = False,  # noqa: FBT002
) -> PlotRequest:
    """Draw judgements, effects or a claim as a picture: for a file, a page or the terminal.

    Examples:
      triage plot traffic-light siddiqui-2014-premise salvi-2012 -o lights.svg
      triage plot forest --claim angioplasty-reduces-relapses-rrms
      triage plot timeline angioplasty-reduces-relapses-rrms -o story.svg
    """
    one_of(kind, PLOTS, "KIND")
    of_claim = kind in PLOTS[-2:]
    if of_claim and outcome is not None:
        message = "a picture of a claim takes the outcomes that the claim names"
        raise typer.BadParameter(message, param_hint="--outcome")
    if claim_ is not None and outcome is not None:
        message = "--claim takes the outcomes that the claim names"
        raise typer.BadParameter(message, param_hint="--outcome")
    if weights is not None:
        one_of(weights, ("people", "equal"), "--weights")
        if kind != "summary":
            message = "only a summary is weighted"
            raise typer.BadParameter(message, param_hint="--weights")
    drawn = format_ or ("svg" if (output or "").lower().endswith(".svg") else "table")
    common = common_of(data=data, format_=drawn, output=output, color=color, width=width, quiet=quiet, formats=_DRAWN)
    if palette is not None:
        one_of(palette, tuple(known.value for known in Palette), "--palette")
        if common.format not in (Format.SVG, Format.HTML):
            message = "only svg and html have the colours of a palette"
            raise typer.BadParameter(message, param_hint="--palette")
        common = common._replace(palette=Palette(palette))
    return PlotRequest(
        kind=kind,
        words=tuple(words or ()),
        every=every,
        outcome=outcome or "",
        claim=claim_ or "",
        weights=weights or "people",
        exact=exact,
        common=common,
    )


COMMANDS: dict[str, tuple[Any, str]] = {
    "appraise": (appraise, "Judge one or more studies by the instrument that fits them."),
    "compare": (compare, "Compare studies side by side, and say why they disagree."),
    "claim": (claim, "Judge claims: what the evidence lets anybody say, and since when."),
    "plot": (plot, "Draw judgements, effects or a claim as a picture."),
    "list": (inventory, "List the studies of the library."),
    "show": (show, "Show one record as its file has it."),
    "explain": (explain, "Explain an instrument, question, rule, flaw, problem code or word."),
    "report": (report, "Tell a whole library: studies, claims, numbers, problems."),
    "diff": (diff, "Say what differs from a revision, or from a saved report."),
    "lint": (lint, "Find every problem of a library."),
    "recheck": (recheck, "Recompute printed numbers, and say which cannot be right."),
    "new": (new, "Begin a sheet, a study, a claim or a library."),
    "fill": (fill, "Fill in a sheet question by question."),
    "whatif": (whatif, "Say what would change a judgement."),
    "schema": (schema, "Print the JSON Schema for editors or scripts."),
    "export": (export, "Write studies for robvis, R and programs for references."),
    "agree": (agree, "Compare what several reviewers answered."),
}


class Commands(TyperGroup):
    """Builds a command when it is called for."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 -- Typer's own settings
        """Begin with the commands' names, among which Typer looks for what a wrong one may have meant."""
        super().__init__(**given)
        names: dict[str, Any] = dict.fromkeys(COMMANDS)
        self.commands.update(names)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 -- Typer's own context
        """Name the commands in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 -- Typer's own types
        """Build one command."""
        known = COMMANDS.get(cmd_name)
        if known is None:
            return None
        function, short = known
        alone = typer.Typer(add_completion=False, context_settings=HELP, rich_markup_mode=None)
        alone.command(cmd_name, short_help=short)(function)
        command = get_command(alone)
        command.name = cmd_name
        command.help = _examples_first(command.help or "")
        return command


def _examples_first(text: str) -> str:
    """Put the examples of a help text under its first line, each on a line of its own."""
    head, _, examples = text.partition("Examples:")
    lines = [line.strip() for line in examples.strip().splitlines() if line.strip()]
    shown = "\n".join(f"  $ {line}" for line in lines)
    return f"{head.strip()}\n\n\b\nExamples:\n{shown}"


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=HELP,
)


def _version(wanted: bool) -> None:  # noqa: FBT001 -- Typer's way
    if wanted:
        typer.echo(f"triage {version()}")
        raise typer.Exit


@app.callback()
def main(
    version_: Annotated[  # noqa: FBT002
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Evidence appraisal as code: judge studies that are written down as YAML, and say why.

    \b
    Examples:
      $ triage appraise zamboni-2009-jvs
      $ triage claim angioplasty-reduces-relapses-rrms
      $ triage explain regression-to-mean
    """  # noqa: D301 -- the sign that keeps Typer from joining lines


def run(arguments: list[str]) -> int:
    """Read a command line and do what it says.

    Args:
        arguments: The command line without the program's name.

    Returns:
        The exit code.
    """
    asked = parse_with_typer(arguments)
    return asked if isinstance(asked, int) else dispatch(asked)


def parse_with_typer(arguments: list[str]) -> Request | int:
    """Read a command line without doing what it says.

    Args:
        arguments: The command line without the program's name.

    Returns:
        What was asked for, or the exit code where nothing is left to do: help was shown, or the line is wrong.
    """
    command = get_command(app)
    try:
        asked: Request | int | None = command.main(arguments, prog_name="triage", standalone_mode=False)
    except typer.Exit as leave:
        return int(leave.exit_code)
    except typer.Abort:
        return Exit.INTERRUPTED
    except SystemExit as leave:
        if isinstance(leave.__context__, BrokenPipeError):
            raise leave.__context__ from None
        raise
    except Exception as error:
        show_usage = getattr(error, "show", None)
        if show_usage is None or not hasattr(error, "exit_code"):
            raise
        said = io.StringIO()
        show_usage(said)
        for line in [*said.getvalue().splitlines(), *_too_early(error, command)]:
            say_aside(line)
        return Exit.CANNOT
    return asked if isinstance(asked, tuple) else int(asked or Exit.DONE)


def _too_early(error: Exception, command: Any) -> Iterator[str]:  # noqa: ANN401 -- Click's own classes
    """Say where an option belongs that a command takes, and that stands in front of it."""
    option, place = getattr(error, "option_name", ""), getattr(error, "ctx", None)
    if not option or place is None or place.parent is not None:
        return
    every = ((name, command.get_command(place, name)) for name in command.list_commands(place))
    taker = next((name for name, one in every for known in one.params if option in known.opts), "")
    if taker:
        yield f"Options stand behind the command: triage {taker} {option} ..."
