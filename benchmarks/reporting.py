"""What a report on a whole library costs, format by format.

Usage: python benchmarks/reporting.py [-n ROUNDS]

Libraries of 1,000 and 10,000 made-up studies (benchmarks/generate.py), with a claim for every fifty of them that names
six. The first row of each is ``triage list --format json`` on the same files: reading and judging them, and one line of
each study. At 10,000 studies each is run once.
"""

import compileall
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import generate
import ratios

import ccsvi_triage

FORMATS = ("table", "md", "html", "csv", "json", "sarif", "github", "gitlab", "junit")
SIZES = (1_000, 10_000)
FIRST = "list json"
EVERY = 50
NAMED = 6


def main() -> None:
    """Measure and print."""
    rounds = ratios.rounds_wanted("A report on a whole library, format by format.", 3)
    compileall.compile_dir(str(Path(ccsvi_triage.__file__).parent), quiet=2)
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            data, out = Path(folder, "data"), Path(folder, "out")
            write(size, data)
            commands = dict(commands_for(data, out))
            least: dict[str, tuple[float, float]] = {}
            for _ in range(rounds if size < SIZES[-1] else 1):
                for label, words in commands.items():
                    spent = ratios.once(words)
                    least[label] = min(spent, least.get(label, spent))
            show(size, least, out)


def commands_for(data: Path, out: Path) -> Iterator[tuple[str, list[str]]]:
    """Give what is run, each by its label, which is the name of its file too."""
    out.mkdir()
    triage = [sys.executable, "-m", "ccsvi_triage"]
    wanted = [(FIRST, ["list", "-f", "json"])]
    wanted += [(f"report {name}", ["report", "-f", name]) for name in FORMATS]
    wanted += [("appraise --all json", ["appraise", "--all", "-f", "json"])]
    for label, words in wanted:
        yield label, [*triage, *words, "--data", str(data), "-o", str(out / label)]


def show(size: int, least: Mapping[str, tuple[float, float]], out: Path) -> None:
    """Print a table: processor time of the fastest run, its ratio, peak memory, and what was written."""
    print(f"\n{size} studies{'':16}  seconds  ratio    MB  MB written")
    for label, (seconds, memory) in least.items():
        written = (out / label).stat().st_size / 1e6
        print(f"{label:28} {seconds:9.2f} {seconds / least[FIRST][0]:6.2f} {memory:5.0f} {written:11.1f}")


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
