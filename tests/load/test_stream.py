import json
import re
import subprocess
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from yaml.events import ScalarEvent, SequenceStartEvent

from ccsvi_triage.load import stream
from ccsvi_triage.load.stream import Event, Stream, is_empty, stretch_of, text_of
from ccsvi_triage.model.place import Mark, Place, Stretch
from ccsvi_triage.model.problem import Problem

PARSERS = {"C": getattr(yaml, "CSafeLoader", None), "Python": yaml.SafeLoader}
IN_C = pytest.mark.skipif(PARSERS["C"] is None, reason="PyYAML comes without libyaml here")


Span = tuple[int, int, int, int]


class Value(NamedTuple):
    """What the stream told of a value: plainly, whether it is nothing, where it is, and all places of and in it."""

    plain: Any
    empty: bool
    span: Span
    everything: list[tuple[Span, Any]]


class Taken(NamedTuple):
    key: str
    span: Span
    value: Value


class Tried(NamedTuple):
    taken: list[Taken]
    problems: list[Problem]


def numbers(place: Stretch) -> Span:
    first, last = place
    return first.line, first.column, last.line, last.column


def walked(source: Stream, event: Event) -> Value:
    """Walk a value to its end."""
    everything: list[tuple[Span, Any]] = []
    plain: Any
    ended: Mark = event.end_mark
    if isinstance(event, ScalarEvent):
        plain = event.value
    elif isinstance(event, SequenceStartEvent):
        items = [walked(source, item) for item in source.items(event)]
        ended = source.ended
        plain = [item.plain for item in items]
        everything = [found for item in items for found in item.everything]
    else:
        plain = {}
        for name, key, event_of_value in source.pairs(event):
            value = walked(source, event_of_value)
            plain[name] = value.plain
            everything += [(numbers(stretch_of(key)), name), *value.everything]
        ended = source.ended
    span = numbers((event.start_mark, ended))
    return Value(plain, isinstance(event, ScalarEvent) and is_empty(event), span, [(span, plain), *everything])


def try_to_read(raw: bytes | str, shift: int = 0) -> Tried:
    """Read a file to its end; of a list at the top each item is taken, of all else the whole."""
    taken: list[Taken] = []
    text, problems = text_of(raw.encode() if isinstance(raw, str) else raw, "a.yaml")
    source = Stream(text, "a.yaml", shift)

    def visit(top: Event) -> None:
        for name, key, event in source.pairs(top):
            events = source.items(event) if isinstance(event, SequenceStartEvent) else (event,)
            for value in events:
                taken.append(Taken(name, numbers(stretch_of(key)), walked(source, value)))  # noqa: PERF401 -- kept where it breaks off

    return Tried(taken, problems or source.read(visit))


def stretch(place: Place) -> str:
    return f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"


@pytest.fixture(params=[pytest.param("C", marks=IN_C), "Python"], autouse=True)
def parser(request: pytest.FixtureRequest) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "_Parser", PARSERS[request.param])
        yield request.param


# ---------------------------------------------------------------------------------------------- what is refused

BILLION = "a: &a [l,l,l,l,l,l,l,l,l]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

REFUSED: dict[str, tuple[bytes | str, str, str, str]] = {
    # name: what the file holds, the problem's code, its stretch, a part of its mend
    "a Python object": ("a: !!python/object/apply:os.system ['x']\n", "F008", "1:4-1:37", "delete it"),
    "an unknown tag": ("a: !foo bar\n", "F008", "1:4-1:12", "delete it"),
    "a tag of YAML's own": ("a:\n  - !!str 5\n", "F008", "2:5-2:12", "follows from its key"),
    "the tag that forbids tags": ("a: ! 5\n", "F008", "1:4-1:7", "delete it"),
    "a tag on a key": ("!!str a: 5\n", "F008", "1:1-1:8", "delete it"),
    "a tag on a list of records": ("a: !!seq\n- 5\n", "F008", "1:4-2:2", "delete it"),
    "a tag on the whole file": ("--- !!map\na: 5\n", "F008", "1:5-2:1", "delete it"),
    "an anchor": ("a: &x 5\n", "F007", "1:4-1:8", "delete it"),
    "an anchor on a key": ("&x a: 5\n", "F007", "1:1-1:5", "delete it"),
    "an alias": ("a:\n  b: *x\n", "F007", "2:6-2:8", "write the value out"),
    "an alias as a key": ("a:\n  *x : 5\n", "F007", "2:3-2:5", "write the value out"),
    "a list that holds itself": ("a: &a [*a]\n", "F007", "1:4-1:8", "delete it"),
    "a billion laughs": (BILLION, "F007", "1:4-1:8", "delete it"),
    "a merge key": ("a:\n  <<: {b: 1}\n", "F007", "2:3-2:5", "write the keys out"),
    "two equal keys": ("a: 1\nb: 2\na: 3\n", "F004", "3:1-3:2", "first on line 1"),
    "two equal keys within": ("a:\n  b: 1\n  b: 2\n", "F004", "3:3-3:4", "first on line 2"),
    "two equal keys in braces": ("a: {b: 1, b: 2}\n", "F004", "1:11-1:12", "first on line 1"),
    "two equal keys, one quoted": ("a: 1\n'a': 2\n", "F004", "2:1-2:4", "keep one of them"),
    "a list as a key": ("? [a]\n: b\n", "F006", "1:3-1:4", "key: value"),
    "a mapping as a key": ("a:\n  {b: c}: d\n", "F006", "2:3-2:4", "key: value"),
    "two documents": ("a: 1\n---\nb: 2\n", "F005", "2:1-2:4", "take the '---' out"),
    "two documents with an end between": ("a: 1\n...\n---\nb: 2\n", "F005", "3:1-3:4", "take the '---' out"),
    "nothing": ("", "F002", "1:1-1:1", "studies:"),
    "only a comment": ("# x\n", "F002", "2:1-2:1", "studies:"),
    "only a null": ("~\n", "F002", "1:1-1:2", "studies:"),
    "only a document mark": ("---\n", "F002", "", "studies:"),
    "a list at the top": ("- a\n", "F003", "1:1-1:1", "write 'studies:' above the list"),
    "a word at the top": ("a\n", "F003", "1:1-1:2", "write 'studies:' above the list"),
    "an alias at the top": ("*a\n", "F007", "1:1-1:3", "write the value out"),
    "brackets within brackets": ("[" * 2000 + "]" * 2000, "F003", "1:1-1:2", "above the list"),
    "100,000 brackets": ("a: " + "[" * 100_000, "F009", "1:27-1:28", "is a bracket not closed?"),
    "100,000 braces": ("a: " + "{b: " * 100_000, "F009", "1:96-1:97", "is a bracket not closed?"),
    "a thousand steps inward": (
        "".join("  " * step + "a:\n" for step in range(1000)),
        "F009",
        "25:49-25:49",
        "is a bracket not closed?",
    ),
    "a text without an end": ("a: " + "x" * 100_001, "F010", "1:4-1:100005", "is a quote not closed?"),
    "a bell": (b"a: x\nb: x\x07\n", "F012", "2:5-2:6", "delete it"),
    "an escape sequence": (b"a: \x1b[31mred\n", "F012", "1:4-1:5", "delete it"),
    "an escape sequence as an escape": ('a: "\\e[31m"\n', "F012", "1:4-1:12", "delete it"),
    "an escape in a key": ('"\\e[31m": 1\n', "F012", "1:1-1:9", "delete it"),
    "a NUL as an escape": ('a: "\\0"\n', "F012", "1:4-1:8", "delete it"),
    "a direction override": ('a: "\u202eabc"\n', "F012", "1:5-1:6", "delete it"),
    "a direction override as an escape": ('a: "\\u202e"\n', "F012", "1:4-1:12", "delete it"),
    "an invisible tag character": ("a: x\U000e0041\n", "F012", "1:5-1:6", "delete it"),
    "a blank without width": ("a: x\u200by\n", "F012", "1:5-1:6", "delete it"),
    "a next-line character": ("a: x\u0085y\n", "F012", "1:5-1:6", "delete it"),
    "a line separator": ('a: "x\u2028y"\n', "F012", "1:6-1:7", "delete it"),
    "a byte order mark within": ("a: x\ufeff\n", "F012", "1:5-1:6", "delete it"),
    "a NUL near the beginning": (b"a: \x00\n", "F011", "1:1-1:2", "save it as UTF-8"),
    "a NUL further down": (b"# " + b"x" * 80 + b"\na: b\x00\n", "F012", "2:5-2:6", "delete it"),
    "UTF-16": ("a: \u00e9\n".encode("utf-16"), "F011", "1:1-1:2", "save it as UTF-8"),
    "UTF-16 without a mark": ("a: b\n".encode("utf-16-be"), "F011", "1:1-1:2", "save it as UTF-8"),
    "latin-1": ("a: 1\nb: S\u00fcd\n".encode("latin-1"), "F011", "2:5-2:6", "save the file as UTF-8"),
    "a file cut within a character": ("a: \u00e9".encode()[:-1], "F011", "1:4-1:5", "save the file as UTF-8"),
    "a surrogate in bytes": (b"a: \xed\xa0\x80\n", "F011", "1:4-1:5", "save the file as UTF-8"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_yaml_would_guess_merge_repeat_or_hide_is_refused_at_its_place_with_a_mend(name: str) -> None:
    raw, code, where, mend = REFUSED[name]
    problems = try_to_read(raw).problems
    assert [problem.code for problem in problems] == [code]
    assert stretch(problems[0].place) == where or not where
    assert problems[0].place.file == "a.yaml"
    assert mend in problems[0].hint


NO_YAML = {
    "a tab before a key": ("a:\n\tb: 1\n", "2:1"),
    "a colon in a plain text": ("a: b: c\n", "1:5"),
    "a bracket that is never closed": ("a: [1, 2\nb: 3\n", "2:2"),
    "a quote that is never closed": ('a: 1\nb: "x\n', "3:1"),
    "a key that is too far out": ("a:\n    b: 1\n  c: 2\n", "3:3"),
    "a text that begins with an at sign": ("a: @b\n", "1:4"),
    "an escape that is none": ('a: 1\nb: "\\q"\n', "2:"),
}


@pytest.mark.parametrize("name", NO_YAML)
def test_what_is_no_yaml_is_refused_where_it_stops_making_sense(name: str) -> None:
    text, where = NO_YAML[name]
    (problem,) = try_to_read(text).problems
    assert problem.code == "F001"
    assert f"{problem.place.line}:{problem.place.column}".startswith(where)
    assert (problem.place.line, problem.place.column) <= (problem.place.end_line, problem.place.end_column)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("a: b: c\n", "wants quotes round it"),
        ("a:\n\tb: 1\n", "not with tabs"),
        ("a: @b\n", "quote a text that begins with @"),
        ('a: "x\n', "not closed"),
        ("a:\n    b: 1\n  c: 2\n", "indentation"),
        ("a: b\n  c: 1\n", "indented too far"),
        ("a:\n  - b: 1\n   c: 2\n", "begin in one column"),
        ("a: [b, c\nd: 1\n", "every bracket closed"),
        ("a: *b*\n", "quote a text that begins with *"),
        ("a: 1\nb\nc: 2\n", "a blank behind the colon; look at the line before"),
        ("a: 1\nb:\u00a0x\nc: 2\n", "U+00A0"),
        ("a:\n  - b: 1\n   \u00a0c: 2\n", "U+00A0"),
    ],
)
def test_the_commonest_slips_of_the_pen_come_with_their_mend(text: str, mend: str, parser: str) -> None:
    if parser != "C":
        pytest.skip("the parser in Python words its messages otherwise")
    (problem,) = try_to_read(text).problems
    assert mend in problem.hint


def test_a_lone_surrogate_as_an_escape_is_refused() -> None:
    (problem,) = try_to_read('a: "\\ud800"\n').problems
    assert problem.code in {"F001", "F012"}
    assert problem.place.line == 1


def test_a_refused_character_is_named_and_never_shown() -> None:
    (problem,) = try_to_read('a: "\\e[31m"\n').problems
    assert "U+001B" in problem.message
    assert str(problem).isprintable()


HIDDEN = [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x61C, 0x200B, 0x200E, 0x200F]
HIDDEN += [*range(0x2028, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF, 0xFFF9, 0xFFFB, 0xE0001, 0xE007F, 0xE0FFF]


@given(
    before=st.lists(st.text("ab \u00e9\u65e5", max_size=5), max_size=4),
    hidden=st.sampled_from(HIDDEN).map(chr),
    after=st.text("ab\n", max_size=5),
)
def test_a_hidden_character_is_always_found_at_its_line_and_column(before: list[str], hidden: str, after: str) -> None:
    raw = "#" * 80 + "\n" + "\n".join(before) + hidden + after
    text, problems = text_of(raw.encode(), "a.yaml")
    line, column = 1 + max(1, len(before)), 1 + len(before[-1] if before else "")
    assert not text
    assert [problem.code for problem in problems] == ["F012"]
    assert stretch(problems[0].place) == f"{line}:{column}-{line}:{column + 1}"
    assert f"U+{ord(hidden):04X}" in problems[0].message


@pytest.mark.parametrize(
    "shown", ["a\u200cb", "a\u200db", "e\u0301", "\U0001f600", "\u00a0", "\u2212", "\u65e5\u672c", "\tx"]
)
def test_characters_that_writing_needs_are_kept(shown: str) -> None:
    text, problems = text_of(f"a: '{shown}'\n".encode(), "a.yaml")
    assert problems == []
    (taken,) = try_to_read(text).taken
    assert taken.value.plain == shown


def test_a_byte_order_mark_is_passed_over_and_counts_for_no_column() -> None:
    tried = try_to_read(b"\xef\xbb\xbfa: 1\n")
    assert tried.problems == []
    assert [(taken.key, taken.span, taken.value.plain) for taken in tried.taken] == [("a", (0, 0, 0, 1), "1")]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\xef\xbb\xbfa: \xff\n", id="one byte"),
        pytest.param(b"\xef\xbb\xbfa: \xc3\xa9\xc3\xa9\xff\n", id="behind other letters"),
        pytest.param(b"\xef\xbb\xbf\xc3\xa9\xc3\xa9\xff", id="where the count would cut a letter in two"),
    ],
)
def test_a_wrong_byte_behind_a_byte_order_mark_is_found_at_its_place(raw: bytes) -> None:
    (problem,) = try_to_read(raw).problems
    column = len(raw[: raw.index(b"\xff")].decode("utf-8-sig")) + 1
    assert problem.code == "F011"
    assert "0xff" in problem.message
    assert stretch(problem.place) == f"1:{column}-1:{column + 1}"


@pytest.mark.parametrize("character", ["\ufffe", "\uffff"])
def test_a_character_that_no_yaml_may_hold_is_refused_at_its_place(character: str) -> None:
    (problem,) = try_to_read(f"a: 1\nb: x{character}y\n").problems
    assert f"{problem.place.line}:{problem.place.column}" == "2:5"


def test_lines_are_counted_alike_in_every_problem_whatever_ends_them() -> None:
    hidden = try_to_read(b"a: 1\rb: x\x07\r").problems[0].place
    twice = try_to_read(b"a: 1\rb: 2\ra: 3\r").problems[0].place
    assert (twice.line, hidden.line) == (3, 2)


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MAX_BYTES", 1 << 20)
    (problem,) = try_to_read(b"a: " + b"x" * (1 << 20)).problems
    assert (problem.code, problem.message) == ("F010", "the file is larger than 1 MiB")
    assert "split it" in problem.hint


def test_a_file_with_too_many_records_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MAX_VALUES", 100)
    assert try_to_read("a:\n" + "- {b: c}\n" * 40).problems == []
    tried = try_to_read("a:\n" + "- {b: c}\n" * 200)
    assert [(problem.code, problem.place.column) for problem in tried.problems] == [("F010", 3)]
    assert "split the file" in tried.problems[0].hint


def test_a_file_with_too_many_values_in_one_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MAX_VALUES", 100)
    assert [problem.code for problem in try_to_read("a: {b: [" + "1," * 200 + "1]}\n").problems] == ["F010"]


def test_a_key_without_an_end_is_refused() -> None:
    assert [problem.code for problem in try_to_read("? '" + "x" * 100_001 + "'\n: b\n").problems] == ["F010"]


def test_the_deepest_nesting_that_is_allowed_is_read() -> None:
    depth = stream.MAX_DEPTH - 1
    assert try_to_read("a: " + "[" * depth + "b" + "]" * depth).problems == []
    assert [p.code for p in try_to_read("a: " + "[" * (depth + 2) + "]" * (depth + 2)).problems] == ["F009"]


def test_several_problems_are_told_in_one_run_in_the_order_of_the_lines() -> None:
    tried = try_to_read('a: 1\na: 2\nb: "\\e"\nc: {d: 1, d: 2}\na: 3\ne: *x\n')
    told = [(problem.code, problem.place.line) for problem in tried.problems]
    assert told == [("F004", 2), ("F012", 3), ("F004", 4), ("F004", 5), ("F007", 6)]


HOSTILE = {
    "100,000 brackets": "a: " + "[" * 100_000,
    "100,000 brackets at the top": "[" * 100_000,
    "100,000 braces": "a: " + "{a: " * 100_000,
    "100,000 dashes": "a:\n" + "- " * 100_000,
    "100,000 question marks": "? " * 100_000,
    "100,000 question marks below a key": "a:\n  " + "? " * 100_000,
    "100,000 anchors": "a: [" + "&a " * 100_000,
    "a billion laughs": BILLION,
    "a list that holds itself": "a: &a [*a]\n",
    "a million open quotes": 'a: "' + "x\n" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_break_readers_is_refused_without_a_crash_in_little_memory(name: str, parser: str) -> None:
    program = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
import yaml
from ccsvi_triage.load import stream
if sys.argv[1] != "C":
    stream._Parser = yaml.SafeLoader
text, problems = stream.text_of(sys.stdin.buffer.read(), "a.yaml")
source = stream.Stream(text, "a.yaml")
problems += source.read(source.skip)
print(json.dumps([problem.code for problem in problems]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, parser],
        input=HOSTILE[name].encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]
    (code,) = json.loads(done.stdout)
    assert code in {"F001", "F003", "F006", "F007", "F009"}


# ------------------------------------------------------------------------------------------------- what is kept

SURPRISES = [
    "no",
    "NO",
    "Yes",
    "on",
    "OFF",
    "y",
    "true",
    "1348:58",
    "12:30:45",
    "010",
    "0o17",
    "0x1F",
    "1e5",
    "1.0e+999",
]
SURPRISES += [
    "5.10",
    "1_000",
    "+1",
    "2009-12-08",
    "2009-13-45",
    "2009-12-08 10:00:00",
    ".nan",
    "-.inf",
    "=",
    "9" * 5000,
]


@pytest.mark.parametrize("typed", SURPRISES, ids=lambda typed: typed[:20])
def test_what_was_typed_stays_as_it_was_typed(typed: str) -> None:
    tried = try_to_read(f"a: {typed}\nb: [{typed}]\nc: {{d: '{typed}'}}\n{typed[:99]}: e\n")
    assert tried.problems == []
    assert [taken.value.plain for taken in tried.taken] == [typed, typed, {"d": typed}, "e"]
    assert tried.taken[-1].key == typed[:99]


@pytest.mark.parametrize("typed", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_told_from_text_that_only_looks_like_it(typed: str) -> None:
    bare, quoted, double = (taken.value for taken in try_to_read(f"a: {typed}\nb: '{typed}'\nc: \"{typed}\"\n").taken)
    assert [bare.empty, quoted.empty, double.empty] == [True, False, False]
    assert [bare.plain, quoted.plain, double.plain] == [typed] * 3


def test_a_value_is_handed_on_as_soon_as_the_parser_has_it() -> None:
    source = Stream("a:\n- b: 1\n- *x\n", "a.yaml")
    seen: list[tuple[str, int]] = []

    def visit(top: Event) -> None:
        for _, _, listed in source.pairs(top):
            for item in source.items(listed):
                seen.extend((name, len(source.problems)) for name, _, _ in source.pairs(item))

    assert [problem.code for problem in source.read(visit)] == ["F007"]
    assert seen == [("b", 0)]


@pytest.mark.parametrize("value", ["5", "''", "[]", "{}", "{b: [1, {c: 2}], d: 3}", "\n- b: [1]\n- c:\n  - 2"])
def test_a_value_that_is_passed_over_ends_where_it_would_end_if_it_were_read(value: str) -> None:
    skipped: list[Span] = []
    source = Stream(f"a: {value}\nz: 1\n", "a.yaml")

    def visit(top: Event) -> None:
        skipped.extend(numbers(source.skip(event)) for _, _, event in source.pairs(top))

    assert source.read(visit) == []
    walked_through: list[Span] = []
    again = Stream(f"a: {value}\nz: 1\n", "a.yaml")
    assert again.read(lambda top: walked_through.extend(walked(again, e).span for _, _, e in again.pairs(top))) == []
    assert skipped == walked_through


@pytest.mark.parametrize(
    ("hidden", "code"), [("{b: &x 1}", "F007"), ("[!t 1]", "F008"), ("{b: 1, b: 2}", "F004"), ('["\\e"]', "F012")]
)
def test_what_is_passed_over_is_looked_at_as_strictly_as_what_is_read(hidden: str, code: str) -> None:
    source = Stream(f"a: {hidden}\n", "a.yaml")
    assert [problem.code for problem in source.read(source.skip)] == [code]


def test_of_two_equal_keys_the_first_is_kept_and_the_second_is_not_read_in_its_place() -> None:
    tried = try_to_read("a: {b: 1, b: 2}\na: 3\n")
    assert [taken.value.plain for taken in tried.taken] == [{"b": "1"}]


def test_what_stands_before_a_refusal_has_been_handed_on() -> None:
    tried = try_to_read("a:\n- 1\n- 2\n- *x\n- 3\n")
    assert [taken.value.plain for taken in tried.taken] == ["1", "2"]
    assert [problem.code for problem in tried.problems] == ["F007"]


def test_carriage_returns_at_line_ends_change_nothing() -> None:
    unix = try_to_read("a: 1\nb: |\n  x\n  y\nc:\n  d: 'e\n    f'\n")
    dos = try_to_read("a: 1\r\nb: |\r\n  x\r\n  y\r\nc:\r\n  d: 'e\r\n    f'\r\n")
    assert unix == dos or [taken.value.plain for taken in unix.taken] == [taken.value.plain for taken in dos.taken]
    assert [taken.span for taken in unix.taken] == [taken.span for taken in dos.taken]


def test_one_document_mark_at_either_end_is_no_second_document() -> None:
    tried = try_to_read("%YAML 1.1\n---\na: 1\n...\n# the end\n")
    assert tried.problems == []
    assert [taken.key for taken in tried.taken] == ["a"]


def test_lines_before_the_text_that_was_read_are_counted() -> None:
    problems = try_to_read("a: 1\na: {b: &x 2}\n", shift=10).problems
    assert [stretch(problem.place) for problem in problems] == ["12:1-12:2", "12:8-12:12"]
    assert "first on line 11" in problems[0].hint
    (problem,) = try_to_read("a: [\n", shift=10).problems
    assert problem.place.line == 12


# ------------------------------------------------------------------------------------------------- what is always so

SAFE = st.characters(
    codec="utf-8", max_codepoint=0xDFFFF, exclude_categories=["C", "Zl", "Zp"], include_characters="\n\t"
)
LEAVES = st.text(SAFE, max_size=30) | st.sampled_from(
    ["no", "5.10", "~", "a: b", "- c", "# d", "x " * 30, "'", '"', ""]
)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LEAVES, inner, max_size=3), max_leaves=12
)
YAMLISH = st.text("[]{}:,-?&*!|>'\"%@`#\n\t\r ~<ab1\u00e9\\x.=\x00\x1b\u202e\ud800", max_size=60)


def cut(text: str, span: Span) -> str:
    lines = text.split("\n")
    line, column, end_line, end_column = span
    if line == end_line:
        return " " * column + lines[line][column:end_column]
    return "\n".join([" " * column + lines[line][column:], *lines[line + 1 : end_line], lines[end_line][:end_column]])


@given(
    value=TREES,
    flow=st.sampled_from([True, False, None]),
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    width=st.sampled_from([10, 40, 1000]),
)
def test_the_place_of_every_key_and_value_cuts_exactly_it_out_of_the_file(
    *, value: Any, flow: bool | None, style: str | None, width: int
) -> None:
    text = yaml.dump(
        {"top": {"of the file": value}},
        Dumper=yaml.SafeDumper,
        default_flow_style=flow,
        default_style=style,
        width=width,
        allow_unicode=True,
    )
    tried = try_to_read(text)
    assert tried.problems == []
    for taken in tried.taken:
        for span, meant in taken.value.everything:
            piece = cut(text, span)
            again = yaml.load(piece, yaml.BaseLoader)  # noqa: S506 -- a loader without types
            if re.match(r" *[|>]\d", piece):  # its indentation is counted from what stands around it
                again, meant = again.split(), meant.split()  # noqa: PLW2901
            assert again == meant or (not again and not meant)


BYTES = (
    st.binary(max_size=60)
    | YAMLISH.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.text(max_size=60).map(str.encode)
)


def check_that_every_problem_has_a_place_in_the_file(raw: bytes) -> None:
    for problem in try_to_read(raw).problems:
        place = problem.place
        assert problem.code.startswith("F0")
        assert 1 <= place.line <= place.end_line <= raw.count(b"\n") + raw.count(b"\r") + 2
        assert place.column >= 1
        assert (place.line, place.column) <= (place.end_line, place.end_column)


@given(BYTES.filter(lambda raw: not raw.startswith(BOM_UTF8)))
def test_reading_never_raises_and_every_problem_has_a_place_in_the_file(raw: bytes) -> None:
    check_that_every_problem_has_a_place_in_the_file(raw)


@given(BYTES)
@example(b"\xc3\xa9\xc3\xa9\xff")
def test_reading_never_raises_behind_a_byte_order_mark_either(raw: bytes) -> None:
    check_that_every_problem_has_a_place_in_the_file(BOM_UTF8 + raw)


@given(YAMLISH)
def test_whatever_passes_has_no_tag_alias_or_hidden_character_in_it(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    tried = try_to_read(raw)
    if not tried.problems:
        for taken in tried.taken:
            for _, meant in taken.value.everything:
                assert not set("\x00\x1b\u202e\ud800\ufeff") & set(str(meant))
