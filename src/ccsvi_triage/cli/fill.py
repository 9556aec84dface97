"""``triage fill``."""

import os
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Located, Shelf, locate, open_library, path_of, pick
from ccsvi_triage.cli.requests import FillRequest
from ccsvi_triage.cli.streams import Talk, say, say_aside, write
from ccsvi_triage.judge.appraise import main_outcome
from ccsvi_triage.judge.asking import Asking, tallied
from ccsvi_triage.load.amend import CannotAmend, Change, Put, TakeOut, amend, read_sheet
from ccsvi_triage.load.files import CannotRead, read_bytes
from ccsvi_triage.load.stream import text_of
from ccsvi_triage.load.writing import one_line, refusal
from ccsvi_triage.model.asking import SECTION, Proposed, Step, Wanted
from ccsvi_triage.model.instrument import Instrument, Judges
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import OVERALL, Given, Judged, Sheet
from ccsvi_triage.model.study import Outcome, Study
from ccsvi_triage.model.words import Basis, Severity
from ccsvi_triage.report.blocks import Report, Text
from ccsvi_triage.report.of_asking import KEYS, of_counted, of_doubts, of_end, of_forming, of_opening, of_step


def run(request: FillRequest) -> int:
    """Ask what a sheet still leaves open, and save each answer at once."""
    located = locate(request.common)
    if located.shipped:
        raise Stop(
            Exit.CANNOT, "triage: the shipped case is not yours to fill in; copy it, and name the copy by --data"
        )
    library = open_library(request.common)
    sheet = _pick(request, library, located)
    path = path_of(sheet.where.record.file, located)
    _writable(path)
    study = library.studies[sheet.study]
    instrument = Shelf(library)[sheet.instrument]
    filling = _Filling(request, library, path, sheet, study, instrument)
    try:
        return filling.run()
    except KeyboardInterrupt:
        say_aside("")
        say_aside(f"triage: {filling.saved()}")
        raise


def _pick(request: FillRequest, library: Library, located: Located) -> Sheet:
    """Find the sheet that somebody means: by its id, or by its file and, where that has several, the reviewer."""
    wanted = request.sheet
    sheet = library.sheets.get(wanted)
    if sheet is None and not os.path.isfile(wanted):
        sheet = library.sheets[pick("sheet", wanted, library.sheets)]
    if sheet is None:
        sheet = _in_file(wanted, request.reviewer or "", library, located)
    if request.reviewer and sheet.reviewer.strip() not in ("", request.reviewer.strip()):
        hint = f"triage new sheet {sheet.study} --instrument {sheet.instrument} --reviewer ..."
        said = f"triage: {sheet.id!r} is the sheet of {sheet.reviewer!r} ({hint!r} begins one of your own)"
        raise Stop(Exit.CANNOT, said)
    return sheet


def _in_file(path: str, reviewer: str, library: Library, located: Located) -> Sheet:
    here = [
        sheet
        for sheet in library.sheets.values()
        if os.path.realpath(path_of(sheet.where.record.file, located)) == os.path.realpath(path)
    ]
    if not here:
        said = f"triage: {path} holds no sheet of the library {located.shown} (--data names another library)"
        raise Stop(Exit.CANNOT, said)
    own = [sheet for sheet in here if sheet.reviewer.strip() == reviewer.strip()] if reviewer else here
    if len(own) != 1:
        lines = (f"  {sheet.id}  {sheet.reviewer}" for sheet in own or here)
        raise Stop(Exit.CANNOT, f"triage: {path} holds {len(here)} sheets; name one of them:", *lines)
    return own[0]


def _writable(path: str) -> None:
    """Stop before the first question where no answer could be saved.

    Raises:
        Stop: The file or its folder may not be written; whoever marked a file as read-only means it.
    """
    for place in (os.path.realpath(path), os.path.dirname(os.path.realpath(path))):
        if not os.access(place, os.W_OK) or not os.stat(place).st_mode & 0o222:
            what = "folder" if os.path.isdir(place) else "file"
            raise Stop(Exit.CANNOT, f"triage: cannot write {path}: the {what} is read-only; nothing was asked")


class _Command(Exception):  # noqa: N818 -- it never leaves this module
    """A person typed a key instead of an answer."""


class _Leave(_Command):
    """Leave; what is answered is saved."""


class _Back(_Command):
    """Go back to what was asked before."""


class _Skip(_Command):
    """Leave this open and go on."""


class _Help(_Command):
    """Tell more."""


_LONG = 50
"""Characters of what Enter takes that still fit beside the question; a reason of more stands above it anyway."""

_COMMANDS: Mapping[str, type[_Command]] = {"?": _Help, "b": _Back, "s": _Skip, "q": _Leave}


class _Filling:
    """One sheet on its way to being whole."""

    def __init__(  # noqa: PLR0913, PLR0917 -- all that a sheet is about
        self,
        request: FillRequest,
        library: Library,
        path: str,
        sheet: Sheet,
        study: Study,
        instrument: Instrument,
    ) -> None:
        self._request = request
        self._library = library
        self._path = path
        self._file = sheet.where.record.file
        self._sheet = sheet
        self._instrument = instrument
        self._outcome = _outcome(sheet, study, instrument)
        self._asking = Asking(study, instrument, self._outcome)
        self._skipped: set[tuple[str, str]] = set()
        self._kept: set[str] = set()
        self._saved: set[tuple[str, str]] = set()
        self._told: tuple[str, ...] = ()
        self._shown = Report((), {})
        self._source_before: str = study.id
        self._talk = Talk()
        self._orders = _orders(instrument)

    def run(self) -> int:
        """Ask until nothing is left, or until the person leaves."""
        self._open()
        try:
            self._reviewer()
            self._take_out_what_is_not_asked()
            step = self._asking.next(self._sheet)
            while step is not None:
                step = self._take(step)
        except _Leave:
            if not self._talk.lines and not self._talk.terminal:
                said = "fill asks questions: it wants a terminal, or answers piped in, one a line"
                raise Stop(Exit.CANNOT, f"triage: {said}") from None
            self._say(Report((Text(self.saved()),), {}))
            return Exit.DONE
        left = [step for step in self._asking.steps(self._sheet) if step.due]
        self._say(of_end(self._asking.forming(self._sheet), left, self._asking.counted(self._sheet)))
        return Exit.DONE

    def saved(self) -> str:
        """Say what has become of the answers."""
        count = len(self._saved)
        number = {0: "nothing was answered", 1: "1 answer is saved"}.get(count, f"{count} answers are saved")
        return f"{number}; 'triage fill {self._sheet.id}' goes on from here"

    def _open(self) -> None:
        steps = self._asking.steps(self._sheet)
        come = tallied(steps)
        study = self._asking.study
        held = self._asking.held(self._sheet)
        self._say(of_opening(self._sheet, study, self._instrument, self._outcome, come.answered, come.due, held))
        for problem in check_sheet(self._sheet, self._instrument, study):
            if problem.code == "E-VERSION" or (problem.severity is Severity.ERROR and problem.code != "E-SETUP"):
                say_aside(str(problem))

    def _reviewer(self) -> None:
        """Make sure that somebody signs for the answers."""
        if self._sheet.reviewer.strip():
            return
        name = self._request.reviewer or ""
        while not name.strip():
            try:
                name = self._text("Who answers? Name or initials", "")
            except (_Help, _Skip, _Back):
                self._wrong("a sheet without a name is nobody's")
        self._save(Put(("reviewer",), one_line(name)))

    def _take(self, step: Step) -> Step | None:
        """Ask one step, and give the next one."""
        self._say(of_step(step, self._asking.forming(self._sheet), self._told))
        self._told = step.options if step.words else ()
        try:
            value = self._value_or_help(step)
        except _Skip:
            self._skipped.add(step.key)
            return self._asking.next(self._sheet, self._skipped)
        except _Back:
            before = self._asking.before(self._sheet, step.key, self._skipped)
            if before is None:
                self._wrong("nothing was asked before this")
            return before or step
        self._skipped.discard(step.key)
        section = SECTION[step.wanted]
        self._save(Put((section, step.name), value, self._orders[section]))
        self._saved.add(step.key)
        self._tell(step)
        self._take_out_what_is_not_asked()
        return self._asking.next(self._sheet, self._skipped)

    def _tell(self, step: Step) -> None:
        """Show what has become of the judgement."""
        for rule in self._asking.refused(self._sheet):
            self._say(Report((Text(f"This set-up cannot be: {rule.because}."),), {}))
        if step.wanted is Wanted.SETUP:
            return
        forming = self._asking.forming(self._sheet)
        domain = step.domain.id if step.domain is not None else ""
        report = Report(
            (*of_forming(forming, domain).blocks, *of_counted(self._asking.counted(self._sheet)).blocks), {}
        )
        if report != self._shown:
            self._say(report)
        self._shown = report
        if step.wanted is Wanted.LEVEL and domain:
            self._say(of_doubts(forming, domain))

    def _take_out_what_is_not_asked(self) -> None:
        """Offer to take out answers that others have made pointless; their lines stay in the file as comments."""
        for name in self._asking.unasked(self._sheet):
            if name in self._kept:
                continue
            asked = f"{name} is answered, and the other answers do not ask it. Turn its lines into a comment? (y n)> "
            if self._one_of(asked, ("y", "n")) == "y":
                self._save(TakeOut(("answers", name)))
                self._saved.discard(("answers", name))
            else:
                self._kept.add(name)

    def _one_of(self, asked: str, words: Sequence[str]) -> str:
        while True:
            word = self._line(asked).lower()
            if word in words:
                return word
            if word == "q":
                raise _Leave
            self._wrong(f"type {' or '.join(words)}")

    # what is typed

    def _value_or_help(self, step: Step) -> str | dict[str, str]:
        while True:
            try:
                return self._value(step)
            except _Help:
                self._say(of_step(step, self._asking.forming(self._sheet), full=True))
                self._say(Report((Text(f"{KEYS}. A reason is asked for after the answer, and its source."),), {}))

    def _value(self, step: Step) -> str | dict[str, str]:
        default = _default(step)
        word = self._word(step, default)
        if step.wanted is Wanted.SETUP:
            return word
        same = default is not None and word == default.answer
        known = default if same and default is not None else Proposed(word, "")
        because = self._text("Because", known.because)
        source = self._source(known.source)
        locator = self._text("Where in it (section, page, table)", known.locator, needed=False) if source else ""
        value = {"level" if step.wanted is Wanted.LEVEL else "answer": word, "because": because}
        if source:
            value["source"] = source
        if locator:
            value["locator"] = locator
        if known.basis is not Basis.STATED and source == known.source:
            value["basis"] = known.basis.value
        if isinstance(step.held, Given | Judged) and step.held.by:
            value["by"] = step.held.by
        return value

    def _word(self, step: Step, default: Proposed | None) -> str:
        if not step.options:
            return self._text("In your words", default.answer if default else "")
        what = {Wanted.LEVEL: "Level", Wanted.SETUP: "Set-up"}.get(step.wanted, "Answer")
        enter = f"; Enter: {default.answer}" if default else ""
        while True:
            typed = self._line(f"{what} ({' '.join(step.options)}{enter})> ")
            if not typed and default is not None:
                return default.answer
            meant = [option for option in step.options if option == typed] or [
                option for option in step.options if option.lower() == typed.lower()
            ]
            if len(meant) == 1:
                return meant[0]
            self._command(typed)
            self._wrong(f"{typed!r} is none of {', '.join(step.options)}" if typed else "a blank is no answer")

    def _text(self, asked: str, default: str, *, needed: bool = True) -> str:
        shown = default if len(default) <= _LONG else "as above" if needed else f"{default[:_LONG]}..."
        enter = f" (Enter: {shown})" if default else "" if needed else " (Enter: none)"
        while True:
            typed = one_line(self._line(f"{asked}{enter}> "))
            self._command(typed)
            if not typed and (default or not needed):
                return default
            wrong = refusal(typed) if typed else "a blank is no reason"
            if not wrong:
                return typed
            self._wrong(wrong)

    def _source(self, default: str) -> str:
        """Ask for the id of a source or study; ``=`` takes the one before, ``-`` takes back the one that is offered."""
        known = (*self._library.sources, *self._library.studies)
        enter = f"Enter: {default}, - for none" if default else f"Enter: none, = for {self._source_before}"
        while True:
            typed = self._line(f"Source, by its id ({enter})> ")
            if typed == "=":
                return self._source_before
            if typed in known:
                self._source_before = typed
                return typed
            if typed in ("", "-"):
                return "" if typed else default
            self._command(typed)
            from ccsvi_triage.load.nearest import did_you_mean  # noqa: PLC0415 -- only a wrong word pays for it

            hint = did_you_mean(typed, known) or "'sources' and 'studies' of the library have ids"
            self._wrong(f"no source {typed!r} ({hint})")

    def _line(self, prompt: str) -> str:
        line = self._talk.ask(prompt)
        if line is None:
            raise _Leave
        return line.strip()

    @staticmethod
    def _command(typed: str) -> None:
        command = _COMMANDS.get(typed.lower())
        if command is not None:
            raise command

    def _wrong(self, message: str) -> None:
        """Say what is wrong: a person is asked again; a script that has lost its place must not go on.

        Raises:
            Stop: The answers are piped in.
        """
        if self._talk.terminal:
            say_aside(message)
            return
        self._stop(f"line {self._talk.lines} of the input: {message}")

    def _stop(self, message: str) -> NoReturn:
        raise Stop(Exit.CANNOT, f"triage: {message}", f"triage: {self.saved()}")

    def _say(self, report: Report) -> None:
        if report.blocks:
            say(report, self._request.common)

    # what is written

    def _save(self, change: Change) -> None:
        """Write one change into the file as it stands now, and read the sheet from it anew."""
        try:
            raw = read_bytes(self._path)
        except CannotRead as error:
            self._stop(f"cannot read {error}")
        text, problems = text_of(raw, self._file)
        if problems:
            self._stop(f"{problems[0]}; nothing was written to it")
        try:
            new = amend(text, self._sheet.id, change)
        except CannotAmend as error:
            self._stop(f"{self._file}: {error}")
        sheet = read_sheet(new, self._file, self._sheet.id)
        if sheet is None:
            self._stop(f"{self._file}: the sheet would not read back; nothing was written")
        mark = BOM_UTF8.decode("utf-8") if raw.startswith(BOM_UTF8) else ""
        write(self._path, mark + new)
        self._sheet = sheet


def _default(step: Step) -> Proposed | None:
    """Give what Enter stands for: what the file says, else what is proposed."""
    held = step.held
    if not step.settled or held is None:
        return step.proposed
    if isinstance(held, str):
        return Proposed(held, "")
    word = held.answer if isinstance(held, Given) else held.level
    return Proposed(word, held.because, held.source, held.locator, held.basis)


def _outcome(sheet: Sheet, study: Study, instrument: Instrument) -> Outcome | None:
    named = next((outcome for outcome in study.outcomes if outcome.id == sheet.outcome), None)
    return named or (main_outcome(study) if instrument.judges is Judges.RESULT else None)


def _orders(instrument: Instrument) -> dict[str, tuple[str, ...]]:
    """Give the names that may stand in each part of a sheet, in the instrument's order."""

    def answers() -> Iterator[str]:
        for domain in instrument.domains:
            for question in domain.questions:
                yield question.id
                yield from (part.id for part in question.parts)

    domains = tuple(domain.id for domain in instrument.domains)
    return {
        "setup": tuple(setup.id for setup in instrument.setup),
        "answers": tuple(answers()),
        "judgements": (*domains, OVERALL, *(axis.id for axis in instrument.axes)),
    }
