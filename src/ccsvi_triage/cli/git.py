"""A library as it was at a revision: read from git's own store, without touching the work tree or the network."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.streams import say_aside

_HIDDEN = (
    *("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE"),
)
"""What a hook of git may have set; the repository is the one that the library lies in, and no other."""
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_ALLOW_PROTOCOL": "none", "LC_ALL": "C"}
"""No question, no lock, no network: an object that a partial clone has not fetched is missing."""
_YAML = (".yaml", ".yml")
_LINK = "120000"
_FILES = frozenset(("100644", "100755", "100664"))


class Entry(NamedTuple):
    """A file of the library at a revision.

    Attributes:
        path: From the library's folder on, with slashes.
        blob: What git calls its content.
    """

    path: str
    blob: str


def commit_of(revision: str, folder: str) -> str:
    """Find the commit that a revision means; only its number goes into any further command.

    Args:
        revision: As git understands it: a commit, a branch, a tag, ``HEAD~2``; it is a name and never an option.
        folder: The library's folder, or its one file, in a work tree of git.

    Raises:
        Stop: There is no git, no repository, or no such revision.
    """
    here = _here(folder)
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise Stop(Exit.CANNOT, f"triage: {revision!r} is no name of a revision")
    inside = _git(["rev-parse", "--is-inside-work-tree"], here)
    if b"safe.directory" in inside.stderr:
        hint = "where you trust it: git config --global --add safe.directory, with that folder"
        raise Stop(Exit.CANNOT, f"triage: git does not look into {here}{_said(inside)} ({hint})")
    if inside.returncode or inside.stdout.strip() != b"true":
        said = "a saved report can be compared with too: triage diff report.json"
        raise Stop(Exit.CANNOT, f"triage: {here} is in no work tree of git{_said(inside)} ({said})")
    found = _git(["rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"], here)
    commit = found.stdout.decode("ascii", "replace").strip()
    if found.returncode or not commit.isalnum():
        hint = "in CI, fetch the whole history; a file ends in .json, or begins with ./"
        raise Stop(Exit.CANNOT, f"triage: git knows no revision {revision!r} here ({hint})")
    return commit


@contextmanager
def library_at(commit: str, revision: str, folder: str, *, quiet: bool = False) -> Iterator[str]:
    """Put the YAML files that a library had at a revision into a temporary folder, which goes at the end.

    Args:
        commit: What git calls it.
        revision: What the user calls it.
        folder: The library's folder, or its one file.
        quiet: Tell of nothing that was left out.

    Yields:
        The folder to read, or the one file in it.

    Raises:
        Stop: There is no library in it, or git has not got its files.
    """
    whole, here = os.path.isdir(folder), _here(folder)
    entries = list(_entries(commit, here, revision, quiet=quiet))
    if not whole:
        entries = [entry for entry in entries if entry.path == os.path.basename(folder)]
    if not entries:
        raise Stop(Exit.CANNOT, f"triage: {revision!r} has no YAML file in {folder}; there is nothing to compare with")
    with tempfile.TemporaryDirectory(prefix="triage-") as made:
        _write(entries, here, made)
        yield made if whole else os.path.join(made, entries[0].path)


def _here(folder: str) -> str:
    return folder if os.path.isdir(folder) else os.path.dirname(folder) or os.curdir


def _entries(commit: str, here: str, revision: str, *, quiet: bool) -> Iterator[Entry]:
    """List the YAML files of a commit below a folder, as the loader would find them there."""
    listed = _git(["ls-tree", "-r", "-z", commit, "."], here)
    if listed.returncode:
        raise Stop(Exit.CANNOT, f"triage: git cannot list the files of {revision!r}{_said(listed)}")
    for line in listed.stdout.split(b"\0"):
        head, tab, name = line.partition(b"\t")
        if not tab:
            continue
        mode, _, blob = head.decode("ascii", "replace").split(" ")
        path = os.fsdecode(name)
        parts = path.split("/")
        if any(not part or part.startswith(".") or os.sep in part for part in parts):
            continue
        if mode == _LINK and not quiet:
            say_aside(f"triage: left out at {revision}: {path} is a link there")
        if mode in _FILES and path.endswith(_YAML):
            yield Entry(path, blob)


def _write(entries: Sequence[Entry], here: str, made: str) -> None:
    asked = "".join(f"{entry.blob}\n" for entry in entries).encode("ascii")
    told = _git(["cat-file", "--batch"], here, asked)
    if told.returncode:
        raise Stop(Exit.CANNOT, f"triage: git cannot read its files{_said(told)}")
    rest = memoryview(told.stdout)
    for entry in entries:
        content, rest = _content(rest, entry)
        path = os.path.join(made, *entry.path.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)


def _content(rest: memoryview, entry: Entry) -> tuple[memoryview, memoryview]:
    """Take the first content from what git tells: a line with its size, so many bytes, and a line break."""
    head, _, _ = bytes(rest[:200]).partition(b"\n")
    words = head.split(b" ")
    if len(words) != 3 or words[1] != b"blob":  # noqa: PLR2004 -- name, kind, size
        hint = "in CI, fetch it with the whole history"
        raise Stop(Exit.CANNOT, f"triage: git has not got {entry.path} of that revision ({hint})")
    begin = len(head) + 1
    end = begin + int(words[2])
    return rest[begin:end], rest[end + 1 :]


def _git(words: Sequence[str], here: str, asked: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    environment = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
    try:
        return subprocess.run(  # noqa: S603 -- fixed words, and the number of a commit
            ["git", "--no-pager", "--no-replace-objects", *words],  # noqa: S607 -- the git that the user has
            cwd=here,
            env={**environment, **_QUIET},
            input=asked,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        said = "a saved report can be compared with too: triage diff report.json"
        raise Stop(Exit.CANNOT, f"triage: there is no git on this machine ({said})") from None


def _said(ended: "subprocess.CompletedProcess[bytes]") -> str:
    lines = ended.stderr.decode("utf-8", "replace").strip().splitlines()
    return f": {lines[0]}" if lines else ""
