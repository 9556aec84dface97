"""A consensus sheet to begin with: what reviewers agree on is filled in, and what they differ on is for a person.

Where they differ, what each of them says stands as a comment, and the answer is left open.
"""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from ccsvi_triage.load.writing import key, one_line, scalar
from ccsvi_triage.model.agreement import Compared, DomainComparison
from ccsvi_triage.model.appraisal import Answered, Ground, Origin
from ccsvi_triage.model.instrument import Asked, OverallRule, Part, whole_levels
from ccsvi_triage.model.sheet import OVERALL, Given, Judged, Sheet
from ccsvi_triage.model.words import Basis, YesNo

ALL = "all"
"""Who decided what reviewers agree on."""

_WIDTH = 100
_NOBODY = "nobody has settled it yet"


def consensus_text(compared: Compared, name: str, about: str) -> str:
    """Write a file with the beginning of a consensus sheet.

    Args:
        compared: The reviewers' sheets.
        name: The id of the new sheet.
        about: What the study is called.
    """
    return "\n".join(line.rstrip() for line in _sheet(compared, name, about)) + "\n"


def _sheet(compared: Compared, name: str, about: str) -> Iterator[str]:
    first = compared.sheets[0]
    instrument = compared.instrument
    reviewers = ", ".join(sheet.reviewer for sheet in compared.sheets)
    yield from _comment(f"{about}, by {instrument.title}, {instrument.version}: what {reviewers} agree on.", 0)
    yield from _comment(instrument.notice, 0)
    yield from _comment(
        "Where they differ, what each of them says stands as a comment, and the answer is open. To decide it, take the "
        "'#' from the line with the braces and write the answer, why (because), and who decided (by). What nobody "
        "decides stays open.",
        0,
    )
    yield "sheets:"
    yield f"  - id: {name}"
    yield f"    study: {first.study}"
    yield f"    instrument: {first.instrument}"
    yield f"    version: {scalar(first.version)}"
    yield f"    reviewer: {scalar(reviewers)}"
    yield "    # date: the day of the decision, such as 2031-05-04"
    yield f"    consensus_of: [{', '.join(sheet.id for sheet in compared.sheets)}]"
    if first.outcome:
        yield f"    outcome: {scalar(first.outcome)}"
    yield from _result(compared)
    yield from _setup(compared)
    yield "    answers:"
    for position, domain in enumerate(compared.domains):
        if position:
            yield ""
        yield from _comment(f"{domain.domain.label or domain.domain.id}: {domain.domain.title}", 6)
        for number, question in enumerate(domain.domain.questions):
            yield from _question(compared, question, [found[number] for found in domain.answers])
    yield from _judgements(compared)
    yield from _rulings(compared)
    yield from _directions(compared)


def _result(compared: Compared) -> Iterator[str]:
    told = [sheet.result for sheet in compared.sheets]
    if len(set(told)) == 1:
        if told[0]:
            yield f"    result: {scalar(told[0])}"
        return
    yield from (line for sheet in compared.sheets for line in _says(sheet, sheet.result or "nothing", "", 4))
    yield '    # result: ""'


def _setup(compared: Compared) -> Iterator[str]:
    names = dict.fromkeys(name for sheet in compared.sheets for name in sheet.setup)
    if names:
        yield "    setup:"
    for name in names:
        words = [sheet.setup.get(name, "") for sheet in compared.sheets]
        if len(set(words)) == 1:
            yield f"      {key(name)}: {scalar(words[0])}"
            continue
        yield from _comment(f"{name}: settle it before the answers", 6)
        for sheet, word in zip(compared.sheets, words, strict=True):
            yield from _says(sheet, word or "nothing", "", 6)
        yield f'      # {key(name)}: ""'


# answers


def _question(compared: Compared, question: Asked, answers: Sequence[Answered]) -> Iterator[str]:
    """Write one question: agreed, or open with what each reviewer says."""
    if all(answered.origin is Origin.NOT_ASKED for answered in answers):
        return
    yield ""
    yield from _comment(f"{question.id} {question.text}", 6)
    parts = [part for part in question.parts if any(part.id in sheet.answers for sheet in compared.sheets)]
    for part in parts:
        yield from _part(compared, part)
    origins = {answered.origin for answered in answers}
    words = {answered.answer for answered in answers}
    if len(words) == 1 and origins == {Origin.ANSWERED}:
        yield from _agreed(compared, question.id, words.pop() or "", [_given(s, question.id) for s in compared.sheets])
        return
    if len(words) == 1 and origins == {Origin.FROM_PARTS}:
        return
    if len(words) == 1 and origins <= {Origin.ANSWERED, Origin.FROM_PARTS}:
        yield from _comment(f"by all of them {words.pop()}, of some by its parts", 6)
    elif origins == {Origin.OPEN}:
        yield from _comment(_NOBODY, 6, 2)
    else:
        for sheet, answered in zip(compared.sheets, answers, strict=True):
            yield from _says(sheet, _word(answered), _grounds(answered), 6)
    options = question.options or compared.instrument.options
    if not parts:
        yield f"      # {key(question.id)}: {_blank('answer', options)}"


def _part(compared: Compared, part: Part) -> Iterator[str]:
    given = [sheet.answers.get(part.id) for sheet in compared.sheets]
    words = {one.answer if one else None for one in given}
    if len(words) == 1:
        yield from _agreed(compared, part.id, words.pop() or "", [one for one in given if one is not None])
        return
    yield from _comment(f"{part.id} {part.text}", 6)
    for sheet, one in zip(compared.sheets, given, strict=True):
        yield from _says(sheet, one.answer if one else "open", _given_grounds(one), 6)
    yield f"      # {key(part.id)}: {_blank('answer', ('yes', 'no'))}"


def _agreed(
    compared: Compared, name: str, word: str, given: Sequence[Given | Judged], field: str = "answer"
) -> Iterator[str]:
    """Write what all reviewers say, with the reasons of each."""
    yield f"      {key(name)}:"
    for told, value in {field: word, **_reasons(compared.sheets, given), "by": ALL}.items():
        yield f"        {told}: {scalar(value)}"


def _reasons(sheets: Sequence[Sheet], given: Sequence[Given | Judged]) -> Mapping[str, str]:
    """Put the reasons of several together; a source that they do not share is named within its reason."""
    shared = len({(one.source, one.locator) for one in given}) == 1
    told = [one_line(one.because) if shared else _with(one.because, one.source, one.locator) for one in given]
    if len(set(told)) == 1:
        because = told[0]
    else:
        because = "; ".join(f"{s.reviewer}: {said or 'no reason'}" for s, said in zip(sheets, told, strict=True))
    entries = {"because": because}
    if shared:
        entries |= {"source": given[0].source, "locator": given[0].locator}
    if any(one.basis is Basis.INFERRED for one in given):
        entries["basis"] = Basis.INFERRED.value
    return {told: value for told, value in entries.items() if value}


def _given(sheet: Sheet, name: str) -> Given:
    return sheet.answers[name]


def _word(answered: Answered) -> str:
    if answered.origin is Origin.NOT_ASKED:
        return "not asked"
    if answered.answer is None:
        return "open"
    return f"{answered.answer} (by its parts)" if answered.origin is Origin.FROM_PARTS else answered.answer


def _grounds(answered: Answered) -> str:
    return "; ".join(_ground(ground) for ground in answered.grounds if answered.origin is Origin.ANSWERED)


def _ground(ground: Ground) -> str:
    return _with(ground.note, ground.source, ground.locator, str(ground.place) if ground.place.file else "")


def _given_grounds(given: Given | Judged | None) -> str:
    return _with(given.because, given.source, given.locator) if given else ""


def _with(because: str, source: str, locator: str, place: str = "") -> str:
    """Write a reason with where it comes from, in brackets."""
    about = "; ".join(part for part in (f"{source} {locator}".strip(), place) if part)
    return one_line(f"{because} ({about})" if about else because)


# levels, rulings, directions


def _judgements(compared: Compared) -> Iterator[str]:
    """Write the levels that a person gives."""
    judged: dict[str, Sequence[str]] = {}
    titles = {domain.domain.id: domain.domain.title for domain in compared.domains}
    titles |= {
        whole.axis.id if whole.axis else OVERALL: whole.axis.title if whole.axis else "" for whole in compared.wholes
    }
    instrument = compared.instrument
    for domain in compared.domains:
        if domain.judgements and _by_person(domain, provisional=instrument.provisional is YesNo.YES):
            judged[domain.domain.id] = domain.domain.levels or tuple(instrument.levels)
    for whole in compared.wholes:
        rule = whole.axis.overall if whole.axis else instrument.overall
        if rule.rule is OverallRule.PERSON:
            judged[whole.axis.id if whole.axis else OVERALL] = tuple(whole_levels(instrument, rule))
    if judged:
        yield ""
        yield "    judgements:"
    for name, levels in judged.items():
        given = [sheet.judgements.get(name) for sheet in compared.sheets]
        sound = [one for one in given if one is not None]
        if len(sound) == len(given) and len({one.level for one in sound}) == 1:
            yield from _agreed(compared, name, sound[0].level, sound, "level")
            continue
        yield ""
        yield from _comment(f"{name} {titles[name]}".rstrip(), 6)
        if not sound:
            yield from _comment(_NOBODY, 6, 2)
        for sheet, one in zip(compared.sheets, given, strict=True) if sound else ():
            yield from _says(sheet, one.level if one else "open", _given_grounds(one), 6)
        yield f"      # {key(name)}: {_blank('level', levels)}"


def _by_person(domain: DomainComparison, *, provisional: bool) -> bool:
    return provisional or not domain.domain.tables


def _rulings(compared: Compared) -> Iterator[str]:
    """Write rulings as comments: who overrules a table does so with name and date, and nobody has yet."""
    names = dict.fromkeys(name for sheet in compared.sheets for name in sheet.rulings)
    if not names:
        return
    yield ""
    yield from _comment("Rulings are not taken over: a table is overruled by a person, with a reason and a date.", 4)
    yield "    # rulings:"
    for name in names:
        for sheet in compared.sheets:
            ruling = sheet.rulings.get(name)
            said = (ruling.level, f"{ruling.reason} ({ruling.by}, {ruling.date})") if ruling else ("no ruling", "")
            yield from _says(sheet, *said, 4)
        yield f'    #   {key(name)}: {{level: "", reason: "", by: "", date: ""}}'


def _directions(compared: Compared) -> Iterator[str]:
    names = dict.fromkeys(name for sheet in compared.sheets for name in sheet.directions)
    if names:
        yield ""
        yield "    directions:"
    for name in names:
        words = [sheet.directions[name].value if name in sheet.directions else "" for sheet in compared.sheets]
        if len(set(words)) == 1:
            yield f"      {key(name)}: {words[0]}"
            continue
        for sheet, word in zip(compared.sheets, words, strict=True):
            yield from _says(sheet, word or "open", "", 6)
        yield f'      # {key(name)}: ""'


# lines


def _says(sheet: Sheet, word: str, because: str, indent: int) -> Iterator[str]:
    yield from _comment(f"{sheet.reviewer}: {word}" + (f" - {because}" if because else ""), indent, 2)


def _blank(field: str, options: Sequence[str]) -> str:
    return f'{{{field}: "", because: "", by: ""}}  # {", ".join(options)}'


def _comment(text: str, indent: int = 0, deeper: int = 0) -> Iterator[str]:
    """Write text as a comment; two signs that begin a command in the log of a CI runner are parted."""
    said = one_line(text).replace("##", "# #")
    lead = " " * indent + "# " + " " * deeper
    later = lead + " " * deeper
    yield from wrap(said, _WIDTH, initial_indent=lead, subsequent_indent=later, break_on_hyphens=False) or [lead]
