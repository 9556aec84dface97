"""A study, as its file tells it: facts only, no judgement."""

from collections.abc import Mapping
from types import MappingProxyType

from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import (
    NO_SOURCE,
    NO_STUDY,
    Date,
    Doi,
    Duration,
    Id,
    InstrumentRef,
    Number,
    PValue,
    SourceRef,
    StudyRef,
    Url,
)
from ccsvi_triage.model.words import (
    AnalysisSet,
    ArmRole,
    Assessor,
    Basis,
    Better,
    Control,
    Design,
    EffectMeasure,
    Flaw,
    Funder,
    Importance,
    Interest,
    Kind,
    Measure,
    NoticeKind,
    OutcomeRole,
    Question,
    Reading,
    Relation,
    Sampling,
    Status,
    Unit,
    YesNo,
)


class Arm(Record):
    """One group of people (or animals) in a study.

    Attributes:
        n: People in the group when the study began.
        analysed: People in the analysis.
        lost: People who left before the outcome was measured.
    """

    id: Id
    name: str = ""
    role: ArmRole
    n: Fact[int] | None = None
    analysed: Fact[int] | None = None
    lost: Fact[int] | None = None


class Numbers(Record):
    """What was printed for one arm; every number as printed.

    Attributes:
        n: People (or other units) that the numbers are about.
        events: How many of them had the event, or how many events there were: see the result's ``unit``.
        percent: A printed percentage.
        parts: Counts of groups that do not overlap, by name; they make up the events, or ``n`` where there are none.
        shares: The same as printed percentages.
    """

    NAME = "row of numbers"

    n: Number | None = None
    events: Number | None = None
    percent: Number | None = None
    mean: Number | None = None
    sd: Number | None = None
    se: Number | None = None
    median: Number | None = None
    low: Number | None = None
    high: Number | None = None
    parts: Mapping[str, Number] = MappingProxyType({})
    shares: Mapping[str, Number] = MappingProxyType({})
    told: str = ""


class Estimate(Record):
    """An effect with its interval, as printed.

    Attributes:
        level: The confidence level in per cent, mostly 95.
        compares: What is compared with what, where it is not the study's main contrast.
        between: The ids of the two arms that it compares, the first with the second.
        adjusted: Whether the source calls it adjusted for other things.
        p: The p value that belongs to it, where the result has more than one.
    """

    measure: EffectMeasure
    value: Number
    low: Number | None = None
    high: Number | None = None
    level: Number | None = None
    compares: str = ""
    between: tuple[str, ...] = ()
    adjusted: YesNo | None = None
    p: PValue | None = None


class Result(Record):
    """The numbers for an outcome in one study, as one source prints them.

    Attributes:
        group: The subgroup or analysis, where it is not everybody.
        people: How many people the group has, where that is told elsewhere and not beside the numbers.
        arms: Numbers by the arm's id, or by ``before`` and ``after``.
        statistic: The test statistic as printed, such as ``t(38) = 2.20`` or ``chi2 = 8.71, df = 3``.
        told: What the source says in words where it prints no numbers, in our words.
        derived: The numbers were reconstructed by us, and ``note`` says how.
    """

    id: Id | None = None
    group: str = ""
    people: Fact[int] | None = None
    unit: Unit
    arms: Mapping[str, Numbers] = MappingProxyType({})
    estimates: tuple[Estimate, ...] = ()
    p: PValue | None = None
    test: str = ""
    statistic: str = ""
    told: str = ""
    derived: YesNo = YesNo.NO
    source: SourceRef = NO_SOURCE
    locator: str = ""
    basis: Basis = Basis.STATED
    note: str = ""


class Scale(Record):
    """Which values a measurement can take.

    Attributes:
        low: The least value that it can have.
        high: The greatest.
        step: By how much one person's value moves at least: 1 for counts and whole years, 0.5 for EDSS.
        items: How many such values are averaged for one person.
    """

    low: Number | None = None
    high: Number | None = None
    step: Number | None = None
    items: int | None = None
    source: SourceRef = NO_SOURCE
    locator: str = ""
    basis: Basis = Basis.STATED
    note: str = ""


class Outcome(Record):
    """What was measured, how, by whom and when.

    Attributes:
        assessors_blinded: Whether those who read this outcome knew the group.
        scale: Which values it can take; without it, means are not checked against whole people.
    """

    id: Id
    name: str
    role: Fact[OutcomeRole] | None = None
    measure: Fact[Measure] | None = None
    importance: Fact[Importance] | None = None
    assessed_by: Fact[Assessor] | None = None
    assessors_blinded: Fact[YesNo] | None = None
    time: Fact[Duration] | None = None
    better: Better | None = None
    scale: Scale | None = None
    results: tuple[Result, ...] = ()


class StatedFlaw(Record):
    """A design flaw, who says so, and where."""

    NAME = "flaw"

    code: Flaw
    detail: str = ""
    source: SourceRef = NO_SOURCE
    locator: str = ""
    basis: Basis


class Blinding(Record):
    """Who did not know the group, role by role; never "double-blind"."""

    participants: Fact[YesNo] | None = None
    carers: Fact[YesNo] | None = None
    assessors: Fact[YesNo] | None = None
    analysts: Fact[YesNo] | None = None
    tested: Fact[YesNo] | None = None


class Registration(Record):
    """A registry entry, and whether the paper kept to it."""

    id: Fact[str] | None = None
    before_enrolment: Fact[YesNo] | None = None
    protocol: Fact[YesNo] | None = None
    outcome_kept: Fact[YesNo] | None = None


class Funding(Record):
    """Who paid."""

    kind: Fact[tuple[Funder, ...]] | None = None
    name: Fact[str] | None = None


class Accuracy(Record):
    """Facts that only a study of a test has."""

    reference: Fact[str] | None = None
    threshold_fixed: Fact[YesNo] | None = None
    read_blind: Fact[YesNo] | None = None
    operators_trained: Fact[YesNo] | None = None


class Review(Record):
    """Facts that only a review of studies has.

    Attributes:
        includes: The designs of study that it takes in.
    """

    includes: Fact[tuple[Design, ...]] | None = None
    studies: Fact[int] | None = None
    people: Fact[int] | None = None
    searched_until: Fact[Date] | None = None
    protocol: Fact[YesNo] | None = None


class Notice(Record):
    """What a journal or registry said of a paper afterwards."""

    kind: NoticeKind
    date: Date | None = None
    source: SourceRef = NO_SOURCE
    locator: str = ""
    note: str = ""


class Account(Record):
    """What one source says on a point on which sources disagree."""

    says: str
    source: SourceRef = NO_SOURCE
    locator: str = ""


class Conflict(Record):
    """A point that two sources, or one source in two places, tell differently."""

    about: str
    accounts: tuple[Account, ...]
    note: str = ""


class Study(Record):
    """One study, or one publication that is no study.

    Attributes:
        aliases: Names by which people know it.
        companion_of: The id of the study that this is a further report of, so that a cohort counts once.
        read: How much of the publication was read to write the record.
        unseen: Facts that nobody could see in what was read; they stay open.
        target: Sample size that was planned.
        screened: People who were looked at for the study.
        excluded: Of those, how many did not enter.
        enrolled: People who entered.
        lost: People who left before the outcome was measured.
        entered_when_active: Whether people entered while their disease was worse than usual.
        repeated_baseline: Whether the outcome was measured more than once before treatment.
        between_groups: Whether groups were compared with each other, not each with its own baseline.
    """

    id: Id
    title: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    et_al: YesNo = YesNo.NO
    year: int | None = None
    date: Date | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: Doi | None = None
    pmid: str = ""
    pmcid: str = ""
    url: Url | None = None
    status: Status = Status.PUBLISHED
    notices: tuple[Notice, ...] = ()
    retraction_check: str = ""
    companion_of: StudyRef = NO_STUDY
    relation: Relation | None = None
    read: Reading | None = None
    unseen: tuple[str, ...] = ()
    summary: str = ""

    question: Fact[Question] | None = None
    design: Fact[Design] | None = None
    species: Fact[str] | None = None
    population: Fact[str] | None = None
    intervention: Fact[str] | None = None
    comparator: Fact[str] | None = None
    randomised: Fact[YesNo] | None = None
    sequence: Fact[str] | None = None
    concealed: Fact[YesNo] | None = None
    control: Fact[tuple[Control, ...]] | None = None
    blinding: Blinding | None = None
    sites: Fact[int] | None = None
    countries: Fact[tuple[str, ...]] | None = None
    prospective: Fact[YesNo] | None = None
    sampling: Fact[Sampling] | None = None
    target: Fact[int] | None = None
    screened: Fact[int] | None = None
    excluded: Fact[int] | None = None
    enrolled: Fact[int] | None = None
    analysed: Fact[int] | None = None
    lost: Fact[int] | None = None
    follow_up: Fact[Duration] | None = None
    analysis_set: Fact[AnalysisSet] | None = None
    baseline_alike: Fact[YesNo] | None = None
    confounders_adjusted: Fact[YesNo] | None = None
    co_interventions: Fact[str] | None = None
    co_interventions_alike: Fact[YesNo] | None = None
    entered_when_active: Fact[YesNo] | None = None
    repeated_baseline: Fact[YesNo] | None = None
    between_groups: Fact[YesNo] | None = None
    stopped_early: Fact[YesNo] | None = None
    harms_sought: Fact[YesNo] | None = None
    harms: Fact[str] | None = None
    peer_reviewed: Fact[YesNo] | None = None
    registration: Registration | None = None
    funding: Funding | None = None
    interests: Fact[tuple[Interest, ...]] | None = None
    accuracy: Accuracy | None = None
    review: Review | None = None

    arms: tuple[Arm, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    flaws: tuple[StatedFlaw, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    conclusion: Fact[str] | None = None
    note: str = ""
    instrument: Fact[InstrumentRef] | None = None
