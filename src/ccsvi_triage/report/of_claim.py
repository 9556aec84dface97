"""What the studies of claims let anybody say, told as a report."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from ccsvi_triage.logic.ladder import better
from ccsvi_triage.logic.wording import effect_text, listed, some
from ccsvi_triage.model.claim import Rated, Saying
from ccsvi_triage.model.comparison import Contrast, Scaled
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.synthesis import (
    Assurance,
    Cap,
    Decided,
    Era,
    Leaning,
    Missing,
    SetAside,
    Step,
    Synthesis,
    VerdictRule,
    Voice,
    Weighed,
)
from ccsvi_triage.model.words import Asserts, Certainty, ClaimVerdict, Question, Strength
from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    Block,
    Cell,
    Column,
    Divider,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
)
from ccsvi_triage.report.grounds import source_words
from ccsvi_triage.report.of_pooled import COLUMNS as OF_POOLED
from ccsvi_triage.report.of_pooled import mean_data, pooled_blocks, pooled_cells, pooled_data
from ccsvi_triage.report.say import cite, place_data

NOTICE = (
    "The rules of the verdict are this project's own (triage explain verdicts); the reasons of certainty follow GRADE, "
    "which has not seen or approved them. What others concluded is never an input."
)
TONE = {
    ClaimVerdict.SUPPORTED: Tone.GOOD,
    ClaimVerdict.OVERSTATED: Tone.SOME,
    ClaimVerdict.UNTESTED: Tone.APART,
    ClaimVerdict.INCONSISTENT: Tone.SERIOUS,
    ClaimVerdict.NOT_SUPPORTED: Tone.CRITICAL,
    ClaimVerdict.CONTRADICTED: Tone.CRITICAL,
}
_MODEST = (Strength.DESCRIPTION, Strength.HYPOTHESIS)
_AS = {
    Strength.DESCRIPTION: "a description",
    Strength.HYPOTHESIS: "a hypothesis",
    Strength.ASSOCIATION: "an association",
    Strength.EFFECT: "an effect",
    Strength.CONFIRMED_EFFECT: "a confirmed effect",
}
SAYS = {
    Leaning.FOR: Mark("for", Tone.GOOD),
    Leaning.NULL: Mark("not shown", Tone.SERIOUS),
    Leaning.AGAINST: Mark("against", Tone.CRITICAL),
    Leaning.UNCLEAR: Mark("unclear", Tone.OPEN),
}


def of_claims(judged: Sequence[Synthesis], library: Library, version: str, *, as_of: str = "") -> Report:
    """Tell how many claims stand, one row each.

    Args:
        judged: What is said of each claim, in the order in which they are shown.
        library: The library, for the sources.
        version: The tool's version.
        as_of: The date on which it was asked.
    """
    number = "1 claim" if len(judged) == 1 else f"{len(judged)} claims"
    when = f", as far as could be known by {as_of}" if as_of else ""
    blocks: list[Block] = [claims_table(judged), Gap(), Text(f"{number}{when}")]
    for beside in rulings(judged):
        blocks += [Gap(), beside, Gap()]
    blocks += [CLAIMS_LEGEND, Gap(), Line(("Why, and what may be said: ", Mark("triage claim ID", Tone.CODE)))]
    blocks += [Gap(), Text(NOTICE, Tone.MUTED)]
    return Report(tuple(blocks), _data(judged, library, version, as_of), f"Verdicts on {number}", (wide_table(judged),))


def rulings(judged: Sequence[Synthesis]) -> Iterator[Pairs]:
    """Tell the verdicts of people, which stand beside ours; nothing where there is none."""
    ruled = [each for each in judged if each.claim.ruling is not None]
    if ruled:
        rows = tuple((Mark(str(each.claim.id), Tone.CODE), _ruled(each)) for each in ruled)
        yield Pairs(rows, title="Beside ours, people's own verdicts")


def _ruled(synthesis: Synthesis) -> str:
    (said,) = (text for _, text in _ruling(synthesis))
    return str(said)


def claims_table(judged: Sequence[Synthesis]) -> Table:
    """Lay out how many claims stand, one row each."""
    columns = (Column("Claim", whole=True), Column("Verdict"), Column("Certainty"), Column("Since", whole=True))
    rows = tuple((Mark(str(s.claim.id), Tone.CODE), verdict_mark(s), certainty_cell(s), since(s)) for s in judged)
    return Table("", columns, rows, flush=True)


CLAIMS_LEGEND = Pairs(
    (
        ("Verdict", "on the claim as strongly as it is asserted; open where a judgement that is not settled decides"),
        ("Certainty", "in the words of GRADE; proposed where no person has confirmed it"),
        ("Since", "when the study appeared that last changed the verdict; - where none counts"),
    )
)
"""What the columns of ``claims_table`` mean."""


def of_claim(  # noqa: PLR0913 -- what may stand in it
    judged: Sequence[Synthesis],
    library: Library,
    version: str,
    *,
    as_of: str = "",
    traced: bool = False,
    pictures: Callable[[Synthesis], Iterable[Block]] = lambda _: (),
) -> Report:
    """Tell in full how claims stand, one after the other.

    Args:
        judged: What is said of each claim.
        library: The library, for the sources.
        version: The tool's version.
        as_of: The date on which it was asked.
        traced: Every rule that holds with what it looked at, and why each study leans and carries as it does.
        pictures: What draws a claim; nothing does where no format shows it.
    """
    blocks: list[Block] = []
    for synthesis in judged:
        if blocks:
            blocks += [Gap(), Divider(), Gap()]
        blocks += _claim(synthesis, library, pictures, traced=traced)
    if not traced:
        ids = " ".join(str(synthesis.claim.id) for synthesis in judged)
        blocks += [Gap(), Line(("Every rule and reason: ", Mark(f"triage claim {ids} --trace", Tone.CODE)))]
    blocks += [Gap(), Text(NOTICE, Tone.MUTED)]
    title = f"Verdicts on {len(judged)} claims" if len(judged) > 1 else ""
    return Report(tuple(blocks), _data(judged, library, version, as_of), title, (wide_table(judged),))


def verdict_words(verdict: ClaimVerdict) -> str:
    """Write a verdict as people read it."""
    return verdict.value.replace("-", " ").upper()


def verdict_mark(synthesis: Synthesis) -> Mark:
    """Mark a verdict; an open one says what is possible."""
    mark = decided_mark(synthesis.decided)
    modest = synthesis.decided.final is ClaimVerdict.SUPPORTED and synthesis.claim.strength in _MODEST
    return Mark(f"{mark.text}, as {_AS[synthesis.claim.strength]}", mark.tone) if modest else mark


def decided_mark(decided: Decided) -> Mark:
    """Mark a verdict; an open one says what is possible."""
    if decided.final is not None:
        return Mark(verdict_words(decided.final), TONE[decided.final])
    return Mark(f"open: {listed([verdict.value.replace('-', ' ') for verdict in decided.possible], 'or')}", Tone.OPEN)


def certainty_words(certainty: Assurance) -> str:
    """Write how certain the evidence makes us; an open one says what is possible."""
    if not certainty.possible:
        return "not rated" if certainty.body else "nothing to rate"
    if certainty.final is not None:
        return _level(certainty.final)
    return f"open: {_level(certainty.possible[-1])} to {_level(certainty.possible[0])}"


def _level(certainty: Certainty) -> str:
    return certainty.value.replace("-", " ")


def certainty_cell(synthesis: Synthesis) -> Cell:
    """Mark how certain the evidence makes us; an open one says what is possible."""
    certainty = synthesis.certainty
    if not certainty.possible:
        return Mark(certainty_words(certainty), Tone.MUTED)
    return Mark(certainty_words(certainty), Tone.PLAIN if certainty.final is not None else Tone.OPEN)


def since(synthesis: Synthesis) -> str:
    """Tell when the study appeared that last changed the verdict; ``-`` where none that counts has appeared."""
    changed = [era for era in synthesis.history if era.changed]
    return (changed[-1].date or "undated") if changed else "-"


def _claim(
    synthesis: Synthesis, library: Library, pictures: Callable[[Synthesis], Iterable[Block]], *, traced: bool
) -> Iterator[Block]:
    claim = synthesis.claim
    yield Line((Mark(f'"{claim.text}"', Tone.STRONG),))
    none = ", that there is none" if claim.asserts is Asserts.ABSENCE else ""
    said = f"A claim of {_KIND[claim.kind]}{none}, asserted as {_AS[claim.strength]}"
    yield Line((said,), Mark(str(claim.id), Tone.CODE))
    if synthesis.as_of:
        yield Line((f"As far as could be known by {synthesis.as_of}",))
    yield Gap()
    rows: list[tuple[Cell, Cell]] = [
        ("Verdict", verdict_mark(synthesis)),
        *_because(synthesis.decided),
        *_together(synthesis.voice),
        ("Certainty", certainty_cell(synthesis)),
        ("Since", since(synthesis)),
        *_ruling(synthesis),
    ]
    yield Pairs(tuple(rows))
    yield from _words(synthesis)
    yield from _studies(synthesis)
    yield from _aside(synthesis.aside)
    yield from _left_out(synthesis)
    yield from pooled_blocks(synthesis)
    yield from _history(synthesis.history)
    yield from pictures(synthesis)
    yield from _certainty(synthesis.certainty)
    yield from _views(synthesis)
    yield from _missing(synthesis.missing)
    if traced:
        yield from _trace(synthesis)
    yield from _positions(synthesis, library)


_KIND = {
    Question.BENEFIT: "benefit",
    Question.HARM: "harm",
    Question.CAUSE: "a cause",
    Question.ASSOCIATION: "an association",
    Question.ACCURACY: "a test's accuracy",
    Question.PREVALENCE: "how common something is",
    Question.PROGNOSIS: "how a disease goes",
    Question.MECHANISM: "a mechanism",
    Question.FACTUAL: "a fact",
}


def _because(decided: Decided) -> Iterator[tuple[Cell, Cell]]:
    for rule in decided.deciding:
        label = "Because" if decided.final is not None else f"If {rule.then.value.replace('-', ' ')}"
        yield label, f"{rule.because} ({rule.id})"
    if decided.hinges:
        yield "Depends on", f"the judgement of {', '.join(decided.hinges)}, which is open"


def _together(voice: Voice | None) -> Iterator[tuple[Cell, Cell]]:
    """Tell what studies that are averaged say together, by which the verdict takes them."""
    if voice is not None:
        yield "Together", f"{some(voice.studies)} count by their average, {voice.because}"


def _ruling(synthesis: Synthesis) -> Iterator[tuple[Cell, Cell]]:
    """Tell a person's own verdict; it stands beside ours and changes nothing of it."""
    ruling = synthesis.claim.ruling
    if ruling is None:
        return
    above = ", better than the rules allow" if better(ruling.verdict, synthesis.decided.possible) else ""
    said = f"{verdict_words(ruling.verdict)}{above}, by {ruling.by}, {ruling.date}: {ruling.because}"
    yield Mark("A person", Tone.STRONG), said


def _words(synthesis: Synthesis) -> Iterator[Block]:
    words = synthesis.words
    rows: list[tuple[Cell, Cell]] = [("May say", f'"{words.may}"')]
    rows += [("May not", f'"{said}"') for said in words.may_not]
    yield Gap()
    yield Pairs(tuple(rows), title="What the evidence lets anybody say")


def _studies(synthesis: Synthesis) -> Iterator[Block]:
    yield Gap()
    if not synthesis.counted:
        yield Text("No study that the claim names counts.")
        return
    columns = (Column("Study", whole=True), Column("When", whole=True), Column("Says"), Column("Can carry"))
    rows = tuple(_row(each) for each in synthesis.counted)
    result = Column("Result", under=True)
    yield Table("Studies that count, those that can carry most first", (*columns, result), rows)
    unplaced = [each.id for each in synthesis.counted if all(carried.concern is None for carried in each.carries)]
    if unplaced:
        yield Gap()
        yield Text(f"{some(unplaced)}: {_UNPLACED}", Tone.MUTED, under=True)


_UNPLACED = "the checklist gives no level, so that nothing but the design limits what can be carried"


def _row(weighed: Weighed) -> tuple[Cell, ...]:
    study = weighed.named.verdict.study
    when = str(study.date or study.year or "undated")
    return Mark(weighed.id, Tone.CODE), when, SAYS[weighed.leaning], carries_cell(weighed), result_text(weighed)


def carries_cell(weighed: Weighed) -> Cell:
    """Tell what a study can carry."""
    low, high = weighed.least.value.replace("-", " "), weighed.most.value.replace("-", " ")
    if low != high:
        return Mark(f"{low} to {high}", Tone.OPEN)
    return low


def result_text(weighed: Weighed) -> str:
    """Tell what a study found, and by what it leans where that does not follow from it."""
    told = _numbers(weighed.named.scaled)
    if not told:
        return weighed.because
    plain = weighed.numbers and weighed.leaning is not Leaning.UNCLEAR
    return told if plain else f"{told}; {weighed.because}"


def _numbers(scaled: Scaled) -> str:
    if scaled.contrast is Contrast.WITHIN:
        return f"{scaled.given}: one group"
    if scaled.effects:
        return f"{effect_text(scaled.effects[0])}" + (f"; {scaled.given}" if scaled.counts is not None else "")
    return ""


def _aside(aside: Sequence[SetAside]) -> Iterator[Block]:
    if not aside:
        return
    rows = tuple((Mark(str(each.named.verdict.study.id), Tone.CODE), _why_aside(each)) for each in aside)
    yield Gap()
    yield Pairs(rows, title="Set aside: shown, and never counted here")


def _left_out(synthesis: Synthesis) -> Iterator[Block]:
    left_out = synthesis.claim.left_out
    if left_out:
        rows = tuple((Mark(str(each.study), Tone.CODE), each.why) for each in left_out)
        yield Gap()
        yield Pairs(rows, title="Left out on purpose")


def _why_aside(each: SetAside) -> str:
    return f"{each.word.value.replace('-', ' ')}: {each.because}"


def _history(history: Sequence[Era]) -> Iterator[Block]:
    if not history:
        return
    columns = (Column("When", whole=True), Column("Verdict then"), Column("Certainty"), Column("What appeared"))
    rows = tuple(
        (era.date or "undated", decided_mark(era.decided), certainty_words(era.certainty), ", ".join(era.studies))
        for era in history
    )
    yield Gap()
    yield Table("History: what could be said when", columns, rows)


def _certainty(certainty: Assurance) -> Iterator[Block]:
    yield Gap()
    if certainty.start is None:
        yield Pairs((("Certainty", certainty.because),))
        return
    rows: list[tuple[Cell, Cell]] = [("start", f"{_level(certainty.start)}: {certainty.because}")]
    for step in certainty.steps:
        rows.append((step.reason.value.replace("-", " "), f"{_steps(step.proposed, up=step.up)}: {step.because}"))
        if step.rated is not None:
            rows.append((Mark("a person", Tone.STRONG), _rated(step.rated, up=step.up)))
    rows.append(("proposed", _range(certainty.proposed)))
    if any(step.rated is not None for step in certainty.steps):
        rows.append(("with what people decided", _range(certainty.possible)))
    confirmed = sum(step.rated is not None for step in certainty.steps)
    said = f"{confirmed} of {len(certainty.steps)} steps are confirmed by a person"
    yield Pairs(
        tuple(rows),
        title=f"Certainty of what {some(certainty.body)} {'shows' if len(certainty.body) == 1 else 'show'}; {said}",
    )


def _range(levels: Sequence[Certainty]) -> Cell:
    if len(levels) == 1:
        return _level(levels[0])
    return Mark(f"open: {_level(levels[-1])} to {_level(levels[0])}", Tone.OPEN)


def _steps(steps: Sequence[int], *, up: bool) -> Cell:
    sign = "+" if up else "-"
    return " or ".join("0" if not step else f"{sign}{step}" for step in steps)


def _rated(rated: Rated, *, up: bool) -> str:
    return f"decided {_steps((rated.steps,), up=up)} by {rated.by}, {rated.date}: {rated.because}"


def _views(synthesis: Synthesis) -> Iterator[Block]:
    if not synthesis.views:
        return
    rows = tuple(
        (
            view.viewpoint.value,
            f"{view.bearing.value}: {view.because} ({', '.join(map(str, view.studies))})",
        )
        for view in synthesis.views
    )
    yield Gap()
    yield Pairs(rows, title="Viewpoints on a cause, after Bradford Hill; they are not counted, and time alone can veto")


def _missing(missing: Missing) -> Iterator[Block]:
    yield Gap()
    if missing.wanting is None:
        yield Pairs((("Missing", "no study is missing for the claim as strongly as it is asserted"),))
        return
    size = missing.size
    people = "" if size.people is None else f"{size.people} people, {size.because}"
    rows: list[tuple[Cell, Cell]] = [
        ("design", missing.wanting.design),
        ("blind", missing.wanting.blinding),
        ("size", people or size.because),
        ("length", missing.wanting.follow_up),
    ]
    if missing.so_far:
        rows.append(("so far", f"outcomes at {', '.join(missing.so_far)}"))
    yield Pairs(tuple(rows), title="What study is missing")


def _trace(synthesis: Synthesis) -> Iterator[Block]:
    decided = synthesis.decided
    columns = (Column("Rule", whole=True), Column("Gives"), Column("Because"))
    rows = tuple(
        (Mark(str(r.id), Tone.CODE), Mark(verdict_words(r.then), TONE[r.then]), r.because) for r in decided.rules
    )
    yield Gap()
    yield Table("Every rule that holds; the gravest decides", columns, rows)
    known = tuple((name.replace("_", " "), " or ".join(words)) for name, words in decided.known.items())
    yield Gap()
    yield Pairs(known, title="What the rules looked at")
    if synthesis.counted:
        yield Gap()
        yield Pairs(tuple(_reasons(synthesis)), title="Why each study leans and carries as it does")


def _reasons(synthesis: Synthesis) -> Iterator[tuple[Cell, Cell]]:
    for each in synthesis.counted:
        choice = each.named.verdict.choice
        yield Mark(each.id, Tone.CODE), f"{each.leaning.value}: {each.because}"
        if synthesis.voice is not None and each.id in synthesis.voice.studies:
            yield Mark("together", Tone.MUTED), f"{synthesis.voice.leaning.value}, by the average"
        if choice is not None:
            yield Mark("design", Tone.MUTED), f" {choice.ceiling.value.replace('-', ' ')} at most ({choice.id})"
        if synthesis.certainty.steps:
            yield Mark("fits", Tone.MUTED), _fit(each)
        for cap in _caps(each):
            when = "" if all(cap in carried.caps for carried in each.carries) else ", if so judged"
            yield (
                Mark("capped", Tone.MUTED),
                f"{cap.at_most.value.replace('-', ' ')} at most{when}: {cap.because} ({cap.id})",
            )


def _fit(weighed: Weighed) -> str:
    """Say how what was studied stands to what the claim is about, part by part."""
    parts = ", ".join(f"{part} {match.value if match else 'not recorded'}" for part, match in weighed.matches.items())
    told = weighed.named.bears.directness
    return f"{parts}: {told.because}" if told is not None and told.because else parts


def _caps(weighed: Weighed) -> tuple[Cap, ...]:
    return tuple({str(cap.id): cap for carried in weighed.carries for cap in carried.caps}.values())


def _positions(synthesis: Synthesis, library: Library) -> Iterator[Block]:
    said = synthesis.claim.said_by
    if not said:
        return
    rows = tuple((each.stance.value, "".join(_position(each))) for each in said)
    yield Gap()
    whenever = ", before that day or after" if synthesis.as_of else ""
    yield Pairs(rows, title=f"Who says what{whenever}; none of it is an input")
    used = tuple(dict.fromkeys(str(each.source) for each in said if each.source))
    if used:
        listed = tuple((Mark(name, Tone.CODE), source_words(name, library).removeprefix(f"{name}: ")) for name in used)
        yield Gap()
        yield Pairs(listed, title="Sources")


def _position(saying: Saying) -> Iterator[str]:
    yield saying.who
    if saying.note:
        yield f": {saying.note}"
    if saying.source:
        yield f" [{saying.source}]"


# for programs


_COLUMNS = (
    *("claim", "text", "kind", "asserts", "strength", "verdict", "possible", "certainty", "certainty_possible"),
    *("since", "counted", "set_aside", "rules", "ruling"),
    *OF_POOLED,
)


def wide_table(judged: Sequence[Synthesis]) -> Table:
    """Give one row a claim; a cell is empty where there is nothing to say or it is open."""
    return Table("", tuple(Column(name) for name in _COLUMNS), tuple(tuple(_cells(each)) for each in judged))


def _cells(synthesis: Synthesis) -> Iterator[Cell]:
    claim, decided, certainty = synthesis.claim, synthesis.decided, synthesis.certainty
    yield from (str(claim.id), claim.text, claim.kind.value, claim.asserts.value, claim.strength.value)
    yield decided.final.value if decided.final is not None else ""
    yield " ".join(verdict.value for verdict in decided.possible)
    yield certainty.final.value if certainty.final is not None else ""
    yield " ".join(level.value for level in certainty.possible)
    yield since(synthesis)
    yield " ".join(each.id for each in synthesis.counted)
    yield " ".join(str(each.named.verdict.study.id) for each in synthesis.aside)
    yield " ".join(str(rule.id) for rule in decided.deciding)
    yield claim.ruling.verdict.value if claim.ruling is not None else ""
    yield from pooled_cells(synthesis.pooled)


def _data(judged: Sequence[Synthesis], library: Library, version: str, as_of: str) -> dict[str, Any]:
    used = sorted({str(each.source) for s in judged for each in s.claim.said_by if each.source})
    return {
        "schema": f"ccsvi-triage/claims/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOTICE,
        "as_of": as_of or None,
        "claims": [claim_data(each) for each in judged],
        "sources": {name: source_words(name, library) for name in used},
    }


def claim_data(synthesis: Synthesis) -> dict[str, Any]:
    """Give a claim for JSON."""
    claim, words, missing = synthesis.claim, synthesis.words, synthesis.missing
    return {
        "id": str(claim.id),
        "text": claim.text,
        "kind": claim.kind.value,
        "asserts": claim.asserts.value,
        "strength": claim.strength.value,
        "place": place_data(claim.where.record),
        **decided_data(synthesis.decided),
        "ruling": _ruling_data(synthesis),
        "rules": [_rule_data(rule) for rule in synthesis.decided.rules],
        "known": {name: list(words) for name, words in synthesis.decided.known.items()},
        "certainty": _certainty_data(synthesis.certainty),
        "averaging": pooled_data(synthesis.pooled),
        "together": _voice_data(synthesis.voice),
        "since": None if not synthesis.history else since(synthesis),
        "studies": [_study_data(each) for each in synthesis.counted],
        "set_aside": [
            {
                "study": str(each.named.verdict.study.id),
                "citation": cite(each.named.verdict.study),
                "reason": each.word.value,
                "because": each.because,
                "bearing": each.named.bears.bearing.value,
            }
            for each in synthesis.aside
        ],
        "left_out": [{"study": str(each.study), "why": each.why} for each in claim.left_out],
        "history": [
            {
                "date": era.date or None,
                "studies": list(era.studies),
                "changed": era.changed,
                **decided_data(era.decided),
                "certainty": era.certainty.final.value if era.certainty.final is not None else None,
                "certainty_possible": [level.value for level in era.certainty.possible],
                "average": mean_data(era.mean),
            }
            for era in synthesis.history
        ],
        "viewpoints": [
            {
                "viewpoint": view.viewpoint.value,
                "bearing": view.bearing.value,
                "studies": [str(study) for study in view.studies],
                "because": view.because,
            }
            for view in synthesis.views
        ],
        "may": words.may,
        "may_not": list(words.may_not),
        "missing": _missing_data(missing),
        "said_by": [
            {
                "who": each.who,
                "stance": each.stance.value,
                "source": str(each.source) or None,
                "locator": each.locator,
                "note": each.note,
            }
            for each in claim.said_by
        ],
    }


def _voice_data(voice: Voice | None) -> dict[str, Any] | None:
    if voice is None:
        return None
    return {"studies": list(voice.studies), "leaning": voice.leaning.value, "because": voice.because}


def decided_data(decided: Decided) -> dict[str, Any]:
    """Give a verdict for JSON."""
    return {
        "verdict": decided.final.value if decided.final is not None else None,
        "possible": [verdict.value for verdict in decided.possible],
        "deciding": [str(rule.id) for rule in decided.deciding],
        "depends_on": list(decided.hinges),
    }


def _ruling_data(synthesis: Synthesis) -> dict[str, Any] | None:
    ruling = synthesis.claim.ruling
    if ruling is None:
        return None
    return {
        "verdict": ruling.verdict.value,
        "because": ruling.because,
        "by": ruling.by,
        "date": str(ruling.date),
        "better": better(ruling.verdict, synthesis.decided.possible),
    }


def _rule_data(rule: VerdictRule) -> dict[str, Any]:
    return {"id": str(rule.id), "verdict": rule.then.value, "because": rule.because}


def _certainty_data(certainty: Assurance) -> dict[str, Any]:
    return {
        "studies": list(certainty.body),
        "start": certainty.start.value if certainty.start is not None else None,
        "because": certainty.because,
        "proposed": [level.value for level in certainty.proposed],
        "possible": [level.value for level in certainty.possible],
        "level": certainty.final.value if certainty.final is not None else None,
        "steps": [_step_data(step) for step in certainty.steps],
    }


def _step_data(step: Step) -> dict[str, Any]:
    rated = step.rated
    return {
        "reason": step.reason.value,
        "way": "up" if step.up else "down",
        "proposed": list(step.proposed),
        "because": step.because,
        "decided": None
        if rated is None
        else {"steps": rated.steps, "because": rated.because, "by": rated.by, "date": str(rated.date)},
    }


def _study_data(weighed: Weighed) -> dict[str, Any]:
    study, scaled = weighed.named.verdict.study, weighed.named.scaled
    choice = weighed.named.verdict.choice
    return {
        "study": weighed.id,
        "citation": cite(study),
        "date": str(study.date or study.year or "") or None,
        "bearing": weighed.named.bears.bearing.value,
        "leaning": weighed.leaning.value,
        "because": weighed.because,
        "by_numbers": weighed.numbers,
        "shown": weighed.shown,
        "rules_out": weighed.rules_out,
        "animals": weighed.animals,
        "randomised": weighed.randomised,
        "direct": weighed.direct,
        "matches": {part: match.value if match else None for part, match in weighed.matches.items()},
        "design": choice.ceiling.value if choice is not None else None,
        "carries": [
            {
                "concern": each.concern.name.lower() if each.concern is not None and each.concern >= 0 else None,
                "strength": each.strength.value,
                "caps": [str(cap.id) for cap in each.caps],
            }
            for each in weighed.carries
        ],
        "outcome": str(scaled.outcome.id) if scaled.outcome is not None else None,
        "result": _numbers(scaled),
        "place": place_data(study.where.record),
    }


def _missing_data(missing: Missing) -> dict[str, Any] | None:
    if missing.wanting is None:
        return None
    return {
        "design": missing.wanting.design,
        "blinding": missing.wanting.blinding,
        "follow_up": missing.wanting.follow_up,
        "people": missing.size.people,
        "events": missing.size.events,
        "size_because": missing.size.because,
        "so_far": list(missing.so_far),
    }
