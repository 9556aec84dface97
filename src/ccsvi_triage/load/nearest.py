"""The known word nearest to a wrong one."""

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Offer the known word nearest to a wrong one, or nothing where none is near.

    Args:
        word: What stands there.
        known: What might have been meant.

    Returns:
        ``did you mean 'x'?`` or ``""``.
    """
    best = nearest(word, known)
    return f"did you mean '{best}'?" if best else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word nearest to a wrong one (the first by name of several), or ``""`` where none is near."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 -- only a wrong word pays for it

    if not utils.default_process(word[:200]):
        return ""
    best = process.extractOne(
        word[:200], sorted(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=65
    )
    return str(best[0]) if best else ""


def nearest_by_part(word: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Give the known words of which one part, between hyphens, is nearly what stands there.

    Args:
        word: What stands there, such as ``regresion``.
        known: What might have been meant, such as ``regression-to-mean``.
        most: How many to give at most.

    Returns:
        Those whose part is nearest, by name.
    """
    from rapidfuzz import fuzz, utils  # noqa: PLC0415 -- only a wrong word pays for it

    wanted = utils.default_process(word[:200])
    scores = {
        name: max(fuzz.ratio(wanted, part) for part in utils.default_process(name).split() or [""]) for name in known
    }
    best = max(scores.values(), default=0.0)
    if not wanted or best < _NEARLY:
        return ()
    return tuple(sorted(name for name, score in scores.items() if score == best)[:most])


_NEARLY = 85
