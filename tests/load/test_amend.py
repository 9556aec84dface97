"""A sheet gets its answers, and everything else in the file stays as it was written."""

import os
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.load.amend import CannotAmend, Change, Put, TakeOut, amend, read_sheet
from ccsvi_triage.load.writing import one_line, refusal
from ccsvi_triage.model.sheet import Given

ORDER = ("1.1", "1.2", "1.3")
HEAD = {"id": "a", "study": "s", "instrument": "i", "version": "'1'", "reviewer": "R"}


def answer(name: str, word: str = "N", because: str = "so", **more: str) -> Put:
    return Put(("answers", name), {"answer": word, "because": because, **more}, ORDER)


def changed(text: str, *changes: Change) -> str:
    text = dedent(text)
    for change in changes:
        text = amend(text, "a", change)
    return text


SKELETON = """\
# A file
sheets:
  - id: a
    study: s  # which
    setup:
      # effect: of which
    answers:

      # 1.1 Was it?
      #    Y | N
      # 1.1: {answer: , because: }

      # 1.2 Was it that?
      # 1.2: {answer: , because: }

  # the next one
  - id: b
    answers: {1.1: Y}
"""


def test_an_answer_stands_behind_the_comment_that_speaks_of_it() -> None:
    after = changed(SKELETON, answer("1.2"), answer("1.1", because="x: y"), Put(("setup", "effect"), "one"))
    assert after == SKELETON.replace(
        "# effect: of which\n", "# effect: of which\n      effect: one\n"
    ).replace(
        "# 1.1: {answer: , because: }\n",
        '# 1.1: {answer: , because: }\n      1.1: {answer: N, because: "x: y"}\n',
    ).replace(
        "# 1.2: {answer: , because: }\n",
        "# 1.2: {answer: , because: }\n      1.2: {answer: N, because: so}\n",
    )  # fmt: skip


def test_without_a_comment_an_answer_stands_in_the_order_of_the_instrument() -> None:
    text = """\
        sheets:
          - id: a
            answers:
              # on the first
              1.2: Y  # a bare one
              # behind it
            note: n
        """
    after = changed(text, answer("1.3"), answer("1.1"))
    assert after == dedent("""\
        sheets:
          - id: a
            answers:
              1.1: {answer: N, because: so}
              # on the first
              1.2: Y  # a bare one
              1.3: {answer: N, because: so}
              # behind it
            note: n
        """)


def test_another_answer_to_the_same_question_takes_its_place_and_leaves_the_comments() -> None:
    text = """\
        sheets:
          - id: a
            answers:
              1.1: Y  # bare
              1.2: {answer: Y, because: old, locator: p 1}  # braces
              1.3:
                answer: Y
                # why
                because: >-
                  a long
                  reason
                # where
                locator: p 3

            # on the note
            note: n
        """
    after = changed(text, *(answer(name, source="s") for name in ORDER))
    assert after == dedent("""\
        sheets:
          - id: a
            answers:
              1.1: {answer: N, because: so, source: s}  # bare
              1.2: {answer: N, because: so, source: s}  # braces
              1.3:
                answer: N
                # why
                because: so
                source: s
                # where
                # locator: p 3

            # on the note
            note: n
        """)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("sheets: [{id: a}]", "sheets: [{id: a, answers: {1.1: {answer: N, because: so}}}]"),
        ("sheets: [{id: a, answers: {}}]\n", "sheets: [{id: a, answers: {1.1: {answer: N, because: so}}}]\n"),
        ("sheets: [{id: a, answers: }]\n", "sheets: [{id: a, answers: {1.1: {answer: N, because: so}}}]\n"),
        ("sheets:\n- id: a\n  answers: ~\n", "sheets:\n- id: a\n  answers: {1.1: {answer: N, because: so}}\n"),
        (
            "sheets:\n- id: a\n  answers: {1.2: Y,}\n",
            "sheets:\n- id: a\n  answers: {1.2: Y, 1.1: {answer: N, because: so},}\n",
        ),
        (
            "sheets:\n- id: a\n  reviewer: R",
            "sheets:\n- id: a\n  reviewer: R\n  answers:\n    1.1: {answer: N, because: so}\n",
        ),
        (
            "sheets:\r\n- id: a\r\n- id: b\r\n",
            "sheets:\r\n- id: a\r\n  answers:\r\n    1.1: {answer: N, because: so}\r\n- id: b\r\n",
        ),
        (
            "sheets:\n- id: a\n  answers:\n  note: |\n    # 1.1 is no comment\n",
            "sheets:\n- id: a\n  answers:\n    1.1: {answer: N, because: so}\n  note: |\n    # 1.1 is no comment\n",
        ),
    ],
)
def test_every_way_to_write_a_sheet_takes_an_answer(text: str, after: str) -> None:
    assert amend(text, "a", answer("1.1")) == after


def test_a_single_value_is_put_in_or_exchanged_where_it_stands() -> None:
    assert changed('sheets:\n- id: a\n  reviewer: ""  # who\n', Put(("reviewer",), "A: B")) == (
        'sheets:\n- id: a\n  reviewer: "A: B"  # who\n'
    )
    assert changed("sheets:\n- id: a\n  reviewer:  # who\n", Put(("reviewer",), "AB")) == (
        "sheets:\n- id: a\n  reviewer: AB  # who\n"
    )


def test_what_is_taken_out_stays_as_a_comment() -> None:
    text = """\
        sheets:
          - id: a
            answers:
              1.1: {answer: N}
              1.2:
                answer: Y

                because: so
            note: n
        """
    after = changed(text, TakeOut(("answers", "1.2")), TakeOut(("answers", "1.1")))
    assert after == dedent("""\
        sheets:
          - id: a
            answers:
              # 1.1: {answer: N}
              # 1.2:
              #   answer: Y

              #   because: so
            note: n
        """)
    assert changed("sheets: [{id: a, answers: {1.1: {answer: N}, 1.2: Y}}]", TakeOut(("answers", "1.1"))) == (
        "sheets: [{id: a, answers: {1.2: Y}}]"
    )
    assert changed(text, TakeOut(("answers", "1.3"))) == dedent(text)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("sheets: [{id: b}]", answer("1.1")),
        ("sheets: [{id: a}, {id: a}]", answer("1.1")),
        ("sheets: [{id: a, answers: yes}]", answer("1.1")),
        ("sheets: [{id: a, answers: [x]}]", answer("1.1")),
        ("sheets: [{id: a, id: b}]", answer("1.1")),
        ("sheets: [{id: a", answer("1.1")),
        ("sheets:\n- id: a\n  note: >-  # a comment\n    n\n", Put(("note",), "m")),
        ("sheets:\n- id: a\n  answers:\n    1.1: {answer: N,  # a comment\n      because: x}\n", answer("1.1")),
    ],
)
def test_what_cannot_be_done_without_harm_is_refused(text: str, change: Change) -> None:
    with pytest.raises(CannotAmend):
        amend(text, "a", change)


def test_a_sheet_is_read_from_the_text_alone() -> None:
    text = "sheets:\n- {" + ", ".join(f"{name}: {word}" for name, word in HEAD.items()) + ", answers: {1.1: N}}\n"
    sheet = read_sheet(text, "f.yaml", "a")
    assert sheet is not None
    assert sheet.answers["1.1"] == Given(answer="N")
    assert read_sheet(text, "f.yaml", "b") is None
    assert read_sheet(text.replace("study", "studdy"), "f.yaml", "a") is None
    assert read_sheet(text + "}", "f.yaml", "a") is None


STYLES: tuple[Mapping[str, str], ...] = (
    {"open": "    answers:\n", "entry": "      {name}: {{answer: Y, because: old}}  # told\n"},
    {"open": "    answers:\n      # {name} is asked first\n\n", "entry": "      {name}: Y\n      # behind\n"},
    {"open": "    answers:\n", "entry": "      {name}:\n        answer: Y\n        # why\n        because: old\n\n"},
)
REASON = st.text(min_size=1, max_size=40) | st.text(alphabet="a:#'\"{}[],&*!|>%@`-?~\\ \t\n1", min_size=1, max_size=12)


@settings(max_examples=200)
@given(
    style=st.sampled_from(STYLES),
    there=st.sets(st.sampled_from(ORDER)),
    name=st.sampled_from(ORDER),
    reason=REASON,
    locator=REASON,
    newline=st.sampled_from(("\n", "\r\n")),
)
def test_any_typed_reason_survives_and_nothing_else_changes(  # noqa: PLR0913, PLR0917 -- what is drawn
    style: Mapping[str, str], there: set[str], name: str, reason: str, locator: str, newline: str
) -> None:
    reason, locator = one_line(reason), one_line(locator)
    if not reason or not locator or refusal(reason) or refusal(locator):
        return
    head = "".join(f"{'  - ' if key == 'id' else '    '}{key}: {word}\n" for key, word in HEAD.items())
    body = style["open"].format(name=name) + "".join(style["entry"].format(name=n) for n in ORDER if n in there)
    text = f"# top\nsheets:\n{head}{body}    # tail\n  - id: b  # another\n    answers: {{1.1: Y}}\n".replace(
        "\n", newline
    )
    before = read_sheet(text, "f.yaml", "a")
    after = amend(text, "a", answer(name, because=reason, locator=locator))
    sheet = read_sheet(after, "f.yaml", "a")
    assert before is not None
    assert sheet is not None
    assert sheet.answers == {**before.answers, name: Given(answer="N", because=reason, locator=locator)}
    kept = [line for line in text.split(newline) if "#" in line and f"{name}:" not in line]
    assert [line for line in after.split(newline) if line in kept] == kept


def test_every_sheet_that_ships_takes_an_answer(root: Path) -> None:
    path = root / "data" / "sheets.yaml"
    text = path.read_text(encoding="utf-8")
    names = [line.split("id: ")[1] for line in text.split("\n") if line.startswith("  - id: ")]
    assert names
    for name in names[:3]:
        before = read_sheet(text, os.fspath(path), name)
        after = amend(text, name, answer("1.1", "PY"))
        assert before is not None
        sheet = read_sheet(after, os.fspath(path), name)
        assert sheet is not None
        assert dict(sheet.answers) == {**before.answers, "1.1": Given(answer="PY", because="so")}
        assert [line for line in after.split("\n") if line not in text.split("\n")] == [
            "      1.1: {answer: PY, because: so}"
        ]
