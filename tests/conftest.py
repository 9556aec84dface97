"""What the tests of all rooms share."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from textwrap import dedent, indent
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from ccsvi_triage.check.numbers.scale import on_scale
from ccsvi_triage.check.numbers.study import recheck
from ccsvi_triage.cli.claim import ClaimDesk
from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.requests import ClaimRequest
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.judge.agree import Desk, agree
from ccsvi_triage.judge.compare import compare
from ccsvi_triage.judge.matching import match_outcomes
from ccsvi_triage.load.files import Read, load, load_choosing, load_instrument, shelf_ids
from ccsvi_triage.model.agreement import Agreement, Compared
from ccsvi_triage.model.comparison import Comparison
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import Asked, Citation, Domain, Form, Instrument, Judges, Rule, Table
from ccsvi_triage.model.library import Choosing, Library
from ccsvi_triage.model.sheet import Given, Judged, Ruling, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.text import Id, InstrumentRef, StudyRef
from ccsvi_triage.model.words import Concern, YesNo
from ccsvi_triage.report.blocks import Picture

settings.register_profile("house", deadline=None)
settings.load_profile("house")

ROOT = Path(__file__).parent.parent

ReadText = Callable[[str], Read]
"""Reads YAML text as a library, with its problems; places name ``library.yaml``."""


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def reference_data(root: Path) -> Path:
    """Give the folder of reference data that is too large for the repository, or skip the test."""
    told = os.environ.get("TRIAGE_REFERENCE_DATA")
    if not told:
        pytest.skip("TRIAGE_REFERENCE_DATA does not name the folder of the reference data")
    return root / told


@pytest.fixture(scope="session")
def read_text(tmp_path_factory: pytest.TempPathFactory) -> ReadText:
    folder = tmp_path_factory.mktemp("read")

    def read(text: str) -> Read:
        path = folder / "library.yaml"
        path.write_text(text, encoding="utf-8")
        return load(os.fspath(folder), shelf_ids(), ".")

    return read


@pytest.fixture(scope="session")
def library_of(read_text: ReadText) -> Callable[[str], Library]:
    """Give a function that reads YAML text in which nothing may be wrong."""

    def library(text: str) -> Library:
        read = read_text(text)
        assert not read.problems, "\n".join(map(str, read.problems))
        return read.library

    return library


@pytest.fixture(scope="session")
def instrument_of() -> Callable[[str], Instrument]:
    """Give a function that reads an instrument of the package by its id."""
    return cache(load_instrument)


@pytest.fixture(scope="session")
def choosing() -> Choosing:
    return load_choosing()


@pytest.fixture(scope="session")
def shipped(root: Path) -> Library:
    """Give the case that ships, in which no record may be broken."""
    read = load(os.fspath(root / "data"), shelf_ids(), "data")
    assert not read.problems, "\n".join(map(str, read.problems))
    return read.library


@pytest.fixture(scope="session")
def study_of(library_of: Callable[[str], Library]) -> Callable[[str], Study]:
    """Give a function that reads the facts of a study ``s``, one YAML line each; a kind is added where none is told."""

    def study(facts: str = "") -> Study:
        lines = ["id: s", "title: A study", *dedent(facts).strip("\n").splitlines()]
        if not any(line.startswith("kind:") for line in lines):
            lines.append("kind: primary-study")
        return library_of("studies:\n  -\n" + indent("\n".join(lines), "    ")).studies["s"]

    return study


@pytest.fixture(scope="session")
def sheet_of() -> Callable[..., Sheet]:
    """Give a function that makes a sheet from bare answers; each has a reason."""

    def sheet(
        instrument: Instrument,
        answers: Mapping[str, str],
        setup: Mapping[str, str] | None = None,
        rulings: Mapping[str, Ruling] | None = None,
        judgements: Mapping[str, str] | None = None,
    ) -> Sheet:
        return Sheet(
            id=Id("a-sheet"),
            study=StudyRef("s"),
            instrument=InstrumentRef(instrument.id),
            version=instrument.version,
            reviewer="A reviewer",
            setup=setup or {},
            answers={name: Given(answer=word, because="so it is") for name, word in answers.items()},
            judgements={name: Judged(level=level, because="so it is") for name, level in (judgements or {}).items()},
            rulings=rulings or {},
        )

    return sheet


class Cases(NamedTuple):
    """All whole sets of answers of a domain, found without the engine: every gate, every option, one by one."""

    instrument: Instrument
    domain: Domain
    setup: Mapping[str, str]

    def options(self, question: Asked) -> tuple[str, ...]:
        return question.options or self.instrument.options

    def all(self) -> Iterator[dict[str, str]]:
        """Give every set; a question that is not asked has ``NA``."""
        yield from self._from(0, dict(self.setup))

    def _from(self, at: int, so_far: dict[str, str]) -> Iterator[dict[str, str]]:
        if at == len(self.domain.questions):
            yield so_far
            return
        question = self.domain.questions[at]
        for word in self.options(question) if self.meets(question.asked_when, so_far) else ("NA",):
            yield from self._from(at + 1, {**so_far, question.id: word})

    def meets(self, condition: Condition, answers: Mapping[str, str]) -> bool:
        """Tell whether a condition holds, terms and all."""
        for clause in condition.clauses:
            for name, words in clause.items():
                term = self.domain.terms.get(name)
                word = answers.get(name) if term is None else "yes" if self.meets(term, answers) else "no"
                if word not in words:
                    break
            else:
                return True
        return not condition.clauses

    def asks(self, name: str, answers: Mapping[str, str]) -> bool:
        """Tell whether a set of answers asks a question."""
        return any(
            self.meets(question.asked_when, answers) for question in self.domain.questions if question.id == name
        )

    def fits(self, answers: Mapping[str, str], whole: Mapping[str, str]) -> bool:
        """Tell whether a whole set completes some answers; those to questions that it does not ask are left out."""
        return all(whole[name] == word or not self.asks(name, whole) for name, word in answers.items())

    def rules(self, whole: Mapping[str, str]) -> list[list[Rule]]:
        """Give the rules of each table that hold."""
        return [[r for r in table.rules if self.meets(r.when, whole)] for table in self.domain.tables]

    def level(self, whole: Mapping[str, str]) -> str:
        """Give the worst level of all tables."""
        ladder = list(self.instrument.levels)
        return max((rule.then for rules in self.rules(whole) for rule in rules), key=ladder.index)


@pytest.fixture(scope="session")
def cases() -> type[Cases]:
    return Cases


_LEVELS = {"low": Concern.NONE, "some": Concern.SOME, "high": Concern.SERIOUS}
_OPTIONS = ("Y", "PY", "N", "NI")


@st.composite
def _whole_instruments(draw: st.DrawFn) -> Instrument:
    """Make a domain of few questions with gates, a term, and one or two tables that are whole by how they are made."""
    count = draw(st.integers(1, 4))
    questions: list[Asked] = []
    terms: dict[str, Condition] = {}
    for number in range(count):
        options = draw(st.lists(st.sampled_from((*_OPTIONS, "NA")), min_size=2, max_size=4, unique=True))
        gate = Condition()
        if number and draw(st.booleans()):
            earlier = questions[draw(st.integers(0, number - 1))]
            words = draw(st.lists(st.sampled_from(earlier.options), min_size=1, unique=True))
            gate = Condition(({earlier.id: tuple(words)},))
        questions.append(Asked(id=f"q{number}", text="?", options=tuple(options), asked_when=gate))
    if draw(st.booleans()):
        terms["term"] = Condition(
            ({questions[0].id: questions[0].options[:1]}, {questions[-1].id: questions[-1].options[-1:]})
        )
        questions.append(Asked(id="last", text="?", options=("Y", "N"), asked_when=Condition(({"term": ("yes",)},))))
    tables = []
    for number in range(draw(st.integers(1, 2))):
        rules = [
            Rule(id=f"r{number}-{index}", when=Condition((clause,) if clause else ()), then=level, because="so")
            for index, (clause, level) in enumerate(_leaves(draw, questions))
        ]
        tables.append(Table(id=f"t{number}", rules=tuple(rules)))
    domain = Domain(id="d", title="D", questions=tuple(questions), terms=terms, tables=tuple(tables))
    return Instrument(
        id=Id("made"), title="Made", version="1", about="a", form=Form.JUDGED, judges=Judges.STUDY, ours=YesNo.YES,
        licence="l", notice="n", sources=(Citation(cite="House"),), options=_OPTIONS, levels=_LEVELS, domains=(domain,),
    )  # fmt: skip


def _leaves(draw: st.DrawFn, questions: Sequence[Asked]) -> Iterator[tuple[dict[str, tuple[str, ...]], str]]:
    """Split the answers to one question after the other, so that each set of answers ends in exactly one leaf."""
    if not questions:
        yield {}, draw(st.sampled_from(tuple(_LEVELS)))
        return
    first, *others = questions
    words = tuple(dict.fromkeys((*first.options, "NA")))
    groups: dict[int, list[str]] = {}
    for word in words:
        groups.setdefault(draw(st.integers(0, 1)), []).append(word)
    for group in groups.values():
        for clause, level in _leaves(draw, others):
            yield ({first.id: tuple(group), **clause} if len(groups) > 1 else clause), level


@pytest.fixture(scope="session")
def whole_instruments() -> st.SearchStrategy[Instrument]:
    """Give a way to draw instruments whose tables decide every case by exactly one rule."""
    return _whole_instruments()


_POISON = (
    *("\x1b[31m", "\x1b]0;title\x07", "\x9b2J", "\x7f", "\x00", "\r", "\n", "\t", "\x85", "\u2028", "\u202e", "\u2066"),
    *(
        "\u200b",
        "\u200d",
        "\u00ad",
        "\u2060",
        "\ufeff",
        "\U000e0041",
        "\ud800",
        "\uffff",
        "\u674e\u6653\u660e",
        "e\u0301",
    ),
    *(
        "\U0001f469\u200d\u2695\ufe0f",
        "\u05d0\u05d1",
        "[red]",
        "[/x]",
        "[bold",
        "\\",
        "`",
        "|",
        "<b>",
        "&amp;",
        "- ",
        "# ",
    ),
    *("::add-mask::x", "::error file=a,line=1::x", "##[add-mask]x", "##[error]x", "##", "[", "::", ":", "##vso[x]y"),
    *("\uff1a\uff1aadd-mask::x", "\u2a74", "1. ", "===", "***", "_a_", "![x](y)", "[x](javascript:y)", "http://x.org"),
    *("  ", "a-word", "a" * 90, "x/" * 40),
)


@st.composite
def _hostile(draw: st.DrawFn) -> str:
    pieces = st.one_of(st.sampled_from(_POISON), st.text(max_size=8), st.sampled_from(("word", "two words", " ", "?")))
    return "".join(draw(st.lists(pieces, max_size=8)))


@pytest.fixture(scope="session")
def hostile() -> st.SearchStrategy[str]:
    """Give a way to draw text that would steer a terminal, a page or the runner of a pipeline."""
    return _hostile()


_RUNNER_KNOWS = {
    "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "internal-set-repo-path",
    "notice", "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning",
}  # fmt: skip
_IGNORABLE = (
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]*"
)


def _starts(key: str, text: str, begin: int = 0) -> Iterator[int]:
    """Give where a key stands in a text: to the letter, and as a runner's culture sees it, past what it ignores."""
    loose = _IGNORABLE.join(map(re.escape, key))
    yield from (match.start() for match in re.finditer(f"(?={loose})", text[begin:]))
    yield from (match.start() for match in re.finditer(f"(?={_IGNORABLE}{loose})", text[begin:]))


def _is_command(line: str) -> bool:
    """Port of how a runner of GitHub reads a line: ``ActionCommand.TryParseV2`` and ``TryParse``; and of Azure's."""
    if "##vso[" in line:
        return True
    message = line.lstrip()
    if 0 in _starts("::", message):
        for end in _starts("::", message, 2):
            if message[2:][:end].split(" ")[0].lower() in _RUNNER_KNOWS:
                return True
    for begin in _starts("##[", line):
        name, closed, _ = line[begin + 3 :].partition("]")
        if closed and name.split(" ")[0].lower() in _RUNNER_KNOWS:
            return True
    return False


@pytest.fixture(scope="session")
def commands_in() -> Callable[[str], list[str]]:
    """Give a function that finds the lines of a log on which the runner of a pipeline would act."""

    def find(text: str) -> list[str]:
        return [line for line in re.split("\r\n|\n|\r", text) if _is_command(line)]

    return find


class Reviewers:
    """Several reviewers who fill in one instrument for one study, and what they agree on."""

    def __init__(self, study: Study, instruments: Sequence[Instrument]) -> None:
        self.study = study
        self.instruments = {str(instrument.id): instrument for instrument in instruments}

    def sheet(self, reviewer: str, answers: Mapping[str, str], **more: Any) -> Sheet:
        instrument = next(iter(self.instruments.values()))
        given = {name: Given(answer=word, because=f"{reviewer} says so") for name, word in answers.items()}
        head: dict[str, Any] = {
            "id": Id(f"by-{reviewer.lower()}"),
            "study": StudyRef(self.study.id),
            "instrument": InstrumentRef(instrument.id),
            "version": instrument.version,
            "reviewer": reviewer,
        }
        levels = more.pop("judgements", {})
        judged = {name: Judged(level=level, because=f"{reviewer} judges so") for name, level in levels.items()}
        return Sheet(**{**head, "answers": given, "judgements": judged, **more})

    def agree(self, *sheets: Sheet, consensus: Sequence[Sheet] = ()) -> Agreement:
        studies = {str(self.study.id): self.study}
        return agree(sheets, Desk(studies, self.instruments.__getitem__, lambda *_: "", consensus))

    def compare(self, *answers: Mapping[str, str], **more: Any) -> Compared:
        """Compare reviewers A, B, C ... who give these answers."""
        sheets = [self.sheet(name, words, **more) for name, words in zip("ABCDEFGH", answers, strict=False)]
        (compared,) = self.agree(*sheets).compared
        return compared


@pytest.fixture(scope="session")
def reviewers(study_of: Callable[[str], Study]) -> Callable[..., Reviewers]:
    """Give a function that seats reviewers at some instruments, the first of which they fill in."""

    def seat(*instruments: Instrument, study: Study | None = None) -> Reviewers:
        return Reviewers(study or study_of(""), instruments)

    return seat


Lay = Callable[..., Comparison]


def _lay(library: Library, *ids: str, asked: str = "") -> Comparison:
    """Compare studies of a library as the command does."""
    bench = Bench(library, Shelf(library))
    studies = [library.studies[name] for name in ids]
    verdicts = [bench.verdict(study)._replace(numbers=recheck(study)) for study in studies]
    matched = match_outcomes(studies, library.claims.values(), asked)
    scaled = {str(study.id): on_scale(study, matched.outcomes[str(study.id)]) for study in studies}
    readings = bench.readings(verdicts)
    return compare(verdicts, scaled, matched, claims=library.claims.values(), readings=readings)


@pytest.fixture(scope="session")
def lay() -> Lay:
    """Give a function that lays studies of a library side by side."""
    return _lay


SIDE_BY_SIDE = """\
studies:
  - id: open-2009
    title: Everybody treated
    authors: [Open A]
    year: 2009
    kind: primary-study
    question: benefit
    design: single-arm
    control: {value: none, source: page, locator: first line}
    randomised: no
    blinding: {participants: no, carers: no}
    sites: 1
    enrolled: 40
    arms: [{id: treated, role: whole, n: 40}]
    outcomes:
      - id: relapse-year
        name: Patients with a relapse within a year
        measure: subjective
        time: 1 year
        better: lower
        results:
          - {unit: patients, arms: {before: {events: 30, n: 40}, after: {events: 20, n: 40}}, p: 0.01}
    flaws:
      - {code: no-control, detail: Nobody went untreated, source: page, locator: first line, basis: stated}
      - {code: single-site, basis: inferred}
  - id: sham-2014
    title: Treated against sham
    authors: [Sham B]
    year: 2014
    kind: primary-study
    question: benefit
    design: randomised-trial
    control: sham
    randomised: yes
    blinding: {participants: yes, assessors: yes}
    sites: 1
    enrolled: 19
    arms: [{id: treated, role: intervention, n: 9}, {id: sham, role: comparator, n: 10}]
    outcomes:
      - id: relapse
        name: Relapses in six months
        role: primary
        measure: subjective
        time: 6 months
        better: lower
        results:
          - {unit: patients, arms: {treated: {events: 3, n: 9}, sham: {events: 1, n: 10}}}
    flaws: [{code: single-site, basis: inferred}, {code: small-sample, basis: inferred}]
  - id: large-2018
    title: Many treated against sham
    authors: [Large C]
    year: 2018
    kind: primary-study
    question: benefit
    design: randomised-trial
    control: sham
    randomised: yes
    blinding: {participants: yes, assessors: yes}
    sites: 12
    enrolled: 800
    arms: [{id: treated, role: intervention, n: 400}, {id: sham, role: comparator, n: 400}]
    outcomes:
      - id: relapse
        name: Relapse
        role: primary
        measure: subjective
        time: 6 months
        better: lower
        results:
          - unit: patients
            arms: {treated: {events: 60, n: 400}, sham: {events: 120, n: 400}}
            p: "<0.001"
  - id: undone-2012
    title: Taken back
    authors: [Undone D]
    year: 2012
    kind: primary-study
    status: retracted
    notices: [{kind: retraction, date: 2013-05-01}]
    question: benefit
    design: single-arm
    outcomes:
      - id: relapse
        name: Relapse
        better: lower
        results: [{unit: patients, arms: {before: {events: 9, n: 10}, after: {events: 1, n: 10}}, p: 0.001}]
sources:
  - {id: page, title: A page of a review, kind: page}
claims:
  - id: treatment-prevents-relapse
    text: The treatment prevents relapses
    kind: benefit
    strength: effect
    evidence:
      - {study: open-2009, bearing: for, why: fewer than before}
      - {study: sham-2014, bearing: against, why: no fewer than with sham}
"""


@pytest.fixture(scope="session")
def side_by_side(library_of: Callable[[str], Library]) -> Library:
    """Give a library of four studies: a hopeful one, a small and a large trial, and one that was taken back."""
    return library_of(SIDE_BY_SIDE)


@pytest.fixture(scope="session")
def judge_claim() -> Callable[..., Synthesis]:
    """Give a function that judges a claim of a library by its id; options are those of ``ClaimRequest``."""

    last: list[tuple[Library, ClaimDesk]] = []

    def judge(library: Library, claim: str, **options: Any) -> Synthesis:
        if not last or last[0][0] is not library:
            last[:] = [(library, ClaimDesk(library))]
        return last[0][1].judge(library.claims[claim], ClaimRequest(**options))

    return judge


@pytest.fixture(scope="session")
def trials_of(library_of: Callable[[str], Library]) -> Callable[..., Library]:
    """Give a function that makes a claim ``it`` of parallel randomised trials on relapses.

    Each trial is a table (events and people in the first group, then in the second), or the text of a result; trial
    ``t0`` appeared in 2001, the next a year later. More lines for the claim, and other facts of a trial by its id,
    may be told; ``{old: new}`` puts other text into the file of a trial.
    """

    def library(
        *results: tuple[int, int, int, int] | str,
        claim: str = "",
        facts: Mapping[str, str] = MappingProxyType({}),
        other: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
        kind: str = "benefit",
    ) -> Library:
        lines = ["studies:"]
        for n, result in enumerate(results):
            text = _TRIAL.format(n=n, year=2001 + n, question=kind, result=indent(_result(result), "          "))
            for old, new in other.get(f"t{n}", {}).items():
                assert old in text
                text = text.replace(old, new)
            lines += [text.rstrip(), *indent(dedent(facts.get(f"t{n}", "")), "    ").rstrip().splitlines()]
        lines += [f"claims:\n  - id: it\n    text: It helps\n    kind: {kind}\n    strength: effect"]
        lines += indent(dedent(claim), "    ").rstrip().splitlines()
        lines += ["    evidence:"]
        lines += [f"      - {{study: t{n}, bearing: against, why: so, outcome: relapse}}" for n in range(len(results))]
        return library_of("\n".join(lines) + "\n")

    return library


_TRIAL = """\
  - id: t{n}
    title: Trial {n}
    kind: primary-study
    year: {year}
    question: {question}
    design: randomised-trial
    arms:
      - {{id: drug, role: intervention}}
      - {{id: sham, role: comparator}}
    outcomes:
      - id: relapse
        name: Relapse
        importance: patient-important
        time: 6 months
        better: lower
        results:
{result}
"""


def _result(result: tuple[int, int, int, int] | str) -> str:
    if isinstance(result, str):
        return dedent(result).strip("\n")
    a, n, c, m = result
    return f"- {{unit: patients, arms: {{drug: {{events: {a}, n: {n}}}, sham: {{events: {c}, n: {m}}}}}}}"


@pytest.fixture(scope="session")
def made_pictures() -> Callable[[int], dict[str, Picture]]:
    """Give a function that makes a picture of each kind, with as many studies as are asked for."""
    beside = ROOT / "benchmarks" / "pictures.py"
    specification = spec_from_file_location("pictures", beside)
    assert specification is not None
    assert specification.loader is not None
    pictures = module_from_spec(specification)
    specification.loader.exec_module(pictures)

    def make(studies: int) -> dict[str, Picture]:
        return {kind: pictures.picture(kind, chart, studies) for kind, chart in pictures.charts(studies)}

    return make


@pytest.fixture(scope="session")
def calls_of() -> Callable[[Callable[[], object]], int]:
    """Give a function that counts the calls which a piece of work takes: the same on every machine, however busy."""

    def count(work: Callable[[], object]) -> int:
        calls = 0

        def see(_: object, event: str, __: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(see)
        try:
            work()
        finally:
            sys.setprofile(before)
        return calls

    return count
