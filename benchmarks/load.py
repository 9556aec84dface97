"""What reading, checking and judging a library costs, against PyYAML merely loading it.

Usage: python benchmarks/load.py [-n ROUNDS]

Libraries of 100, 1,000 and 10,000 made-up studies (benchmarks/generate.py). The first row of each is
``yaml.load(file, Loader=CSafeLoader)`` of the same files and nothing else.
"""

import compileall
import sys
import tempfile
from pathlib import Path

import generate
import ratios

import ccsvi_triage

BASE = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    with path.open(encoding="utf-8") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""
JUDGE = """
import gc, sys
gc.disable()  # as the command line does
from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.load.files import load, shelf_ids
read = load(sys.argv[1], shelf_ids())
assert not read.problems
bench = Bench(read.library, Shelf(read.library))
verdicts = [bench.verdict(study) for study in read.library.studies.values()]
assert verdicts
"""
SIZES = (100, 1_000, 10_000)


def main() -> None:
    """Measure and print."""
    rounds = ratios.rounds_wanted("Loading and judging, against PyYAML's CSafeLoader.", 5)
    compileall.compile_dir(str(Path(ccsvi_triage.__file__).parent), quiet=2)
    python = sys.executable
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            generate.write(size, Path(folder))
            first = generate.study_id(0, 1)
            triage = [python, "-m", "ccsvi_triage"]
            rows = ratios.measure(
                [
                    ("PyYAML's CSafeLoader, loading only", [python, "-c", BASE, folder]),
                    ("read, check and judge every study", [python, "-c", JUDGE, folder]),
                    ("triage lint", [*triage, "lint", folder]),
                    ("triage list --format json", [*triage, "list", "--data", folder, "--format", "json"]),
                    ("triage appraise --all -f json", [*triage, "appraise", "--all", "--data", folder, "-f", "json"]),
                    ("triage appraise one of them", [*triage, "appraise", first, "--data", folder, "-f", "json"]),
                ],
                rounds if size < SIZES[-1] else min(rounds, 3),
            )
            print(f"\n{size} studies")
            ratios.show(rows)


if __name__ == "__main__":
    main()
