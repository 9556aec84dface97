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
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import YesNo

OF_A_RESULT = (check_percents, check_parts, check_effects, check_p_values, check_paired, check_means, check_strength)
"""The checks of one result, in the order in which they are told."""


def recheck(study: Study) -> Recheck:
    """Recompute every printed number of a study that can be recomputed.

    Returns:
        What was found: numbers that come out, that do not, and that nobody can check, each with its reason.
    """
    return Recheck(study, tuple(_findings(study)))


def _findings(study: Study) -> Iterator[Finding]:
    yield from check_flow(study)
    data = list(data_of(study))
    for outcome in study.outcomes:
        found = [f for datum in data if datum.outcome is outcome for f in _of_result(datum)]
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


def _of_result(datum: Datum) -> Iterator[Finding]:
    """Check one result; numbers that we worked out ourselves are no print, and tell of strength only."""
    if datum.result.derived is YesNo.YES:
        yield from check_strength(datum)
        return
    for check in OF_A_RESULT:
        yield from check(datum)
