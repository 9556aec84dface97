"""Text from files made safe to show: one place, used by every renderer and by every message.

The reader refuses control characters in a library's files; a file's name, an argument or a fault's message has met no
reader, and a second wall costs little.
"""

import re
import unicodedata

_BREAKS = frozenset("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_KEPT = frozenset("\u200c\u200d\u00ad")
_UNSEEN_KINDS = frozenset(("Cc", "Cf", "Cs", "Cn", "Co"))
_PLAIN = re.compile(r"[ -~]*")
_COLONS = re.compile(r"^((?:\s|\x1b\[[0-9;]*m)*):(?=:)", re.MULTILINE)
_BRACKET = re.compile(r"##(?=\w*\[)")
_JOINER = "\u2060"
_UNSEEN = "\N{REPLACEMENT CHARACTER}"

ASCII = str.maketrans(
    {
        "\N{MIDDLE DOT}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{RIGHTWARDS ARROW}": "->",
        "\N{LESS-THAN OR EQUAL TO}": "<=",
        "\N{GREATER-THAN OR EQUAL TO}": ">=",
        "\N{MULTIPLICATION SIGN}": "x",
        _UNSEEN: "?",
    }
)


def clean(text: str) -> str:
    """Make one line of text that can neither steer a terminal nor turn its direction.

    Controls, bidirectional marks and other unseen characters become U+FFFD; breaks and tabs become blanks; what
    Persian, Indic scripts and soft hyphens need is kept.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_shown(character) for character in unicodedata.normalize("NFC", text))


def _shown(character: str) -> str:
    if character in _BREAKS:
        return " "
    if character in _KEPT:
        return character
    return _UNSEEN if unseen(character) else character


def unseen(character: str) -> bool:
    """Tell whether a character shows nothing by itself: a control, a mark of direction, or one that is not assigned."""
    return unicodedata.category(character) in _UNSEEN_KINDS


def disarm(text: str, *, ascii_only: bool = False) -> str:
    """Take from each line what the log of a CI runner would read as a command.

    A runner acts on a line that begins with ``::`` behind any blanks, and on ``##[`` (others on ``##word[``) anywhere
    in a line. An unseen joiner parts the two signs; where only ASCII can be shown, one of them gives way.
    """
    if "::" in text:
        text = _COLONS.sub(r"\1." if ascii_only else rf"\1:{_JOINER}", text)
    return _BRACKET.sub("#." if ascii_only else f"##{_JOINER}", text) if "##" in text else text


def fit(text: str, *, ascii_only: bool) -> str:
    """Write text with the characters that the reader's terminal has."""
    if not ascii_only or text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(ASCII))
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in _KEPT)
    return plain.encode("ascii", "replace").decode("ascii")
