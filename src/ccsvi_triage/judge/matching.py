"""Which outcome of each study is set beside which of the others."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.comparison import Matched, Matching
from ccsvi_triage.model.study import Outcome, Study
from ccsvi_triage.model.words import Bearing, Importance, OutcomeRole

_SAID_OF_ANYTHING = frozenset(
    re.findall(
        r"\w+",
        "a all an and any at annual after before by change cumulative day each for free from group in index least "
        "less mean measure month more new no not number of on one or outcome overall patient people per person "
        "primary ratio rate result scale score six taken than that the those three time to together total treated "
        "treatment twelve two week who with within without year",
    )
)
"""Words that tell no outcome from another."""


def match_outcomes(studies: Sequence[Study], claims: Iterable[Claim] = (), asked: str = "") -> Matched:
    """Find the outcome of each study that is compared.

    What somebody asks for comes first. Else it is the outcome that all studies have: by the same id, as a claim of the
    library names them side by side, or by a word that their names share; one of which a study prints numbers goes
    before one of which none does. Else it is each study's own main outcome. The order of the studies makes no
    difference.

    Args:
        studies: The studies.
        claims: The claims of the library.
        asked: An outcome's id, or words of its name.
    """
    if asked:
        return Matched(Matching.ASKED, asked, {str(study.id): _meant(study, asked) for study in studies})
    having = [study for study in studies if study.outcomes]
    topics = list(_topics(having, claims)) if len(having) > 1 else []
    if topics:
        best = max(topics, key=_worth)
        found = {str(study.id): best.outcomes.get(study.id) for study in studies}
        return Matched(best.by, best.words, found)
    return Matched(Matching.MAIN, "", {str(study.id): main_of(study) for study in studies})


def main_of(study: Study) -> Outcome | None:
    """Give the outcome for which a study speaks: a primary one first, then one that matters to patients."""
    return max(study.outcomes, key=_rank, default=None)


def has_numbers(outcome: Outcome) -> bool:
    """Tell whether any number is printed of an outcome, beside p values."""
    return any(result.arms or result.estimates for result in outcome.results)


class _Topic(NamedTuple):
    by: Matching
    words: str
    outcomes: Mapping[str, Outcome]


_KINDS = (Matching.WORDS, Matching.CLAIM, Matching.ID)


def _worth(topic: _Topic) -> tuple[bool, int, int, int, int, int, list[int]]:
    """Rank a topic: one with numbers first, then by how sure the match is, then by what matters."""
    outcomes = list(topic.outcomes.values())
    numbers = sum(map(has_numbers, outcomes))
    alike = len(frozenset.intersection(*(words_of(outcome) for outcome in outcomes)))
    first = [-ord(letter) for letter in topic.words]
    return bool(numbers), _KINDS.index(topic.by), numbers, sum(map(_important, outcomes)), sum(
        map(_primary, outcomes)
    ), alike, first  # fmt: skip


def _topics(studies: Sequence[Study], claims: Iterable[Claim]) -> Iterator[_Topic]:
    ids = set.intersection(*({str(outcome.id) for outcome in study.outcomes} for study in studies))
    for name in sorted(ids):
        yield _Topic(Matching.ID, name, _each(studies, lambda outcome, name=name: outcome.id == name))  # type: ignore[misc]
    for claim in claims:
        named = {str(bears.study): bears.outcome for bears in claim.evidence if bears.bearing is not Bearing.CONTEXT}
        if all(named.get(str(study.id)) for study in studies):
            told = {
                str(study.id): outcome
                for study in studies
                for outcome in study.outcomes
                if outcome.id == named[str(study.id)]
            }
            if len(told) == len(studies):
                yield _Topic(Matching.CLAIM, str(claim.id), told)
    words = frozenset.intersection(*(frozenset[str]().union(*map(words_of, study.outcomes)) for study in studies))
    for word in sorted(words):
        yield _Topic(Matching.WORDS, word, _each(studies, lambda outcome, word=word: word in words_of(outcome)))  # type: ignore[misc]


def _each(studies: Sequence[Study], fits: Callable[[Outcome], bool]) -> dict[str, Outcome]:
    return {str(study.id): max(filter(fits, study.outcomes), key=_rank_with_numbers) for study in studies}


def _meant(study: Study, asked: str) -> Outcome | None:
    """Find the outcome of a study that somebody means by an id or by words, all of which its name or id must have."""
    exact = [outcome for outcome in study.outcomes if outcome.id == asked]
    wanted = set(_split(asked))
    named = [outcome for outcome in study.outcomes if wanted and wanted <= set(_split(f"{outcome.id} {outcome.name}"))]
    return max(exact or named, key=_rank_with_numbers, default=None)


def words_of(outcome: Outcome) -> frozenset[str]:
    """Give the words of an outcome's id and name that tell it from others."""
    return significant(f"{outcome.id} {outcome.name}")


def significant(text: str) -> frozenset[str]:
    """Give the words of a text that say what it is about, in the singular."""
    return frozenset(word for word in _split(text) if word not in _SAID_OF_ANYTHING and len(word) > 1)


def _split(text: str) -> list[str]:
    return [_singular(word) for word in re.findall(r"[^\W_]+", text.lower()) if not word.isdigit()]


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > _SHORT else word


_SHORT = 3


def _primary(outcome: Outcome) -> bool:
    return outcome.role is not None and outcome.role.value is OutcomeRole.PRIMARY


def _important(outcome: Outcome) -> bool:
    return outcome.importance is not None and outcome.importance.value is Importance.PATIENT_IMPORTANT


def _rank(outcome: Outcome) -> tuple[bool, bool]:
    return _primary(outcome), _important(outcome)


def _rank_with_numbers(outcome: Outcome) -> tuple[bool, bool, bool]:
    return has_numbers(outcome), *_rank(outcome)
