"""The stored claims that a sentence comes near to.

Words are compared and nothing is understood: a claim is near where much of what the sentence says stands in the claim's
own wordings, and much of one wording stands in the sentence. Words that few claims have count more; a sentence that
names nothing of what the claim is about, such as its treatment, counts half.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import log
from typing import NamedTuple

from ccsvi_triage.load.lookup import words_of
from ccsvi_triage.load.manner import TURNS, as_words, guess
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.nearness import Near, Nearness
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Bearing, Question

LEAST = 30
"""The score from which a claim is near enough to be shown; the tests hold it against sentences about other things."""
MOST_CHARACTERS = 2000
"""What is longer is no sentence."""

_OF_SENTENCE, _OF_WORDING = 0.6, 0.4
_UNKNOWN, _TURNING, _BESIDE, _ASTRAY = 0.8, 0.25, 0.5, 0.5
_WHOLE = 0.8
"""What counts how much; chosen by trying, and measured in the tests."""
_LIGHT = TURNS - {"dangerous", "safe", "safely", "safer", "unsafe"}
"""Words that tell little of what a sentence is about; whether something is safe is a matter by itself."""


def nearby(text: str, library: Library, top: int = 3) -> Nearness:
    """Find the claims that a sentence comes near to.

    Args:
        text: The sentence, as it was met.
        library: The claims, and the titles from which the long forms of abbreviations are known.
        top: How many claims to give at most.
    """
    reader = _Reader(library)
    matcher = _Matcher([reader.worded(claim) for claim in library.claims.values()], reader.split(text))
    found = [(scored, each) for each in matcher.claims if (scored := matcher.score(each)).score >= LEAST]
    found.sort(key=lambda pair: (-pair[0].score, str(pair[1].claim.id)))
    return Nearness(text, tuple(_near(text, scored, each) for scored, each in found[:top]), LEAST)


def _near(text: str, scored: "_Scored", worded: "_Worded") -> Near:
    others = [said for said in wordings_of(worded.claim) if said != scored.wording]
    put = guess(text, (scored.wording, *others), scored.shared)
    return Near(worded.claim, scored.score, scored.wording, scored.shared, put)


# words


class _Worded(NamedTuple):
    """A claim with its words.

    Attributes:
        wordings: Its sentence and the other words in which people say it, each with those of its words that count.
        vocabulary: All of these words, and those that say whom and what it is about.
        subject: Words of which a sentence about the same thing has at least one; none where the claim does not say
            what it is about.
        beside: Words of the studies that it names, which count half.
    """

    claim: Claim
    wordings: tuple[tuple[str, frozenset[str]], ...]
    vocabulary: frozenset[str]
    subject: frozenset[str]
    beside: frozenset[str]


class _Reader:
    """Reads the words of the claims of a library."""

    def __init__(self, library: Library) -> None:
        """Look for what abbreviations stand for, and which claims are about the same thing."""
        self._studies = library.studies
        self._long_forms = _LongForms(library)
        self._sisters: dict[frozenset[str], list[Claim]] = {}
        for claim in library.claims.values():
            self._sisters.setdefault(self.words(claim.intervention), []).append(claim)
        self._names = {words: self._other_names(words) for words in self._sisters}

    def split(self, text: str) -> list[str]:
        """Give the words of a text that count, abbreviations for their long forms."""
        return list(_telling(self._long_forms.shortened(words_of(text))))

    def words(self, *texts: str) -> frozenset[str]:
        """Give the words of some texts, each once."""
        return frozenset(word for text in texts for word in self.split(text))

    def worded(self, claim: Claim) -> _Worded:
        """Give a claim with its words."""
        wordings = tuple((said, self.words(said)) for said in wordings_of(claim))
        about = self.words(claim.population, claim.intervention, claim.comparator, claim.outcome)
        names = self._names[self.words(claim.intervention)]
        studies = list(self._named(claim))
        used = self.words(*(study.intervention.word() for study in studies if study.intervention))
        one_way = claim.kind in (Question.BENEFIT, Question.HARM)
        return _Worded(
            claim=claim,
            wordings=wordings,
            vocabulary=about.union(names, *(words for _, words in wordings)),
            subject=names | used if one_way else names | used | self.words(claim.outcome),
            beside=used | self.words(*(study.title for study in studies)),
        )

    def _named(self, claim: Claim) -> Iterator[Study]:
        for bears in claim.evidence:
            if bears.bearing is not Bearing.CONTEXT and bears.study in self._studies:
                yield self._studies[bears.study]

    def _other_names(self, intervention: frozenset[str]) -> frozenset[str]:
        """Add the other names of a treatment: words that several claims about it use, beside what they say of it."""
        sisters = self._sisters[intervention] if intervention else []
        having = Counter(word for sister in sisters for word in self.words(*wordings_of(sister)))
        said_of_it = self.words(*(text for sister in sisters for text in (sister.outcome, sister.population)))
        names = {word for word, number in having.items() if number > 1 and word not in said_of_it | TURNS}
        return intervention | names


def wordings_of(claim: Claim) -> tuple[str, ...]:
    """Give a claim's sentence and the other words in which people say it."""
    return claim.text, *claim.aliases


_SILENT = as_words(
    # words of the language itself
    "a about above after again all also although am an and another any are as at be because been before being between "
    "both but by can cant cannot cause caused causes could did didnt do does doesnt doing done dont during each effect "
    "effects either else every fail failed fails for from had has hasnt have havent having he her here him his how "
    "however i if in into is isnt it its just may me might must my neither never no none nor not nothing now of off on "
    "one only or other others our out over own per she should since so some such than that the their them then there "
    "these they this those though through thus to too under until up upon us very was wasnt we were werent what when "
    "where whether which while who why will with within without would wouldnt yet you your "
    # words in which anything is told
    "actually according article articles author authors believe believed believes claim claimed claims conclude "
    "concluded concludes doctor doctors evidence expert experts find finding findings finds found know known new paper "
    "papers people persons person patient patients perhaps possible possibly probably proof prove proved proven proves "
    "recent report reported reports research researchers result results said say says science scientist scientists "
    "seem seems show showed shown shows studies study suggest suggested suggests tell think thought trial trials "
    "treat treated treatment treatments"
)
"""Words that tell nothing of what a sentence is about."""


def _telling(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if word not in _SILENT and len(word) > 1)


class _LongForms:
    """What the abbreviations that claims use stand for, as far as titles and claims of the library write it out."""

    def __init__(self, library: Library) -> None:
        """Take for each abbreviation the run of words that most often could be its long form."""
        said = [wording for claim in library.claims.values() for wording in wordings_of(claim)]
        by_letter: dict[str, list[str]] = {}
        for short in sorted({word for text in said for word in re.findall(r"\b[A-Z]{2,8}\b", text)}):
            by_letter.setdefault(short[0].lower(), []).append(short.lower())
        runs: dict[str, Counter[tuple[str, ...]]] = {}
        for text in (*said, *(study.title for study in library.studies.values())):
            words = words_of(text)
            for at, word in enumerate(words):
                for short in by_letter.get(word[0], ()):
                    runs.setdefault(short, Counter()).update(_runs(words[at : at + len(short)], short))
        best = {short: min(found, key=lambda run: (-found[run], run)) for short, found in runs.items() if found}
        self._short = {run: short for short, run in best.items()}
        self._lengths = sorted({len(run) for run in self._short}, reverse=True)

    def shortened(self, words: Sequence[str]) -> Iterator[str]:
        """Give the abbreviation wherever its long form stands."""
        at = 0
        while at < len(words):
            length = next((n for n in self._lengths if tuple(words[at : at + n]) in self._short), 0)
            yield self._short[tuple(words[at : at + length])] if length else words[at]
            at += length or 1


def _runs(words: Sequence[str], short: str) -> Iterator[tuple[str, ...]]:
    """Give the beginnings of some words whose first letters spell an abbreviation.

    In a longer one, one letter may stand within a word, as the second S of CCSVI does in "cerebrospinal".
    """
    for length in (len(short), len(short) - 1):
        run = tuple(words[:length])
        if len(run) == length > 1 and not _SILENT.intersection(run) and _spells(run, short):
            yield run


def _spells(run: Sequence[str], short: str) -> bool:
    initials = "".join(word[0] for word in run)
    if len(initials) == len(short):
        return initials == short
    return len(initials) >= _LONG and any(
        initials == short[:at] + short[at + 1 :] and short[at] in run[at - 1][1:] for at in range(1, len(short))
    )


_LONG = 3


# nearness


class _Scored(NamedTuple):
    score: int
    wording: str
    shared: tuple[str, ...]


class _Matcher:
    """One sentence, held against every claim."""

    def __init__(self, claims: Sequence[_Worded], words: Iterable[str]) -> None:
        """Weigh every word, and look which words of the claims the sentence's words are."""
        self.claims = claims
        self._words = tuple(dict.fromkeys(words))
        having = Counter(word for each in claims for word in each.vocabulary)
        most = log(1 + len(claims))
        self._weight = {
            word: log((1 + len(claims)) / number) / most * (_TURNING if word in _LIGHT else 1)
            for word, number in having.items()
        }
        known = [*dict.fromkeys(word for each in claims for words in (each.vocabulary, each.beside) for word in words)]
        self._alike = {word: _alike(word, known) for word in self._words}

    def score(self, worded: _Worded) -> _Scored:
        """Say how near the sentence comes to a claim, to which of its wordings, and by which words."""
        total = held = 0.0
        met: set[str] = set()
        shared = []
        for word in self._words:
            weight = self._weigh(word)
            total += weight
            own = self._alike[word] & worded.vocabulary
            if own:
                held += weight
                met |= own
                shared.append(word)
            elif self._alike[word] & worded.beside:
                held += _BESIDE * weight
        parts = [self._part(words, met) for _, words in worded.wordings]
        best = max(parts)
        wording = worded.wordings[parts.index(best)][0]
        if not met:
            return _Scored(0, wording, ())
        named = any(self._alike[word] & worded.subject for word in self._words)
        about = named or best >= _WHOLE or not worded.subject
        score = (_OF_SENTENCE * held / total + _OF_WORDING * best) * (1 if about else _ASTRAY)
        return _Scored(round(100 * score), wording, tuple(shared))

    def _part(self, words: Collection[str], met: Collection[str]) -> float:
        """Give the part of a wording that the sentence has."""
        total = sum(self._weight[word] for word in words)
        return sum(self._weight[word] for word in words if word in met) / total if total else 0.0

    def _weigh(self, word: str) -> float:
        """Weigh a word of the sentence as the rarest word of the claims that it is."""
        if word in _LIGHT:
            return _TURNING
        return max((self._weight.get(known, _UNKNOWN) for known in self._alike[word]), default=_UNKNOWN)


def _alike(word: str, known: Sequence[str]) -> frozenset[str]:
    """Give the words of the claims that a word is, in another form or with a slip."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- only a sentence pays for it

    near = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_FORM, limit=None)
    return frozenset(other for other, ratio, _ in near if _one_word(word, other, ratio))


_FORM, _SLIP = 65.0, 85.0
_STEM = 5


def _one_word(word: str, other: str, ratio: float) -> bool:
    """Tell whether two words are forms of one, or one with a slip of the finger; short words have to be the same."""
    if word == other:
        return True
    shorter = min(len(word), len(other))
    begins = next((at for at in range(shorter) if word[at] != other[at]), shorter)
    if begins >= max(_STEM, shorter - 2) or (begins == shorter >= _LONG and ratio >= _SLIP):
        return True
    return shorter >= _STEM and begins > 0 and ratio >= _SLIP and abs(len(word) - len(other)) <= 1
