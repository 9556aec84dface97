"""What a template of robvis would misread is refused, and nothing open is ever shown as an answer."""

from collections.abc import Callable
from itertools import permutations
from textwrap import indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.judge.lights import lights
from ccsvi_triage.load.files import load_ours
from ccsvi_triage.model.export import Lights, LightsTool
from ccsvi_triage.model.library import Library

LibraryOf = Callable[[str], Library]

TOOLS = {str(tool.id): tool for tool in load_ours("catalogue", "robvis.yaml", section="tools", kind=LightsTool)}
DOMAINS = ("D1", "D2-assignment", "D3", "D4", "D5")
LEVELS = ("low", "some-concerns", "high")
IN_WORDS = {"low": "Low", "some-concerns": "Some concerns", "high": "High"}


def study(name: str, *facts: str) -> str:
    head = ["title: A trial", "kind: primary-study", "authors: [Alpha B]", "year: 2030", "question: benefit"]
    lines = [
        f"id: {name}", *head, "design: randomised-trial", "randomised: yes",
        "outcomes: [{id: pain, name: Pain}, {id: sleep, name: Sleep}]", *facts,
    ]  # fmt: skip
    return "  -\n" + indent("\n".join(lines), "    ") + "\n"


def sheet(name: str, of: str, *levels: str, outcome: str = "pain", more: str = "") -> str:
    """Write a sheet on which a person decides every domain; an empty level leaves one open."""
    ruled = {domain: level for domain, level in zip(DOMAINS, levels, strict=True) if level}
    rulings = "".join(
        f"      {domain}: {{level: {level}, reason: read so, by: AB, date: 2030-01-01}}\n"
        for domain, level in ruled.items()
    )
    return (
        f"  - id: {name}\n    study: {of}\n    instrument: rob2\n    version: '2019-08-22'\n    reviewer: AB\n"
        f"    date: 2030-01-01\n    outcome: {outcome}\n    setup: {{effect: assignment}}\n{more}"
        + (f"    rulings:\n{rulings}" if rulings else "")
    )


def laid(library: Library, tool: str = "rob2", *, weighted: bool = False) -> Lights:
    bench = Bench(library, Shelf(library))
    return lights([bench.verdict(each) for each in library.studies.values()], TOOLS[tool], weighted=weighted)


def text(*parts: str) -> str:
    studies = "".join(part for part in parts if part.startswith("  -\n"))
    sheets = "".join(part for part in parts if part.startswith("  - id"))
    return f"studies:\n{studies}" + (f"sheets:\n{sheets}" if sheets else "")


ALL_LOW = ("low",) * 5


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(LEVELS), min_size=5, max_size=5))
def test_each_judgement_stands_in_its_column_in_full_words(library_of: LibraryOf, levels: list[str]) -> None:
    found = laid(library_of(text(study("a"), sheet("a-by-ab", "a", *levels))))
    assert not found.refused
    worst = max(levels, key=LEVELS.index)
    assert found.columns == ("D1", "D2", "D3", "D4", "D5")
    assert [row.words for row in found.rows] == [tuple(IN_WORDS[level] for level in (*levels, worst))]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(("", *LEVELS)), min_size=5, max_size=5).filter(lambda levels: "" in levels))
def test_what_is_open_is_refused_and_never_becomes_no_information(library_of: LibraryOf, levels: list[str]) -> None:
    found = laid(library_of(text(study("a"), sheet("a-by-ab", "a", *levels))))
    assert not found.rows
    said = " ".join(left.because for left in found.refused)
    for label, level in zip(("D1", "D2", "D3", "D4", "D5"), levels, strict=True):
        if not level:
            assert label in said
    assert "open" in said


def test_no_information_is_written_where_a_reviewer_found_none(library_of: LibraryOf) -> None:
    judged = "".join(
        f"      {domain}: {{level: {level}, because: read so}}\n"
        for domain, level in zip(
            ("D1", "D2", "D3", "D4-assignment", "D5", "D6", "D7"), ("moderate", *["no-information"] * 6), strict=True
        )
    )
    library = library_of(
        "studies:\n  - {id: a, title: A, kind: primary-study, design: cohort, question: benefit, randomised: no,"
        " outcomes: [{id: pain, name: Pain}]}\n"
        "sheets:\n  - id: a-by-ab\n    study: a\n    instrument: robins-i\n    version: '2016'\n    reviewer: AB\n"
        "    outcome: pain\n    setup: {effect: assignment, participants: p, experimental: e, comparator: c,"
        " confounders: age, co-interventions: none}\n"
        f"    judgements:\n{judged}      overall: {{level: no-information, because: read so}}\n"
    )
    found = laid(library, "robins-i")
    assert not found.refused
    assert found.rows[0].words == ("Moderate", *["No information"] * 7)


def test_what_only_follows_from_recorded_facts_is_refused(library_of: LibraryOf) -> None:
    facts = ("blinding: {participants: yes, carers: yes, assessors: yes}", "concealed: yes", "sequence: a computer")
    ruled = ("", *["low"] * 4)
    answers = "    answers: {1.3: {answer: N, because: alike}}\n"
    library = library_of(text(study("a", *facts), sheet("a-by-ab", "a", *ruled, more=answers)))
    found = laid(library)
    assert not found.rows
    assert any("D1" in left.because for left in found.refused)


def test_a_study_that_another_instrument_judges_stands_apart(library_of: LibraryOf) -> None:
    library = library_of(text(study("a"), sheet("a-by-ab", "a", *ALL_LOW)))
    found = laid(library, "robins-i")
    assert (found.rows, found.refused) == ((), ())
    assert [(left.study, left.because) for left in found.apart] == [
        ("a", "rob2 judges it, and the template is for robins-i")
    ]


def test_a_retracted_study_is_never_counted(library_of: LibraryOf) -> None:
    library = library_of(text(study("a", "status: retracted"), sheet("a-by-ab", "a", *ALL_LOW)))
    found = laid(library)
    assert (found.rows, found.refused) == ((), ())
    assert "never scored" in found.apart[0].because


def test_a_further_report_beside_its_study_is_refused(library_of: LibraryOf) -> None:
    library = library_of(
        text(
            study("a"), study("b", "companion_of: a", "relation: follow-up"),
            sheet("a-by-ab", "a", *ALL_LOW), sheet("b-by-ab", "b", *ALL_LOW),
        )
    )  # fmt: skip
    found = laid(library)
    assert [(left.study, left.because) for left in found.refused] == [
        ("b", "it is a further report of a: a study counts once")
    ]


def test_two_reviewers_who_have_not_settled_are_refused(library_of: LibraryOf) -> None:
    second = sheet("a-by-cd", "a", *["high"] * 5)
    found = laid(library_of(text(study("a"), sheet("a-by-ab", "a", *ALL_LOW), second)))
    assert not found.rows
    assert "a-by-ab and a-by-cd" in found.refused[0].because


def test_two_results_of_a_study_have_a_row_each_and_are_told_apart(library_of: LibraryOf) -> None:
    second = sheet("a-sleep", "a", *["high"] * 5, outcome="sleep")
    found = laid(library_of(text(study("a"), sheet("a-by-ab", "a", *ALL_LOW), second)))
    assert [(row.label, row.words[-1]) for row in found.rows] == [("pain", "Low"), ("sleep", "High")]


def test_a_weight_is_the_number_of_people_or_the_study_is_refused(library_of: LibraryOf) -> None:
    sheets = (sheet("a-by-ab", "a", *ALL_LOW), sheet("b-by-ab", "b", *ALL_LOW))
    library = library_of(text(study("a", "enrolled: 30"), study("b"), *sheets))
    found = laid(library, weighted=True)
    assert [row.weight for row in found.rows] == [30]
    assert [(left.study, "weight" in left.because) for left in found.refused] == [("b", True)]
    assert [row.weight for row in laid(library).rows] == [None, None]


OWN = """
instruments:
  - id: {id}
    title: Ours
    version: "1"
    about: a
    form: judged
    judges: study
    ours: yes
    licence: CC0-1.0
    notice: Not official.
    sources: [{{cite: House}}]
    options: [Y, N]
    levels: {levels}
    level_words: {words}
    domains:
{domains}
"""


def own(name: str, levels: dict[str, str], *judged: str) -> str:
    """Write a library with an instrument of its own, in which a person judges each domain."""
    from json import dumps  # noqa: PLC0415

    concerns = dict(zip(levels, ("none", "some", "serious", "critical", "unplaced"), strict=False))
    domains = "".join(
        f"      - {{id: D{n}, title: Part {n}, questions: [{{id: '{n}.1', text: Was it?}}]}}\n"
        for n in range(1, len(judged) + 1)
    )
    answers = ", ".join(f"{n}.1: {{answer: Y, because: seen}}" for n in range(1, len(judged) + 1))
    judgements = "".join(f"      D{n}: {{level: {level}, because: b}}\n" for n, level in enumerate(judged, 1))
    return (
        f"studies:\n{study('a', f'instrument: {name}')}"
        + OWN.format(id=name, levels=dumps(concerns), words=dumps(levels), domains=domains.rstrip())
        + f"sheets:\n  - id: a-by-ab\n    study: a\n    instrument: {name}\n    version: '1'\n    reviewer: AB\n"
        f"    answers: {{{answers}}}\n    judgements:\n{judgements}"
    )


def test_an_instrument_of_ones_own_fills_the_template_of_its_name(library_of: LibraryOf) -> None:
    levels = {"low": "Low", "moderate": "moderate", "high": "HIGH"}
    library = library_of(own("quips", levels, "low", "moderate", "high", "low", "low", "low"))
    found = laid(library, "quips")
    assert not found.refused
    assert found.rows[0].words == ("Low", "Moderate", "High", "Low", "Low", "Low", "High")


def test_domains_that_are_not_those_of_the_template_are_refused(library_of: LibraryOf) -> None:
    library = library_of(own("quips", {"low": "Low"}, "low", "low"))
    assert laid(library, "quips").refused[0].because.startswith("its domains are D1, D2, and those wanted are D1, D2,")


@pytest.mark.parametrize("word", ["Probably low", "N/A", "NI", "+", "Level 1", "Lo", "Sehr hoch"])
def test_a_word_that_robvis_does_not_know_is_refused(library_of: LibraryOf, word: str) -> None:
    found = laid(library_of(own("mine", {"low": "Low", "odd": word}, "low", "odd")), "generic")
    assert not found.rows
    assert any(f"'{word}', which Generic of robvis does not know" in left.because for left in found.refused)


@pytest.mark.parametrize(
    "words", [*permutations(("Moderate", "Some concerns", "Unclear"), 2), ("High", "Serious"), ("Serious", "High")]
)
def test_two_levels_that_robvis_would_show_as_one_are_refused(library_of: LibraryOf, words: tuple[str, str]) -> None:
    found = laid(library_of(own("mine", {"a": words[0], "b": words[1]}, "a", "b")), "generic")
    assert not found.rows
    assert any("as one" in left.because for left in found.refused)


def test_the_generic_template_has_the_titles_of_the_instrument(library_of: LibraryOf) -> None:
    found = laid(library_of(own("mine", {"low": "Low", "serious": "Serious"}, "low", "serious")), "generic")
    assert found.columns == ("Part 1", "Part 2")
    assert found.rows[0].words == ("Low", "High", "High")


def test_several_instruments_are_never_one_table(library_of: LibraryOf) -> None:
    mine = own("mine", {"low": "Low"}, "low")
    both = mine.replace("studies:\n", f"studies:\n{study('b')}").replace(
        "sheets:\n", f"sheets:\n{sheet('b-by-ab', 'b', *ALL_LOW)}"
    )
    found = laid(library_of(both), "generic")
    assert not found.rows
    assert "one table shows one instrument" in found.refused[0].because


def test_every_template_names_its_words_and_columns_once() -> None:
    assert list(TOOLS) == ["rob2", "rob2-cluster", "robins-i", "robins-e", "quadas-2", "quips", "generic"]
    for tool in TOOLS.values():
        assert len(set(tool.words)) == len(tool.words)
        assert len(set(tool.columns)) == len(tool.columns)
        assert {*tool.written.values(), *tool.alike} <= set(tool.words)
        assert not set(tool.written) & set(tool.words)
