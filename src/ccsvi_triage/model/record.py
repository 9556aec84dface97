"""The base of every record: frozen, slotted, keyword-only, and it knows where it was written.

This does what ``@dataclass(frozen=True, slots=True, kw_only=True)`` does for a type checker, without the code that
``dataclasses`` generates and compiles for every class at import: with some thirty records that costs a command
more than reading its library (docs/decisions/0004-records-without-dataclasses.md).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform

from ccsvi_triage.model.place import UNKNOWN, Where

_REQUIRED: Any = object()


@dataclass_transform(kw_only_default=True, frozen_default=True)
class RecordType(type):
    """Turns the annotations of a class into its fields."""

    _fields: dict[str, Any]
    _hints: dict[str, Any]

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> "RecordType":
        """Make a class whose annotated names are slots and whose assigned values are defaults."""
        hints = {field: hint for field, hint in _annotations(body).items() if hint is not ClassVar}
        fields: dict[str, Any] = {}
        every: dict[str, Any] = {}
        for base in bases:
            fields |= getattr(base, "_fields", {})
            every |= getattr(base, "_hints", {})
        fields |= {field: body.pop(field, _REQUIRED) for field in hints}
        made = super().__new__(cls, name, bases, {**body, "__slots__": tuple(hints)})
        made._fields = fields
        made._hints = every | hints
        return made


def _annotations(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give the annotations of a class body; since Python 3.14 it holds a function that gives them."""
    written: dict[str, Any] | None = body.get("__annotations__")
    if written is not None:
        return written
    annotate = body.get("__annotate_func__") or body.get("__annotate__")
    return dict(annotate(1)) if annotate else {}


class Record(metaclass=RecordType):
    """What every thing read from a file has: it knows where it was written.

    ``where`` takes no part in equality, so that two records that say the same are the same.
    """

    where: Where = UNKNOWN

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 -- the type checker knows the fields from the class
        """Take a value for each field; those with a default may be left out."""
        put = object.__setattr__
        fields = type(self)._fields
        for name, default in fields.items():
            value = values.pop(name, default)
            if value is _REQUIRED:
                message = f"{type(self).__name__} needs {name!r}"
                raise TypeError(message)
            put(self, name, value)
        if values:
            message = f"{type(self).__name__} has no {', '.join(map(repr, values))}"
            raise TypeError(message)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a record is what a file said."""
        message = f"{type(self).__name__} is frozen"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: a record is what a file said."""
        message = f"{type(self).__name__} is frozen"
        raise AttributeError(message)

    def __eq__(self, other: object) -> bool:
        """Compare all fields but ``where``."""
        if type(self) is not type(other):
            return NotImplemented
        return all(mine == getattr(other, name) for name, mine in items(self))

    def __hash__(self) -> int:
        """Hash all fields but ``where``."""
        return hash((type(self), *(_hashable(value) for _, value in items(self))))

    def __repr__(self) -> str:
        """Show the fields that differ from their default."""
        fields = type(self)._fields
        said = ", ".join(f"{n}={v!r}" for n, v in items(self) if v != fields[n])
        return f"{type(self).__name__}({said})"


def _hashable(value: Any) -> Any:  # noqa: ANN401 -- any field's value
    """Give what equal values have in common, mappings (which have no hash) included."""
    if isinstance(value, Mapping):
        return frozenset((name, _hashable(item)) for name, item in value.items())
    if isinstance(value, tuple):
        return tuple([_hashable(item) for item in value])
    return value


R = TypeVar("R", bound=Record)


def items(record: Record) -> Iterator[tuple[str, Any]]:
    """Give the fields of a record with their values, ``where`` left out, in the order of the class."""
    for name in type(record)._fields:
        if name != "where":
            yield name, getattr(record, name)


def maker_of(kind: type[R]) -> Callable[[Iterable[Any]], R]:
    """Give what makes records of a class for a reader that knows that every field has its value.

    Returns:
        A function of the values of all fields, ``where`` first, then in the order of the class.
    """
    fills = tuple(getattr(kind, name).__set__ for name in kind._fields)
    new = kind.__new__

    def make(values: Iterable[Any]) -> R:
        record = new(kind)
        for fill, value in zip(fills, values):  # noqa: B905 -- as many as there are fields; to ask each time is dear
            fill(record, value)
        return record

    return make


def replaced(record: R, **values: Any) -> R:  # noqa: ANN401 -- any field's value
    """Give a record like another one but for some fields; it stands where that one was written."""
    return type(record)(**{**dict(items(record)), "where": record.where, **values})


def fields_of(kind: type[Record]) -> dict[str, Any]:
    """Give the type of each field of a record class, ``where`` left out."""
    return {name: hint for name, hint in kind._hints.items() if name != "where"}  # noqa: SLF001 -- made in this module


def required(kind: type[Record], name: str) -> bool:
    """Tell whether a field has no default."""
    return kind._fields[name] is _REQUIRED


def default_of(kind: type[Record], name: str) -> Any:  # noqa: ANN401 -- a default has its field's type
    """Give a field's default.

    Raises:
        KeyError: The field is required, or there is none of that name.
    """
    value = kind._fields[name]
    if value is _REQUIRED:
        raise KeyError(name)
    return value
