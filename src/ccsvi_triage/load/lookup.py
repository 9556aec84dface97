"""A study from what somebody typed: an id, an identifier, or words such as ``zamboni 09``.

An identifier is taken only where it is exactly right. Words must cover most of what was typed and leave the next
candidate behind; a year must agree. What is not clear is never guessed: the candidates are given instead.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from math import log
from typing import NamedTuple

from ccsvi_triage.model.study import Study


class Found(NamedTuple):
    """What a query leads to.

    Attributes:
        study: The one study that is meant, or ``None``.
        candidates: Studies between which the query does not decide, best first.
        suggestions: Up to three studies that might have been meant, where none is found.
    """

    study: Study | None
    candidates: tuple[Study, ...] = ()
    suggestions: tuple[Study, ...] = ()


def find(query: str, studies: Mapping[str, Study]) -> Found:
    """Find the study that somebody means.

    Args:
        query: An id, a prefix of one, a DOI, PMID, PMCID or registry number, or words of a citation.
        studies: By id.

    Returns:
        The study, or candidates, or suggestions; never a guess.
    """
    typed = query.strip()
    as_id = re.sub(r"[\s_]+", "-", typed.lower())
    exact = studies.get(typed) or studies.get(as_id)
    if exact or not typed:
        return Found(exact)
    identified = _by_identifier(typed, studies.values())
    if identified is not None:
        return identified
    by_words = _by_words(typed, studies.values())
    if by_words.study is not None or by_words.candidates:
        return by_words
    prefixed = [s for i, s in studies.items() if len(as_id) >= _PREFIX and i.startswith(as_id)]
    if prefixed:
        return Found(prefixed[0]) if len(prefixed) == 1 else Found(None, tuple(prefixed))
    return Found(None, suggestions=by_words.suggestions or _near(typed, studies))


_PREFIX = 3
_RESOLVES = 0.72
_MARGIN = 0.12
_FIRST, _ALIAS, _COAUTHOR, _JOURNAL, _TITLE = 3.0, 3.0, 1.4, 1.4, 1.6
_STOP = frozenset("a an and et al for in of on the to with by from or vs study paper article report".split())  # noqa: SIM905
_DOI = re.compile(r"(?<![\w.])10\.[0-9]{4,9}/\S+")
_REGISTERED = re.compile(
    r"(?<!\w)(?:(?:NCT|ISRCTN)[0-9]{8}|ACTRN[0-9]{14})(?!\w)|(?<!\d)[0-9]{4}-[0-9]{6}-[0-9]{2}(?!\d)", re.IGNORECASE
)
_PMID = re.compile(r"(?:pmid:?\s*)?([0-9]{5,8})", re.IGNORECASE)
_PMCID = re.compile(r"(?:pmcid:?\s*)?(PMC[0-9]{4,9})", re.IGNORECASE)
_ALMOST = re.compile(
    r"10\.\d{3}|\d[^\s/]{0,40}\s?/\s?[^\s/]{0,80}\d|^(?:doi|pmid|pmcid|pmc)\b|\b(?:nct|isrctn|actrn|euctr|eudract)\W*\d",
    re.IGNORECASE,
)
"""What looks like an identifier and is none that is known: its parts are never taken for words."""


def _by_identifier(typed: str, studies: Collection[Study]) -> Found | None:
    """Look an identifier up, or return ``None`` where the query holds none."""
    doi = _DOI.search(typed)
    if doi:
        wanted = doi.group().rstrip(".,;)").lower()
        found = _exactly(studies, lambda s: bool(s.doi) and str(s.doi).lower() == wanted)
        return found if found.study or found.candidates else Found(None, suggestions=_near_doi(wanted, studies))
    registered = _registered(typed)
    if registered:
        hits = [s for s in studies if registered & _registered(_registry_entry(s))]
        mains = [s for s in hits if not s.companion_of] or hits
        if len(mains) == 1:
            return Found(mains[0])
        return Found(None, tuple(mains))
    pmcid = _PMCID.fullmatch(typed)
    if pmcid:
        wanted = pmcid.group(1).upper()
        return _exactly(studies, lambda s: s.pmcid.upper() == wanted)
    pmid = _PMID.fullmatch(typed)
    if pmid:
        wanted = pmid.group(1)
        return _exactly(studies, lambda s: s.pmid == wanted)
    return Found(None) if _ALMOST.search(typed) else None


def _registered(text: str) -> set[str]:
    """Give the numbers of trial registers in a text; a European one counts without ``EudraCT`` or ``EUCTR``."""
    return {number.upper() for number in _REGISTERED.findall(text)}


def _registry_entry(study: Study) -> str:
    entry = study.registration.id if study.registration else None
    return entry.value or "" if entry else ""


def _near_doi(doi: str, studies: Iterable[Study]) -> tuple[Study, ...]:
    """Suggest up to three studies whose DOI differs from one that nobody has in a character or two."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- only a miss pays for it

    apart = [(OSA.distance(doi, str(s.doi).lower(), score_cutoff=_LIKE), s.id, s) for s in studies if s.doi]
    return tuple(study for distance, _, study in sorted(apart)[:3] if distance <= _LIKE)


_LIKE = 2


def _exactly(studies: Iterable[Study], meets: Callable[[Study], bool]) -> Found:
    hits = [study for study in studies if meets(study)]
    return Found(hits[0]) if len(hits) == 1 else Found(None, tuple(hits))


def words_of(text: str) -> list[str]:
    """Split text into small ASCII words and numbers, accents and apostrophes dropped."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])['’](?=[a-z])", "", plain))  # noqa: RUF001


class _Fields(NamedTuple):
    study: Study
    first: frozenset[str]
    others: frozenset[str]
    aliases: frozenset[str]
    journal: frozenset[str]
    title: frozenset[str]
    numbers: frozenset[str]


def _fields(study: Study) -> _Fields:
    names = [_surname(author) for author in study.authors]
    journal = words_of(study.journal)
    significant = [word for word in journal if word not in _STOP]
    others = frozenset(word for name in names[1:] for word in name)
    initials = {"".join(word[0] for word in significant)} if len(significant) > 1 else set()
    return _Fields(
        study=study,
        first=frozenset(names[0]) if names else frozenset(words_of(study.id)) - {"study"},
        others=others,
        aliases=frozenset(word for alias in study.aliases for word in words_of(alias)) - _STOP
        | (frozenset(words_of(study.id)) - others - _STOP),
        journal=frozenset(journal) | initials,
        title=frozenset(words_of(study.title)) - _STOP,
        numbers=frozenset(words_of(f"{study.volume} {study.issue} {study.pages}")),
    )


def _surname(author: str) -> list[str]:
    parts = author.split(" ")
    keep = parts[:-1] if len(parts) > 1 and parts[-1].isupper() else parts
    return words_of(" ".join(keep))


class _Scored(NamedTuple):
    study: Study
    score: float
    coverage: float
    year_agrees: bool
    resolvable: bool


def _by_words(typed: str, studies: Iterable[Study]) -> Found:
    fields = [_fields(study) for study in studies]
    words, years = _split(typed)
    if not words and not years:
        return Found(None)
    vocabulary = frozenset().union(*(f.first | f.others | f.aliases | f.journal | f.title for f in fields))
    words = [word for word in words if len(word) > 1 and word not in _STOP]
    if not words:
        return Found(None)
    rarity = {word: _rarity(word, fields) for word in words}
    firsts = frozenset().union(*(f.first for f in fields))
    scored = [_score(f, words, years, rarity, vocabulary, firsts) for f in fields]
    scored.sort(key=lambda s: (-s.score, s.study.id))
    good = [s for s in scored if s.year_agrees and s.resolvable and s.coverage >= _RESOLVES]
    if good:
        best = good[0]
        near = [s for s in good if s.score > best.score * (1 - _MARGIN)]
        near = _mains(near)
        if len(near) == 1:
            return Found(near[0].study)
        return Found(None, tuple(s.study for s in near))
    named = [s for s in scored if s.score >= _COAUTHOR]
    return Found(None, suggestions=tuple(s.study for s in named[:3]))


def _mains(near: list[_Scored]) -> list[_Scored]:
    """Keep everything where the best differ in score only by chance; drop those that cover less of the query."""
    most = max(s.coverage for s in near)
    return [s for s in near if s.coverage >= most - 0.05]


def _split(typed: str) -> tuple[list[str], frozenset[str]]:
    """Part the words from the years; ``09`` and ``'09`` are years where no longer year is given."""
    words = words_of(typed)
    years = {word for word in words if re.fullmatch(r"(19|20)\d\d", word)}
    rest = [word for word in words if not word.isdigit()]
    if not years:
        short = [word for word in words if re.fullmatch(r"\d\d", word)]
        if len(short) == 1:
            century = "20" if int(short[0]) <= _LATEST else "19"
            years = {century + short[0]}
    return rest, frozenset(years)


_LATEST = 49


def _rarity(word: str, fields: list[_Fields]) -> float:
    """Weigh a title word from 0 (in every title) to 1 (in one)."""
    number = sum(word in f.title for f in fields)
    if number == 0 or len(fields) == 1:
        return 1.0
    return log(len(fields) / number) / log(len(fields))


def _score(  # noqa: PLR0913, PLR0917 -- one study against the whole query
    f: _Fields,
    words: list[str],
    years: frozenset[str],
    rarity: Mapping[str, float],
    vocabulary: frozenset[str],
    firsts: frozenset[str],
) -> _Scored:
    total = met = score = 0.0
    named = strong = 0.0
    for word in words:
        best, by_name = _word(word, f, rarity[word], word in vocabulary)
        if best == _COAUTHOR and by_name and _is_first(word, firsts):
            by_name = False
        weight = 1.0 if by_name or best == 0 else 0.4 + 0.6 * rarity[word]
        total += weight
        met += weight if best else 0.0
        score += best
        named += best if by_name else 0.0
        strong += best if not by_name else 0.0
    agrees = not years or (f.study.year is not None and str(f.study.year) in years)
    if years and agrees:
        score += 1.0
    resolvable = named > 0 or strong >= _ENOUGH
    return _Scored(f.study, score, met / total if total else 0.0, agrees, resolvable)


_ENOUGH = 1.9


def _is_first(word: str, firsts: frozenset[str]) -> bool:
    return word in firsts


def _word(word: str, f: _Fields, rarity: float, known: bool) -> tuple[float, bool]:  # noqa: FBT001
    """Give a word's best field in a study, and whether it is a name or alias."""
    if word in f.first:
        return _FIRST, True
    if word in f.aliases:
        return _ALIAS * (1.0 if word not in f.title else max(rarity, 0.3)), word not in f.title or rarity > _RARE
    best = 0.0
    by_name = False
    if word in f.others:
        best, by_name = _COAUTHOR, True
    if word in f.journal or (len(word) >= _PREFIX and any(j.startswith(word) for j in f.journal)):
        best, by_name = max((best, by_name), (_JOURNAL, False))
    if word in f.title or (len(word) > _PREFIX and any(t.startswith(word) for t in f.title)):
        best, by_name = max((best, by_name), (_TITLE * rarity, False))
    if best or known or len(word) <= _PREFIX:
        return best, by_name
    for names, worth in ((f.first, _FIRST), (f.aliases, _ALIAS)):
        if any(_typo(word, name) for name in names):
            return worth * 0.9, True
    return 0.0, False


_RARE = 0.6
_LONG = 8
_TELLING = 5


def _typo(word: str, name: str) -> bool:
    """Tell whether a word is a name mistyped; of short words one letter makes another word."""
    if name.isdigit() or abs(len(word) - len(name)) > 2 or min(len(word), len(name)) < _TELLING:  # noqa: PLR2004
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- only a word that is nowhere known pays for it

    most = 2 if len(word) >= _LONG else 1
    return OSA.distance(word, name, score_cutoff=most) <= most


def _near(typed: str, studies: Mapping[str, Study]) -> tuple[Study, ...]:
    """Suggest up to three studies whose id or citation looks like the query."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 -- only a miss pays for it

    shown = {i: " ".join((i, *(a for a in s.authors[:1]), str(s.year or ""))) for i, s in studies.items()}
    best = process.extract(
        typed[:200], shown, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=3, score_cutoff=60
    )
    return tuple(studies[key] for _, _, key in best)
