"""What a report on a whole library costs, format by format.

Usage: python benchmarks/reporting.py [-n ROUNDS]

Libraries of 1,000 and 10,000 made-up studies (benchmarks/generate.py), with a claim for every fifty of them that names
six. The first row of each is ``triage list --format json`` on the same files: reading and judging them, and one line of
each study. The last column is how much is written.
"""

import compileall
import subprocess
import sys
import tempfile
from pathlib import Path

import generate
import ratios

import ccsvi_triage

FORMATS = ("table", "md", "html", "csv", "json", "sarif", "github", "gitlab", "junit")
SIZES = (1_000, 10_000)
EVERY = 50
NAMED = 6


def main() -> None:
    """Measure and print."""
    rounds = ratios.rounds_wanted("A report on a whole library, format by format.", 3)
    compileall.compile_dir(str(Path(ccsvi_triage.__file__).parent), quiet=2)
    triage = [sys.executable, "-m", "ccsvi_triage"]
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write(size, Path(folder))
            data = ["--data", folder]
            commands = [("list -f json", [*triage, "list", *data, "-f", "json"])]
            commands += [(f"report -f {name}", [*triage, "report", *data, "-f", name]) for name in FORMATS]
            commands += [("appraise --all -f json", [*triage, "appraise", "--all", *data, "-f", "json"])]
            rows = ratios.measure(commands, rounds if size < SIZES[-1] else 1)
            print(f"\n{size} studies")
            ratios.show(rows)
            for label, words in commands:
                written = len(subprocess.run(words, capture_output=True, check=True).stdout)
                print(f"{label:24} {written / 1e6:8.1f} MB written")


def write(size: int, folder: Path) -> None:
    """Write a library of so many studies, and its claims."""
    generate.write(size, folder)
    lines = ["claims:"]
    for number in range(size // EVERY):
        lines += [
            f"  - id: claim-{number}",
            "    text: The treatment helps",
            "    kind: benefit",
            "    strength: effect",
            "    evidence:",
        ]
        lines += [
            f"      - {{study: {generate.study_id(number * EVERY + step, 1)}, bearing: for, why: it says so}}"
            for step in range(NAMED)
        ]
    (folder / "claims.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
