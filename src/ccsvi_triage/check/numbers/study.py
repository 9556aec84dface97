"""All checks of the printed numbers of a study."""

from collections.abc import Iterator

from ccsvi_triage.check.numbers.accounts import check_accounts
from ccsvi_triage.check.numbers.datum import Datum, data_of
from ccsvi_triage.check.numbers.effects import check_effects
from ccsvi_triage.check.numbers.means import check_means
from ccsvi_triage.check.numbers.paired import check_paired
from ccsvi_triage.check.numbers.percents import check_percents
from ccsvi_triage.check.numbers.pvalues import check_one_test, check_p_values
from ccsvi_triage.check.numbers.strength import check_strength
from ccsvi_triage.check.numbers.sums import check_flow, check_parts
from ccsvi_triage.check.numbers.table import check_baseline
from ccsvi_triage.model.finding import Finding, Recheck
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Flaw, Severity, YesNo

OF_A_RESULT = (check_percents, check_parts, check_effects, check_p_values, check_paired, check_means)
"""The checks of one result, in the order in which they are told."""


_OF_UNITS = frozenset({"N-WIDTH", "N-UNIT"})


def recheck(study: Study, *, strength: bool = True) -> Recheck:
    """Recompute every printed number of a study that can be recomputed.

    Args:
        study: The study.
        strength: Tell too how far comparisons carry, which is half of the work and finds nothing wrong.

    Returns:
        What was found: numbers that come out, that do not, and that nobody can check, each with its reason.
    """
    return Recheck(study, tuple(_findings(study, strength=strength)))


def faults_of(study: Study) -> tuple[str, ...]:
    """Give the checks by which a printed number of a study cannot be right, one for each such number."""
    return tuple(f.check for f in _findings(study, strength=False) if f.severity is Severity.ERROR)


def number_problems(study: Study) -> Iterator[Problem]:
    """Tell of numbers that cannot be right as printed, for the author of the file.

    A paper's own contradiction is nothing that the author of a file could mend, so it is a note: the number is to be
    compared with the source once more. Where it is printed so, the flaw that says it settles the note. ``triage
    recheck`` has the gate.
    """
    stated = {flaw.code for flaw in study.flaws}
    for finding in _findings(study, strength=False):
        flaw = Flaw.UNIT_OF_ANALYSIS if finding.check in _OF_UNITS else Flaw.IMPOSSIBLE_NUMBERS
        if finding.severity in {Severity.ERROR, Severity.WARNING} and flaw not in stated:
            hint = (
                f"is it printed so? then state the flaw {flaw.value!r}; 'triage recheck {study.id}' has the arithmetic"
            )
            yield Problem(finding.check, finding.said, finding.place, Severity.NOTE, hint)


def _findings(study: Study, *, strength: bool = True) -> Iterator[Finding]:
    yield from check_flow(study)
    data = list(data_of(study))
    for outcome in study.outcomes:
        found = [f for datum in data if datum.outcome is outcome for f in _of_result(datum, strength=strength)]
        yield from _once(found)
        yield from check_one_test(outcome, found)
    yield from check_baseline(study, data)
    yield from check_accounts(study)


def _once(found: list[Finding]) -> Iterator[Finding]:
    """Leave out what was said before in the same words: results of one outcome may tell the same table twice."""
    said = set()
    for one in found:
        if one.check != "N-STRENGTH" or (one.said, one.shown) not in said:
            said.add((one.said, one.shown))
            yield one


def _of_result(datum: Datum, *, strength: bool) -> Iterator[Finding]:
    """Check one result; numbers that we worked out ourselves are no print, and tell of strength only."""
    if datum.result.derived is YesNo.YES:
        yield from check_strength(datum) if strength else ()
        return
    for check in OF_A_RESULT:
        yield from check(datum)
    yield from check_strength(datum) if strength else ()
