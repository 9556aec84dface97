"""Every instrument, question, rule, flaw, problem code and word has its page."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.load.files import load_instrument, load_ours, shelf_ids
from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.words import Flaw
from ccsvi_triage.report.of_instrument import parts

Run = Callable[..., Any]

ENTRIES = tuple(
    entry
    for file in ("flaws.yaml", "problems.yaml", "checks.yaml", "words.yaml")
    for entry in load_ours("catalogue", file, section="entries", kind=Entry)
)
NOTES = load_ours("catalogue", "bias.yaml", section="notes", kind=BiasNote)


def pages(run: Run, word: str) -> list[dict[str, Any]]:
    ran = run("explain", word, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return list(json.loads(ran.out)["pages"])


def test_every_flaw_has_a_page(run: Run) -> None:
    assert {flaw.value for flaw in Flaw} == {entry.id for entry in ENTRIES if entry.group == "flaw"}
    for flaw in list(Flaw)[::10]:
        assert any(page["group"] == "flaw" for page in pages(run, flaw.value)), flaw


def test_every_word_of_the_catalogue_is_explained_and_found_without_its_capitals(run: Run) -> None:
    for entry in ENTRIES[:: max(1, len(ENTRIES) // 12)]:
        assert entry.title in [page["title"] for page in pages(run, entry.id)]
        assert pages(run, entry.id.upper()) == pages(run, entry.id.lower())


@pytest.mark.parametrize("name", shelf_ids())
def test_the_parts_of_an_instrument_are_explained(name: str, run: Run) -> None:
    assert any(page["group"] == "instrument" for page in pages(run, name))
    every = parts(load_instrument(name))
    for part in every[:: len(every) // 7]:
        found = pages(run, f"{name}/{part}")
        assert found
        for page in found:
            smaller = [asked["id"] for asked in page.get("parts", ())]
            assert page["instrument"] == name
            assert part in (page["id"], page.get("label"), *smaller)


def test_without_a_word_all_words_are_listed(run: Run) -> None:
    ran = run("explain", "--width", "1000")
    for entry in ENTRIES:
        assert entry.id in ran.out
    for name in (*shelf_ids(), *(note.id for note in NOTES)):
        assert name in ran.out
    topics = json.loads(run("explain", "--format", "json").out)["pages"]
    listed = {(topic["group"], word) for topic in topics for word in topic["words"]}
    notes = {("bias", note.id) for note in NOTES}
    assert listed == {(e.group, e.id) for e in ENTRIES} | {("instrument", name) for name in shelf_ids()} | notes


def test_bias_explains_all_notes_and_a_note_is_explained_by_its_own_word(run: Run) -> None:
    every = pages(run, "bias")
    assert [page["word"] for page in every] == [note.id for note in NOTES]
    for page in every[::6]:
        assert pages(run, page["word"].upper()) == [page]


def test_a_flaw_is_explained_with_the_notes_that_name_it_alone_and_among_all_flaws(run: Run) -> None:
    among = {page["word"]: page["bias"] for page in pages(run, "flaws")}
    for flaw in sorted({flaw for note in NOTES for flaw in note.flaw})[::6]:
        (page,) = pages(run, flaw)
        assert [note["word"] for note in page["bias"]] == [note.id for note in NOTES if flaw in note.flaw]
        assert page["bias"] == among[flaw]
        shown = run("explain", flaw, "--width", "1000").out
        assert all(note["size"] in shown for note in page["bias"])


def test_a_word_that_is_a_design_and_an_instrument_shows_both_pages(run: Run) -> None:
    assert {page["group"] for page in pages(run, "single-arm")} == {"design", "instrument"}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("regresion-to-mean", "triage: nothing is called 'regresion-to-mean' (did you mean 'regression-to-mean'?)\n"),
        ("rob2/D1.11", "triage: rob2 has no 'D1.11' (did you mean 'D1.1'?)\n"),
        ("rob2/?", "triage: rob2 has no '?' ('triage explain rob2' lists its parts)\n"),
        ("qqqqqqqqqqqq", "triage: nothing is called 'qqqqqqqqqqqq' ('triage explain' lists all words)\n"),
        ("regresion", "triage: nothing is called 'regresion' (did you mean 'regression-to-mean'?)\n"),
        (
            "null-stronger",
            "triage: 'null-stronger' is a rule of the verdict on claims ('triage explain verdicts' has them all)\n",
        ),
    ],
)
def test_a_word_that_nobody_knows_is_told_with_the_nearest(word: str, said: str, run: Run) -> None:
    assert run("explain", word) == (2, "", said)


def test_a_part_is_explained_by_its_name_alone_where_one_instrument_has_it(run: Run) -> None:
    assert pages(run, "N4") == pages(run, "n4") == pages(run, "single-arm/N4")
    ran = run("explain", "4.4")
    assert ran.code == 2
    first, *lines = ran.err.splitlines()
    assert first == f"triage: {len(lines)} instruments have a part '4.4'; name one of them too:"
    assert "  triage explain rob2/4.4" in lines
    ran = run("explain", "D1")
    assert ran.err.splitlines()[0].startswith("triage: 9 instruments")
    assert ran.err.splitlines()[-1] == "  ... and 1 more"


def test_an_instrument_is_found_by_the_name_that_its_authors_write(run: Run) -> None:
    assert pages(run, "PEDro") == pages(run, "pedro")
    assert pages(run, "RoB2/1.1") == pages(run, "rob2/1.1")


@pytest.mark.parametrize("word", ["NI", "NA", "PY", "PN", "P1", "P2", "P3", "HOLD", "GRADE", "ruling", "average"])
def test_what_reports_print_without_a_word_beside_it_has_its_page(word: str, run: Run) -> None:
    assert [page["group"] for page in pages(run, word)] == ["house"]


def test_an_instrument_of_the_library_is_explained_too(tmp_path: Path, root: Path, run: Run) -> None:
    text = (root / "src" / "ccsvi_triage" / "instruments" / "quick.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(text.replace("id: quick", "id: my-own", 1), encoding="utf-8")
    assert "my-own" in run("explain", "my-own", "--data", str(tmp_path)).out
    assert run("explain", "my-own/q01", "--data", str(tmp_path)).code == 0


def test_no_library_is_needed_and_none_is_read(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "studies.yaml").write_text("broken: [", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("explain", "no-control").code == 0
