"""Words for the shell to offer; a completion never says anything else and never fails."""

from collections.abc import Iterator

from ccsvi_triage.cli.library import locate
from ccsvi_triage.cli.requests import Common

_MOST = 60


def studies(incomplete: str) -> list[tuple[str, str]]:
    """Offer the ids of studies, each with its short citation."""
    try:
        from ccsvi_triage.load.files import load  # noqa: PLC0415 -- completion only
        from ccsvi_triage.report.say import cite  # noqa: PLC0415

        library = load(locate(Common()).folder).library
    except Exception:  # noqa: BLE001 -- a shell that waits for words must not see a fault
        return []
    return [(i, cite(s)[:_MOST]) for i, s in library.studies.items() if i.startswith(incomplete)]


def instruments(incomplete: str) -> list[str]:
    """Offer the ids of instruments."""
    from ccsvi_triage.load.files import shelf_ids  # noqa: PLC0415 -- completion only

    return [name for name in shelf_ids() if name.startswith(incomplete)]


def words(incomplete: str) -> list[str]:
    """Offer what ``triage explain`` can explain."""
    try:
        return sorted(word for word in set(_words()) if word.startswith(incomplete))
    except Exception:  # noqa: BLE001 -- as above
        return []


def _words() -> Iterator[str]:
    from ccsvi_triage.load.files import load_ours, shelf_ids  # noqa: PLC0415 -- completion only
    from ccsvi_triage.model.entry import Entry  # noqa: PLC0415

    yield from shelf_ids()
    for file in ("flaws.yaml", "problems.yaml", "words.yaml"):
        yield from (entry.id for entry in load_ours("catalogue", file, section="entries", kind=Entry))
