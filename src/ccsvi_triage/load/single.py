"""One value from what somebody typed, read as strictly as in a file and with the same words where it is wrong."""

import json
from typing import Any, NamedTuple, get_args, get_origin

from ccsvi_triage.load.files import read_alone
from ccsvi_triage.load.nearest import did_you_mean
from ccsvi_triage.logic.facts import COMPUTED, FLAW, fact_types
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.record import Record, default_of, fields_of, required
from ccsvi_triage.model.study import Outcome, Study
from ccsvi_triage.model.words import Silence

_NEEDED = {"id": "x", "title": "x", "name": "x", "kind": "primary-study"}
"""What a record needs beside the one value that is read."""

_NAMES = ("id", "outcome.id")
_DEEP = 2
"""So many dots are too many: what a record inside an outcome says goes together with its other facts."""


class Value(NamedTuple):
    """What was typed, as the record's field takes it.

    Attributes:
        value: ``None`` where nothing was typed: open.
        wrong: What is wrong with it, with its mend; ``""`` where nothing is.
    """

    value: Any
    wrong: str = ""


def settable() -> dict[str, Any]:
    """Give every path of a fact that can be typed by itself, with its type."""
    return {path: hint for path, hint in fact_types().items() if _is_settable(path, hint)}


def _is_settable(path: str, hint: Any) -> bool:  # noqa: ANN401 -- an annotation
    items = get_args(hint) if get_origin(hint) is tuple else ()
    records = any(isinstance(item, type) and issubclass(item, Record) for item in items)
    return not records and path.count(".") < _DEEP and path not in (FLAW, *COMPUTED, *_NAMES)


def read_fact(path: str, typed: str) -> Value:
    """Read the value of a fact.

    Args:
        path: One of those that are ``settable``.
        typed: The value as a file would have it; items of a list with commas between them; ``""`` is open.

    Raises:
        KeyError: There is no such path.
    """
    hint = settable()[path]
    kind, name = _owner(path)
    if not typed.strip():
        return _open(kind, name)
    typed = " ".join(typed.split())  # what is typed is one line
    word: str | list[str] = typed
    if _is_list(hint) and typed not in set(Silence):
        word = [item.strip() for item in typed.split(",")]
    needed = {field: word for field, word in _NEEDED.items() if field in fields_of(kind) and required(kind, field)}
    record, problems = read_alone(json.dumps({"one": {**needed, name: word}}), "one", kind)
    if record is None:
        return Value(None, "; ".join(f"{p.message} ({p.hint})" if p.hint else p.message for p in problems))
    return Value(getattr(record, name))


def _open(kind: type[Record], name: str) -> Value:
    if required(kind, name):
        return Value(None, "it cannot be open")
    unsaid = default_of(kind, name)
    return Value(unsaid) if not unsaid else Value(None, "it cannot be open")


def _owner(path: str) -> tuple[type[Record], str]:
    """Give the record in which a fact stands, and its name there."""
    first, _, last = path.partition(".")
    if not last:
        return Study, path
    if first == "outcome":
        return Outcome, last
    inner = next(part for part in get_args(fields_of(Study)[first]) if isinstance(part, type))
    return inner, last


def _is_list(hint: Any) -> bool:  # noqa: ANN401 -- an annotation
    if get_origin(hint) is tuple:
        return True
    return any(_is_list(part) for part in get_args(hint) if get_origin(part) is Fact or get_origin(part) is tuple)


def unknown(word: str, known: list[str], hint: str = "") -> str:
    """Write that there is no such thing, and what may have been meant."""
    meant = did_you_mean(word, known) or hint
    return f"{word!r} is not known here ({meant})" if meant else f"{word!r} is not known here"


def not_among(word: str, known: list[str], of: str) -> str:
    """Write that a word is no answer to a question, and what it takes."""
    meant = did_you_mean(word, known)
    takes = f"it takes {', '.join(known)}"
    return f"{word!r} is no answer to {of} ({f'{meant} ' if meant else ''}{takes})"
