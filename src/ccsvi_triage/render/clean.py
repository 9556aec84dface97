"""Text from files made safe to show: one place, used by every renderer and by every message.

The reader refuses control characters in a library's files; a file's name, an argument or a fault's message has met no
reader, and a second wall costs little.
"""

import re
import unicodedata

_BREAKS = frozenset("\n\r\t\v\f\x85\u2028\u2029")
_KEPT = frozenset("\u200c\u200d\u00ad")
_PLAIN = re.compile(r"[ -~]*")
_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
_JOINER = "\u2060"
_UNSEEN = "\N{REPLACEMENT CHARACTER}"

ASCII = str.maketrans(
    {
        "·": "-", "–": "-", "—": "-", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...",
        "→": "->", "≤": "<=", "≥": ">=", "×": "x", _JOINER: " ", _UNSEEN: "?",
    }
)  # fmt: skip


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
    return _UNSEEN if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn", "Co"} else character


def disarm(text: str) -> str:
    """Take from each line what the log of a CI runner would read as a command.

    A runner acts on a line that begins with ``::`` behind any blanks, and on ``##[`` anywhere in a line.
    """
    if "::" in text:
        text = _COMMAND.sub(rf"\1:{_JOINER}", text)
    return text.replace("##[", f"##{_JOINER}[") if "##[" in text else text


def fit(text: str, *, ascii_only: bool) -> str:
    """Write text with the characters that the reader's terminal has."""
    if not ascii_only or text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(ASCII))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain.encode("ascii", "replace").decode("ascii")
