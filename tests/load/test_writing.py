"""What a person types reads back as exactly that."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ccsvi_triage.load.stream import MAX_SCALAR, Event, Stream, is_empty
from ccsvi_triage.load.writing import entry, flow, key, one_line, refusal, scalar

TEXT = st.text(max_size=60) | st.text(alphabet="aN:#'\"{}[],&*!|>%@`-?~\\ \t\n0.1", max_size=20)


def read_back(text: str) -> dict[str, object]:
    """Read the one mapping of a file's one list."""
    stream = Stream(text, "f")
    found: list[dict[str, object]] = []

    def visit(start: Event) -> None:
        for _, _, value in stream.pairs(start):
            found.extend(words(item, stream) for item in stream.items(value))

    problems = stream.read(visit)
    assert not problems, (text, problems)
    (told,) = found
    return told


def words(start: Event, stream: Stream) -> dict[str, object]:
    told: dict[str, object] = {}
    for name, _, value in stream.pairs(start):
        told[name] = None if is_empty(value) else value.value
    return told


@settings(max_examples=300)
@example("null")
@example("~")
@example(": ")
@example("a: b # c")
@example('"')
@example("\\x1b")
@example("- ")
@example("##[error]x")
@given(TEXT)
def test_any_reason_that_is_not_refused_reads_back_as_it_was_typed(typed: str) -> None:
    reason = one_line(typed)
    if not reason or refusal(reason):
        return
    for lines in (
        [f"- {flow({'answer': 'N', 'because': reason})}"],
        ["-", *(f"  {line}" for line in entry("because", reason, 0)), "  answer: N"],
    ):
        assert read_back("\n".join(["sheets:", *lines]) + "\n") == {"answer": "N", "because": reason}


@given(st.text(min_size=1, max_size=20))
def test_any_key_that_is_not_refused_reads_back(name: str) -> None:
    name = one_line(name)
    if name and not refusal(name):
        assert read_back(f"sheets:\n- {{{key(name)}: x}}\n") == {name: "x"}


@pytest.mark.parametrize(
    "typed", ["\x1b[31m", "a\x00b", "\x85", "\u2028", "\u202e", "\ufeffa", "\ud800", "\x7f", "a" * (MAX_SCALAR + 1)]
)
def test_what_steers_a_terminal_or_is_endless_is_refused(typed: str) -> None:
    assert refusal(typed)


def test_what_people_type_is_not_refused() -> None:
    for typed in ("plain", "65 % of 12; see p. 3", "Müller et al.", "李", 'he said: "no" # and left', "x" * MAX_SCALAR):
        assert refusal(typed) == ""


def test_breaks_and_tabs_become_blanks() -> None:
    assert one_line(" a\r\n\tb\nc ") == "a b c"


def test_a_plain_word_stays_plain_and_a_number_is_quoted() -> None:
    assert [scalar(word) for word in ("PY", "no control group", "1.0", "yes", "null", "")] == [
        "PY", "no control group", '"1.0"', "yes", '"null"', '""',
    ]  # fmt: skip


def test_a_long_answer_gets_a_line_for_each_key() -> None:
    assert entry("1.1", {"answer": "N", "because": "short"}, 6) == ["      1.1: {answer: N, because: short}"]
    assert entry("1.1", {"answer": "N", "because": "long " * 20 + "end"}, 6) == [
        "      1.1:",
        "        answer: N",
        f"        because: {'long ' * 20}end",
    ]


@given(data=st.data())
def test_no_line_is_a_command_to_a_runner(
    data: st.DataObject, hostile: st.SearchStrategy[str], commands_in: Callable[[str], list[str]]
) -> None:
    text = one_line(data.draw(hostile))
    assert not commands_in("\n".join(entry("1.1", {"answer": "N", "because": text}, 6)))
