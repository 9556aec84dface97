"""When a condition holds."""

from collections.abc import Callable, Mapping

from ccsvi_triage.model.condition import Condition


def holds(condition: Condition, answers: Mapping[str, str]) -> bool:
    """Tell whether a condition holds for answers that are all known.

    Args:
        condition: Any of several clauses; no clause at all holds always.
        answers: A word for each name; a name without a word meets no clause.
    """
    if not condition.clauses:
        return True
    return any(all(answers.get(name) in words for name, words in clause.items()) for clause in condition.clauses)


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}


def counts_hold(condition: Condition, counts: Mapping[str, int]) -> bool:
    """Tell whether a condition on counts holds, such as ``{critical: 0, weakness: "<= 1"}``.

    Args:
        condition: Any of several clauses; no clause at all holds always.
        counts: A number for each name.

    Raises:
        KeyError: A clause names what is not counted.
        ValueError: A word is neither a number nor a comparison.
    """
    if not condition.clauses:
        return True
    return any(
        all(any(_is(word, counts[name]) for word in words) for name, words in clause.items())
        for clause in condition.clauses
    )


def _is(word: str, number: int) -> bool:
    return compares(word, number) if is_comparison(word) else int(word) == number


def is_comparison(word: str) -> bool:
    """Tell whether a word of a condition compares a number, such as ``> 1``."""
    return word[:1] in ("<", ">")


def compares(word: str, number: float) -> bool:
    """Tell whether a number meets a comparison such as ``<= 5``.

    Raises:
        ValueError: The word is no comparison.
    """
    for sign, meets in _ORDER.items():
        if word.startswith(sign):
            return meets(number, float(word[len(sign) :]))
    message = f"{word!r} is no comparison"
    raise ValueError(message)


def condition_words(condition: Condition) -> str:
    """Write a condition as people read it: ``2.3 = Y or PY, and 2.4 = N``; clauses are joined by ``; or``."""
    if not condition.clauses:
        return "always"
    clauses = [
        ", and ".join(f"{name} = {' or '.join(words)}" for name, words in clause.items()) or "always"
        for clause in condition.clauses
    ]
    return "; or ".join(clauses)
