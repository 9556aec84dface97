"""A judgement as people read it: its mark, its label, and why it is so."""

from collections.abc import Sequence

from ccsvi_triage.model.appraisal import Appraisal, Judgement, Origin, OverallJudgement, StudyVerdict, speaking
from ccsvi_triage.model.instrument import Domain, Instrument, Overall, OverallRule, Rule
from ccsvi_triage.model.words import Severity, Status
from ccsvi_triage.report.blocks import Mark, Tone
from ccsvi_triage.report.say import level_mark, level_word, possible_words

PROPOSED = "proposed from recorded facts; no reviewer has confirmed it"
"""What a star behind a judgement means."""

_SHORT = 3
_FEW_RULES = 2


def judgement_mark(verdict: StudyVerdict) -> Mark:
    """Mark the judgement of a study: the worst of its results, or why there is none."""
    if verdict.study.status is Status.RETRACTED:
        return _RETRACTED
    if verdict.choice is None and not verdict.appraisals:
        return _UNCLEAR
    if any(problem.severity is Severity.ERROR for problem in verdict.problems):
        return _WRONG
    speaks = speaking(verdict.appraisals)
    if speaks is not None and speaks.overall is not None:
        return level_mark(speaks.instrument, speaks.overall.final, speaks.instrument.overall)
    if verdict.appraisals and all(_by_domain(appraisal) for appraisal in verdict.appraisals):
        return _BY_DOMAIN
    return _OPEN if verdict.appraisals else _NOT_JUDGED


def _by_domain(appraisal: Appraisal) -> bool:
    """Tell whether every domain is judged, and the instrument has no judgement of the whole."""
    return appraisal.overall is None and all(judgement.final is not None for judgement in appraisal.judgements)


_WRONG = Mark("wrong, see lint", Tone.OPEN)
_RETRACTED = Mark("retracted", Tone.CRITICAL)
_OPEN = Mark("open", Tone.OPEN)
_UNCLEAR = Mark("unclear design", Tone.OPEN)
_NOT_JUDGED = Mark("not judged", Tone.MUTED)
_BY_DOMAIN = Mark("by domain", Tone.APART)

NO_JUDGEMENT = (_WRONG, _RETRACTED, _OPEN, _UNCLEAR, _NOT_JUDGED, _BY_DOMAIN)
"""What stands in a judgement's place where there is none."""


def starred(mark: Mark) -> Mark:
    """Mark what is only proposed: ``PROPOSED`` says what the star means."""
    return Mark(f"{mark.text} *", mark.tone)


def is_proposed(verdict: StudyVerdict) -> bool:
    """Tell whether a study is judged, and by recorded facts alone: no reviewer has confirmed it."""
    decided = decided_wholes(verdict)
    return bool(decided) and not any(overall.confirmed for overall in decided)


def decided_wholes(verdict: StudyVerdict) -> list[OverallJudgement]:
    """Give the judgements of the whole that are settled, one for each appraisal that has one."""
    return [a.overall for a in verdict.appraisals if a.overall and a.overall.final is not None]


def why(instrument: Instrument, judgement: Judgement) -> str:
    """Say what makes a domain what it is."""
    if judgement.ruling is not None:
        tables = possible_words(instrument, judgement.possible)
        if not judgement.domain.tables:
            return f"{judgement.ruling.reason} ({judgement.ruling.by}, {judgement.ruling.date})"
        return f"{judgement.ruling.reason} ({judgement.ruling.by}, {judgement.ruling.date}; the tables give {tables})"
    if judgement.by_person:
        return _by_person(instrument, judgement)
    if judgement.suggested is None:
        on = ", ".join(question.id for question in judgement.matters)
        depends = f"depends on {on}" if on else "such a set-up cannot be"
        return f"{possible_words(instrument, judgement.possible)}: {depends}"
    said = _reasons(judgement)
    if judgement.complete:
        return said
    open_ = _open_ids(judgement)
    says = "says" if len(open_) == 1 else "say"
    return f"{said}, whatever {', '.join(open_)} {says}"


def _by_person(instrument: Instrument, judgement: Judgement) -> str:
    """Say why a person gives a domain its level, or that nobody has; and what the answers speak for."""
    judged = judgement.judged
    signs = [sign.because for sign in judgement.signs if judged is None or judged.level in sign.against]
    told = f"the answers say: {'; '.join(signs)}" if signs else ""
    if judged is not None:
        by = f" ({judged.by})" if judged.by else ""
        return f"{judged.because}{by}; but {told}" if told else f"{judged.because}{by}"
    if judgement.suggested is not None:
        suggested = f"its table suggests {level_word(instrument, judgement.suggested)}: {_reasons(judgement)}"
        told = f"{suggested}; {told}" if told else suggested
    return f"a person judges it, and nobody has yet; {told}" if told else "a person judges it, and nobody has yet"


def _reasons(judgement: Judgement) -> str:
    """Give the reasons of the rules that decide: those of several tables hold together, those of one are either-or."""
    rules = _deciding(judgement)
    reasons = list(dict.fromkeys(rule.because for rule in rules))
    tables = sum(any(rule in rules for rule in table.rules) for table in judgement.domain.tables)
    if len(reasons) > _FEW_RULES:
        return reasons[0]
    return ("; " if len(rules) == tables else ", or ").join(reasons)


def _deciding(judgement: Judgement) -> Sequence[Rule]:
    """Give the rules that make a decided domain what it is: those at its level."""
    at = tuple(rule for rule in judgement.rules if rule.then == judgement.suggested)
    return at or judgement.rules


def _open_ids(judgement: Judgement) -> list[str]:
    return [a.question.id for a in judgement.answers if a.origin is Origin.OPEN]


def overall_why(appraisal: Appraisal, overall: OverallJudgement) -> str:
    """Say what makes the whole of an appraisal what it is."""
    return whole_why(appraisal, overall, appraisal.instrument.overall, "")


def whole_why(appraisal: Appraisal, overall: OverallJudgement, rule: Overall, axis: str) -> str:
    """Say what makes the whole of one axis what it is.

    Args:
        appraisal: The appraisal.
        overall: Its judgement of the whole on that axis.
        rule: How that whole follows from its domains.
        axis: The axis' id; empty where the instrument has none.
    """
    said = possible_words(appraisal.instrument, overall.possible, rule)
    if overall.ruling is not None:
        ruled = f"{overall.ruling.reason} ({overall.ruling.by}, {overall.ruling.date}"
        return f"{ruled})" if rule.rule is OverallRule.PERSON else f"{ruled}; the domains give {said})"
    if overall.judged is not None:
        return overall.judged.because
    if rule.rule is OverallRule.PERSON:
        return f"a person judges it, and nobody has yet: {said}"
    numbered = enumerate(appraisal.judgements, 1)
    undecided = [label_of(j, n) for n, j in numbered if j.final is None and j.domain.axis == axis]
    if overall.suggested is None:
        return f"{said}: depends on {domains_listed(undecided)}"
    why = "; ".join(dict.fromkeys(r.because for r in overall.rules)) or "the worst domain decides"
    return f"{why}, whatever {domains_listed(undecided)} will say" if undecided else why


def label_of(judgement: Judgement, number: int) -> str:
    """Name the domain of a judgement shortly."""
    return domain_label(judgement.domain, number)


def domain_label(domain: Domain, number: int) -> str:
    """Name a domain shortly: by its label, its id or its number."""
    return domain.label or (domain.id if len(domain.id) <= _SHORT else str(number))


def domains_listed(labels: Sequence[str]) -> str:
    """Name domains by their labels; where none is left, a person's ruling is what is wanting."""
    if not labels:
        return "a person's ruling"
    return domains_named(labels)


def domains_named(labels: Sequence[str]) -> str:
    """Name domains by their labels, of which there is at least one."""
    return f"{'domain' if len(labels) == 1 else 'domains'} {', '.join(labels)}"


def rule_ids(judgement: Judgement) -> str:
    """Name the rules that gave a domain its level, or that a person did; nothing while it is open."""
    if judgement.ruling is not None:
        return "ruling"
    if judgement.judged is not None:
        return "person"
    if judgement.suggested is None:
        return ""
    ids = [rule.id for rule in judgement.rules]
    return " ".join(ids) if len(ids) <= _FEW_RULES else f"{ids[0]} +{len(ids) - 1}"
