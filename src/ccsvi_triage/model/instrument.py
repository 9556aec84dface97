"""A checklist as data: questions, and the rules that turn answers into a judgement."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ccsvi_triage.model.condition import ALWAYS, Condition
from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import Id, Url
from ccsvi_triage.model.words import Concern, Strength, YesNo
from ccsvi_triage.model.words import Question as Asks

NOT_ASKED = "NA"
"""The answer that the engine gives to a question that its gate does not ask."""


class Form(StrEnum):
    """What an instrument gives: a judgement by its tables, or a count of criteria and no judgement."""

    JUDGED = "judged"
    TALLY = "tally"


class Judges(StrEnum):
    """What one sheet of the instrument is about."""

    RESULT = "result"
    STUDY = "study"


class OverallRule(StrEnum):
    """How domains become one judgement: the worst decides, or there is none."""

    WORST = "worst"
    NONE = "none"


class Counts(StrEnum):
    """Where an answer of a tally goes."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_REPORTED = "not-reported"
    NOT_APPLICABLE = "not-applicable"


class Citation(Record):
    """Where an instrument, a question or a page comes from."""

    cite: str
    doi: str = ""
    url: Url | None = None
    licence: str = ""
    note: str = ""


class Proposal(Record):
    """An answer that the study's facts suggest; a person confirms or changes it.

    Attributes:
        when: On facts of the study, by their path (``blinding.participants``), or on ``flaw``.
    """

    when: Condition
    answer: str
    because: str


class Asked(Record):
    """One question of an instrument.

    Attributes:
        text: What it asks, in our words.
        options: The answers it takes; empty means the instrument's own.
        asked_when: On earlier answers and on the set-up; where it does not hold, the answer is ``NA``.
        needs_reason: Answers that a sheet may give only together with ``because``.
        opens: For a tally: which domain of which instrument a bad answer opens.
    """

    id: str
    text: str
    short: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    asked_when: Condition = ALWAYS
    needs_reason: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    opens: str = ""
    sources: tuple[Citation, ...] = ()


class Rule(Record):
    """One row of a decision table: ``when`` these answers, ``then`` this level."""

    id: str
    when: Condition
    then: str
    because: str


class Table(Record):
    """A decision table; of several in a domain the worst speaks."""

    id: str = ""
    rules: tuple[Rule, ...]


class Domain(Record):
    """A group of questions that are judged together.

    Attributes:
        label: How it is called where two variants share one number.
        applies: On the set-up.
        terms: Names for conditions, to be used in the rules with ``yes`` or ``no``.
    """

    id: str
    title: str
    label: str = ""
    short: str = ""
    applies: Condition = ALWAYS
    questions: tuple[Asked, ...]
    terms: Mapping[str, Condition] = MappingProxyType({})
    tables: tuple[Table, ...] = ()


class Escalation(Record):
    """A step that a person may take beyond the worst domain, by a recorded reason and never by a count.

    Attributes:
        at_least: How many domains must stand at ``level`` before the step is offered.
    """

    level: str
    at_least: int
    to: str
    because: str


class Overall(Record):
    """How domains become one judgement."""

    rule: OverallRule = OverallRule.WORST
    escalation: Escalation | None = None


class Setup(Record):
    """A question to be settled before any other, such as the effect of interest.

    Attributes:
        default: What holds where the sheet does not say.
        needs: Set-up questions of which at least one must be ``yes`` where this one has the answer named first.
    """

    id: str
    text: str
    options: tuple[str, ...] = ()
    default: str = ""
    help: str = ""


class SetupRule(Record):
    """A set-up that cannot be: where ``when`` holds, the sheet is refused with ``because``."""

    when: Condition
    because: str
    code: str = ""


class Instrument(Record):
    """A checklist.

    Attributes:
        options: The answers that its questions take, unless a question says otherwise.
        counts: For a tally: where each answer goes.
        levels: The instrument's own words for its judgements, each with its step on the common ladder, best first.
        ours: Made by this project, not by a method group.
    """

    id: Id
    title: str
    version: str
    about: str
    form: Form
    judges: Judges
    ours: YesNo
    licence: str
    notice: str
    sources: tuple[Citation, ...]
    options: tuple[str, ...]
    option_words: Mapping[str, str] = MappingProxyType({})
    counts: Mapping[str, Counts] = MappingProxyType({})
    levels: Mapping[str, Concern] = MappingProxyType({})
    level_words: Mapping[str, str] = MappingProxyType({})
    setup: tuple[Setup, ...] = ()
    impossible: tuple[SetupRule, ...] = ()
    domains: tuple[Domain, ...]
    overall: Overall = Overall()


class Checklist(Record):
    """Which instrument of the form ``tally`` counts every study, whatever judges it."""

    instrument: str


class Choice(Record):
    """One row of the rule that picks an instrument for a study.

    Attributes:
        first: Settles the matter before all rows that are not first; among those two that fit are a problem.
        instrument: The instrument's id; empty where there is none to be used.
        wants: The instrument that experts would pick, where this version does not have it.
        refusal: The sentence for a record that is never scored.
        warning: What a reader must know where the instrument does not quite fit the design.
        barred: A level that the instrument's tables may not give to such a study without a person's ruling.
        ceiling: The most that such a study can carry, by its design alone.
    """

    id: Id
    title: str
    when: Condition
    first: YesNo = YesNo.NO
    instrument: str = ""
    wants: str = ""
    refusal: str = ""
    warning: str = ""
    barred: str = ""
    ceiling: Strength
    also: tuple[str, ...] = ()
    because: str


class Ceiling(Record):
    """What may and may not be said of a study whose design carries so much and no more."""

    id: Id
    strength: Strength
    question: tuple[Asks, ...] = ()
    concern: tuple[Concern, ...] = ()
    may: str
    may_not: tuple[str, ...] = ()
