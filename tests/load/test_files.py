import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.load.files import (
    CannotRead,
    Read,
    load,
    load_choosing,
    load_for,
    load_instrument,
    load_ours,
    shelf_ids,
    stored,
)
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.record import fields_of
from ccsvi_triage.model.study import Study

Write = Callable[..., str]


def news(name: str, more: str = "") -> str:
    return f"  - id: {name}\n    title: T\n    kind: news\n{more}"


@pytest.fixture
def folder_of(tmp_path: Path) -> Write:
    """Give a function that writes files, by their path with ``/`` as ``__``, and gives their folder."""

    def write(**texts: str | bytes) -> str:
        for name, text in texts.items():
            path = tmp_path / (name.replace("__", "/") + ".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return os.fspath(tmp_path)

    return write


def read_plainly(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 -- a loader without types


def told(read: Read) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.place)) for problem in read.problems]


# ------------------------------------------------------------------------------------------------- which files


def test_a_folder_is_read_file_by_file_and_then_folder_by_folder_in_alphabetical_order(folder_of: Write) -> None:
    folder = folder_of(
        b="studies:\n" + news("b"),
        a__z="studies:\n" + news("a-z"),
        c="studies:\n" + news("c"),
        a__a__x="studies:\n" + news("a-a-x"),
    )
    read = load(folder, shown="lib")
    assert read.files == ("lib/b.yaml", "lib/c.yaml", "lib/a/z.yaml", "lib/a/a/x.yaml")
    assert list(read.library.studies) == ["b", "c", "a-z", "a-a-x"]


def test_hidden_files_and_files_that_are_no_yaml_are_passed_over(folder_of: Write, tmp_path: Path) -> None:
    folder = folder_of(a="studies:\n" + news("a"))
    for name in [".hidden.yaml", ".git/x.yaml", "notes.md", "b.yaml.bak", "c.json", "yaml"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("never: read\n")
    (tmp_path / "d.yml").write_text("studies:\n" + news("d"))
    (tmp_path / "e.yaml").mkdir()
    read = load(folder, shown="lib")
    assert read.files == ("lib/a.yaml", "lib/d.yml")
    assert read.problems == ()


def test_one_file_may_be_the_whole_library(folder_of: Write) -> None:
    folder = folder_of(a="studies:\n" + news("a"), b="studies:\n" + news("b"))
    read = load(os.path.join(folder, "a.yaml"), shown="here/a.yaml")
    assert read.files == ("here/a.yaml",)
    assert list(read.library.studies) == ["a"]


def test_a_folder_without_yaml_is_an_empty_library(tmp_path: Path) -> None:
    read = load(os.fspath(tmp_path))
    assert read == Read(Library({}, {}, {}, {}, {}), (), (), folder=os.fspath(tmp_path))


@pytest.mark.parametrize("name", ["missing", "missing/deeper", "a.yaml/deeper"])
def test_a_folder_that_cannot_be_read_is_named(folder_of: Write, name: str) -> None:
    folder = folder_of(a="studies:\n" + news("a"))
    with pytest.raises(CannotRead, match=name):
        load(os.path.join(folder, name))


def test_a_file_that_cannot_be_read_is_named(folder_of: Write, tmp_path: Path) -> None:
    folder = folder_of(a="studies:\n" + news("a"))
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(CannotRead, match=r"gone\.yaml: No such file"):
        load(folder)


def test_a_folder_that_contains_itself_is_read_once(folder_of: Write, tmp_path: Path) -> None:
    folder = folder_of(a="studies:\n" + news("a"))
    (tmp_path / "again").symlink_to(tmp_path)
    assert load(folder, shown="lib").files == ("lib/a.yaml",)


def test_places_show_the_folder_as_it_was_given_and_never_an_absolute_one(
    folder_of: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_of(sub__a="studies:\n  - {id: a}\n")
    monkeypatch.chdir(tmp_path)
    assert {place for _, place in told(load("sub"))} == {"sub/a.yaml:2:5"}
    assert {place for _, place in told(load("./sub/"))} == {"sub/a.yaml:2:5"}
    assert {place for _, place in told(load("."))} == {"sub/a.yaml:2:5"}
    assert {place for _, place in told(load(os.fspath(tmp_path / "sub"), shown="../sub"))} == {"../sub/a.yaml:2:5"}


# ------------------------------------------------------------------------------------------------- what they hold


BIG = """\
sources:
  - {id: page, title: P, kind: page}
studies:
  - {id: one, title: One, kind: primary-study, sites: {value: 1, source: page}}
  - {id: two, title: Two, kind: protocol, companion_of: one, sites: {value: 2, source: one}}
  - {id: three, title: Three, kind: news}
claims:
  - {id: works, text: It works, kind: benefit, strength: effect, evidence: [{study: one, bearing: for, why: x}]}
sheets:
  - {id: first, study: one, instrument: mine, version: "1", reviewer: me}
instruments:
  - {id: mine, title: Mine, version: "1", about: x, form: judged, judges: study, ours: no, licence: CC0, notice: x,
     sources: [], options: [Y, N], domains: []}
"""


def test_the_keys_of_a_file_say_what_it_holds(folder_of: Write) -> None:
    read = load(folder_of(any_name_will_do=BIG))
    assert read.problems == ()
    assert [list(part) for part in read.library] == [["page"], ["one", "two", "three"], ["works"], ["first"], ["mine"]]


@settings(max_examples=30)
@given(st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_one_big_file_and_many_small_ones_are_the_same_library(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("split")
    records = [(section, record) for section, held in read_plainly(BIG).items() for record in held]
    files: dict[int, dict[str, list[Any]]] = {}
    for number, (section, record) in zip(numbers, records, strict=True):
        files.setdefault(number, {}).setdefault(section, []).append(record)
    for number, sections in files.items():
        (folder / f"{number}.yaml").write_text(yaml.safe_dump(sections))
    whole = folder / "whole"
    split = load(os.fspath(folder))
    whole.mkdir()
    (whole / "all.yaml").write_text(BIG)
    assert split.problems == ()
    assert split.library == load(os.fspath(whole)).library


def test_a_key_that_no_file_has_is_told_once_with_the_nearest(folder_of: Write) -> None:
    read = load(folder_of(a="studeis:\n" + news("a") + news("b") + "qqq: 5\n"), shown="lib")
    assert told(read) == [("F102", "lib/a.yaml:1:1"), ("F102", "lib/a.yaml:8:1")]
    assert read.problems[0].hint == "did you mean 'studies'?"
    assert "sources, studies, claims, sheets, instruments" in read.problems[1].hint


def test_a_key_that_no_file_has_is_told_even_above_an_empty_list(folder_of: Write) -> None:
    assert [code for code, _ in told(load(folder_of(a="studeis: []\n")))] == ["F102"]


@pytest.mark.parametrize("nothing", [" []", ""])
def test_a_list_that_has_no_records_yet_is_no_problem(folder_of: Write, nothing: str) -> None:
    assert load(folder_of(a=f"studies:{nothing}\n")).problems == ()


def test_records_must_stand_in_a_list(folder_of: Write) -> None:
    read = load(folder_of(a="studies: {id: a, title: A, kind: news}\n"))
    assert [code for code, _ in told(read)] == ["F101"]


# ------------------------------------------------------------------------------------------------- joined


def test_an_id_that_stands_twice_is_told_where_it_stands_again_and_where_it_stood_first(folder_of: Write) -> None:
    read = load(folder_of(a="studies:\n" + news("x"), b="studies:\n" + news("y") + news("x")), shown="lib")
    (problem,) = read.problems
    assert (problem.code, str(problem.place)) == ("F201", "lib/b.yaml:5:9")
    assert "the id 'x' stands twice among the studies" in problem.message
    assert "first at lib/a.yaml:2:9" in problem.hint
    assert read.library.studies["x"].where.record.file == "lib/a.yaml"


def test_records_of_different_kinds_may_share_an_id(folder_of: Write) -> None:
    read = load(folder_of(a="sources:\n  - {id: x, title: X, kind: page}\nstudies:\n" + news("x")))
    assert read.problems == ()


@pytest.mark.parametrize(
    ("more", "message", "hint"),
    [
        ("    companion_of: on\n", "there is no study 'on'", "did you mean 'one'?"),
        (
            "    companion_of: zzzz\n",
            "there is no study 'zzzz'",
            "is its record broken, or its file outside the folder?",
        ),
        ("    companion_of: page\n", "there is no study 'page'", "is its record broken"),
        ("    sites: {value: 1, source: paeg}\n", "there is no source or study 'paeg'", "did you mean 'page'?"),
        ("    flaws: [{code: no-control, basis: stated, source: tow}]\n", "there is no source or study 'tow'", "'two'"),
    ],
)
def test_a_reference_to_nothing_is_told_with_its_nearest_neighbour(
    folder_of: Write, more: str, message: str, hint: str
) -> None:
    (problem,) = load(folder_of(a=BIG, b="studies:\n" + news("x", more)), shown="lib").problems
    assert (problem.code, problem.place.file, problem.place.line) == ("F202", "lib/b.yaml", 5)
    assert problem.message == message
    assert hint in problem.hint


def test_a_sheet_may_name_an_instrument_of_the_shelf_or_of_the_library_and_no_other(folder_of: Write) -> None:
    sheet = "sheets:\n  - {{id: s, study: one, instrument: {}, version: '1', reviewer: me}}\n"
    assert load(folder_of(a=BIG, b=sheet.format("mine")), ["rob2"]).problems == ()
    assert load(folder_of(b=sheet.format("rob2")), ["rob2"]).problems == ()
    (problem,) = load(folder_of(b=sheet.format("rob3")), ["rob2"]).problems
    assert (problem.message, problem.hint) == ("there is no instrument 'rob3'", "did you mean 'rob2'?")


def test_a_reference_to_a_record_that_is_broken_is_not_told_as_well(folder_of: Write) -> None:
    text = BIG.replace("title: One,", "year: MMIX, title: One,")
    assert [code for code, _ in told(load(folder_of(a=text)))] == ["F104"]


def test_a_file_that_is_no_yaml_brings_no_flood_of_dangling_references(folder_of: Write) -> None:
    read = load(
        folder_of(a="studies:\n" + news("one") + "  - [\n", b="studies:\n" + news("x", "    companion_of: two\n"))
    )
    assert [code for code, _ in told(read)] == ["F001"]


def test_all_that_is_wrong_with_all_files_is_told_in_one_run_in_the_order_of_files_and_lines(folder_of: Write) -> None:
    read = load(
        folder_of(
            a="studies:\n" + news("a", "    companion_of: nobody\n    year: MMIX\n") + "studies: []\n",
            b="studies:\n" + news("a") + news("d", "    tilte: T\n    sites: {value: 1, source: nobody}\n"),
            c__a="studies:\n" + news("f", '    journal: "\\e"\n'),
        ),
        shown="lib",
    )
    assert [(code, place.rpartition(":")[0]) for code, place in told(read)] == [
        ("F202", "lib/a.yaml:5"),
        ("F104", "lib/a.yaml:6"),
        ("F004", "lib/a.yaml:7"),
        ("F102", "lib/b.yaml:8"),
        ("F202", "lib/b.yaml:9"),
        ("F012", "lib/c/a.yaml:5"),
    ]


def test_a_file_that_cannot_be_read_hides_nothing_of_the_others(folder_of: Write) -> None:
    read = load(
        folder_of(
            a="studies:\n" + news("a", "    year: MMIX\n"),
            b=b"\xff\xfe",
            c="studies: [\n",
            d="# nothing\n",
            e="studies:\n" + news("e") + news("f", "    year: MMIX\n"),
        ),
        shown="lib",
    )
    assert told(read) == [
        ("F104", "lib/a.yaml:5:11"),
        ("F011", "lib/b.yaml:1:1"),
        ("F001", "lib/c.yaml:2:1"),
        ("F002", "lib/d.yaml:2:1"),
        ("F104", "lib/e.yaml:8:11"),
    ]
    assert list(read.library.studies) == ["e"]


def test_a_file_without_a_character_hides_no_dangling_reference(folder_of: Write) -> None:
    read = load(folder_of(a="", b="studies:\n" + news("x", "    companion_of: nobody\n")), shown="lib")
    assert told(read) == [("F002", "lib/a.yaml:1:1"), ("F202", "lib/b.yaml:5:19")]


def test_a_key_that_stands_twice_takes_no_sound_record_with_it(folder_of: Write) -> None:
    read = load(
        folder_of(a="studies:\n" + news("a") + "studies: []\nsources:\n  - {id: page, title: P, kind: page}\n"),
        shown="lib",
    )
    assert told(read) == [("F004", "lib/a.yaml:5:1")]
    assert list(read.library.sources) == ["page"]


def test_the_same_files_give_the_same_problems_whatever_python_hashes_to(folder_of: Write) -> None:
    names = "".join(news(f"study-{letter}") for letter in "abcdefgh")
    folder = folder_of(a="studies:\n" + names + news("x", "    companion_of: study-\n"))
    assert [problem.hint for problem in load(folder).problems] == ["did you mean 'study-a'?"]


# ------------------------------------------------------------------------------------------------- only a part


OTHERS = """\
studies:
  - id: one
    title: One
    kind: primary-study
    sites: {value: 1, source: page}
  - id: two
    title: "Two: a plan"
    kind: protocol
    companion_of: one
    note: >-
      - id: one
      is not a record
  - id: three
    title: It's three
    kind: news
    sites:
      value: 3
      source: one
  - id: four
    title: Four
    kind: news
sources:
  - id: page
    title: P
    kind: page
sheets:
  - id: first
    study: one
    instrument: quick
    version: "1"
    reviewer: me
    answers:
      q01: {answer: Y, because: "seen", source: page}
  - id: second
    study: three
    instrument: quick
    version: "1"
    reviewer: me
"""
WANTED = ["one", "two", "three", "four"]


def parted(folder: str, name: str) -> Library | None:
    return load_for([name], folder, ["quick"], "lib")


def test_of_a_large_library_only_what_bears_on_a_study_is_read(folder_of: Write) -> None:
    folder = folder_of(a=OTHERS)
    part = parted(folder, "one")
    assert part is not None
    assert list(part.studies) == ["one", "two"]
    assert list(part.sheets) == ["first"]
    assert list(part.sources) == ["page"]
    assert parted(folder, "five") is None


def places_of(library: Library, name: str) -> list[Place]:
    where = library.studies[name].where
    return [where.record, *(where[field] for field in fields_of(Study))]


@pytest.mark.parametrize("name", WANTED)
def test_a_study_read_alone_stands_at_the_same_places_as_in_the_whole(folder_of: Write, name: str) -> None:
    folder = folder_of(a=OTHERS)
    part, whole = parted(folder, name), load(folder, ["quick"], "lib").library
    assert part is not None
    assert part.studies[name] == whole.studies[name]
    assert places_of(part, name) == places_of(whole, name)


def test_an_empty_file_beside_it_does_not_break_the_reading_of_a_part(folder_of: Write) -> None:
    part = parted(folder_of(a=OTHERS, b="# nothing yet\n"), "one")
    assert part is None or list(part.studies) == ["one", "two"]


ONE = "  - id: one\n    title: One\n    kind: news\n"
TWO = "  - id: two\n    title: Two\n    kind: news\n"


@pytest.mark.parametrize(
    "text",
    [
        f"studies:\n{ONE}{TWO}    companion_of: one\n",
        f"studies:\n{ONE}{TWO}    companion_of:\n      one\n",
        f"studies:\n{ONE}{TWO}    companion_of: 'one'\n",
        f'studies:\n{ONE}{TWO}    companion_of: "\\x6fne"\n',
        f'studies:\n{ONE}{TWO}    "companion\\x5fof": one\n',
        f"studies:\n{ONE}{TWO}    ? companion_of\n    : one\n",
        f"studies:\n  - companion_of: one\n    id: two\n    title: Two\n    kind: news\n{ONE}",
        f"studies:\n  -\n    id: two\n    title: Two\n    kind: news\n    companion_of: one\n{ONE}",
        "studies: [{id: two, title: Two, kind: news, companion_of: one}, {id: one, title: One, kind: news}]\n",
    ],
)
def test_a_companion_report_is_found_however_it_is_written(folder_of: Write, text: str) -> None:
    folder = folder_of(a=text)
    assert load(folder).library.studies["two"].companion_of == "one"
    part = load_for(["one"], folder)
    assert part is None or "two" in part.studies


SPOTS = st.integers(0, len(OTHERS) - 1)
PIECES = st.sampled_from(
    [
        *[
            "",
            " ",
            "\n",
            "\n  ",
            "\n    ",
            "\t",
            ":",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ",",
            '"',
            "'",
            "&a ",
            "*a",
            "!x ",
        ],
        *[
            "#",
            " #",
            "|",
            ">",
            "~",
            "x",
            "id: ",
            "\n  - id: one\n",
            "---\n",
            "<<: ",
            "? ",
            "\\",
            "one",
            "%",
            "companion_of: ",
        ],
    ]
)


@settings(max_examples=300)
@given(st.lists(st.tuples(SPOTS, st.integers(0, 12), PIECES), max_size=3), st.sampled_from(WANTED))
def test_a_part_of_a_library_never_says_anything_else_than_the_whole(
    tmp_path_factory: pytest.TempPathFactory, damages: list[tuple[int, int, str]], name: str
) -> None:
    text = OTHERS
    for spot, length, piece in damages:
        text = text[:spot] + piece + text[spot + length :]
    folder = tmp_path_factory.mktemp("part")
    (folder / "a.yaml").write_text(text)
    whole, problems, *_ = load(os.fspath(folder), ["quick"], "lib")
    part = parted(os.fspath(folder), name)
    if part is None:
        return
    if name not in whole.studies:
        assert any(problem.code.startswith("F0") for problem in problems), (
            "only a file that breaks off may hide a study"
        )
        return
    assert part.studies[name] == whole.studies[name]
    assert places_of(part, name) == places_of(whole, name)
    companions = [i for i, study in whole.studies.items() if name == study.companion_of]
    assert set(companions) <= set(part.studies)
    sheets = [i for i, sheet in whole.sheets.items() if sheet.study == name]
    assert set(sheets) <= set(part.sheets)
    assert all(part.sheets[i] == whole.sheets[i] for i in sheets)


# ------------------------------------------------------------------------------------------------- the file's own words


def shown_as_stored(folder: str, name: str, section: str = "studies") -> str:
    record = getattr(load(folder, shown="lib").library, section)[name]
    return stored(folder, "lib", record.where.record)


def test_a_record_is_shown_as_its_author_wrote_it(folder_of: Write) -> None:
    folder = folder_of(a='studies:\n- id: a\n  title: "A"  # so it is called\n  # a remark\n  kind:   news\n')
    assert shown_as_stored(folder, "a") == 'id: a\ntitle: "A"  # so it is called\n# a remark\nkind:   news'


@pytest.mark.parametrize("ending", ["\n", "\n\n\n", ""])
def test_a_record_at_the_end_of_its_file_is_shown_without_empty_lines(folder_of: Write, ending: str) -> None:
    folder = folder_of(a="studies:\n  - id: a\n    title: A\n    kind: news" + ending)
    assert shown_as_stored(folder, "a") == "id: a\ntitle: A\nkind: news"


@pytest.mark.parametrize("indent", ["", "  "])
def test_of_the_record_that_follows_nothing_is_shown(folder_of: Write, indent: str) -> None:
    lines = ["- id: a", "  title: A", "  kind: news", "- id: b", "  title: B", "  kind: news"]
    folder = folder_of(a="studies:\n" + "".join(f"{indent}{line}\n" for line in lines))
    assert shown_as_stored(folder, "a") == "id: a\ntitle: A\nkind: news"
    assert shown_as_stored(folder, "b") == "id: b\ntitle: B\nkind: news"


def test_a_record_in_braces_is_shown_alone(folder_of: Write) -> None:
    folder = folder_of(a="studies: [{id: a, title: A, kind: news}, {id: b, title: B, kind: news}]\n")
    assert shown_as_stored(folder, "a") == "{id: a, title: A, kind: news}"
    assert shown_as_stored(folder, "b") == "{id: b, title: B, kind: news}"


def test_a_file_that_has_gone_since_it_was_read_is_named(folder_of: Write, tmp_path: Path) -> None:
    folder = folder_of(a="studies:\n" + news("a"))
    record = load(folder, shown="lib").library.studies["a"]
    (tmp_path / "a.yaml").unlink()
    with pytest.raises(CannotRead):
        stored(folder, "lib", record.where.record)


# ------------------------------------------------------------------------------------------------- the package's own


def test_every_instrument_of_the_package_is_read_by_its_id() -> None:
    assert shelf_ids() == tuple(sorted(shelf_ids()))
    assert {"quick", "rob2", "single-arm"} <= set(shelf_ids())
    for name in shelf_ids():
        assert load_instrument(name).id == name


def test_an_instrument_that_the_package_does_not_have_is_named() -> None:
    with pytest.raises(CannotRead, match="rob9"):
        load_instrument("rob9")


def test_the_rule_that_picks_an_instrument_names_only_instruments_that_are_there() -> None:
    choosing = load_choosing()
    assert choosing.choices
    assert choosing.ceilings
    assert {choice.instrument for choice in choosing.choices} <= {"", *shelf_ids()}


@pytest.mark.parametrize("file", ["flaws.yaml", "problems.yaml", "words.yaml"])
def test_every_page_of_the_catalogue_is_read(file: str) -> None:
    assert load_ours("catalogue", file, section="entries", kind=Entry)


def test_the_shipped_library_has_no_problem(shipped: Library) -> None:
    assert len(shipped.studies) >= 32
    assert len(shipped.claims) >= 20
    assert shipped.sheets


def test_the_version_of_files_is_that_of_their_names_and_bytes_wherever_they_lie(
    folder_of: Write, tmp_path: Path
) -> None:
    def version(name: str, **texts: str) -> str:
        folder_of(**{f"{name}__{path}": text for path, text in texts.items()})
        return load(os.fspath(tmp_path / name), versioned=True).version

    first = version("x", a="studies: []", deeper__b="claims: []")
    assert re.fullmatch("sha256:[0-9a-f]{64}", first)
    assert version("y", deeper__b="claims: []", a="studies: []") == first
    others = {
        version("z1", a="studies: [] ", deeper__b="claims: []"),
        version("z2", a="studies: []"),
        version("z3", a="studies: []", b="claims: []"),
        version("z4", a="claims: []", deeper__b="studies: []"),
    }
    assert len({first, *others}) == 5


def test_nothing_is_summed_up_where_nobody_asks(folder_of: Write) -> None:
    assert load(folder_of(a="studies: []")).version == ""
