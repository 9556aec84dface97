"""The closed vocabularies: every word that a file may use where the choice is not free.

A word's meaning stands in the glossary (``docs/reference/glossary.md``) and is what ``triage explain WORD`` prints.
"""

from enum import IntEnum, StrEnum


class Silence(StrEnum):
    """What may stand in place of a fact's value: somebody looked, and there is none."""

    NOT_REPORTED = "not-reported"
    NOT_APPLICABLE = "not-applicable"


class YesNo(StrEnum):
    """A fact that holds, does not hold, or on which the accounts disagree."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Basis(StrEnum):
    """How a fact got into the file: the source says so, or we concluded it from what the source shows."""

    STATED = "stated"
    INFERRED = "inferred"


class Kind(StrEnum):
    """What sort of publication a study record stands for."""

    PRIMARY_STUDY = "primary-study"
    SECONDARY_ANALYSIS = "secondary-analysis"
    PROTOCOL = "protocol"
    SYSTEMATIC_REVIEW = "systematic-review"
    NARRATIVE_REVIEW = "narrative-review"
    APPRAISAL = "appraisal"
    GUIDELINE = "guideline"
    STATEMENT = "statement"
    COMMENTARY = "commentary"
    NEWS = "news"
    BLOG = "blog"
    BOOK = "book"
    PROJECT = "project"


class Design(StrEnum):
    """How a study was built."""

    RANDOMISED_TRIAL = "randomised-trial"
    CLUSTER_RANDOMISED_TRIAL = "cluster-randomised-trial"
    CROSSOVER_TRIAL = "crossover-trial"
    QUASI_RANDOMISED_TRIAL = "quasi-randomised-trial"
    NON_RANDOMISED_TRIAL = "non-randomised-trial"
    HISTORICALLY_CONTROLLED = "historically-controlled"
    COHORT = "cohort"
    SINGLE_ARM = "single-arm"
    CASE_SERIES = "case-series"
    CASE_REPORT = "case-report"
    CASE_CONTROL = "case-control"
    CROSS_SECTIONAL = "cross-sectional"
    ONE_GROUP_FOLLOW_UP = "one-group-follow-up"
    REVIEW = "review"
    META_ANALYSIS = "meta-analysis"
    ANIMAL_EXPERIMENT = "animal-experiment"
    LABORATORY = "laboratory"
    NOT_A_STUDY = "not-a-study"


class Question(StrEnum):
    """What a study asks, and what kind of sentence a claim is."""

    BENEFIT = "benefit"
    HARM = "harm"
    CAUSE = "cause"
    ASSOCIATION = "association"
    ACCURACY = "accuracy"
    PREVALENCE = "prevalence"
    PROGNOSIS = "prognosis"
    MECHANISM = "mechanism"
    FACTUAL = "factual"


class Control(StrEnum):
    """Whom the people studied were compared with."""

    NONE = "none"
    SHAM = "sham"
    PLACEBO = "placebo"
    VEHICLE = "vehicle"
    ACTIVE = "active"
    DOSE = "dose"
    USUAL_CARE = "usual-care"
    WAITING_LIST = "waiting-list"
    NO_TREATMENT = "no-treatment"
    HISTORICAL = "historical"
    EXTERNAL = "external"
    HEALTHY = "healthy"
    OTHER_DISEASE = "other-disease"
    RELATIVES = "relatives"
    OTHER_FORM = "other-form-of-the-disease"


class Sampling(StrEnum):
    """How people came into a study."""

    CONSECUTIVE = "consecutive"
    RANDOM = "random"
    POPULATION = "population"
    CONVENIENCE = "convenience"
    SELF_SELECTED = "self-selected"
    MATCHED = "matched"
    REPORTED_CASES = "reported-cases"


class AnalysisSet(StrEnum):
    """Who was analysed, and in which group."""

    INTENTION_TO_TREAT = "intention-to-treat"
    MODIFIED_INTENTION_TO_TREAT = "modified-intention-to-treat"
    PER_PROTOCOL = "per-protocol"
    AS_TREATED = "as-treated"
    COMPLETE_CASES = "complete-cases"


class Funder(StrEnum):
    """Who paid."""

    PUBLIC = "public"
    CHARITY = "charity"
    INDUSTRY = "industry"
    INSTITUTION = "institution"
    NONE = "none"


class Interest(StrEnum):
    """What the authors stand to gain, as a source tells it."""

    NONE_DECLARED = "none-declared"
    FINANCIAL = "financial"
    INTELLECTUAL = "intellectual"
    INSTITUTIONAL = "institutional"


class Status(StrEnum):
    """Where a study stands in its life."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    PUBLISHED = "published"
    PREPRINT = "preprint"
    ABSTRACT_ONLY = "abstract-only"
    UNPUBLISHED = "unpublished"
    STOPPED = "stopped"
    RETRACTED = "retracted"


class NoticeKind(StrEnum):
    """What a journal said about a paper afterwards; a correction is no retraction."""

    RETRACTION = "retraction"
    EXPRESSION_OF_CONCERN = "expression-of-concern"
    CORRECTION = "correction"


class Relation(StrEnum):
    """What a companion report is to the study that it belongs to."""

    PROTOCOL = "protocol"
    SECONDARY_ANALYSIS = "secondary-analysis"
    FOLLOW_UP = "follow-up"
    SUBSET = "subset"
    EARLIER_REPORT = "earlier-report"
    SAME_COHORT = "same-cohort"


class Reading(StrEnum):
    """How much of a paper was read to write its record."""

    FULL_TEXT = "full-text"
    ABSTRACT = "abstract"
    PART_OF_ABSTRACT = "part-of-abstract"
    RECORD = "record"
    SECOND_HAND = "second-hand"


class ArmRole(StrEnum):
    """What an arm is there for."""

    INTERVENTION = "intervention"
    COMPARATOR = "comparator"
    CASES = "cases"
    CONTROLS = "controls"
    WHOLE = "whole"


class OutcomeRole(StrEnum):
    """Which place an outcome had in the plan."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    BASELINE = "baseline"
    POST_HOC = "post-hoc"
    SAFETY = "safety"


class Measure(StrEnum):
    """Whether what was measured leaves room for opinion."""

    OBJECTIVE = "objective"
    SUBJECTIVE = "subjective"


class Importance(StrEnum):
    """Whether an outcome matters to patients by itself or stands in for something that does."""

    PATIENT_IMPORTANT = "patient-important"
    SURROGATE = "surrogate"


class Assessor(StrEnum):
    """Who read the outcome."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    READER = "reader"
    DEVICE = "device"


class Better(StrEnum):
    """Which way an outcome is good."""

    HIGHER = "higher"
    LOWER = "lower"


class Unit(StrEnum):
    """What a result counts. Four relapses are not four patients with a relapse."""

    PATIENTS = "patients"
    EVENTS = "events"
    LESIONS = "lesions"
    VESSELS = "vessels"
    PROCEDURES = "procedures"
    PARAMETERS = "parameters"
    STUDIES = "studies"
    ANIMALS = "animals"
    POINTS = "points"
    OTHER = "other"


class EffectMeasure(StrEnum):
    """What an estimate measures."""

    RISK_RATIO = "RR"
    ODDS_RATIO = "OR"
    HAZARD_RATIO = "HR"
    RATE_RATIO = "rate-ratio"
    RISK_DIFFERENCE = "RD"
    MEAN_DIFFERENCE = "MD"
    STANDARDISED_MEAN_DIFFERENCE = "SMD"
    PROPORTION = "proportion"
    SENSITIVITY = "sensitivity"
    SPECIFICITY = "specificity"
    CORRELATION = "r"
    KAPPA = "kappa"
    PERCENT_CHANGE = "percent-change"


class Bearing(StrEnum):
    """What a study says on a claim, whatever its worth."""

    FOR = "for"
    AGAINST = "against"
    UNCLEAR = "unclear"
    CONTEXT = "context"


class Strength(StrEnum):
    """How much a sentence claims, weakest first; also the most that a design can carry."""

    DESCRIPTION = "description"
    HYPOTHESIS = "hypothesis"
    ASSOCIATION = "association"
    EFFECT = "effect"
    CONFIRMED_EFFECT = "confirmed-effect"


class Asserts(StrEnum):
    """Whether a claim says that something is there, or that it is not."""

    PRESENCE = "presence"
    ABSENCE = "absence"


class ClaimVerdict(StrEnum):
    """How a claim stands against what its studies can carry, gravest last."""

    SUPPORTED = "supported"
    OVERSTATED = "overstated"
    UNTESTED = "untested"
    INCONSISTENT = "inconsistent"
    NOT_SUPPORTED = "not-supported"
    CONTRADICTED = "contradicted"


class Certainty(StrEnum):
    """How sure the evidence makes us of what it shows, in the words of GRADE, highest first."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"


class CertaintyReason(StrEnum):
    """For what certainty is rated down or, in the last three, up."""

    RISK_OF_BIAS = "risk-of-bias"
    INCONSISTENCY = "inconsistency"
    INDIRECTNESS = "indirectness"
    IMPRECISION = "imprecision"
    PUBLICATION_BIAS = "publication-bias"
    LARGE_EFFECT = "large-effect"
    DOSE_RESPONSE = "dose-response"
    OPPOSING_CONFOUNDING = "opposing-confounding"


class Difference(StrEnum):
    """In what studies may differ, and a person may let them be averaged all the same."""

    OUTCOME = "outcome"
    TIME = "time"
    ADJUSTMENT = "adjustment"


class Match(StrEnum):
    """How the people, treatment, comparison or outcome of a study stand to those that a claim is about."""

    SAME = "same"
    PARTLY = "partly"
    OTHER = "other"
    UNCLEAR = "unclear"


class Viewpoint(StrEnum):
    """From where a claim of cause is looked at, after Bradford Hill; nothing is counted, and time alone can veto."""

    TEMPORALITY = "temporality"
    STRENGTH = "strength"
    CONSISTENCY = "consistency"
    GRADIENT = "gradient"
    PLAUSIBILITY = "plausibility"
    COHERENCE = "coherence"
    EXPERIMENT = "experiment"
    SPECIFICITY = "specificity"
    ANALOGY = "analogy"


class Stance(StrEnum):
    """How a speaker puts a claim."""

    ASSERTS = "asserts"
    SUGGESTS = "suggests"
    ASKS = "asks"
    REPORTS = "reports"
    MISREPORTS = "misreports"
    DOUBTS = "doubts"
    DENIES = "denies"


class SourceKind(StrEnum):
    """What a source is."""

    PAPER = "paper"
    ABSTRACT = "abstract"
    RECORD = "record"
    PAGE = "page"
    BLOG = "blog"
    NEWS = "news"
    BOOK = "book"
    TESTIMONY = "testimony"
    REGISTRY = "registry"


class Direction(StrEnum):
    """Which way a bias is expected to push a result."""

    FAVOURS_EXPERIMENTAL = "favours-experimental"
    FAVOURS_COMPARATOR = "favours-comparator"
    TOWARDS_NULL = "towards-null"
    AWAY_FROM_NULL = "away-from-null"
    UNPREDICTABLE = "unpredictable"


class Disagreement(StrEnum):
    """Why studies may disagree, in the order in which the reasons are looked at; the order is no weight.

    Chance comes first because it needs no mistake, then what can make an effect out of nothing, then what can make it
    larger or smaller, then what makes two studies ask different things, and last what a reader has to look into.
    """

    CHANCE = "chance"
    COMPARISON = "comparison"
    ALLOCATION = "allocation"
    BLINDING = "blinding"
    OUTCOME = "outcome"
    POPULATION = "population"
    TREATMENT = "treatment"
    PRECISION = "precision"
    REPORTING = "reporting"
    INTERESTS = "interests"
    NUMBERS = "numbers"


class Concern(IntEnum):
    """The common ladder on which every instrument's own levels stand, best first.

    ``UNPLACED`` is no step of it: a level such as "no information" or "include" says nothing of how grave a concern is.
    """

    UNPLACED = -1
    NONE = 0
    SOME = 1
    SERIOUS = 2
    CRITICAL = 3


class Severity(StrEnum):
    """How grave a problem in a file is, or what was found of a printed number.

    Problems of files are errors, warnings or notes. The last two are for numbers alone: one that differs, with an
    innocent reason that was tried and fits, and one that comes out as printed.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    INFO = "info"
    OK = "ok"


class Flaw(StrEnum):
    """A weakness that somebody states of a study; each has a page in ``triage explain``."""

    # comparison and selection
    NO_CONTROL = "no-control"
    NOT_RANDOMISED = "not-randomised"
    NO_CONCEALMENT = "no-concealment"
    RANDOMISATION_BROKEN = "randomisation-broken"
    CONVENIENCE_CONTROLS = "convenience-controls"
    CONTAMINATED_CONTROLS = "contaminated-controls"
    BASELINE_IMBALANCE = "baseline-imbalance"
    SPECTRUM_BIAS = "spectrum-bias"
    SELECTION_BIAS = "selection-bias"
    RETROSPECTIVE = "retrospective"
    POPULATION_CHANGED = "population-changed"
    # blinding
    UNBLINDED_PARTICIPANTS = "unblinded-participants"
    UNBLINDED_CARERS = "unblinded-carers"
    UNBLINDED_ASSESSORS = "unblinded-assessors"
    NO_SHAM = "no-sham"
    BLINDING_NOT_REPORTED = "blinding-not-reported"
    BLINDING_FAILED = "blinding-failed"
    UNBLINDED_PRIMARY_STUDIES = "unblinded-primary-studies"
    SINGLE_OPERATOR = "single-operator"
    # measurement
    SUBJECTIVE_OUTCOME = "subjective-outcome"
    SURROGATE_OUTCOME = "surrogate-outcome"
    UNVALIDATED_OUTCOME = "unvalidated-outcome"
    UNRELIABLE_MEASUREMENT = "unreliable-measurement"
    LOOSE_DEFINITION = "loose-definition"
    PARTIAL_VERIFICATION = "partial-verification"
    DIFFERENTIAL_VERIFICATION = "differential-verification"
    RECALL_BIAS = "recall-bias"
    UNIT_OF_ANALYSIS = "unit-of-analysis"
    OUTCOME_MISMATCH = "outcome-mismatch"
    EXPOSURE_NOT_MEASURED = "exposure-not-measured"
    # natural course and confounding
    REGRESSION_TO_MEAN = "regression-to-mean"
    CO_TREATMENT = "co-treatment"
    CONFOUNDING = "confounding"
    NO_TIME_ORDER = "no-time-order"
    # precision
    SMALL_SAMPLE = "small-sample"
    UNDERPOWERED = "underpowered"
    IMPRECISE = "imprecise"
    FEW_TRIALS = "few-trials"
    # follow-up
    SHORT_FOLLOW_UP = "short-follow-up"
    ATTRITION = "attrition"
    CONTROLS_CROSSED_OVER = "controls-crossed-over"
    SINGLE_DOSE = "single-dose"
    # reporting and analysis
    MULTIPLE_OUTCOMES = "multiple-outcomes"
    MULTIPLE_PRIMARY_OUTCOMES = "multiple-primary-outcomes"
    POST_HOC_ANALYSIS = "post-hoc-analysis"
    POST_HOC_EXCLUSIONS = "post-hoc-exclusions"
    POST_HOC_SUBGROUP = "post-hoc-subgroup"
    OUTCOME_CHANGED = "outcome-changed"
    SELECTIVE_REPORTING = "selective-reporting"
    FOLLOW_UP_UNREPORTED = "follow-up-unreported"
    INCONSISTENT_REPORTING = "inconsistent-reporting"
    IMPOSSIBLE_NUMBERS = "impossible-numbers"
    CONFLICTING_ACCOUNTS = "conflicting-accounts"
    ANALYSIS_CHOICE = "analysis-choice"
    RESULTS_BEFORE_REVIEW = "results-before-review"
    LATE_PROTOCOL = "late-protocol"
    NOT_REGISTERED = "not-registered"
    STOPPED_EARLY = "stopped-early"
    HARMS_IMBALANCE = "harms-imbalance"
    IMPLAUSIBLE_EFFECT = "implausible-effect"
    # reaching beyond the people studied
    SINGLE_SITE = "single-site"
    MIXED_POPULATION = "mixed-population"
    INDIRECT_POPULATION = "indirect-population"
    # interests
    FINANCIAL_INTEREST = "financial-interest"
    FUNDER_INTEREST = "funder-interest"
    INTELLECTUAL_INTEREST = "intellectual-interest"
    # delivery
    TREATMENT_NOT_DELIVERED = "treatment-not-delivered"
    # animals and mechanisms
    ANIMAL_MODEL = "animal-model"
    DOSE_NOT_TRANSLATABLE = "dose-not-translatable"
    NO_DOSE_RESPONSE = "no-dose-response"
    PREVENTIVE_DOSING = "preventive-dosing"
    AMBIGUOUS_MECHANISM = "ambiguous-mechanism"
    CONFLICTING_MECHANISM = "conflicting-mechanism"
    INDIRECT_MECHANISM = "indirect-mechanism"
    # reviews
    HETEROGENEITY = "heterogeneity"
    DOUBLE_ZERO_EXCLUDED = "double-zero-excluded"
    OUTLIERS_REMOVED = "outliers-removed"
    EMPTY_REVIEW = "empty-review"
    DISCORDANT_REVIEWS = "discordant-reviews"
    QUESTIONABLE_POOLING = "questionable-pooling"
    # standing among other evidence
    NOT_REPLICATED = "not-replicated"
    CONTRADICTED_BY_TRIALS = "contradicted-by-trials"
    # kind and use of a publication
    PASSIVE_REPORTS = "passive-reports"
    APPEAL_TO_AUTHORITY = "appeal-to-authority"
    PRESS_OVERREACH = "press-overreach"
    OVERCLAIM = "overclaim"
    MISCITED = "miscited"
    NOT_ELIGIBLE_FOR_REVIEW = "not-eligible-for-review"
    CAUSALITY_UNCERTAIN = "causality-uncertain"
