"""What a command costs from the shell, against the plainest command that Typer can make in the same environment.

Usage: python benchmarks/startup.py [-n ROUNDS]

Bytecode is compiled before, as pip does when it installs.
"""

import compileall
import sys
from pathlib import Path

import ratios

import ccsvi_triage

HELLO = """
import typer

app = typer.Typer(add_completion=False)


@app.command()
def main(name: str) -> None:
    print(name)


app()
"""
STUDY = "zamboni-2009-jvs"
TRIAL = "siddiqui-2014-premise"


def main() -> None:
    """Measure and print."""
    rounds = ratios.rounds_wanted("Start-up, against a bare Typer command.", 15)
    compileall.compile_dir(str(Path(ccsvi_triage.__file__).parent), quiet=2)
    python = sys.executable
    triage = [python, "-m", "ccsvi_triage"]
    quiet = "--quiet"
    rows = ratios.measure(
        [
            ("a bare Typer command", [python, "-c", HELLO, "x"]),
            ("python alone", [python, "-c", "pass"]),
            ("import typer", [python, "-c", "import typer"]),
            (f"appraise {STUDY} --format json", [*triage, "appraise", STUDY, "--format", "json", quiet]),
            (f"appraise {TRIAL} --format json", [*triage, "appraise", TRIAL, "--format", "json", quiet]),
            (f"appraise {STUDY}", [*triage, "appraise", STUDY, quiet]),
            (f"appraise {TRIAL}", [*triage, "appraise", TRIAL, quiet]),
            ("list", [*triage, "list", quiet]),
            ("lint", [*triage, "lint", quiet]),
        ],
        rounds,
    )
    ratios.show(rows)


if __name__ == "__main__":
    main()
