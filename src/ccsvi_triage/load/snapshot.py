"""A report for programs, read back as what was judged; it comes from a file, so nothing in it is trusted."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from ccsvi_triage.model.snapshot import (
    WHOLE,
    AnswerSeen,
    ClaimSeen,
    JudgedSeen,
    LevelSeen,
    NumberSeen,
    Snapshot,
    StudySeen,
)
from ccsvi_triage.model.words import Severity

_SCHEMA = re.compile(r"ccsvi-triage/([a-z]{1,40})/([0-9]{1,4})\.[0-9]{1,4}")
_MAJOR = "1"
_TELLING = (Severity.ERROR, Severity.WARNING)
T = TypeVar("T")


class NotAReport(Exception):  # noqa: N818 -- said to the user as it stands
    """A text is no report that can be compared with."""


def read_report(raw: bytes) -> Snapshot:
    """Read what ``triage report --format json`` wrote.

    Raises:
        NotAReport: It is something else, or not whole.
    """
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        said = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be read"
        message = f"it is not JSON ({said})"
        raise NotAReport(message) from None
    check_schema(data, "report")
    return snapshot_of(data)


def snapshot_of(data: Mapping[str, Any]) -> Snapshot:
    """Take over what a report on a library says, whether it was just made or comes from a file.

    Args:
        data: What ``triage report --format json`` writes; its studies are looked at one by one.

    Raises:
        NotAReport: Something in it is missing or has another shape.
    """
    top = _Value(data, "the report")
    numbers: dict[str, list[NumberSeen]] = {}
    for each in top["numbers"].items():
        numbers.setdefault(each["study"].text(), []).append(_number(each))
    studies = {study.id: study for study in (_study(each, numbers) for each in top["studies"].items())}
    claims = {claim.id: claim for claim in map(_claim, top["claims"].items())}
    return Snapshot(top["tool"]["version"].text(), studies, claims)


def check_schema(data: object, kind: str) -> None:
    """Refuse what is not a report of a kind, of a version that is known here.

    Raises:
        NotAReport: It is another one, or none.
    """
    said = data.get("schema") if isinstance(data, dict) else None
    schema = _SCHEMA.fullmatch(said) if isinstance(said, str) else None
    if schema is None:
        message = "it is no report of triage"
        raise NotAReport(message)
    if schema[1] != kind:
        message = f"it holds {schema[1]}, where a {kind} is wanted"
        raise NotAReport(message)
    if schema[2] != _MAJOR:
        message = f"it was written by a triage whose reports are of version {schema[2]}, and this one reads {_MAJOR}"
        raise NotAReport(message)


class _Value:
    """A value of a report, which knows where in the report it stands."""

    def __init__(self, value: object, path: str) -> None:
        self._value = value
        self._path = path

    def __getitem__(self, key: str) -> "_Value":
        if not isinstance(self._value, Mapping) or key not in self._value:
            message = f"{self._path} has no {key!r}"
            raise NotAReport(message)
        return _Value(self._value[key], f"{self._path}.{key}")

    @property
    def there(self) -> bool:
        return self._value is not None

    def text(self) -> str:
        """Give a text; ``null`` is none."""
        if self._value is None:
            return ""
        if not isinstance(self._value, str):
            raise NotAReport(self._wrong("a text"))
        return self._value

    def flag(self) -> bool:
        if not isinstance(self._value, bool):
            raise NotAReport(self._wrong("true or false"))
        return self._value

    def items(self) -> Iterator["_Value"]:
        """Give the items of a list, one by one; ``null`` has none."""
        if self._value is None:
            return
        if isinstance(self._value, str) or not isinstance(self._value, Sequence):
            raise NotAReport(self._wrong("a list"))
        for number, item in enumerate(self._value):
            yield _Value(item, f"{self._path}[{number}]")

    def each(self, read: Callable[["_Value"], T]) -> tuple[T, ...]:
        return tuple(read(item) for item in self.items())

    def texts(self) -> tuple[str, ...]:
        return self.each(_Value.text)

    def pairs(self) -> tuple[tuple[str, "_Value"], ...]:
        if not isinstance(self._value, Mapping):
            raise NotAReport(self._wrong("a mapping"))
        return tuple((str(name), _Value(value, f"{self._path}.{name}")) for name, value in self._value.items())

    def whole(self) -> int:
        if not isinstance(self._value, int) or isinstance(self._value, bool):
            raise NotAReport(self._wrong("a whole number"))
        return self._value

    def _wrong(self, wanted: str) -> str:
        return f"{self._path} is not {wanted}"


# a study


def _study(data: _Value, numbers: Mapping[str, Sequence[NumberSeen]]) -> StudySeen:
    name = data["id"].text()
    chosen = data["selection"]
    judged = [_judged(each, beside=False) for each in data["appraisals"].items()]
    judged += [_judged(each, beside=True) for each in data["beside"].items()]
    ceiling = data["ceiling"]
    return StudySeen(
        id=name,
        citation=data["citation"].text(),
        described=data["described"].text(),
        status=data["status"].text(),
        counts=data["counts_as_evidence"].flag(),
        row=chosen["row"].text(),
        instrument=chosen["instrument"].text(),
        worst=data["worst_concern"].text(),
        carries=ceiling["strength"].text() if ceiling.there else "",
        judged=tuple(judged),
        numbers=tuple(each for each in numbers.get(name, ()) if each.severity in _TELLING),
    )


def _judged(data: _Value, *, beside: bool) -> JudgedSeen:
    levels = [_whole(data["overall"], WHOLE, "the whole")] if data["overall"].there else []
    axes = (axis for axis in data["axes"].items() if axis["overall"].there)
    levels += [_whole(axis["overall"], axis["id"].text(), axis["title"].text()) for axis in axes]
    levels += [_domain(each) for each in data["domains"].items()]
    return JudgedSeen(
        instrument=data["instrument"].text(),
        version=data["version"].text(),
        outcome=data["outcome"].text(),
        sheet=data["sheet"].text(),
        beside=beside,
        levels=tuple(levels),
    )


def _whole(data: _Value, name: str, label: str) -> LevelSeen:
    return LevelSeen(
        name=name,
        label=label,
        level=data["judgement"].text(),
        possible=data["possible"].texts(),
        rules=data["rules"].each(_rule),
        person=_person(data),
        sums_up=True,
    )


def _domain(data: _Value) -> LevelSeen:
    return LevelSeen(
        data["id"].text(),
        f"{data['label'].text()} {data['title'].text()}",
        data["judgement"].text(),
        data["possible"].texts(),
        data["rules"].each(_rule),
        data["answers"].each(_answer),
        _person(data),
    )


def _rule(data: _Value) -> tuple[str, str]:
    return data["id"].text(), data["because"].text()


def _answer(data: _Value) -> AnswerSeen:
    grounds = data["grounds"].each(lambda ground: (ground["what"].text(), ground["word"].text()))
    return AnswerSeen(data["question"].text(), data["answer"].text(), grounds)


def _person(data: _Value) -> str:
    """Say what a person decided, as against what the tables give."""
    ruling, judged = data["ruling"], data["judged"]
    if ruling.there:
        return f"{ruling['level'].text()}, decided by {ruling['by'].text()}"
    return f"{judged['level'].text()}, judged by {judged['by'].text() or 'the reviewer'}" if judged.there else ""


def _number(data: _Value) -> NumberSeen:
    severity = data["severity"].text()
    if severity not in set(Severity):
        message = f"{severity!r} is no severity"
        raise NotAReport(message)
    about = (data[key].text() for key in ("outcome", "about", "said"))
    return NumberSeen(data["check"].text(), Severity(severity), *about)


# a claim


def _claim(data: _Value) -> ClaimSeen:
    certainty = data["certainty"]
    evidence = {each["study"].text(): _counted(each) for each in data["studies"].items()}
    for each in data["set_aside"].items():
        evidence[each["study"].text()] = f"set aside: {each['reason'].text()}"
    wording = {key: data[key].text() for key in ("text", "kind", "asserts", "strength")}
    ruling = data["ruling"]
    wording["ruling"] = f"{ruling['verdict'].text()}, by {ruling['by'].text()}" if ruling.there else ""
    deciding = set(data["deciding"].texts())
    return ClaimSeen(
        id=data["id"].text(),
        wording=wording,
        verdict=data["verdict"].text(),
        possible=data["possible"].texts(),
        deciding=tuple(rule for rule in data["rules"].each(_rule) if rule[0] in deciding),
        certainty=certainty["level"].text(),
        certainty_possible=certainty["possible"].texts(),
        steps={"start": certainty["start"].text(), **dict(certainty["steps"].each(_step))},
        evidence=evidence,
        known={name: " or ".join(words.texts()) for name, words in data["known"].pairs()},
    )


def _counted(data: _Value) -> str:
    carries = dict.fromkeys(each["strength"].text() for each in data["carries"].items())
    return f"{data['leaning'].text()}, carries {' or '.join(carries)}"


def _step(data: _Value) -> tuple[str, str]:
    sign = {"up": "+", "down": "-"}.get(data["way"].text(), "")
    decided = data["decided"]
    numbers = [decided["steps"].whole()] if decided.there else [step.whole() for step in data["proposed"].items()]
    steps = " or ".join(f"{sign}{number}" if number else "0" for number in numbers)
    return data["reason"].text(), f"{steps}, decided by {decided['by'].text()}" if decided.there else steps
