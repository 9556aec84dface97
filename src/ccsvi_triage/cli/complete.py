"""Words for the shell to offer; a completion never says anything else and never fails."""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum

import typer

from ccsvi_triage.model.library import Library
from ccsvi_triage.model.words import Design, Flaw, Kind

_MOST = 60


def studies(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the ids of studies, each with its short citation."""
    from ccsvi_triage.report.say import cite  # noqa: PLC0415 -- completion only

    library = _library(ctx)
    known = library.studies.items() if library else ()
    return [(name, cite(study)[:_MOST]) for name, study in known if name.startswith(incomplete)]


def records(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the ids of all records of the library."""
    return _beginning((name for known in _library(ctx) or () for name in known), incomplete)


def claims(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the ids of claims, each with its sentence."""
    library = _library(ctx)
    known = library.claims.items() if library else ()
    return [(name, claim.text[:_MOST]) for name, claim in known if name.startswith(incomplete)]


def studies_and_claims(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the ids of claims where a picture is of one, else those of studies."""
    return claims(ctx, incomplete) if ctx.params.get("kind") in ("timeline", "evidence") else studies(ctx, incomplete)


def sheets(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the ids of sheets."""
    library = _library(ctx)
    return _beginning(library.sheets if library else (), incomplete)


def sheets_and_studies(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the ids of sheets and of studies."""
    library = _library(ctx)
    return _beginning((*library.sheets, *library.studies) if library else (), incomplete)


def instruments(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the ids of instruments."""
    from ccsvi_triage.load.files import shelf_ids  # noqa: PLC0415 -- completion only

    library = _library(ctx)
    return _beginning((*(library.instruments if library else ()), *shelf_ids()), incomplete)


def templates(incomplete: str) -> list[str]:
    """Offer the templates of robvis."""
    from ccsvi_triage.load.files import load_ours  # noqa: PLC0415 -- completion only
    from ccsvi_triage.model.export import LightsTool  # noqa: PLC0415

    return _beginning(
        (str(tool.id) for tool in load_ours("catalogue", "robvis.yaml", section="tools", kind=LightsTool)), incomplete
    )


def one_of(*known: str) -> Callable[[str], list[str]]:
    """Make what offers a few fixed words."""

    def offer(incomplete: str) -> list[str]:
        return _beginning(known, incomplete)

    return offer


def designs(incomplete: str) -> list[str]:
    """Offer the words for designs."""
    return _members(Design, incomplete)


def kinds(incomplete: str) -> list[str]:
    """Offer the words for kinds of publication."""
    return _members(Kind, incomplete)


def flaws(incomplete: str) -> list[str]:
    """Offer the codes of flaws."""
    return _members(Flaw, incomplete)


def facts(incomplete: str) -> list[str]:
    """Offer the paths of facts that can be supposed, each with its sign of equality."""
    from ccsvi_triage.load.single import settable  # noqa: PLC0415 -- completion only

    return _beginning((f"{path}=" for path in settable()), incomplete)


def words(incomplete: str) -> list[str]:
    """Offer what ``triage explain`` can explain."""
    try:
        return _beginning(sorted(set(_explained())), incomplete)
    except Exception:  # noqa: BLE001 -- a shell that waits for words must not see a fault
        return []


def _library(ctx: typer.Context) -> Library | None:
    from ccsvi_triage.cli.library import locate  # noqa: PLC0415 -- completion only
    from ccsvi_triage.cli.requests import Common  # noqa: PLC0415
    from ccsvi_triage.load.files import load  # noqa: PLC0415

    try:
        return load(locate(Common(data=ctx.params.get("data"))).folder).library
    except Exception:  # noqa: BLE001 -- as above
        return None


def _explained() -> Iterator[str]:
    from ccsvi_triage.load.files import load_ours, shelf_ids  # noqa: PLC0415 -- completion only
    from ccsvi_triage.model.bias import BiasNote  # noqa: PLC0415
    from ccsvi_triage.model.entry import Entry  # noqa: PLC0415

    yield from shelf_ids()
    yield from ("flaws", "problems", "checks", "bias", "disagreement", "selection", "verdicts")
    yield from (note.id for note in load_ours("catalogue", "bias.yaml", section="notes", kind=BiasNote))
    for file in ("flaws.yaml", "problems.yaml", "checks.yaml", "words.yaml"):
        yield from (entry.id for entry in load_ours("catalogue", file, section="entries", kind=Entry))


def _members(kind: type[Enum], incomplete: str) -> list[str]:
    return _beginning((str(member.value) for member in kind), incomplete)


def _beginning(known: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in dict.fromkeys(known) if name.startswith(incomplete)]
