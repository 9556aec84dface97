"""A checklist as data: questions, and the rules that turn answers into a judgement."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ccsvi_triage.model.condition import ALWAYS, Condition
from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import Id, InstrumentRef, Points, Url
from ccsvi_triage.model.words import Concern, Strength, YesNo
from ccsvi_triage.model.words import Question as Asks

NOT_ASKED = "NA"
"""The answer that the engine gives to a question that its gate does not ask."""


class Form(StrEnum):
    """What an instrument gives: a judgement, a count of criteria and no judgement, or a total of points."""

    JUDGED = "judged"
    TALLY = "tally"
    SCALE = "scale"


class Tells(StrEnum):
    """What the levels of an instrument speak of; two of these are never folded into one."""

    BIAS = "bias"
    CONFIDENCE = "confidence"
    TRUSTWORTHINESS = "trustworthiness"
    EVIDENCE_LEVEL = "evidence-level"
    CHECKLIST = "checklist"


class Judges(StrEnum):
    """What one sheet of the instrument is about."""

    RESULT = "result"
    STUDY = "study"


class OverallRule(StrEnum):
    """How domains become one judgement: the worst decides, a table counts them, a person judges, or there is none."""

    WORST = "worst"
    COUNTED = "counted"
    PERSON = "person"
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


class Rule(Record):
    """One row of a decision table: ``when`` these answers, ``then`` this level."""

    id: str
    when: Condition
    then: str
    because: str


class Part(Record):
    """One part of a question that is answered in parts, each with ``yes`` or ``no``."""

    id: str
    text: str
    help: str = ""


class Asked(Record):
    """One question of an instrument.

    Attributes:
        text: What it asks, in our words.
        options: The answers it takes; empty means the instrument's own.
        asked_when: On earlier answers and on the set-up; where it does not hold, the answer is ``NA``.
        needs_reason: Answers that a sheet may give only together with ``because``.
        opens: For a tally: which domain of which instrument a bad answer opens.
        points: For a scale: what each answer adds to the total; empty means the instrument's own.
        parts: Smaller questions from whose answers this one's follows, where a sheet answers those instead.
        from_parts: The table by which it does; its ``then`` is an answer.
    """

    NAME = "question"

    id: str
    text: str
    short: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    asked_when: Condition = ALWAYS
    needs_reason: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    opens: str = ""
    points: Mapping[str, Points] = MappingProxyType({})
    parts: tuple[Part, ...] = ()
    from_parts: tuple[Rule, ...] = ()
    sources: tuple[Citation, ...] = ()


class Sign(Record):
    """What answers to a domain speak for, where no table judges it: shown, and held against a person's level.

    Attributes:
        when: On answers to the domain and on the set-up.
        against: Levels that the sign speaks against; a person who gives one of them is warned, and not overruled.
    """

    when: Condition
    because: str
    against: tuple[str, ...] = ()


class Table(Record):
    """A decision table; of several in a domain the worst speaks."""

    id: str = ""
    rules: tuple[Rule, ...]


class Domain(Record):
    """A group of questions that are judged together.

    Attributes:
        label: How it is called where two variants share one number.
        help: What a person should look at who judges it.
        axis: The axis on which it stands; empty means the instrument's main one.
        applies: On the set-up.
        terms: Names for conditions, to be used in the rules with ``yes`` or ``no``.
        levels: The levels that it may have; empty means all of the instrument's.
        tables: Where there is none, a person judges the domain.
        signs: What answers speak for, shown beside the level and held against a person's.
    """

    id: str
    title: str
    label: str = ""
    short: str = ""
    help: str = ""
    axis: str = ""
    applies: Condition = ALWAYS
    questions: tuple[Asked, ...]
    terms: Mapping[str, Condition] = MappingProxyType({})
    levels: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    signs: tuple[Sign, ...] = ()


class Escalation(Record):
    """A step that a person may take beyond the worst domain, by a recorded reason and never by a count.

    Attributes:
        at_least: How many domains must stand at ``level`` before the step is offered.
        whole: The level of the whole from which the step is taken; empty means that ``level`` is it.
    """

    level: str
    at_least: int
    to: str
    whole: str = ""
    because: str


class Overall(Record):
    """How domains become one judgement.

    Attributes:
        levels: The words for the whole, where they are not those of the domains.
        rules: For the rule ``counted``: a table on how many domains stand at each level.
        note: What a reader should know of how the whole comes about, such as that the rule is ours.
    """

    rule: OverallRule = OverallRule.WORST
    levels: Mapping[str, Concern] = MappingProxyType({})
    level_words: Mapping[str, str] = MappingProxyType({})
    rules: tuple[Rule, ...] = ()
    escalation: Escalation | None = None
    note: str = ""


class Axis(Record):
    """A second thing that an instrument judges, such as applicability beside bias; never folded into the first."""

    id: Id
    title: str
    overall: Overall = Overall(rule=OverallRule.WORST)


class Setup(Record):
    """A question to be settled before any other, such as the effect of interest.

    Attributes:
        options: The answers that it takes; empty means free words, which have to be given.
        default: What holds where the sheet does not say.
        group: Yes-or-no set-ups of one group are shown together, by the short names of those that are ``yes``.
        proposals: What the study's facts suggest where the sheet does not say.
    """

    NAME = "set-up"

    id: str
    text: str
    short: str = ""
    group: str = ""
    options: tuple[str, ...] = ()
    default: str = ""
    help: str = ""
    proposals: tuple[Proposal, ...] = ()


class SetupRule(Record):
    """A set-up that cannot be: where ``when`` holds, the sheet is refused with ``because``."""

    NAME = "rule of set-ups"

    when: Condition
    because: str
    code: str = ""


class Instrument(Record):
    """A checklist.

    Attributes:
        options: The answers that its questions take, unless a question says otherwise.
        counts: For a tally: where each answer goes.
        tells: What its levels speak of.
        ours: Made by this project, not by a method group.
        provisional: Its tables only suggest; no level holds until a person gives it.
        legacy: The family of an old scale, by which it is asked for (``--legacy``) and without which it is not used.
        suits: On facts: which studies a member of the family is made for.
        levels: The instrument's own words for its judgements, each with its step on the common ladder, best first.
        points: For a scale: what each answer adds to the total, unless a question says otherwise.
        axes: What it judges beside its main axis.
    """

    id: Id
    title: str
    version: str
    about: str
    form: Form
    judges: Judges
    tells: Tells = Tells.BIAS
    ours: YesNo
    provisional: YesNo = YesNo.NO
    legacy: str = ""
    suits: Condition = ALWAYS
    licence: str
    notice: str
    sources: tuple[Citation, ...]
    options: tuple[str, ...]
    option_words: Mapping[str, str] = MappingProxyType({})
    counts: Mapping[str, Counts] = MappingProxyType({})
    points: Mapping[str, Points] = MappingProxyType({})
    levels: Mapping[str, Concern] = MappingProxyType({})
    level_words: Mapping[str, str] = MappingProxyType({})
    setup: tuple[Setup, ...] = ()
    impossible: tuple[SetupRule, ...] = ()
    domains: tuple[Domain, ...]
    axes: tuple[Axis, ...] = ()
    overall: Overall = Overall()


def whole_levels(instrument: Instrument, overall: Overall | None = None) -> Mapping[str, Concern]:
    """Give the words for the whole, best first: its own, or those of the domains."""
    return (overall or instrument.overall).levels or instrument.levels


class Checklist(Record):
    """Which instrument of the form ``tally`` counts every study, whatever judges it."""

    instrument: str


class Priority(StrEnum):
    """When to read a study; an order of reading and no measure of quality."""

    HOLD = "HOLD"
    FIRST = "P1"
    NEXT = "P2"
    BACKGROUND = "P3"
    UNKNOWN = "P?"


class ReadingRow(Record):
    """One row of the reading order; the first that fits counts.

    Attributes:
        when: On ``status``, ``notice``, ``trust``, ``refused``, ``level``, ``direct`` and ``concern``.
    """

    priority: Priority
    when: Condition = ALWAYS
    because: str


class ReadingOrder(Record):
    """In which order to read.

    Attributes:
        levels: The instrument whose levels of evidence the rows look at.
    """

    levels: InstrumentRef
    rows: tuple[ReadingRow, ...]


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
