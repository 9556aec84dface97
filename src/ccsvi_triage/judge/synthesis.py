"""What the studies of a claim let anybody say: verdict, certainty, history, words, and the study that is missing."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from ccsvi_triage.judge.averaging import Averager, no_faults
from ccsvi_triage.judge.certainty import body_of, certainty_of, change_of, size_of
from ccsvi_triage.judge.choose import ceiling_of
from ccsvi_triage.judge.decision import GRAVITY, Table
from ccsvi_triage.judge.entries import Faults
from ccsvi_triage.judge.evidence import Evidence, Sorted, date_of, end_of, telling
from ccsvi_triage.judge.risk import IMPORTANT, control_risk
from ccsvi_triage.judge.voice import hear
from ccsvi_triage.logic.condition import holds
from ccsvi_triage.logic.wording import figure
from ccsvi_triage.model.averaging import Averaging
from ccsvi_triage.model.claim import Claim, View
from ccsvi_triage.model.instrument import Ceiling
from ccsvi_triage.model.library import Choosing
from ccsvi_triage.model.synthesis import (
    Aside,
    Decided,
    Era,
    Leaning,
    Missing,
    Named,
    Size,
    Synthesis,
    VerdictTable,
    Weighed,
    Words,
)
from ccsvi_triage.model.words import Asserts, ClaimVerdict, Concern, Design, Question


class ClaimBench:
    """Where claims are judged: the table, the ceilings, and which reports are of one study."""

    def __init__(
        self, table: VerdictTable, choosing: Choosing, roots: Mapping[str, str], faults: Faults = no_faults
    ) -> None:
        """Make the table ready.

        Args:
            table: Everything by which claims are judged.
            choosing: The selection rule, for what each kind of study can carry.
            roots: For a further report, by its id: the study that it is a report of.
            faults: Tells which numbers of a study cannot be right, so that it is not averaged with others.
        """
        self._table = table
        self._rules = Table(table.rules)
        self._choosing = choosing
        self._roots = roots
        self._faults = faults

    def judge(
        self,
        claim: Claim,
        named: Sequence[Named],
        *,
        as_of: str = "",
        excluded: Collection[Concern] = (),
    ) -> Synthesis:
        """Say everything of a claim.

        Args:
            claim: The claim.
            named: The studies that it names, in the order of the file, each with its verdict and result.
            as_of: A date: only what had appeared by then counts.
            excluded: Studies that are judged so for sure are left out.
        """
        told = [each._replace(scaled=telling(each.scaled)) for each in named]
        evidence = Evidence(claim, told, self._table.caps, excluded=excluded, roots=self._roots)
        found = evidence.sort(as_of)
        views = _views(claim, found)
        averager = Averager(claim, self._faults)
        pooled = averager.average(body_of(found.counted))
        heard = hear(claim, found.counted, pooled)
        decided = self._rules.decide(claim, *heard.ways, views=views)
        return Synthesis(
            claim=claim,
            counted=found.counted,
            aside=found.aside,
            decided=decided,
            certainty=certainty_of(claim, found.counted, pooled),
            history=tuple(self._history(claim, evidence, averager, found, as_of)),
            missing=self._missing(claim, found.counted, decided),
            words=self._words(claim, found, heard.ways, decided),
            views=views,
            as_of=as_of,
            pooled=pooled,
            voice=heard.voice,
        )

    def _history(
        self, claim: Claim, evidence: Evidence, averager: Averager, found: Sorted, as_of: str
    ) -> Iterator[Era]:
        """Judge the claim at each date on which a study appeared that counted; those without a date come last."""
        companions = [each.named for each in found.aside if each.word is Aside.COMPANION]
        studies = [each.verdict.study for each in (*(w.named for w in found.counted), *companions)]
        dates = sorted({date for study in studies if (date := date_of(study))}, key=lambda date: (end_of(date), date))
        before: set[str] = set()
        pooled: Averaging | None = None
        averaged: frozenset[str] = frozenset()
        verdicts = self._rules.decide(claim, ()).possible
        ends: dict[str, str] = {}
        for date in dates:
            ends[end_of(date)] = min(ends.get(end_of(date), date), date, key=len)
        if any(not date_of(each.named.verdict.study) for each in found.counted):
            ends[""] = ""
        for end, date in ends.items():
            now = evidence.sort(end or as_of)
            new = tuple([each.id for each in now.counted if each.id not in before])
            before = {each.id for each in now.counted}
            if not new:
                continue
            body = body_of(now.counted)
            rated = frozenset([each.id for each in body])
            if rated != averaged:
                pooled, averaged = averager.average(body, whole=False), rated
            ways = hear(claim, now.counted, pooled).ways
            decided = self._rules.decide(claim, *ways, views=_views(claim, now))
            certainty = certainty_of(claim, now.counted, pooled)
            mean = pooled.quoted if pooled is not None else None
            yield Era(date, new, decided, certainty, decided.possible != verdicts, mean)
            verdicts = decided.possible

    def _missing(self, claim: Claim, counted: Sequence[Weighed], decided: Decided) -> Missing:
        known = {"asserts": claim.asserts.value}
        wanting = next((w for w in self._table.missing if claim.kind in w.kind and holds(w.when, known)), None)
        if decided.final is ClaimVerdict.SUPPORTED or (
            decided.final is ClaimVerdict.CONTRADICTED and claim.kind is Question.FACTUAL
        ):
            wanting = None
        return Missing(wanting, _size(claim, counted), tuple(_times(counted)))

    def _words(self, claim: Claim, found: Sorted, ways: Sequence[Sequence[Weighed]], decided: Decided) -> Words:
        """Say what a verdict lets anybody say; while it is open, that it is, and all that may not be said."""
        leaning = {(each.id, each.leaning) for way in ways for each in way}
        points = [each for each in found.counted if (each.id, Leaning.FOR) in leaning]
        strongest = next((each for each in points if not each.animals), next(iter(points), None))
        best = "people" if strongest is not None and not strongest.animals else _best(found)
        rows = []
        for verdict in sorted(decided.possible, key=GRAVITY.index, reverse=True):
            known = {
                "verdict": verdict.value,
                "kind": claim.kind.value,
                "asserts": claim.asserts.value,
                "asserted": claim.strength.value,
                "best": best,
                "shown": decided.known["shown"][0],
                # of several rules that give one verdict, the last of the table
                "rule": [str(rule.id) for rule in decided.deciding if rule.then is verdict][-1],
                "unclear": "yes" if any(side is Leaning.UNCLEAR for _, side in leaning) else "no",
            }
            rows.append(next(row for row in self._table.sayings if holds(row.when, known)))
        ceiling = self._ceiling(claim, strongest) if strongest is not None else None
        fill = {"{claim}": claim.text, "{ceiling}": ceiling.may if ceiling is not None else ""}
        may_not = dict.fromkeys(_filled(said, fill) for row in rows for said in row.may_not)
        if ceiling is not None and claim.asserts is Asserts.PRESENCE:
            may_not.update(dict.fromkeys(ceiling.may_not))
        by = strongest.id if strongest is not None else ""
        may = _filled(rows[0].may, fill) if len(rows) == 1 else _OPEN
        return Words(may, tuple(may_not), ceiling, by)

    def _ceiling(self, claim: Claim, weighed: Weighed) -> Ceiling | None:
        """Find what the study that carries most may be said to show, at the least that it may carry."""
        least = next(each for each in weighed.carries if each.strength is weighed.least)
        kind = Question.MECHANISM if weighed.animals else claim.kind
        settled = least.concern if len(weighed.carries) == 1 else None
        return ceiling_of(weighed.least, kind, settled, self._choosing)


_OPEN = "what the studies let anybody say is open until they are judged to the end"


def _best(found: Sorted) -> str:
    """Tell whether what there is, where no study in people points the claim's way, was done in animals."""
    beside = [each.named.verdict.study.design for each in found.aside if each.word is Aside.CONTEXT]
    animals = any(design is not None and design.value is Design.ANIMAL_EXPERIMENT for design in beside)
    return "animals" if animals or any(each.animals for each in found.counted) else "none"


def _filled(text: str, fill: Mapping[str, str]) -> str:
    for name, said in fill.items():
        text = text.replace(name, said)
    return text


def _views(claim: Claim, found: Sorted) -> tuple[View, ...]:
    """Give the viewpoints of which at least one study may speak at all."""
    if not claim.viewpoints:
        return ()
    silent = {str(each.named.verdict.study.id) for each in found.aside if each.word in _SILENT}
    return tuple(view for view in claim.viewpoints if not set(map(str, view.studies)) <= silent)


_SILENT = frozenset({Aside.RETRACTED, Aside.PLAN, Aside.LATER, Aside.UNDATED, Aside.EXCLUDED})


def _size(claim: Claim, counted: Sequence[Weighed]) -> Size:
    """Compute how many people a trial needs from the risk in the groups that were compared with."""
    if claim.kind not in _SIZED:
        return Size(None, None, f"not computed for a claim of {claim.kind.value}")
    body = [each for each in counted if not each.animals and each.randomised]
    body = body or [each for each in counted if not each.animals]
    risk, (more, change) = control_risk(body), change_of(claim, body)
    size = size_of(body, more=more, change=change)
    if risk is None:
        return Size(None, None, "cannot be computed: no study that counts tells events among people in two groups")
    events, people = risk
    if size is None:
        return Size(None, None, f"cannot be computed from {events}/{people} in the groups compared with")
    by = "a quarter" if change == IMPORTANT else f"{figure(100 * change)} %"
    because = (
        f"to find {by} {'more' if more else 'less'} than {events}/{people} in the groups compared with, with 80 % power"
    )
    return Size(size.people, size.events, because)


_SIZED = (Question.BENEFIT, Question.HARM, Question.ASSOCIATION)


def _times(counted: Sequence[Weighed]) -> list[str]:
    """Give the time points of the outcomes so far, each once."""
    found = []
    for each in counted:
        outcome = each.named.scaled.outcome
        if outcome is not None and outcome.time is not None and outcome.time.value is not None:
            found.append(str(outcome.time.value))
    return list(dict.fromkeys(found))
