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
