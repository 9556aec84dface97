"""What judging claims costs, in a process that has read the library already.

Usage: python benchmarks/claiming.py

First all claims of the case that ships, then the same claims over and over with studies of their own, to see whether
the cost grows with the number of studies and no faster; last one claim that names ever more studies, each of another
date, whose history is judged anew at every date.
"""

import gc
import time
from pathlib import Path

from ccsvi_triage.cli.claim import ClaimDesk
from ccsvi_triage.cli.requests import ClaimRequest
from ccsvi_triage.load.files import load, shelf_ids
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.text import Date, Id, StudyRef

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
    for studies in (10, 100, 300):
        print(f"    1 claim,  {studies:5} studies of {studies} dates: {seconds(dated(library, studies)):.2f} s")


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


def dated(library: Library, number: int) -> Library:
    """Give a library with one claim that names so many copies of a trial, each of another day."""
    trial = library.studies["traboulsee-2018"]
    claim = library.claims["angioplasty-reduces-relapses-rrms"]
    bears = next(each for each in claim.evidence if str(each.study) == str(trial.id))
    studies = {}
    for n in range(number):
        date = Date(f"{1990 + n // 336}-{1 + n // 28 % 12:02d}-{1 + n % 28:02d}")
        studies[f"trial-{n}"] = replaced(trial, id=Id(f"trial-{n}"), date=date)
    evidence = tuple(replaced(bears, study=StudyRef(name)) for name in studies)
    return library._replace(studies=studies, claims={"it": replaced(claim, evidence=evidence)}, sheets={})


if __name__ == "__main__":
    main()
