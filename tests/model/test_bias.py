"""Every note on the size of a bias has its figure, its source and its flaws; nothing is computed from any."""

import re
from pathlib import Path

import pytest

from ccsvi_triage.load.files import load_ours
from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.text import Doi
from ccsvi_triage.model.words import Flaw

SOURCE = Path(__file__).parent.parent.parent / "src" / "ccsvi_triage"
NOTES = load_ours("catalogue", "bias.yaml", section="notes", kind=BiasNote)
UNKNOWN = "No figure of "
TELLS = {
    "model/bias.py",
    "cli/compare.py",
    "cli/complete.py",
    "cli/explain.py",
    "report/data_comparison.py",
    "report/disagreement.py",
    "report/of_comparison.py",
    "report/of_entry.py",
}
"""The modules that may know of the notes: those that tell them to people."""


def figures(note: BiasNote) -> set[str]:
    """Give the figures of a note that are no mere counts: those with decimals."""
    return set(re.findall(r"\d+\.\d+", f"{note.size} {note.contested}"))


def test_the_notes_have_names_of_their_own() -> None:
    names = [note.id for note in NOTES]
    assert len(set(names)) == len(names)
    words = {
        entry.id
        for file in ("flaws.yaml", "problems.yaml", "checks.yaml", "words.yaml")
        for entry in load_ours("catalogue", file, section="entries", kind=Entry)
    }
    assert words.isdisjoint(names)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.id)
def test_a_note_names_flaws_that_there_are_and_each_once(note: BiasNote) -> None:
    assert note.flaw
    assert all(isinstance(flaw, Flaw) for flaw in note.flaw)
    assert len(set(note.flaw)) == len(note.flaw)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.id)
def test_a_note_has_a_source_and_each_source_its_address_and_what_was_read_of_it(note: BiasNote) -> None:
    assert note.sources
    for source in note.sources:
        assert source.doi or source.url, source.cite
        assert not source.doi or re.fullmatch(Doi.PATTERN, source.doi), source.cite
        assert " read" in source.note, source.cite
    addresses = [source.doi or source.url for source in note.sources]
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.id)
def test_the_size_has_a_figure_or_says_that_none_is_known(note: BiasNote) -> None:
    assert re.search(r"\d", note.size) or UNKNOWN in note.size
    assert note.about


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.id)
def test_every_interval_embraces_its_estimate(note: BiasNote) -> None:
    told = re.sub(r"95% (CI|credible interval) ", "CI ", f"{note.size} {note.contested}")
    intervals = list(re.finditer(r"\((?:CI |(?P<estimate>[\d.]+), )?(-?[\d.]+)%? to (-?[\d.]+)%?\)", told))
    assert sum(found[0].startswith("(CI ") for found in intervals) == told.count("CI ")
    for found in intervals:
        before = re.findall(r"-?\d+\.\d+|\d+(?=%)", told[: found.start()])
        estimate = found["estimate"] or before[-1]
        assert float(found[2]) < float(estimate) < float(found[3]), found[0]


def test_one_source_is_cited_alike_wherever_it_stands() -> None:
    cited = {(source.doi or source.url, source.cite, source.note) for note in NOTES for source in note.sources}
    assert len({address for address, *_ in cited}) == len(cited)


def test_every_flaw_on_which_most_judgements_turn_has_a_note() -> None:
    spoken = {flaw for note in NOTES for flaw in note.flaw}
    assert spoken >= {
        Flaw.NO_CONTROL,
        Flaw.NOT_RANDOMISED,
        Flaw.NO_CONCEALMENT,
        Flaw.UNBLINDED_PARTICIPANTS,
        Flaw.UNBLINDED_CARERS,
        Flaw.UNBLINDED_ASSESSORS,
        Flaw.NO_SHAM,
        Flaw.SUBJECTIVE_OUTCOME,
        Flaw.SURROGATE_OUTCOME,
        Flaw.REGRESSION_TO_MEAN,
        Flaw.SMALL_SAMPLE,
        Flaw.SINGLE_SITE,
        Flaw.STOPPED_EARLY,
        Flaw.SELECTIVE_REPORTING,
        Flaw.UNIT_OF_ANALYSIS,
        Flaw.FUNDER_INTEREST,
        Flaw.INTELLECTUAL_INTEREST,
    }


def test_where_blinding_is_told_the_study_that_found_no_average_effect_is_told_too() -> None:
    blinding = {Flaw.UNBLINDED_PARTICIPANTS, Flaw.UNBLINDED_CARERS, Flaw.UNBLINDED_ASSESSORS}
    for flaw in blinding:
        on_it = [note for note in NOTES if flaw in note.flaw]
        assert any(source.doi == "10.1136/bmj.l6802" for note in on_it for source in note.sources), flaw


@pytest.mark.parametrize("module", sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py")))
def test_no_module_but_those_that_tell_them_knows_of_the_notes(module: str) -> None:
    text = (SOURCE / module).read_text(encoding="utf-8")
    assert ("BiasNote" in text or "bias.yaml" in text) <= (module in TELLS)


def test_no_module_that_tells_the_notes_names_a_figure_of_theirs_or_computes_with_one() -> None:
    every = {figure for note in NOTES for figure in figures(note)}
    assert len(every) > 100
    for module in TELLS:
        text = (SOURCE / module).read_text(encoding="utf-8")
        assert every.isdisjoint(re.findall(r"\d+\.\d+", text)), module
        assert not re.search(r"\b(float|Decimal|Fraction|sum|fmean)\(", text), module
