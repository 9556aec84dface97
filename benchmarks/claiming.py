"""What judging claims costs, in a process that has read the library already.

Usage: python benchmarks/claiming.py

First all claims of the case that ships, then the same claims over and over with studies of their own, to see whether
the cost grows with the number of studies and no faster; last one claim that names ever more trials, each of another
date and with other counts, a third of them judged serious, so that at every date two averages are new.
"""

import gc
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from ccsvi_triage.cli.claim import ClaimDesk
from ccsvi_triage.cli.requests import ClaimRequest
from ccsvi_triage.load.files import load, load_instrument, shelf_ids
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.text import Id, StudyRef

SHIPPED = Path(__file__).parent.parent / "data"
ALL = ClaimRequest()


def main() -> None:
    """Measure, and print one line each."""
    gc.disable()  # as the command line does
    library = load(str(SHIPPED), shelf_ids()).library
    seconds(library)  # the instruments are read once
    for copies in (1, 5, 25):
        larger = copied(library, copies)
        print(f"{len(larger.claims):5} claims, {len(larger.studies):5} studies: {seconds(larger):.2f} s")
    for studies in (10, 100, 300, 1000):
        print(f"    1 claim,  {studies:5} studies of {studies} dates: {seconds(dated(studies)):.2f} s")


def seconds(library: Library) -> float:
    """Give the processor time that all claims of a library take."""
    begun = time.process_time()
    desk = ClaimDesk(library)
    for claim in library.claims.values():
        desk.judge(claim, ALL)
    return time.process_time() - begun


def copied(library: Library, copies: int) -> Library:
    """Give a library with so many copies of every claim and of the studies that it names."""
    studies, claims = dict(library.studies), dict(library.claims)
    for copy in range(1, copies):
        for name, study in library.studies.items():
            above = StudyRef(f"{study.companion_of}-{copy}") if study.companion_of else study.companion_of
            studies[f"{name}-{copy}"] = replaced(study, id=Id(f"{name}-{copy}"), companion_of=above)
        for name, claim in library.claims.items():
            evidence = tuple(replaced(each, study=StudyRef(f"{each.study}-{copy}")) for each in claim.evidence)
            claims[f"{name}-{copy}"] = replaced(claim, id=Id(f"{name}-{copy}"), evidence=evidence)
    return library._replace(studies=studies, claims=claims)


def dated(number: int) -> Library:
    """Make up a library with one claim that names so many trials, each of another day."""
    chance = random.Random(number)
    version = load_instrument("rob2").version
    lines = ["studies:"]
    for n in range(number):
        lines += trial(n, chance)
    lines += [
        "claims:",
        "  - id: it",
        "    text: It helps",
        "    kind: benefit",
        "    strength: effect",
        "    evidence:",
    ]
    lines += [f"      - {{study: t{n}, bearing: for, why: so, outcome: relapse}}" for n in range(number)]
    lines += ["sheets:"]
    for n in range(number):
        level = "high" if n % 3 == 0 else "low"
        lines += [
            f"  - id: s{n}",
            f"    study: t{n}",
            "    instrument: rob2",
            f'    version: "{version}"',
            "    reviewer: A",
        ]
        lines += ["    outcome: relapse", "    setup: {effect: assignment}"]
        lines += [f"    rulings: {{overall: {{level: {level}, reason: made up, by: A, date: 2031-05-04}}}}"]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "made-up.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return load(folder, shelf_ids()).library


def trial(number: int, chance: random.Random) -> Iterator[str]:
    """Make up a trial in which the treatment helps more or less."""
    people = chance.choice((20, 40, 80, 150, 400))
    risk = chance.uniform(0.1, 0.5)
    helped = min(0.95, risk * chance.lognormvariate(-0.25, 0.3))
    first, second = (sum(chance.random() < share for _ in range(people)) for share in (helped, risk))
    yield f"  - id: t{number}"
    yield f"    title: Trial {number}"
    yield "    kind: primary-study"
    yield f"    date: {1980 + number // 336}-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}"
    yield "    question: benefit"
    yield "    design: randomised-trial"
    yield "    arms: [{id: drug, role: intervention}, {id: sham, role: comparator}]"
    yield "    outcomes:"
    yield "      - {id: relapse, name: Relapse, importance: patient-important, time: 6 months, better: lower,"
    yield "         results: ["
    yield f"          {{unit: patients, arms: {{drug: {{events: {first}, n: {people}}},"
    yield f"           sham: {{events: {second}, n: {people}}}}}}}]}}"


if __name__ == "__main__":
    main()
