"""Kinds of text that stay text: what was printed is kept to the last decimal."""

import re
from collections.abc import Mapping

_UNITS: Mapping[str, tuple[str, ...]] = {
    "minute": ("min", "mins"),
    "hour": ("h", "hr", "hrs"),
    "day": ("d",),
    "week": ("w", "wk", "wks"),
    "month": ("mo", "mos", "mth", "mths"),
    "year": ("y", "yr", "yrs"),
}


class Pattern(str):
    """Text of a certain shape.

    Attributes:
        PATTERN: A regular expression that the whole text must match.
        WANTS: What a person should write, for the message where it does not.
    """

    __slots__ = ()
    PATTERN = ""
    WANTS = ""

    @classmethod
    def mend(cls, text: str) -> str:
        """Say how a text that does not match was probably meant; ``""`` where nobody can tell."""
        meant = cls._meant(text.strip())
        return f"write {meant}" if re.fullmatch(cls.PATTERN, meant) else ""

    @classmethod
    def _meant(cls, text: str) -> str:
        """Write a text, without blanks around it, as it was probably meant."""
        return text


class Number(Pattern):
    """A decimal number as printed: ``5.10`` is not ``5.1``."""

    __slots__ = ()
    PATTERN = r"[-+\u2212]?(([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?|\.[0-9]+)"
    WANTS = "a number as printed, such as 5.10"

    @classmethod
    def mend(cls, text: str) -> str:
        """Send a percentage to where it belongs, since of how many it is taken is not known here."""
        if text.strip().endswith("%"):
            return "numbers have no sign behind them; a percentage is written below 'percent'"
        return super().mend(text)

    @classmethod
    def _meant(cls, text: str) -> str:
        """Write a decimal comma as a point."""
        return re.sub(r"^([-+\u2212]?[0-9]+),([0-9]{1,2}|[0-9]{4,})$", r"\1.\2", text)


class PValue(Pattern):
    """A p value as printed, with its sign: ``0.0014``, ``<0.0001``, ``> 0.05``."""

    __slots__ = ()
    PATTERN = r"([<>=\u2264\u2265] ?)?(0?\.[0-9]+|0|1|1\.0+)"
    WANTS = "a p value as printed, such as 0.03 or <0.001"

    @classmethod
    def _meant(cls, text: str) -> str:
        """Take the letter away, and write a decimal comma as a point."""
        bare = re.sub(r"^[pP]\s*(-?\s*value)?\s*=?\s*", "", text)
        return re.sub(r"^([<>\u2264\u2265]?)\s*(0),([0-9]+)$", r"\1\2.\3", bare)


class Duration(Pattern):
    """A stretch of time as told: ``18 months``, ``1 year``, ``6-12 weeks``."""

    __slots__ = ()
    PATTERN = r"[0-9]+(\.[0-9]+)?( ?- ?[0-9]+(\.[0-9]+)?)? (minute|hour|day|week|month|year)s?"
    WANTS = "a stretch of time, such as 18 months"

    @classmethod
    def _meant(cls, text: str) -> str:
        """Write the usual short forms of units out; ``m`` is left, since it may be minutes or months."""
        found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?(?: ?- ?[0-9]+(?:\.[0-9]+)?)?)[ -]?([A-Za-z]+)\.?", text)
        short = found.group(2).lower() if found else ""
        unit = next((unit for unit, forms in _UNITS.items() if short in forms or short in (unit, f"{unit}s")), "")
        if found is None or not unit:
            return ""
        number = found.group(1)
        return f"{number} {unit}" if number == "1" else f"{number} {unit}s"


class Date(Pattern):
    """A date as precise as it is known: ``2009``, ``2009-12`` or ``2009-12-08``."""

    __slots__ = ()
    PATTERN = (
        r"(1[5-9]|2[01])[0-9][0-9](-((0[13578]|1[02])(-(0[1-9]|[12][0-9]|3[01]))?"
        r"|(0[469]|11)(-(0[1-9]|[12][0-9]|30))?|02(-(0[1-9]|[12][0-9]))?))?"
    )
    WANTS = "a date, such as 2009, 2009-12 or 2009-12-08"

    @classmethod
    def _meant(cls, text: str) -> str:
        """Write a date that begins with the year in full; with the year last, nobody can tell day from month."""
        found = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?", text)
        return "-".join(part.zfill(2) for part in found.groups() if part) if found else ""


class Day(Pattern):
    """One day: ``2027-01-31``."""

    __slots__ = ()
    PATTERN = (
        r"2[01][0-9][0-9]-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
        r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"
    )
    WANTS = "a day, such as 2027-01-31"


class Id(Pattern):
    """A name that other records point to: small letters, digits and hyphens."""

    __slots__ = ()
    PATTERN = r"[a-z0-9][a-z0-9-]{0,63}"
    WANTS = "an id of small letters, digits and hyphens, such as zamboni-2009-jvs"

    @classmethod
    def _meant(cls, text: str) -> str:
        """Write it in small letters without accents, and with hyphens for blanks and lines."""
        import unicodedata  # noqa: PLC0415 -- only a wrong id pays for it

        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
        return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


class Doi(Pattern):
    """A DOI without its resolver."""

    __slots__ = ()
    PATTERN = r"10\.[0-9]{4,9}/[^\s]{1,200}"
    WANTS = "a DOI, such as 10.1016/j.jvs.2009.07.096"

    @classmethod
    def _meant(cls, text: str) -> str:
        """Take the resolver, or the word, away from in front of it."""
        return re.sub(r"^(https?://)?((dx|www)\.)?doi(\.org/|:|\s)\s*", "", text, flags=re.IGNORECASE)


class Url(Pattern):
    """A web address; only http and https, since it may become a link."""

    __slots__ = ()
    PATTERN = r"https?://[^\s<>\"]{1,2000}"
    WANTS = "a web address that begins with http:// or https://"

    @classmethod
    def _meant(cls, text: str) -> str:
        """Put https in front of what begins like the name of a web server."""
        return f"https://{text}" if text.startswith("www.") else ""


class Points(Pattern):
    """Points that an answer adds to a total, or takes from it."""

    __slots__ = ()
    PATTERN = r"-?[0-9]{1,2}"
    WANTS = "points, such as 1, 0 or -1"


class Reference(str):
    """The id of another record; whether there is one is checked when everything has been read.

    Attributes:
        TO: The lists of the library in which the id may stand.
    """

    __slots__ = ()
    TO: tuple[str, ...] = ()


class SourceRef(Reference):
    """The id of a source, or of a study record, which then means that publication itself."""

    __slots__ = ()
    TO = ("sources", "studies")


class StudyRef(Reference):
    """The id of a study."""

    __slots__ = ()
    TO = ("studies",)


class InstrumentRef(Reference):
    """The id of an instrument, ours or the user's."""

    __slots__ = ()
    TO = ("instruments",)


class SheetRef(Reference):
    """The id of a sheet."""

    __slots__ = ()
    TO = ("sheets",)


NO_SOURCE = SourceRef("")
NO_STUDY = StudyRef("")
