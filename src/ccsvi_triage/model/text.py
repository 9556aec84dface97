"""Kinds of text that stay text: what was printed is kept to the last decimal."""


class Pattern(str):
    """Text of a certain shape.

    Attributes:
        PATTERN: A regular expression that the whole text must match.
        WANTS: What a person should write, for the message where it does not.
    """

    __slots__ = ()
    PATTERN = ""
    WANTS = ""


class Number(Pattern):
    """A decimal number as printed: ``5.10`` is not ``5.1``."""

    __slots__ = ()
    PATTERN = r"[-+\u2212]?(([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?|\.[0-9]+)"
    WANTS = "a number as printed, such as 5.10"


class PValue(Pattern):
    """A p value as printed, with its sign: ``0.0014``, ``<0.0001``, ``> 0.05``."""

    __slots__ = ()
    PATTERN = r"([<>=\u2264\u2265] ?)?(0?\.[0-9]+|0|1|1\.0+)"
    WANTS = "a p value as printed, such as 0.03 or <0.001"


class Duration(Pattern):
    """A stretch of time as told: ``18 months``, ``1 year``, ``6-12 weeks``."""

    __slots__ = ()
    PATTERN = r"[0-9]+(\.[0-9]+)?( ?- ?[0-9]+(\.[0-9]+)?)? (minute|hour|day|week|month|year)s?"
    WANTS = "a stretch of time, such as 18 months"


class Date(Pattern):
    """A date as precise as it is known: ``2009``, ``2009-12`` or ``2009-12-08``."""

    __slots__ = ()
    PATTERN = (
        r"(1[5-9]|2[01])[0-9][0-9](-((0[13578]|1[02])(-(0[1-9]|[12][0-9]|3[01]))?"
        r"|(0[469]|11)(-(0[1-9]|[12][0-9]|30))?|02(-(0[1-9]|[12][0-9]))?))?"
    )
    WANTS = "a date, such as 2009, 2009-12 or 2009-12-08"


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


class Doi(Pattern):
    """A DOI without its resolver."""

    __slots__ = ()
    PATTERN = r"10\.[0-9]{4,9}/[^\s]{1,200}"
    WANTS = "a DOI, such as 10.1016/j.jvs.2009.07.096"


class Url(Pattern):
    """A web address; only http and https, since it may become a link."""

    __slots__ = ()
    PATTERN = r"https?://[^\s<>\"]{1,2000}"
    WANTS = "a web address that begins with http:// or https://"


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
