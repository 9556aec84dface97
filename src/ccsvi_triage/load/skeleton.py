"""Files to begin with: their keys, and comments that tell what is wanted.

A skeleton answers nothing. What the facts of a study propose stands in it as a comment, and becomes an answer when a
person takes the sign of the comment away.
"""

import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, IntEnum
from textwrap import wrap
from typing import Any

from ccsvi_triage.load.files import SECTIONS
from ccsvi_triage.load.writing import flow, key, one_line, scalar
from ccsvi_triage.logic.condition import condition_words
from ccsvi_triage.model.asking import Blank, Proposed, Step, Wanted, says_more
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.instrument import Domain, Instrument
from ccsvi_triage.model.record import Record, fields_of, required
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.text import Pattern, Reference
from ccsvi_triage.model.words import Basis

_WIDTH = 100


def sheet_text(sheet: Sheet, about: str, instrument: Instrument, blank: Blank) -> str:
    """Write a file with one empty sheet.

    Args:
        sheet: Its head; what it settles of the set-up is written as settled.
        about: What the study is called.
        instrument: The instrument.
        blank: What may be asked.
    """
    return "\n".join(line.rstrip() for line in _sheet(sheet, about, instrument, blank)) + "\n"


def _sheet(sheet: Sheet, about: str, instrument: Instrument, blank: Blank) -> Iterator[str]:
    yield from _comment(f"{about}, by {instrument.title}, {instrument.version}.")
    yield from _comment(instrument.notice)
    yield from _comment(
        "An answer counts when the '#' in front of its line has gone; what stays a comment is open. A line that is "
        "called a proposal follows from recorded facts: look it up before you take its '#' away."
    )
    told = instrument.option_words
    words = {option: told[option] for option in instrument.options if says_more(option, told)}
    if words:
        yield from _comment(f"Answers: {', '.join(f'{option} - {word}' for option, word in words.items())}.")
    yield "sheets:"
    yield f"  - id: {sheet.id}"
    yield f"    study: {sheet.study}"
    yield f"    instrument: {sheet.instrument}"
    yield f"    version: {scalar(sheet.version)}"
    yield f"    reviewer: {scalar(sheet.reviewer)}" + ("" if sheet.reviewer else "  # who answers")
    yield "    # date: the day on which you answered, such as 2031-05-04"
    if sheet.outcome:
        yield f"    outcome: {scalar(sheet.outcome)}"
        yield "    # result: which result of it, in words"
    steps = {wanted: [step for step in blank.steps if step.wanted is wanted] for wanted in Wanted}
    if steps[Wanted.SETUP]:
        yield "    setup:"
        for step in steps[Wanted.SETUP]:
            yield from _setup(step, blank.assumed.get(step.name, ""))
    if blank.assumed:
        said = ", ".join(f"{name}: {word}" for name, word in blank.assumed.items())
        yield from _comment(f"Below stands what is asked for {said}; 'triage new sheet --setup' takes another.", 4)
    yield "    answers:"
    yield from _answers(blank)
    if steps[Wanted.LEVEL]:
        yield ""
        yield "    judgements:"
        for step in steps[Wanted.LEVEL]:
            yield from _level(step)


def _answers(blank: Blank) -> Iterator[str]:
    domain: Domain | None = None
    whole = ""
    for step in blank.steps:
        if step.wanted not in (Wanted.ANSWER, Wanted.PART) or step.domain is None or step.question is None:
            continue
        if step.domain is not domain:
            domain = step.domain
            yield ""
            yield from _comment(f"-- {_label(domain)} --", 6)
        if step.wanted is Wanted.PART and step.question.id != whole:
            whole = step.question.id
            yield ""
            yield from _comment(f"{whole} {step.question.text} Its answer follows from its parts:", 6, further=3)
        yield ""
        yield from _question(step)


def _setup(step: Step, assumed: str) -> Iterator[str]:
    yield from _comment(f"{step.name}: {step.text}", 6, further=3)
    yield from _hints(step)
    if isinstance(step.held, str) and step.settled:
        yield f"      {key(step.name)}: {scalar(step.held)}"
        return
    word = ""
    if step.proposed is not None:
        word = step.proposed.answer
        if step.proposed.grounds:
            yield from _proposal(step.proposed)
        else:
            yield from _comment(f"{word} holds where nobody says otherwise.", 6, hang=4)
    elif not step.options or assumed:
        yield from _comment("It has to be settled before the sheet counts.", 6, hang=4)
    yield f"      # {key(step.name)}: {scalar(word) if word else ''}"


def _question(step: Step) -> Iterator[str]:
    yield from _comment(f"{step.name} {step.text}", 6, further=3)
    yield from _hints(step)
    if step.question is not None and step.question.asked_when.clauses and step.wanted is Wanted.ANSWER:
        yield from _comment(f"Asked when {condition_words(step.question.asked_when)}.", 6, hang=4)
    if step.proposed is None:
        yield f"      # {key(step.name)}: {{answer: , because: , source: , locator: }}"
        return
    yield from _proposal(step.proposed)
    yield f"      # {key(step.name)}: {flow(_given(step.proposed))}"


def _level(step: Step) -> Iterator[str]:
    title = step.domain.title if step.domain is not None else step.text
    stop = "" if title.endswith(("?", ".")) else "."
    tables = bool(step.domain and step.domain.tables)
    yield from _comment(
        f"{step.name}: {title}{stop} You judge; {'a table suggests' if tables else 'no table does'}.", 6
    )
    yield from _hints(step)
    yield f"      # {key(step.name)}: {{level: , because: , source: , locator: }}"
    yield ""


def _hints(step: Step) -> Iterator[str]:
    if step.options:
        yield from _comment(" | ".join(step.options), 6, hang=4)
    if step.help:
        yield from _comment(step.help, 6, hang=4)


def _proposal(proposed: Proposed) -> Iterator[str]:
    facts = "; ".join(f"{ground.what}: {ground.word}" for ground in proposed.grounds)
    yield from _comment(f"A proposal{f' from {facts}' if facts else ''}:", 6, hang=4)


def _given(proposed: Proposed) -> dict[str, str]:
    given = {"answer": proposed.answer, "because": proposed.because}
    if proposed.source:
        given["source"] = proposed.source
    if proposed.locator:
        given["locator"] = proposed.locator
    if proposed.basis is not Basis.STATED:
        given["basis"] = proposed.basis.value
    return given


def _label(domain: Domain) -> str:
    return f"{domain.label}: {domain.title}" if domain.label else domain.title


def _comment(text: str, indent: int = 0, hang: int = 1, further: int = 0, width: int = _WIDTH) -> Iterator[str]:
    """Write a comment, in lines that nobody could take for a command in a log."""
    head = f"{' ' * indent}#{' ' * hang}"
    plain = one_line(text).replace("##", "# #")
    lines = wrap(
        plain, width - len(head), subsequent_indent=" " * further, break_long_words=False, break_on_hyphens=False
    )
    yield from (f"{head}{line}" for line in lines)


# any other record


def record_text(section: str, name: str = "") -> str:
    """Write a file with one empty record, of which every key is told with what it takes.

    Args:
        section: The list that it stands in, such as ``studies``.
        name: Its id; empty leaves it open.
    """
    kind = SECTIONS[section]
    head = [
        *_comment(
            "Needed keys stand open, and 'triage lint' names them until they are filled in. Of the other ones take "
            "the '# ' away where something is known; what is left out is open."
        ),
        *_comment(
            "A fact is a plain value, or {value: ..., source: ..., locator: ..., basis: stated|inferred, note: ...}; "
            "not-reported means that somebody looked through the whole report, and not-applicable that the question "
            "does not arise. 'triage explain WORD' tells what a word means."
        ),
        f"{section}:",
    ]
    lines = list(_record(kind, {"id": name} if name else {}))
    return "\n".join([*head, f"  - {lines[0]}", *(f"    {line}".rstrip() for line in lines[1:])]) + "\n"


def _record(kind: type[Record], known: Mapping[str, str]) -> Iterator[str]:
    for name, hint in fields_of(kind).items():
        if name in known:
            yield f"{name}: {scalar(known[name])}"
        elif required(kind, name):
            yield from _field(name, "", f"needed; {_wants(hint)}")
        else:
            yield from _optional(name, hint)


def _optional(name: str, hint: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 -- an annotation
    """Write a key that may be left out, with all keys below it, as comments."""
    inner, listed = _record_in(hint)
    mark = f"# {'  ' * depth}"
    if inner is None:
        yield from _field(name, mark, _wants(hint))
        return
    yield f"{mark}{name}:"
    first = f"# {'  ' * depth}  - " if listed else ""
    for field, deeper in fields_of(inner).items():
        lines = list(_optional(field, deeper, depth + (2 if listed else 1)))
        if first:
            lines[0] = first + lines[0].lstrip("# ")
            first = ""
        yield from lines


def _field(name: str, mark: str, wanted: str) -> Iterator[str]:
    head = f"{mark}{name}:"
    line = f"{head:<26}  # {wanted}"
    if len(line) <= _WIDTH - 4:
        yield line
        return
    yield head
    yield from _comment(wanted, hang=len(mark) + 5, width=_WIDTH - 4)


def _record_in(hint: Any) -> tuple[type[Record] | None, bool]:  # noqa: ANN401 -- an annotation
    """Give the record class that a field holds, and whether it holds a list of them."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _record_in(next(a for a in args if a is not types.NoneType))
    if origin is tuple:
        return _record_in(args[0])[0], True
    if origin is not None or not isinstance(hint, type) or not issubclass(hint, Record):
        return None, False
    return hint, False


def _wants(hint: Any) -> str:  # noqa: ANN401, C901, PLR0911 -- one line for each kind of type
    """Say what a key takes."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _wants(next(a for a in args if a is not types.NoneType))
    if origin is tuple:
        return f"a list: {_wants(args[0])}"
    if origin is Fact:
        return _wants(args[0])
    if origin is not None:
        return f"names, each with: {_wants(args[1])}"
    if hint is int:
        return "a whole number"
    if hint is Condition:
        return "a condition"
    if issubclass(hint, Record):
        return f"{{{', '.join(fields_of(hint))}}}"
    if issubclass(hint, Enum):
        return " | ".join(_words(hint))
    if issubclass(hint, Pattern):
        return str(hint.WANTS)
    if issubclass(hint, Reference):
        return f"an id below {' or '.join(hint.TO)}"
    return "text"


def _words(kind: type[Enum]) -> Sequence[str]:
    named = issubclass(kind, IntEnum)
    return [member.name.lower() if named else str(member.value) for member in kind]
