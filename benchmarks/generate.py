"""Make a library of any size, the same for the same number and seed.

Usage: python benchmarks/generate.py N FOLDER [--files]

Writes FOLDER/studies.yaml (or, with --files, one file a study) and FOLDER/sources.yaml. A study is built like those of
the shipped case, which have some 230 keys and values and 4.1 kB each: facts with their provenance and notes, arms,
outcomes with results, and flaws. What is written is made up, and is only good for measuring.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from ccsvi_triage.stats.exact import fisher
from ccsvi_triage.stats.paired import mcnemar

SLIPS = 0.1
"""The share of p values that are not what the counts give."""
LEAST_P = 0.001

AUTHORS = [
    "Aalto",
    "Brandt",
    "Costa",
    "Dubois",
    "Eriksen",
    "Ferrari",
    "Gruber",
    "Horvat",
    "Ivanov",
    "Jansen",
    "Keller",
    "Larsen",
    "Moreau",
    "Novak",
]
WORDS = [
    "venous",
    "angioplasty",
    "sham",
    "relapse",
    "disability",
    "quality",
    "of",
    "life",
    "lesion",
    "people",
    "disease",
    "treatment",
    "follow",
    "up",
    "centre",
    "imaging",
    "blood",
    "flow",
    "outcome",
    "group",
    "benefit",
    "harm",
    "trial",
    "study",
    "open",
    "label",
    "natural",
    "course",
    "baseline",
    "measure",
]
DESIGNS = ("randomised-trial", "randomised-trial", "single-arm", "single-arm", "case-control", "cohort", "case-series")
FLAWS = (
    "small-sample",
    "short-follow-up",
    "co-treatment",
    "surrogate-outcome",
    "multiple-outcomes",
    "regression-to-mean",
    "subjective-outcome",
    "attrition",
)
SOURCES = 50
ONE_GROUP = ("single-arm", "case-series")
NOTED = 0.4


def sentence(rng: random.Random, least: int, most: int) -> str:
    """Make up a sentence."""
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(least, most))).capitalize()


def study_id(number: int, seed: int) -> str:
    """Give the id of a study."""
    rng = random.Random(f"{seed}/{number}")
    author, year = rng.choice(AUTHORS), rng.randint(1990, 2026)
    return f"{author.lower()}-{year}-{number:06d}"


def study(number: int, seed: int) -> str:
    """Make up one study, as a person would write it."""
    rng = random.Random(f"{seed}/{number}")
    author, year = rng.choice(AUTHORS), rng.randint(1990, 2026)
    design = rng.choice(DESIGNS)
    randomised = design == "randomised-trial"
    people = rng.choice([12, 19, 40, 65, 104, 115, 300, 1800])
    treated = people if design in ONE_GROUP else people // 2
    lines = [
        f"  - id: {study_id(number, seed)}",
        f"    title: {sentence(rng, 8, 16)}",
        "    kind: primary-study",
        f"    authors: [{author} {chr(65 + number % 26)}, {rng.choice(AUTHORS)} B, {rng.choice(AUTHORS)} C]",
        f"    year: {year}",
        f"    journal: J {rng.choice(WORDS).capitalize()} Med",
        f'    volume: "{rng.randint(1, 99)}"',
        f"    pages: {rng.randint(1, 900)}-{rng.randint(901, 1800)}",
        f"    doi: 10.1234/{author.lower()}.{year}.{number:06d}",
        f'    pmid: "{10_000_000 + number}"',
        "    read: abstract",
        "    unseen:",
        *(f"      - {sentence(rng, 4, 9)}" for _ in range(rng.randint(2, 6))),
        "    summary: >-",
        *(f"      {sentence(rng, 12, 16)}" for _ in range(2)),
        *fact(rng, "question", "association" if design in ("case-control", "cohort") else "benefit"),
        *fact(rng, "design", design),
        *fact(rng, "population", sentence(rng, 6, 12)),
        *fact(rng, "randomised", "yes" if randomised else "no"),
        *fact(rng, "control", _control(design)),
        "    blinding:",
        *fact(rng, "participants", "yes" if randomised else "no", 6),
        *fact(rng, "assessors", rng.choice(["yes", "no", "unclear"]), 6),
        *fact(rng, "sites", str(rng.choice([1, 1, 2, 6]))),
        *fact(rng, "prospective", "yes"),
        *fact(rng, "sampling", rng.choice(["consecutive", "convenience"])),
        *fact(rng, "enrolled", str(people)),
        *fact(rng, "lost", str(rng.randint(0, people // 6))),
        *fact(rng, "follow_up", f"{rng.choice([6, 12, 18, 24])} months"),
        "    arms:",
        *arm("treated", "cases" if design == "case-control" else "intervention", treated),
    ]
    if design not in ONE_GROUP:
        lines += arm("compared", "controls" if design == "case-control" else "comparator", people - treated)
    lines.append("    outcomes:")
    for outcome in range(rng.randint(2, 3)):
        lines += result(rng, outcome, design, people)
    lines.append("    flaws:")
    for code in rng.sample(FLAWS, rng.randint(2, 5)):
        lines += [
            f"      - code: {code}",
            f"        detail: {sentence(rng, 8, 22)}",
            f"        source: source-{rng.randrange(SOURCES):03d}",
            f"        locator: {rng.choice(['abstract', 'table 2', 'methods'])}",
            f"        basis: {rng.choice(['stated', 'inferred'])}",
        ]
    lines += ["    conclusion:", f"      value: {sentence(rng, 10, 20)}", "      locator: abstract"]
    return "\n".join(lines) + "\n"


def _control(design: str) -> str:
    if design in ONE_GROUP:
        return "none"
    return "sham" if design == "randomised-trial" else "healthy" if design == "case-control" else "usual-care"


def fact(rng: random.Random, name: str, value: str, indent: int = 4) -> Iterator[str]:
    """Write a fact out with its provenance."""
    pad = " " * indent
    yield f"{pad}{name}:"
    yield f"{pad}  value: {value}"
    yield f"{pad}  source: source-{rng.randrange(SOURCES):03d}"
    yield f"{pad}  locator: {rng.choice(['abstract', 'methods, second paragraph', 'table 1, first column'])}"
    if rng.random() < NOTED:
        yield f"{pad}  note: {sentence(rng, 6, 14)}"


def arm(name: str, role: str, people: int) -> Iterator[str]:
    """Write an arm."""
    yield f"      - id: {name}"
    yield f"        role: {role}"
    yield f"        n: {people}"


def result(rng: random.Random, number: int, design: str, people: int) -> Iterator[str]:
    """Write an outcome with one result."""
    yield f"      - id: outcome-{number}"
    yield f"        name: {sentence(rng, 3, 6)}"
    yield f"        role: {'primary' if number == 0 else 'secondary'}"
    yield f"        measure: {rng.choice(['objective', 'subjective'])}"
    yield f"        importance: {rng.choice(['patient-important', 'surrogate'])}"
    yield f"        assessed_by: {rng.choice(['patient', 'clinician', 'reader'])}"
    yield "        time: 12 months"
    yield "        results:"
    yield "          - unit: patients"
    yield "            arms:"
    names = ("before", "after") if design in ONE_GROUP else ("treated", "compared")
    counts = [rng.randint(0, people // 4) for _ in names]
    for name, events in zip(names, counts, strict=True):
        yield f"              {name}: {{events: {events}, n: {people // 2}}}"
    yield f"            p: {printed_p(names[0], counts, people // 2, slip=rng.random() < SLIPS)}"
    yield f"            source: source-{rng.randrange(SOURCES):03d}"
    yield "            locator: table 3"


def printed_p(first: str, counts: list[int], people: int, *, slip: bool) -> str:
    """Print the p value that Fisher's or McNemar's exact test gives, or now and then another one."""
    if first == "before":
        lost, gained = max(0, counts[0] - counts[1]), max(0, counts[1] - counts[0])
        value = mcnemar(lost, gained).exact
    else:
        value = fisher(counts[0], people, counts[1], people).two_sided
    value = value * 0.6 if slip else value
    return '"<0.001"' if value < LEAST_P else f"{value:.3f}"


def sources() -> str:
    """Make up the sources that the studies name."""
    return "sources:\n" + "".join(
        f"  - id: source-{n:03d}\n    title: Source {n}\n    kind: paper\n    doi: 10.1234/source.{n}\n"
        for n in range(SOURCES)
    )


def write(number: int, folder: Path, *, files: bool = False, seed: int = 1) -> None:
    """Write a library of that many studies."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text(sources(), encoding="utf-8")
    if files:
        for n in range(number):
            (folder / f"study-{n:06d}.yaml").write_text(f"studies:\n{study(n, seed)}", encoding="utf-8")
        return
    with (folder / "studies.yaml").open("w", encoding="utf-8") as out:
        out.write("studies:\n")
        for n in range(number):
            out.write(study(n, seed))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make a library of any size.")
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", action="store_true", help="one file a study")
    given = parser.parse_args()
    write(given.number, given.folder, files=given.files)


if __name__ == "__main__":
    main()
