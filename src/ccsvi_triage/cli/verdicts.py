"""From a study to everything that is said of it: pick, check, judge, count."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from ccsvi_triage.check.coherence import check_study
from ccsvi_triage.check.consensus import check_consensus
from ccsvi_triage.check.sheets import check_sheet, waits
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.requests import READING
from ccsvi_triage.judge.appraise import Judge, main_outcome, tally
from ccsvi_triage.judge.choose import ceiling, choose, override
from ccsvi_triage.judge.reading import ReadingDesk, reading_key
from ccsvi_triage.judge.scale import total
from ccsvi_triage.load.files import load_choosing
from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.model.appraisal import Appraisal, Counting, Reading, ScaleTotal, StudyVerdict, Tally, speaking
from ccsvi_triage.model.instrument import Choice, Form, Instrument, Judges
from ccsvi_triage.model.library import Choosing, Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Outcome, Study


class Bench:
    """Where studies are judged: the library, the instruments and the selection rule of one run."""

    def __init__(self, library: Library, shelf: Shelf, choosing: Choosing | None = None) -> None:
        """Lay out what every verdict needs."""
        self.library = library
        self.shelf = shelf
        self._choosing = choosing or load_choosing()
        self._judge = Judge()
        self._sheets: dict[tuple[str, str], list[Sheet]] = {}
        self._by_study: dict[str, list[str]] = {}
        for sheet in library.sheets.values():
            known = self._sheets.setdefault((sheet.study, sheet.instrument), [])
            if not known:
                self._by_study.setdefault(sheet.study, []).append(sheet.instrument)
            known.append(sheet)
        self._companions: dict[str, list[str]] = {}
        for study in library.studies.values():
            if study.companion_of:
                self._companions.setdefault(study.companion_of, []).append(study.id)

    def verdict(
        self, study: Study, instrument: str = "", outcome: str = "", legacy: Sequence[str] = ()
    ) -> StudyVerdict:
        """Say everything of one study.

        Args:
            study: The study.
            instrument: An instrument's id to be used instead of the one that fits.
            outcome: An outcome's id; only it is judged.
            legacy: Families of old scales whose totals are wanted.

        Raises:
            Stop: The instrument is an old scale, which is asked for in another way.
        """
        chosen = choose(study, self._choosing)
        choice = chosen.choice
        asked = instrument or override(study, self.shelf)
        problems = list(check_study(study, self.library.studies))
        problems += [] if asked else chosen.problems
        named = asked or (choice.instrument if choice else "")
        appraisals: tuple[Appraisal, ...] = ()
        checklist = self._choosing.checklist
        if choice is not None and choice.refusal and not instrument:
            named = ""
        if named and self.shelf[named].form is Form.SCALE:
            family = self.shelf[named].legacy
            raise Stop(
                Exit.CANNOT, f"triage: {named!r} is an old scale that judges nothing; ask with --legacy {family}"
            )
        if named and self.shelf[named].form is Form.TALLY:
            checklist = named
        elif named:
            appraisals, wrong = self._appraise(study, self.shelf[named], choice, outcome)
            problems += wrong
        problems += self._wrong_sheets(study, checklist)
        beside, wrong_beside = self._beside(study, {named, checklist}, outcome)
        problems += wrong_beside
        speaks = speaking(appraisals)
        worst = speaks.concern if speaks else None
        refused = choice is not None and bool(choice.refusal)
        return StudyVerdict(
            study=study,
            choice=choice,
            chosen_by=_chosen_by(instrument, asked),
            appraisals=appraisals,
            beside=beside,
            scales=tuple(self._scales(study, legacy, outcome)),
            counting=None if refused and not instrument else self._counting(study, checklist, outcome),
            ceiling=ceiling(study, choice, worst, self._choosing),
            companions=tuple(self._companions.get(study.id, ())),
            problems=tuple(problems),
        )

    def readings(self, verdicts: Iterable[StudyVerdict]) -> dict[str, Reading]:
        """Say when to read some studies, each by its id.

        Raises:
            ValueError: The selection rule has no reading order, which is a fault of ours.
        """
        order = self._choosing.reading
        if order is None:
            message = "the selection rule has no reading order"
            raise ValueError(message)
        desk = ReadingDesk(order)
        levels = self.shelf[order.levels]
        return {v.study.id: desk.place(v, self._level(v, levels)) for v in verdicts}

    def _level(self, verdict: StudyVerdict, levels: Instrument) -> Appraisal:
        """Give the level of evidence of a study: by its sheet where there is one, else by its facts."""
        of_sheets = [a for a in (*verdict.appraisals, *verdict.beside) if a.instrument is levels]
        return of_sheets[0] if of_sheets else self._judge.appraise(verdict.study, levels)

    def supposing(self, study: Study, sheets: Iterable[Sheet] = ()) -> "Bench":
        """Lay out the same library with one study, and some sheets, as somebody supposes them to be."""
        studies: dict[str, Study] = {**self.library.studies, study.id: study}
        known: dict[str, Sheet] = {**self.library.sheets}
        known.update((sheet.id, sheet) for sheet in sheets)
        return Bench(self.library._replace(studies=studies, sheets=known), self.shelf, self._choosing)

    def sheets_of(self, study: Study, instrument: str, outcome: str = "") -> list[Sheet]:
        """Give the sheets by which an instrument judges or counts a study: those that no consensus settles."""
        sheets = self._ready(study, instrument)
        return [sheet for sheet in sheets if not outcome or sheet.outcome in (outcome, "")]

    def _ready(self, study: Study, instrument: str) -> list[Sheet]:
        """Give the sheets that no consensus settles, without those that nobody has begun to fill in."""
        sheets = self._sheets.get((study.id, instrument), ())
        return without_settled(sheet for sheet in sheets if not waits(sheet, self.shelf[instrument]))

    @property
    def choosing(self) -> Choosing:
        """The selection rule."""
        return self._choosing

    def _appraise(
        self, study: Study, instrument: Instrument, choice: Choice | None, outcome: str
    ) -> tuple[tuple[Appraisal, ...], list[Problem]]:
        sheets: list[Sheet | None] = [*self.sheets_of(study, instrument.id, outcome)]
        problems = list(self._wrong_consensus(study, instrument.id))
        for known in self._sheets.get((study.id, instrument.id), ()):
            problems += check_sheet(known, instrument, study) if waits(known, instrument) else ()
        appraisals = []
        fits = choice is not None and choice.instrument == instrument.id
        barred = choice.barred if choice is not None and fits else ""
        for sheet in sheets or [None]:
            wrong = tuple(check_sheet(sheet, instrument, study)) if sheet else ()
            problems += wrong
            judged = _outcome(study, instrument, sheet, outcome)
            appraisals.append(self._judge.appraise(study, instrument, sheet, judged, wrong, barred))
        return tuple(appraisals), problems

    def _beside(
        self, study: Study, others: Container[str], outcome: str
    ) -> tuple[tuple[Appraisal, ...], list[Problem]]:
        """Appraise by the other instruments that have sheets; old scales come only when they are asked for."""
        appraisals: list[Appraisal] = []
        problems: list[Problem] = []
        for name in self._by_study.get(study.id, ()):
            instrument = self.shelf.get(name) if name not in others else None
            if instrument is None:
                continue
            if instrument.form is Form.JUDGED and self._ready(study, name):
                judged, wrong = self._appraise(study, instrument, None, outcome)
                appraisals += judged
                problems += wrong
            else:
                problems += self._wrong_sheets(study, name)
        return tuple(appraisals), problems

    def _scales(self, study: Study, families: Sequence[str], outcome: str) -> Iterator[ScaleTotal]:
        """Add up the old scales of some families that are made for such a study."""
        for family in families:
            known = [i for name in self.shelf.ids if (i := self.shelf[name]).form is Form.SCALE and i.legacy == family]
            if not known:
                every = dict.fromkeys(i.legacy for name in self.shelf.ids if (i := self.shelf[name]).legacy)
                raise Stop(Exit.CANNOT, f"triage: no old scale {family!r} (there are: {', '.join(every)})")
            for instrument in known:
                if Facts(study).meets(instrument.suits) is None:
                    continue
                sheets: list[Sheet | None] = [*self._ready(study, instrument.id)]
                for sheet in sheets or [None]:
                    yield total(study, instrument, sheet, _outcome(study, instrument, sheet, outcome))

    def _wrong_sheets(self, study: Study, instrument: str) -> Iterator[Problem]:
        """Find what is wrong with a study's sheets of its checklist."""
        for sheet in self._sheets.get((study.id, instrument), ()):
            yield from check_sheet(sheet, self.shelf[instrument], study)
        yield from self._wrong_consensus(study, instrument)

    def _wrong_consensus(self, study: Study, instrument: str) -> Iterator[Problem]:
        """Find what keeps sheets from settling others, also of those that another one takes out."""
        for sheet in self._sheets.get((study.id, instrument), ()):
            yield from check_consensus(sheet, self.library.sheets)

    def _counting(self, study: Study, checklist: str, outcome: str) -> Counting:
        def count() -> Tally:
            instrument = self.shelf[checklist]
            sheets = self._ready(study, checklist)
            sheet = sheets[0] if sheets else None
            return tally(study, instrument, sheet, _outcome(study, instrument, sheet, outcome))

        return Counting(count)


def in_order(sort: str, verdicts: Iterable[StudyVerdict], readings: Mapping[str, Reading]) -> list[StudyVerdict]:
    """Put studies into an order; those of which it says the same stay in the order of the files.

    Args:
        sort: One of ``cli.requests.SORTS``.
        verdicts: The studies, in the order of the files.
        readings: When to read each, by its id; only the order of reading looks at it.
    """
    listed = list(verdicts)
    if sort == READING:
        listed.sort(key=lambda verdict: reading_key(verdict, readings[verdict.study.id]))
    elif sort == "id":
        listed.sort(key=lambda verdict: str(verdict.study.id))
    elif sort == "year":
        listed.sort(key=lambda verdict: verdict.study.year if verdict.study.year is not None else _NO_YEAR)
    return listed


_NO_YEAR = 9999


def without_settled(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Leave out the sheets that a consensus of some reviewers settles."""
    listed = list(sheets)
    settled = {str(name) for sheet in listed for name in sheet.consensus_of}
    return [sheet for sheet in listed if sheet.id not in settled]


def _outcome(study: Study, instrument: Instrument, sheet: Sheet | None, outcome: str) -> Outcome | None:
    wanted = outcome or (sheet.outcome if sheet else "")
    for known in study.outcomes:
        if known.id == wanted:
            return known
    return main_outcome(study) if instrument.judges is Judges.RESULT or not wanted else None


def _chosen_by(instrument: str, asked: str) -> str:
    if instrument:
        return "option"
    return "file" if asked else "rule"
