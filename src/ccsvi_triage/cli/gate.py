"""The gates of a whole library, with what is settled for them: policy, waivers, baseline."""

import json
import os
from collections.abc import Sequence
from typing import NamedTuple

from ccsvi_triage import version
from ccsvi_triage.cli.clock import today
from ccsvi_triage.cli.dates import day_of
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.policy import Policy
from ccsvi_triage.cli.requests import Common
from ccsvi_triage.cli.streams import say_aside, write
from ccsvi_triage.cli.tripped import found, tell
from ccsvi_triage.load.baseline import read_baseline
from ccsvi_triage.load.files import CannotRead, read_bytes
from ccsvi_triage.load.nearest import did_you_mean
from ccsvi_triage.load.snapshot import NotAReport
from ccsvi_triage.logic.gate import Condition, Kind, short_words, words_of
from ccsvi_triage.report.blocks import Finding
from ccsvi_triage.report.gate import Baseline, Known, Reckoning, kept, reckon
from ccsvi_triage.report.of_gate import baseline_data

VARIABLE = "TRIAGE_FAIL_ON"


class Asked(NamedTuple):
    """The gate of a command that looks at a whole library.

    Attributes:
        by: The command.
        kinds: What it knows.
        fail_on: Words of the option.
        named: What tripped is named; not where the whole report is about it.
        usual: The words that hold where neither option, environment nor settings say anything of its kinds.
        looked: Beginnings of the rules that it looks at; empty for all.
        baseline: The file of known findings as typed; empty where the settings name it.
        writes: The file to keep this run's findings in; empty for none.
        date: The day as it is told; ``None`` where nobody told it.
    """

    by: str
    kinds: tuple[Kind, ...]
    fail_on: tuple[str, ...] = ()
    named: bool = True
    usual: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()
    baseline: str = ""
    writes: str = ""
    date: str | None = None


class Gate:
    """A gate with everything that is settled for it; made before anything is judged, so that mistakes show first."""

    def __init__(self, asked: Asked, policy: Policy) -> None:
        """Settle what holds: the option, else the environment, else the project's settings, else what is usual.

        Raises:
            Stop: A word is unknown, or the baseline cannot be read.
        """
        self._asked = asked
        self.whence, self.conditions = settle(asked, policy)
        self._baseline = None if asked.writes else _baseline(asked, policy)
        settings = policy.found.settings if policy.found is not None else None
        self._waivers = settings.waivers if settings is not None else ()
        self._day = (day_of(asked.date) or today()) if self._waivers else ""

    @property
    def settled(self) -> bool:
        """Somebody has settled something: a report tells then what the gate decided."""
        return bool(self._waivers or self._baseline is not None or (self.conditions and self.whence))

    def reckon(self, shown: Sequence[Finding], beside: Sequence[Finding] = ()) -> Reckoning:
        """Decide on the findings of a run, those of the report and those beside it."""
        if self._asked.writes:
            _write(self._asked, [*shown, *beside])
        return reckon(
            shown,
            beside,
            () if self._asked.writes else self.conditions,
            waivers=self._waivers,
            baseline=self._baseline,
            day=self._day,
            by=self._asked.by,
            looked=self._asked.looked,
        )

    def leave(self, reckoning: Reckoning, common: Common) -> int:
        """Name what tripped the gate, which waivers are wrong and what has gone, and give the exit code."""
        if not common.quiet:
            for problem in reckoning.problems:
                say_aside(str(problem))
            if reckoning.gone and reckoning.baseline is not None:
                number = len(reckoning.gone)
                said = "1 finding is" if number == 1 else f"{number} findings are"
                say_aside(
                    f"triage: {said} in {reckoning.baseline.file} and no longer found (--write-baseline drops it)"
                )
        for condition, findings in reckoning.tripped:
            by = [found(finding).said for finding in findings]
            tell(condition.word, self.whence, by, quiet=common.quiet or not self.whence)
        return Exit.GATE if reckoning.tripped and not common.exit_zero else Exit.DONE


def settle(asked: Asked, policy: Policy) -> tuple[str, tuple[Condition, ...]]:
    """Give the conditions that hold and whence they are; those that are usual are from nowhere."""
    known = words_of(asked.kinds)
    if asked.fail_on:
        return "--fail-on" if asked.named else "", tuple(known[word] for word in dict.fromkeys(asked.fail_on))
    told = [word.strip() for word in os.environ.get(VARIABLE, "").split(",") if word.strip()]
    every = words_of(Kind)
    for word in told:
        if word not in every:
            hint = did_you_mean(word, every) or f"known are {', '.join(short_words(list(Kind)))}"
            raise Stop(Exit.CANNOT, f"triage: {VARIABLE}: {word!r} is no word of a gate ({hint})")
    settings = policy.found.settings if policy.found is not None else None
    whence = f"{VARIABLE}:" if told else f"{policy.shown}: fail-on"
    words = [word for word in told or (settings.fail_on if settings is not None else ()) if word in known]
    if words:
        return whence, tuple(known[word] for word in dict.fromkeys(words))
    return "", tuple(known[word] for word in asked.usual)


def _baseline(asked: Asked, policy: Policy) -> Baseline | None:
    """Read the findings that are known.

    Raises:
        Stop: They cannot be read.
    """
    path, shown = (asked.baseline, asked.baseline) if asked.baseline else policy.baseline
    if not path:
        return None
    try:
        told = read_baseline(read_bytes(path))
    except CannotRead:
        hint = f"'triage {asked.by} --write-baseline {shown}' makes it"
        raise Stop(Exit.CANNOT, f"triage: cannot read the baseline {shown} ({hint})") from None
    except NotAReport as error:
        raise Stop(Exit.CANNOT, f"triage: {shown} is no baseline: {error}") from None
    return Baseline(shown, told.by, tuple(Known(**each) for each in told.findings))


def _write(asked: Asked, findings: Sequence[Finding]) -> None:
    """Keep the findings of this run, so that only those count from now on that are not among them."""
    text = json.dumps(baseline_data(kept(findings), asked.by, version()), indent=2)
    write(asked.writes, f"{text}\n")
