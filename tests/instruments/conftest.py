"""What the tests of instruments share."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.model.appraisal import Appraisal
from ccsvi_triage.model.instrument import Domain, Instrument
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.sheet import Ruling, Sheet
from ccsvi_triage.model.study import Study

Words = Mapping[str, str]


class Seat(NamedTuple):
    """Where somebody fills in sheets of one instrument, and has them judged by nothing else.

    Attributes:
        setup: What a sheet is set up for, where nothing else is said.
    """

    instrument: Instrument
    setup: Words
    study: Study
    sheet_of: Callable[..., Sheet]
    judge: Judge

    def sheet(
        self,
        answers: Words | None = None,
        judgements: Words | None = None,
        setup: Words | None = None,
        rulings: Mapping[str, Ruling] | None = None,
    ) -> Sheet:
        """Fill in a sheet; what is said of the set-up is added to what is usual here."""
        return self.sheet_of(self.instrument, answers or {}, {**self.setup, **(setup or {})}, rulings, judgements)

    def appraise(
        self,
        answers: Words | None = None,
        judgements: Words | None = None,
        setup: Words | None = None,
        rulings: Mapping[str, Ruling] | None = None,
    ) -> Appraisal:
        """Judge by such a sheet."""
        return self.judge.appraise(self.study, self.instrument, self.sheet(answers, judgements, setup, rulings))

    def problems(self, sheet: Sheet) -> list[Problem]:
        """Find what is wrong with a sheet."""
        return list(check_sheet(sheet, self.instrument, None))

    def domain(self, name: str) -> Domain:
        """Find a domain by its id."""
        return next(domain for domain in self.instrument.domains if domain.id == name)


@pytest.fixture(scope="session")
def seat_at(
    instrument_of: Callable[[str], Instrument], study_of: Callable[[str], Study], sheet_of: Callable[..., Sheet]
) -> Callable[..., Seat]:
    """Give a function that seats somebody at an instrument, before a study of which nothing is recorded."""
    judge = Judge()

    def seat(instrument: str, setup: Words) -> Seat:
        return Seat(instrument_of(instrument), setup, study_of(""), sheet_of, judge)

    return seat
