"""How wide text will be where nobody can measure it: estimates that no usual font goes beyond.

The widths are those of DejaVu Sans, the widest of the fonts that a picture asks for. Text with signs outside the Latin
alphabet is given the width of its estimate when it is drawn (``sure``), so that it stays there whatever font shows it;
for other alphabets that is what their letters usually take, so that they are neither spread nor pressed by much.
"""

import re
import unicodedata
from functools import lru_cache

from ccsvi_triage.render.clean import clean

_FIRST = 32
_REGULAR = (
    *(32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34),
    *(84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69),
    *(99, 69, 62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42),
    *(53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84),
)
_BOLD = (
    *(35, 46, 53, 84, 70, 101, 88, 31, 46, 46, 53, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40),
    *(84, 84, 84, 59, 100, 78, 77, 74, 84, 69, 69, 83, 84, 38, 38, 78, 64, 100, 84, 86, 74, 86, 78, 73, 69, 82, 78),
    *(111, 78, 73, 73, 46, 37, 46, 84, 50, 50, 68, 72, 60, 72, 68, 44, 72, 72, 35, 35, 67, 35, 105, 72, 69, 72, 72),
    *(50, 60, 48, 72, 66, 93, 65, 66, 59, 72, 37, 72, 84),
)
"""Hundredths of the font's size, from the blank on."""

_WIDE = 105
_OTHER = 102
_PIECES = re.compile(r"(?<=[-/_.?&=,;:])")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate the width of a line of text, in the unit of its size; never less than it takes."""
    widths = _BOLD if bold else _REGULAR
    return sum(_width(character, widths) for character in text) * size / 100


def _width(character: str, widths: tuple[int, ...]) -> int:
    at = ord(character) - _FIRST
    return widths[at] if 0 <= at < len(widths) else _other(character, bold=widths is _BOLD)


@lru_cache(maxsize=4096)
def _other(character: str, *, bold: bool) -> int:
    kind = unicodedata.category(character)
    if kind in _UNSPACED or unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    if character in _SIGNS:
        return _SIGNS[character]
    parts = unicodedata.normalize("NFKD", character)
    if parts == character:
        return _letter(character, kind) * (_BOLDER if bold else 100) // 100
    widths = _BOLD if bold else _REGULAR
    return sum(_width(part, widths) for part in parts)


def _letter(character: str, kind: str) -> int:
    if kind in _LETTERS:
        alphabet = unicodedata.name(character, "").partition(" ")[0]
        return _CAPITAL if kind == "Lu" else _ALPHABETS.get(alphabet, _LETTER)
    return _MARK if kind == "Mc" else _OTHER


_UNSPACED = frozenset(("Mn", "Me", "Cf"))
_LETTERS = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo"))
_ALPHABETS = {"GREEK": 62, "CYRILLIC": 66, "HEBREW": 55, "ARABIC": 52}
_LETTER, _CAPITAL, _MARK, _BOLDER = 68, 78, 40, 110
"""As measured in DejaVu Sans, where it has the letters: what they take on average, in hundredths of the size."""

_SIGNS = {
    **dict.fromkeys("\u00b7\u2018\u2019", 40),
    **dict.fromkeys("\u2013\u201c\u201d\u2022\u00b0", 60),
    **dict.fromkeys("\u2014\u2026\u2212\u2264\u2265\u00b1\u00d7\u00f7\u2192", 100),
}
"""Signs that are no letters, in the bold of the same fonts."""

_LATIN = re.compile(f"[ -~\u00a0\u00c0-\u024f{''.join(_SIGNS)}]*")


def sure(text: str) -> bool:
    """Tell whether an estimate holds for all usual fonts: the text has Latin letters and plain signs alone."""
    return _LATIN.fullmatch(text) is not None


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit a room: at blanks, then behind hyphens and the like, then anywhere.

    Args:
        text: Any text; it is cleaned, and hard blanks hold.
        room: At least as wide as one wide sign, in the unit of the size.
        size: Of the font.
        bold: Whether it is.

    Returns:
        The lines, none of them empty; no lines for a text that shows nothing.
    """
    lines: list[str] = []
    line, used = "", 0.0
    blank = width_of(" ", size, bold=bold)
    for word in filter(None, map(str.strip, clean(text).split(" "))):
        wide = width_of(word, size, bold=bold)
        if line and used + blank + wide <= room:
            line, used = f"{line} {word}", used + blank + wide
            continue
        if line:
            lines.append(line)
        *whole, line = _cut(word, room, size, bold=bold) if wide > room else [word]
        lines += whole
        used = width_of(line, size, bold=bold)
    return [*lines, line] if line else lines


def _cut(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """Cut a word that is wider than a line into pieces that fit."""
    pieces = [""]
    for part in _PIECES.split(word):
        if width_of(pieces[-1] + part, size, bold=bold) <= room:
            pieces[-1] += part
        elif width_of(part, size, bold=bold) <= room:
            pieces.append(part)
        else:
            for character in part:
                if pieces[-1] and width_of(pieces[-1] + character, size, bold=bold) > room:
                    pieces.append("")
                pieces[-1] += character
    return [piece for piece in pieces if piece]


def widest(texts: list[str], size: float, *, bold: bool = False) -> float:
    """Give the width of the widest text, or of the widest line."""
    return max((width_of(clean(text), size, bold=bold) for text in texts), default=0.0)
