"""The command line: reads what was typed, calls one wing after the other, leaves with one exit code."""
