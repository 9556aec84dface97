"""One sign and one style for each tone; the sign and the word say it all without the colour."""

from ccsvi_triage.report.blocks import Tone

SIGN = {
    Tone.GOOD: "+",
    Tone.SOME: "-",
    Tone.SERIOUS: "!",
    Tone.CRITICAL: "X",
    Tone.OPEN: "?",
    Tone.APART: "=",
}
STYLE = {
    Tone.GOOD: "green",
    Tone.SOME: "yellow",
    Tone.SERIOUS: "red",
    Tone.CRITICAL: "bold red",
    Tone.OPEN: "cyan",
    Tone.APART: "magenta",
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.MUTED: "dim",
    Tone.CODE: "bright_blue",
}
PAINT = {
    Tone.GOOD: ("#02c100", "#000000"),
    Tone.SOME: ("#e2df07", "#000000"),
    Tone.SERIOUS: ("#bf0000", "#ffffff"),
    Tone.CRITICAL: ("#820000", "#ffffff"),
    Tone.OPEN: ("#4ea1f7", "#000000"),
    Tone.APART: ("#c9a0ff", "#000000"),
}
"""On a page: the ground on which a sign stands, and the colour of the sign."""
