"""Find the statistics in a text: tests with p values, effects with intervals, counts with percentages.

What APA style prints (``t(28) = 2.20, p = .036``) is read, and what medical journals print (``OR, 0.75; 95% CI,
0.34-1.68; P = .49``). The text is read once from left to right with a bounded look ahead from each place where
something may begin, so that the time grows with the length of the text and with nothing else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from ccsvi_triage.stats.printed import Printed, Sign, read_printed
from ccsvi_triage.stats.statistic import Kind, PrintedTest


class Place(NamedTuple):
    """Where in the text something stands: from the character ``start`` to before ``end``, counted from 0."""

    start: int
    end: int


class FoundTest(NamedTuple):
    """A test statistic with its p value.

    Attributes:
        p: ``None`` where the text says "not significant".
        apa: Whether it is printed in the strict form that statcheck reads.
    """

    place: Place
    test: PrintedTest
    p: Printed | None
    apa: bool


class Measure(StrEnum):
    """What an effect in a text measures."""

    ODDS_RATIO = "OR"
    RISK_RATIO = "RR"
    HAZARD_RATIO = "HR"
    RATE_RATIO = "rate-ratio"
    MEAN_RATIO = "mean-ratio"
    PREVALENCE_RATIO = "prevalence-ratio"
    RISK_DIFFERENCE = "RD"
    MEAN_DIFFERENCE = "MD"
    STANDARDISED_MEAN_DIFFERENCE = "SMD"
    UNKNOWN = "unknown"

    @property
    def is_ratio(self) -> bool | None:
        """Whether 1 means no effect; ``None`` where the text does not tell."""
        if self is Measure.UNKNOWN:
            return None
        return self not in _DIFFERENCES


_DIFFERENCES = frozenset({Measure.RISK_DIFFERENCE, Measure.MEAN_DIFFERENCE, Measure.STANDARDISED_MEAN_DIFFERENCE})


class FoundEffect(NamedTuple):
    """An effect with its interval.

    Attributes:
        level: In per cent, as printed; ``None`` where the text does not tell.
        p: As printed; ``None`` where there is none beside it.
        adjusted: Whether the text calls it adjusted.
    """

    place: Place
    measure: Measure
    estimate: Printed
    low: Printed
    high: Printed
    level: Printed | None
    p: Printed | None
    adjusted: bool


class FoundShare(NamedTuple):
    """A count with its percentage.

    Attributes:
        part: The count.
        total: Of how many; ``None`` where it is not printed beside it.
    """

    place: Place
    part: int
    total: int | None
    percent: Printed


class Found(NamedTuple):
    """All that was found, each in the order of the text."""

    tests: tuple[FoundTest, ...]
    effects: tuple[FoundEffect, ...]
    shares: tuple[FoundShare, ...]


def find(text: str) -> Found:
    """Find every statistic in a text."""
    return Found(find_tests(text), find_effects(text), find_shares(text))


def find_tests(text: str) -> tuple[FoundTest, ...]:
    """Find test statistics that have a p value, or "ns", beside them.

    Args:
        text: Any text.

    Returns:
        The tests in the order of the text. One without degrees of freedom is found too; nothing follows from it. A p
        value above 1 and a correlation beyond 1 are found as they stand, and are for a check to judge.
    """
    return tuple(_all(text, _TEST, _read_test))


def find_effects(text: str) -> tuple[FoundEffect, ...]:
    """Find estimates that have an interval beside them, with their p value where one follows.

    Args:
        text: Any text.

    Returns:
        The effects in the order of the text. A number before an interval whose measure is not named is found as
        ``unknown``.
    """
    return tuple(_all(text, _EFFECT, _read_effect))


def find_shares(text: str) -> tuple[FoundShare, ...]:
    """Find counts with a percentage beside them: ``58 of 70 (83%)``, ``3/9 (33%)``, ``11 (37%) of 30``, ``15 (6.3%)``.

    Args:
        text: Any text.

    Returns:
        The counts in the order of the text. A total is given only where the wording leaves no doubt of it.
    """
    return tuple(_all(text, _SHARE, _read_share))


def speaks_of_one_side(text: str) -> bool:
    """Tell whether a text speaks anywhere of a one-sided, one-tailed or directional test."""
    return _ONE_SIDED.search(text) is not None


_Thing = TypeVar("_Thing")

_ONE_SIDED = re.compile(r"one[ -]?(?:tailed|sided)|directional", re.IGNORECASE)

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_MINUSES = _DASHES + "\ufe63\uff0d"
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]{0,8}")
_DIGITS = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"(?:[0-9]+(?:[.\u00b7][0-9]+)?|[.\u00b7][0-9]+)(?:[eE][-+\u2212]?[0-9]{1,3}(?![0-9A-Za-z]))?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}(?![0-9])(?:[.\u00b7][0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[0-9]{1,9},[0-9]{1,9}(?![0-9.])")
_COMPARED = re.compile(r"<=|>=|=<|=>|&lt;|&gt;|[<>=\u2264\u2265]")
_ESCAPED = {"&lt;": "<", "&gt;": ">"}
_LONGEST_NUMBER = 40


class _Reader:
    """Reads on from a place in a text, one small thing after the other, and stays where a thing is not there."""

    __slots__ = ("at", "text")

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def take(self, pattern: re.Pattern[str], *, spaces: bool = True) -> str | None:
        """Take what a pattern matches, after spaces; give ``None`` and stay where it does not."""
        begin = self._after_spaces() if spaces else self.at
        match = pattern.match(self.text, begin)
        if match is None:
            return None
        self.at = match.end()
        return match[0]

    def one_of(self, characters: str) -> str | None:
        """Take one of some characters, after spaces."""
        begin = self._after_spaces()
        if begin < len(self.text) and self.text[begin] in characters:
            self.at = begin + 1
            return self.text[begin]
        return None

    def number(self, *, signed: bool = True, commas: bool = True, sign: str = "=") -> Printed | None:
        """Take a number; a decimal comma only where nothing else is possible."""
        back = self.at
        minus = self.one_of(_MINUSES + "+") if signed else None
        begin = self._after_spaces()
        match = (commas and _THOUSANDS.match(self.text, begin)) or _NUMBER.match(self.text, begin)
        if commas and match and match[0].isdigit():
            # "0,05" and "1,93" touch their comma; "2.77, 17.60" and "(2, 28)" do not
            match = _DECIMAL_COMMA.match(self.text, begin) or match
        if match is None or match.end() - begin > _LONGEST_NUMBER or self.text[match.end() : match.end() + 1].isalnum():
            self.at = back
            return None
        try:
            number = read_printed(f"{'-' if minus and minus != '+' else ''}{match[0]}")
        except ValueError:
            self.at = back
            return None
        self.at = match.end()
        return number._replace(sign=_SIGN_OF[sign], text=self.text[begin : self.at])

    def compared(self) -> str | None:
        """Take a sign of comparison."""
        taken = self.take(_COMPARED)
        return None if taken is None else _ESCAPED.get(taken, taken)

    def _after_spaces(self) -> int:
        match = _SPACES.match(self.text, self.at)
        assert match is not None
        return match.end()


_SIGN_OF = {
    "=": Sign.EQUAL,
    "<": Sign.BELOW,
    ">": Sign.ABOVE,
    "<=": Sign.AT_MOST,
    "=<": Sign.AT_MOST,
    "\u2264": Sign.AT_MOST,
    ">=": Sign.AT_LEAST,
    "=>": Sign.AT_LEAST,
    "\u2265": Sign.AT_LEAST,
}
_STRICT = frozenset("<>=")
_STRICT_NOT_SIGNIFICANT = frozenset({"ns", "ns.", "n.s", "n.s."})


def _all(
    text: str, anchor: re.Pattern[str], read: Callable[[_Reader, re.Match[str]], _Thing | None]
) -> Iterator[_Thing]:
    at = 0
    while (match := anchor.search(text, at)) is not None:
        reader = _Reader(text, match.end())
        thing = read(reader, match)
        if thing is None:
            at = match.start() + 1
        else:
            yield thing
            at = reader.at


# tests

_TEST = re.compile(
    r"(?<![A-Za-z0-9.])(?:"
    r"(?P<chi>\[?(?:chi|CHI|Chi|\u03c7|\u03a7|X|x)\]?(?:[ _^-]?(?:2|\u00b2|squared?))?(?![A-Za-z0-9]))"
    r"|(?P<q>Q(?:[ _-]?(?:within|between|[wWbB]|Within|Between))?(?![A-Za-z0-9]))"
    r"|(?P<plain>[tTFrRzZ](?![A-Za-z])))"
)
_KINDS = {"t": Kind.T, "F": Kind.F, "r": Kind.R, "z": Kind.Z}
_DF_WORD = re.compile(r"d\.?f\.?(?![A-Za-z])|degrees? of freedom(?![A-Za-z])", re.IGNORECASE)
_N_WORD = re.compile(r"[Nn](?![A-Za-z])")
_P_WORD = re.compile(r"[pP](?:[- ]?(?:values?|VALUES?))?(?![A-Za-z])")
_NOT_SIGNIFICANT = re.compile(r"[nN]\.?[sS](?![A-Za-z])\.?|not significant(?![A-Za-z])")
_FILLER = re.compile(r"[A-Za-z\u03b1-\u03c9]{1,12}[2\u00b2]?(?:_?[a-z])?(?=[ ]{0,3}=)")
_P_FILLER = re.compile(r"(?:two|one|2|1)[- ](?:sided|tailed)(?![A-Za-z])", re.IGNORECASE)
_ELL = re.compile(r"[lI](?=[ ]{0,3},)")
_LOW_DF = re.compile(r"_?(?=[0-9])")
_MOST_FILLERS = 3


class _Style:
    """What the reading of one test came across, to tell the strict form from all others."""

    __slots__ = ("strict",)

    def __init__(self) -> None:
        self.strict = True

    def loose(self) -> None:
        self.strict = False


def _read_test(reader: _Reader, match: re.Match[str]) -> FoundTest | None:
    style = _Style()
    kind = _kind(match, style)
    df1, df2 = _read_df(reader, kind, style)
    of = reader.compared()
    if of is None:
        return None
    if of not in _STRICT:
        style.loose()
    statistic = reader.number(sign=of)
    if statistic is None or reader.one_of("%/") is not None:
        return None
    if "," in statistic.text and not _THOUSANDS.fullmatch(statistic.text):
        style.loose()
    told = _read_to_p(reader, style, df1)
    if told is None:
        return None
    p, df1 = told
    if (kind is Kind.Z) != (df1 is None) or (kind is Kind.F) != (df2 is not None):
        style.loose()
    if kind is Kind.Z or (kind is not Kind.F and df2 is not None):
        # two numbers where one belongs: nobody can say which it is
        df1 = df2 = None
    if kind is Kind.R and abs(statistic.value) > 1:
        style.loose()
    if p is not None and p.value > 1:
        style.loose()
    return FoundTest(Place(match.start(), reader.at), PrintedTest(kind, statistic, df1, df2), p, style.strict)


def _kind(match: re.Match[str], style: _Style) -> Kind:
    if match["chi"] is not None:
        return Kind.CHI_SQUARED
    if match["q"] is not None:
        first = match["q"][1:].lstrip(" _-")[:1].lower()
        return {"w": Kind.Q_WITHIN, "b": Kind.Q_BETWEEN}.get(first, Kind.Q)
    letter = match["plain"]
    if letter in "zZ":
        if match.start() == 0:
            style.loose()
        return Kind.Z
    if letter in "TR":
        style.loose()
        return _KINDS[letter.lower()]
    return _KINDS[letter]


def _read_df(reader: _Reader, kind: Kind, style: _Style) -> tuple[Printed | None, Printed | None]:
    """Take degrees of freedom in brackets, or none."""
    back = reader.at
    opened = reader.one_of("([")
    if opened is None:
        return _read_low_df(reader, kind, style)
    if opened == "[":
        style.loose()
    if reader.take(_DF_WORD) is not None:
        style.loose()
        reader.one_of("=:")
    df1 = read_printed("1") if reader.take(_ELL) else reader.number(signed=False, commas=False)
    mark = reader.one_of(",;") if df1 is not None else None
    if mark == ";":
        style.loose()
    df2 = _read_second(reader, kind, style) if mark else None
    if reader.take(_DF_WORD) is not None:
        style.loose()
    if df1 is None or (mark and kind is Kind.F and df2 is None) or reader.one_of(")]") is None:
        reader.at = back
        return None, None
    return df1, df2


def _read_second(reader: _Reader, kind: Kind, style: _Style) -> Printed | None:
    """Take what follows the first degrees of freedom: the second, or how many people there were, which is not kept."""
    if reader.take(_N_WORD) is None:
        return reader.number(signed=False, commas=False)
    if reader.compared() != "=" or kind is not Kind.CHI_SQUARED or reader.number(signed=False) is None:
        style.loose()
        reader.number(signed=False)
    return None


def _read_low_df(reader: _Reader, kind: Kind, style: _Style) -> tuple[Printed | None, Printed | None]:
    """Take degrees of freedom that were set as an index: ``t28``, ``F1,28``."""
    if reader.take(_LOW_DF, spaces=False) is None:
        return None, None
    style.loose()
    df1 = reader.number(signed=False, commas=False)
    if kind is Kind.F and reader.one_of(",;") is not None:
        return df1, reader.number(signed=False, commas=False)
    return df1, None


def _read_to_p(reader: _Reader, style: _Style, df1: Printed | None) -> tuple[Printed | None, Printed | None] | None:
    """Take what stands between a statistic and its p value, and the p value; degrees of freedom may be among it."""
    for _ in range(_MOST_FILLERS + 1):
        mark = reader.one_of(",;") or reader.one_of(")")
        if mark != ",":
            style.loose()
        reader.one_of(",;([")
        words = reader.take(_NOT_SIGNIFICANT)
        if words is not None:
            if words not in _STRICT_NOT_SIGNIFICANT:
                style.loose()
            return None, df1
        begin = reader.at
        p = _read_p(reader)
        if p is not None:
            written = reader.text[begin : reader.at].lstrip()
            if (
                not written.startswith("p")
                or "v" in written
                or p.sign.value not in _STRICT
                or "." not in written
                or "," in written
            ):
                style.loose()
            return p, df1
        style.loose()
        read = _read_filler(reader, df1)
        if read is None:
            return None
        df1 = read[0]
    return None


def _read_filler(reader: _Reader, df1: Printed | None) -> tuple[Printed | None] | None:
    """Take one more number with its name: degrees of freedom, which are kept, or an effect size, which is not."""
    if reader.take(_DF_WORD) is not None:
        reader.one_of("=:")
        number = reader.number(signed=False, commas=False)
        return None if number is None else (number if df1 is None else df1,)
    back = reader.at
    number = reader.number(signed=False, commas=False)
    if number is not None and reader.take(_DF_WORD) is not None:
        return (number if df1 is None else df1,)
    reader.at = back
    if reader.take(_P_FILLER) is not None:
        return (df1,)
    if _read_level(reader) is not None:
        _read_joined(reader)
        return None if _read_interval(reader) is None else (df1,)
    if reader.take(_FILLER) is None or reader.compared() is None:
        return None
    return None if reader.number(commas=False) is None else (df1,)


def _read_p(reader: _Reader) -> Printed | None:
    """Take a p value with its name: ``p = .04``, ``P < 0.001``, ``P value 0.0007``."""
    back = reader.at
    name = reader.take(_P_WORD)
    sign = None if name is None else reader.compared()
    if name is None or (sign is None and len(name) == 1):
        reader.at = back
        return None
    if sign is None:
        reader.one_of(":")
    number = reader.number(signed=False, sign=sign or "=")
    if number is None:
        reader.at = back
    return number


# effects

_MEASURES: Mapping[str, Measure] = {
    "odds ratio": Measure.ODDS_RATIO,
    "or": Measure.ODDS_RATIO,
    "aor": Measure.ODDS_RATIO,
    "risk ratio": Measure.RISK_RATIO,
    "relative risk": Measure.RISK_RATIO,
    "rr": Measure.RISK_RATIO,
    "arr": Measure.RISK_RATIO,
    "hazard ratio": Measure.HAZARD_RATIO,
    "hazards ratio": Measure.HAZARD_RATIO,
    "hr": Measure.HAZARD_RATIO,
    "ahr": Measure.HAZARD_RATIO,
    "rate ratio": Measure.RATE_RATIO,
    "irr": Measure.RATE_RATIO,
    "mean ratio": Measure.MEAN_RATIO,
    "ratio of means": Measure.MEAN_RATIO,
    "prevalence ratio": Measure.PREVALENCE_RATIO,
    "risk difference": Measure.RISK_DIFFERENCE,
    "rd": Measure.RISK_DIFFERENCE,
    "mean difference": Measure.MEAN_DIFFERENCE,
    "difference in means": Measure.MEAN_DIFFERENCE,
    "md": Measure.MEAN_DIFFERENCE,
    "wmd": Measure.MEAN_DIFFERENCE,
    "smd": Measure.STANDARDISED_MEAN_DIFFERENCE,
    "standardised mean difference": Measure.STANDARDISED_MEAN_DIFFERENCE,
    "standardized mean difference": Measure.STANDARDISED_MEAN_DIFFERENCE,
}


def _short(name: str) -> str:
    """Give how a short name is written: in capitals, an ``a`` for adjusted also small."""
    letters = re.escape(name.upper())
    return f"[aA]{letters[1:]}" if name.startswith("a") else letters


_PLAIN = r"[0-9]{1,12}(?:[.\u00b7][0-9]{1,12})?|[.\u00b7][0-9]{1,12}"
_CI = (
    r"(?:CI|CL|C\.I\.|(?:confidence|Confidence|credible)[ \n](?:[iI]ntervals?|[lL]imits?))"
    r"(?![A-Za-z])"
)
_LEVEL_CI = rf"[0-9]{{2}}(?:\.[0-9]{{1,2}})?\s?%[ \n]?-?{_CI}"
_NAMED = "|".join(
    rf"(?i:{re.escape(name)})s?" if " " in name else _short(name) for name in sorted(_MEASURES, key=len, reverse=True)
)
_EFFECT = re.compile(
    rf"(?<![A-Za-z0-9.])(?:(?:(?P<before>[{_MINUSES}]?(?:{_PLAIN}))\s?%?\s?[(\[]\s?)?"
    rf"(?:(?P<adjusted>adjusted|Adjusted)[ \n])?(?P<measure>{_NAMED})(?![A-Za-z0-9])"
    rf"|(?P<bare>[{_MINUSES}]?(?:{_PLAIN}))\s?%?\s?[,;]?\s?[(\[]?\s?(?={_LEVEL_CI}))"
)
_ADJUSTED = re.compile(r"(?<!un)(?<!un-)(?<!non-)adjusted\s{1,3}$|multivaria(?:te|ble)\s{1,3}$", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[(\[][A-Za-z]{1,6}[)\]]")
_CI_WORDS = re.compile(_CI)
_LEVEL_AFTER = re.compile(
    r"(?:[5-9][0-9])(?:\.[0-9]{1,2})?\s?%(?=\s{0,3}[:,;=]?\s{0,3}[(\[]?\s{0,3}[-+\u2212\u2013.0-9])"
)
_P_FOLLOWS = re.compile(r"[,;]\s{0,3}[pP](?:[- ]?(?:values?|VALUES?))?\s{0,3}(?:[<>=\u2264\u2265]|&[lg]t;)")
_JOINED = re.compile(r"was|were|is|are|of|for|at|with|and|a|an|the|\(|\[|,|;|:|=", re.IGNORECASE)
_TO = re.compile(rf"to(?![A-Za-z])|through(?![A-Za-z])|and(?![A-Za-z])|[{_DASHES},;]")
_UNIT = re.compile(r"[A-Za-z]{1,15}(?:[ \n/][A-Za-z]{1,15})?(?![A-Za-z])")
_MOST_JOINED = 5


def _read_effect(reader: _Reader, match: re.Match[str]) -> FoundEffect | None:
    measure = _MEASURES[re.sub(r"s$", "", match["measure"].lower())] if match["measure"] else Measure.UNKNOWN
    before = match["before"] or match["bare"]
    reader.take(_ABBREVIATION)
    level = _read_joined(reader)
    estimate = read_printed(_plain(before)) if before else reader.number()
    if estimate is None or not estimate.exact:
        return None
    reader.one_of("%")
    level = level or _read_later_level(reader)
    interval = _read_interval(reader)
    if interval is None or (level is None and not interval[2]):
        return None
    start = match.start()
    adjusted = bool(match["adjusted"] or _ADJUSTED.search(match.string[max(0, start - 24) : start]))
    named = (match["measure"] or "")[:1] == "a" and (match["measure"] or "").lower() in {"aor", "arr", "ahr"}
    low, high, _ = interval
    end = reader.at
    p = _read_p_after(reader, end)
    return FoundEffect(
        Place(start, reader.at), measure, estimate, low, high, level[0] if level else None, p, adjusted or named
    )


def _read_later_level(reader: _Reader) -> tuple[Printed | None] | None:
    """Take what stands between an estimate and its interval; a unit of one or two words only where a level follows."""
    back = reader.at
    level = _read_joined(reader)
    if level is not None:
        return level
    after = reader.at
    reader.at = back
    if reader.take(_UNIT) is not None:
        level = _read_joined(reader)
    if level is None:
        reader.at = after
    return level


def _plain(text: str) -> str:
    return "-" + text[1:] if text[0] in _MINUSES else text


def _read_joined(reader: _Reader) -> tuple[Printed | None] | None:
    """Take what joins an effect to its numbers; give the level where an interval is announced among it."""
    level: tuple[Printed | None] | None = None
    for _ in range(_MOST_JOINED):
        if level is None:
            announced = _read_level(reader)
            if announced is not None:
                level = announced
                continue
        begin = reader.at
        joined = reader.take(_JOINED)
        if joined is None:
            break
        if joined.isalpha() and reader.text[reader.at : reader.at + 1].isalnum():
            reader.at = begin
            break
    return level


def _read_level(reader: _Reader) -> tuple[Printed | None] | None:
    back = reader.at
    level = reader.number(signed=False, commas=False)
    if level is not None and reader.one_of("%") is None:
        reader.at = back
        return None
    reader.one_of(_DASHES)
    if reader.take(_CI_WORDS) is None:
        reader.at = back
        return None
    after = reader.take(_LEVEL_AFTER) if level is None else None
    if after is not None:
        level = read_printed(after.replace("%", "").strip())
    reader.take(_ABBREVIATION)
    return (level,)


def _read_interval(reader: _Reader) -> tuple[Printed, Printed, bool] | None:
    """Take two limits; the last of the three tells whether they stand in brackets."""
    back = reader.at
    bracketed = reader.one_of("([") is not None or reader.text[max(0, back - 1) : back] in ("(", "[")
    low = reader.number()
    if low is not None:
        reader.one_of("%")
    if low is None or reader.take(_TO) is None:
        reader.at = back
        return None
    high = reader.number()
    if high is None:
        reader.at = back
        return None
    reader.one_of("%")
    closed = reader.one_of(")]") is not None or _P_FOLLOWS.match(reader.text, reader.at) is not None
    return low, high, bracketed and closed


def _read_p_after(reader: _Reader, back: int) -> Printed | None:
    for marks in (",;", "([", ",;"):
        reader.one_of(marks)
    p = _read_p(reader)
    if p is None:
        reader.at = back
    return p


# counts with percentages

_WHOLE = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}|[0-9]{1,9})"
_PERCENT = rf"(?:{_PLAIN})\s?(?:%|per cent(?![A-Za-z])|percent(?![A-Za-z]))"
_WORDS = r"(?:[ \n][A-Za-z][A-Za-z-]{0,20}){0,4}"
_OF = r"[ \n](?:out[ \n])?of[ \n](?:(?:the|all|a total of)[ \n])?"
_SHARE = re.compile(
    rf"(?<![{_DASHES}A-Za-z0-9.,/])(?:"
    rf"(?P<count>{_WHOLE})(?:\s?/\s?(?P<slashed>{_WHOLE})|{_OF}(?P<of>{_WHOLE}))?(?:{_WORDS})\s?[(\[]\s?(?P<percent>{_PERCENT})"
    rf"\s?[)\]](?:{_OF}(?P<after>{_WHOLE})(?![0-9.,]?[0-9%]))?"
    # beside a comma only where the sentence ends the number: "in 2/3, 20% died" tells of two things
    rf"|(?P<bare>{_WHOLE})(?:\s?/\s?|{_OF})(?P<of_bare>{_WHOLE})[,;]\s(?P<beside>{_PERCENT})"
    rf"(?=\s?[)\];,]|\.\s|\.?\s?\Z)"
    rf"|(?P<first>{_PERCENT})\s?[(\[]\s?(?P<inner>{_WHOLE})(?:\s?/\s?|{_OF})(?P<whole>{_WHOLE})[^()\[\]0-9]{{0,20}}[)\]])"
)


def _read_share(_: _Reader, match: re.Match[str]) -> FoundShare | None:
    count = _count(match["count"] or match["inner"] or match["bare"])
    total = match["slashed"] or match["of"] or match["after"] or match["whole"] or match["of_bare"]
    percent = re.sub(r"\s*(?:%|per ?cent)$", "%", match["percent"] or match["first"] or match["beside"])
    if count is None:
        return None
    return FoundShare(
        Place(match.start(), match.end()), count, _count(total), read_printed(percent)._replace(text=percent)
    )


def _count(text: str | None) -> int | None:
    return None if text is None else int(text.replace(",", ""))
