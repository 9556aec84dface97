"""Which library a run reads, and what it does about one that is broken."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.requests import Common
from ccsvi_triage.cli.streams import say_aside
from ccsvi_triage.load.files import PACKAGE, CannotRead, Read, load, load_for, load_instrument, shelf_ids
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.policy import Settings
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import Severity

_MOST_LINES = 50
_ID = re.compile(Id.PATTERN)


class Located(NamedTuple):
    """Where a library lies.

    Attributes:
        folder: The path to open.
        shown: The path as it is shown; never absolute unless the user gave it so.
        shipped: It is the case that comes with the package.
        settings: The settings that name it; ``None`` where none do.
    """

    folder: str
    shown: str
    shipped: bool = False
    settings: "Found | None" = None


class Found(NamedTuple):
    """The settings of a project.

    Attributes:
        folder: The folder that they lie in, as it is opened.
        shown: Their file as places show it.
    """

    settings: Settings
    folder: str
    shown: str


def locate(common: Common) -> Located:
    """Find the library: the option, the environment, the project's settings, a folder upward, the shipped case."""
    for told in (common.data, os.environ.get("TRIAGE_DATA")):
        if told:
            return Located(told, told)
    return _project() or _upward() or Located(shipped(), "ccsvi_triage/data", shipped=True)


def shipped() -> str:
    """Give the folder of the shipped case: inside the wheel, or beside ``src`` in a checkout."""
    inside = os.path.join(PACKAGE, "data")
    beside = os.path.join(os.path.dirname(os.path.dirname(PACKAGE)), "data")
    return inside if os.path.isdir(inside) else beside


def _located(common: Common) -> Located:
    located = locate(common)
    if located.shipped and not common.quiet:
        yours = "--data . for the YAML files of this folder" if _yaml_here() else "--data DIR for yours"
        say_aside(f"triage: no library here; this is the shipped case, CCSVI and multiple sclerosis ({yours})")
    return located


def _yaml_here() -> bool:
    """Tell whether this folder has files that a library could be made of, which are read only where they are named."""
    return any(name.endswith((".yaml", ".yml")) and not name.startswith(".") for name in os.listdir())


def read_library(common: Common, *, versioned: bool = False) -> Read:
    """Read the library, whatever is wrong with it.

    Args:
        common: The options.
        versioned: Sum up what its files hold.

    Raises:
        Stop: The folder or a file in it cannot be read at all.
    """
    located = _located(common)
    try:
        return load(located.folder, shelf_ids(), located.shown, versioned=versioned)
    except CannotRead as error:
        raise Stop(Exit.CANNOT, f"triage: cannot read {error}") from None


def read_whole(common: Common, *, versioned: bool = False) -> Read:
    """Read the library for a command that speaks for all of it: of a folder without a file nothing can be said.

    A gate on the wrong folder would else be open for ever.

    Args:
        common: The options.
        versioned: Sum up what its files hold.

    Raises:
        Stop: It cannot be read, or there is nothing in it to read.
    """
    read = read_library(common, versioned=versioned)
    if not read.files:
        hint = "'triage new library' begins one"
        raise Stop(Exit.CANNOT, f"triage: {locate(common).shown} has no YAML file, so that nothing was judged ({hint})")
    return read


def open_library(common: Common) -> Library:
    """Read the library; where it has errors, tell all of them and stop.

    Raises:
        Stop: A file cannot be read, or is wrong.
    """
    read = read_library(common)
    return _sound(read.library, read.problems)


def open_for(queries: Sequence[str], common: Common) -> Library:
    """Read what bears on some studies where they are named by their ids, else the whole library.

    Raises:
        Stop: A file cannot be read, or what is needed of it is wrong.
    """
    if any(not _ID.fullmatch(query) for query in queries):
        return open_library(common)
    located = _located(common)
    try:
        part = load_for(queries, located.folder, shelf_ids(), located.shown)
    except CannotRead as error:
        raise Stop(Exit.CANNOT, f"triage: cannot read {error}") from None
    return open_library(common._replace(quiet=True)) if part is None else _sound(part, ())


def unsound(library: Library, problems: Iterable[Problem]) -> list[Problem]:
    """Give the errors for which nothing is judged, those of the library's own instruments among them."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if library.instruments:
        from ccsvi_triage.check.instruments import check_instrument  # noqa: PLC0415 -- few libraries have their own

        errors += [problem for own in library.instruments.values() for problem in check_instrument(own)]
    return errors


def _sound(library: Library, problems: Iterable[Problem]) -> Library:
    """Give the library back, or tell its errors and stop."""
    errors = unsound(library, problems)
    if errors:
        raise Stop(Exit.CANNOT, *told(errors))
    return library


def told(problems: list[Problem], so: str = "nothing was judged ('triage lint' lists them)") -> Iterator[str]:
    """Write the errors for which nothing is judged, line by line, and last what comes of them."""
    yield from (str(problem) for problem in problems[:_MOST_LINES])
    if len(problems) > _MOST_LINES:
        yield f"... and {len(problems) - _MOST_LINES} more"
    number = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
    yield f"triage: {number} in the library; {so}"


class Shelf:
    """The instruments: the user's own, and ours, which are read when they are wanted."""

    def __init__(self, library: Library) -> None:
        """Begin with the user's own."""
        self._own = library.instruments
        self._read: dict[str, Instrument] = {}
        self.ids: tuple[str, ...] = (*self._own, *(name for name in shelf_ids() if name not in self._own))

    def __contains__(self, name: object) -> bool:
        """Tell whether there is an instrument of this id."""
        return name in self.ids

    def __getitem__(self, name: str) -> Instrument:
        """Give an instrument.

        Raises:
            KeyError: There is none.
        """
        if name in self._own:
            return self._own[name]
        if name not in self.ids:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = load_instrument(name)
        return self._read[name]

    def get(self, name: str) -> Instrument | None:
        """Give an instrument, or ``None`` where there is none."""
        return self[name] if name in self else None  # noqa: SIM401 -- this is what 'get' is made of


def pick_study(query: str, library: Library, *, exact: bool) -> Study:
    """Find the study that somebody means, or stop with the candidates.

    Raises:
        Stop: No study, or more than one, is meant.
    """
    known = library.studies.get(query)
    if known is not None:
        return known
    if exact:
        raise Stop(Exit.CANNOT, f"triage: no study {query!r} (ids only, because of --exact)")
    from ccsvi_triage.load.lookup import find  # noqa: PLC0415 -- an exact id needs no search
    from ccsvi_triage.report.say import cite  # noqa: PLC0415

    found = find(query, library.studies)
    if found.study is not None:
        return found.study
    if found.candidates:
        lines = (f"  {study.id}  {cite(study)}" for study in found.candidates)
        raise Stop(Exit.CANNOT, f"triage: {query!r} may be any of {len(found.candidates)} studies:", *lines)
    if found.suggestions:
        lines = (f"  {study.id}  {cite(study)}" for study in found.suggestions)
        raise Stop(Exit.CANNOT, f"triage: no study {query!r}; did you mean", *lines)
    raise Stop(Exit.CANNOT, f"triage: no study {query!r} ('triage list' shows all)")


def pick_studies(queries: Sequence[str], library: Library, *, exact: bool) -> list[Study]:
    """Find the studies that somebody means, or stop; ``zamboni 09`` without quotes is understood as one.

    Raises:
        Stop: No study, or more than one, is meant by a word, nor by all of them together.
    """
    try:
        return [pick_study(query, library, exact=exact) for query in queries]
    except Stop as stop:
        if len(queries) == 1 or exact or any(query in library.studies for query in queries):
            raise
        try:
            return [pick_study(" ".join(queries), library, exact=exact)]
        except Stop as together:
            raise (together if len(together.lines) > 1 else stop) from None


def check_asked(queries: Sequence[str], *, every: bool, hint: str = "name one or more studies, or --all") -> None:
    """Stop where a command is asked for no study, or for some and for all.

    Args:
        queries: Studies as somebody names them.
        every: All are wanted.
        hint: What to say where nothing is asked for.
    """
    if every == bool(queries):
        said = "--all takes no study" if every else hint
        raise Stop(Exit.CANNOT, f"triage: {said} ('triage list' shows what there is)")


def chosen_studies(queries: Sequence[str], library: Library, *, every: bool, exact: bool) -> list[Study]:
    """Give the studies that a command is about, each once: those that are named, or all.

    Raises:
        Stop: A study is not found.
    """
    picked = library.studies.values() if every else pick_studies(queries, library, exact=exact)
    return list({study.id: study for study in picked}.values())


def pick_claim(query: str, library: Library, *, exact: bool) -> Claim:
    """Find the claim that somebody means: by its id, the beginning of its id, or words of its sentence, or stop.

    Raises:
        Stop: No claim, or more than one, is meant.
    """
    known = library.claims.get(query)
    if known is not None:
        return known
    if exact:
        raise Stop(Exit.CANNOT, f"triage: no claim {query!r} (ids only, because of --exact)")
    low = query.lower()
    words = low.replace("-", " ").split()
    found = [claim for name, claim in library.claims.items() if low and name.startswith(low)]
    found = found or [
        claim
        for name, claim in library.claims.items()
        if words and all(word in f"{name} {claim.text} {' '.join(claim.aliases)}".lower() for word in words)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        lines = (f"  {claim.id}  {claim.text}" for claim in found)
        raise Stop(Exit.CANNOT, f"triage: {query!r} may be any of {len(found)} claims:", *lines)
    from ccsvi_triage.load.nearest import did_you_mean  # noqa: PLC0415 -- only a wrong word pays for it

    hint = did_you_mean(query, library.claims) or "'triage claim' lists all"
    raise Stop(Exit.CANNOT, f"triage: no claim {query!r} ({hint})")


def pick(kind: str, wanted: str, known: Iterable[str]) -> str:
    """Check an id, or stop with the nearest one.

    Raises:
        Stop: There is none of that id.
    """
    ids = tuple(known)
    if wanted in ids:
        return wanted
    from ccsvi_triage.load.nearest import did_you_mean  # noqa: PLC0415 -- only a wrong word pays for it

    near = [name for name in ids if wanted and wanted.lower() in name]
    hint = did_you_mean(wanted, ids) or f"there are: {', '.join(near or ids)}"
    raise Stop(Exit.CANNOT, f"triage: no {kind} {wanted!r} ({hint})")


def _folders_upward() -> Iterator[tuple[str, str]]:
    """Give this folder and those above it, as they are opened and as they are shown."""
    folder, shown = os.getcwd(), ""
    while True:
        yield folder, shown
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder, shown = parent, os.path.join(shown, "..")


def _project() -> Located | None:
    """Look for settings of a project that name its library: ``.triage.yaml``, or ``[tool.triage]``."""
    for folder, shown in _folders_upward():
        found = settings_in(folder, shown)
        if found is not None and found.settings.data:
            data = found.settings.data
            return Located(os.path.join(folder, data), os.path.join(shown, data), settings=found)
    return None


def settings_in(folder: str, shown: str) -> Found | None:
    """Read the settings that a folder has: ``.triage.yaml`` or ``.yml``, else ``[tool.triage]`` in ``pyproject.toml``.

    Args:
        folder: The folder as it is opened.
        shown: The folder as places show it.

    Raises:
        Stop: They cannot be read, or something in them is wrong.
    """
    settings: Settings | None = None
    problems: Sequence[Problem] = ()
    name = next((own for own in _OWN if os.path.lexists(os.path.join(folder, own))), _PROJECT)
    path, place = os.path.join(folder, name), os.path.join(shown, name)
    try:
        if name in _OWN:
            from ccsvi_triage.load.settings import read_settings  # noqa: PLC0415 -- few projects have settings

            settings, problems = read_settings(path, place)
        elif os.path.isfile(path) and _may_be_ours(path):
            from ccsvi_triage.load.settings import read_project  # noqa: PLC0415 -- as above

            settings, problems = read_project(path, place)
    except CannotRead as error:
        raise Stop(Exit.CANNOT, f"triage: cannot read {error}") from None
    if problems:
        raise Stop(Exit.CANNOT, *(str(problem) for problem in problems))
    return Found(settings, folder, place) if settings is not None else None


_OWN, _PROJECT = (".triage.yaml", ".triage.yml"), "pyproject.toml"
_OURS = re.compile(rb"""\btool["']?[ \t]*(?:\.[ \t]*["']?triage\b|[]=])""")
"""The ways in which TOML begins our table: in one name, in a table of all tools, and as a value."""


def _may_be_ours(project: str) -> bool:
    """Look whether a ``pyproject.toml`` may have settings of ours, before it is read closely."""
    with open(project, "rb") as file:
        return _OURS.search(file.read()) is not None


def _upward() -> Located | None:
    for folder, shown in _folders_upward():
        data = os.path.join(folder, "data")
        if os.path.isfile(os.path.join(data, "studies.yaml")):
            return Located(data, os.path.join(shown, "data"))
    return None


def path_of(file: str, located: Located) -> str:
    """Turn a file's path as it is shown into the one to open."""
    relative = os.path.relpath(file, located.shown)
    return located.folder if relative == os.curdir else os.path.join(located.folder, relative)
