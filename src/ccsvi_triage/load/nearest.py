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
