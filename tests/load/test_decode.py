from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.load.files import Read
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.record import fields_of
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Outcome, Study
from ccsvi_triage.model.words import Basis, Control, Silence, Status, YesNo

ReadText = Callable[[str], Read]

WHOLE = """\
sources:
  - {id: tfp-43, title: Tools for Practice 43, kind: page, doi: 10.1212/WNL.0000000000000638, date: 2009-12}
studies:
  - id: zamboni-2009
    title: >-
      A prospective open-label
      study
    kind: primary-study
    authors: [Zamboni P, Galeotti R]
    year: 2009
    aliases: liberation
    sites: 1
    control: {value: [none], source: tfp-43, locator: "Concerns: first", basis: inferred, note: own baseline}
    blinding:
      participants:
        value: no
        source: tfp-43
      assessors: not-reported
    follow_up: 18 months
    arms:
      - {id: treated, role: intervention, n: 65}
    outcomes:
      - id: relapse
        name: Relapses
        results:
          - unit: patients
            arms:
              before: {n: 35, percent: "27"}
              after:
                n: 35
                percent: 50.0
            p: <0.0014
    flaws:
      - code: no-control
        basis: stated
claims:
  - id: works
    text: It works
    kind: benefit
    strength: effect
    evidence:
      - study: zamboni-2009
        bearing: for
        why: fewer relapses
sheets:
  - id: first
    study: zamboni-2009
    instrument: quick
    version: "1.0"
    reviewer: somebody
    setup: {effect: assignment}
    answers:
      q01: Y
      q02: {answer: N, because: "nobody: none", source: tfp-43}
"""


def study(more: str) -> str:
    return "studies:\n  - id: a-2009\n    title: A\n    kind: primary-study\n" + more


def told(read: Read) -> list[tuple[str, str, str, str]]:
    return [(p.code, f"{p.place.line}:{p.place.column}", p.message, p.hint) for p in read.problems]


def stretch(place: Place) -> str:
    return f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"


# ------------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("line", "where", "message", "hint"),
    [
        ("    tilte: B", "5:5-5:10", "a study has no 'tilte'", "did you mean 'title'?"),
        ("    'follow-up': 1 year", "5:5-5:16", "a study has no 'follow-up'", "did you mean 'follow_up'?"),
        ("    qqqq: B", "5:5-5:9", "a study has no 'qqqq'", ""),
        ("    ? >-\n      tilte\n    : B", "5:7-7:1", "a study has no 'tilte'", "did you mean 'title'?"),
        ("    sites: {value: 1, sorce: x}", "5:23-5:28", "a fact has no 'sorce'", "did you mean 'source'?"),
        ("    arms: [{id: x, role: cases, nn: 5}]", "5:33-5:35", "an arm has no 'nn'", "did you mean 'n'?"),
        (
            "    blinding:\n      patients: no",
            "6:7-6:15",
            "a blinding has no 'patients'",
            "did you mean 'participants'?",
        ),
        (
            "    blinding:\n    participants: no",
            "6:5-6:17",
            "a study has no 'participants'",
            "it belongs below 'blinding:', indented further",
        ),
        (
            "    outcomes: [{id: x, name: X, events: 5}]",
            "5:33-5:39",
            "an outcome has no 'events'",
            "",
        ),
        (
            "    outcomes: [{id: x, name: X, results: [{unit: patients, p: 0, 05}]}]",
            "5:66-5:68",
            "a result has no '05'",
            "within braces a comma begins a new key; write a decimal comma as a point",
        ),
        (
            "    sites: {value: 1, note: two, as some say}",
            "5:34-5:45",
            "a fact has no 'as some say'",
            "within braces a comma begins a new key; quote a text that has one",
        ),
        ("    sites: {value: 1, nots: }", "5:23-5:27", "a fact has no 'nots'", "did you mean 'note'?"),
        (
            "    flaws: [{code: no-control, basis: stated, quote: x}]",
            "5:47-5:52",
            "a flaw has no 'quote'",
            "",
        ),
    ],
)
def test_a_key_that_a_record_does_not_have_is_told_with_the_nearest_that_it_has(
    read_text: ReadText, line: str, where: str, message: str, hint: str
) -> None:
    (problem,) = read_text(study(line)).problems
    assert (problem.code, stretch(problem.place)) == ("F102", where)
    assert problem.message == message
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("claims: [{id: a, text: A, kind: harm, strength: effect, evidence: [{x: 1}]}]", "a study of a claim"),
        ("claims: [{id: a, text: A, kind: harm, strength: effect, ruling: {x: 1}}]", "a ruling"),
        ("sheets: [{id: a, study: b, instrument: rob2, version: v, reviewer: R, answers: {q: {x: 1}}}]", "an answer"),
        (
            study("    outcomes: [{id: o, name: O, results: [{unit: points, arms: {before: {x: 1}}}]}]"),
            "a row of numbers",
        ),
    ],
)
def test_what_lacks_a_key_is_called_by_a_word_that_its_author_knows(read_text: ReadText, text: str, named: str) -> None:
    assert f"{named} has no 'x'" in [problem.message for problem in read_text(text).problems]


@pytest.mark.parametrize(
    ("text", "code", "where", "message"),
    [
        ("studies:\n- title: A\n  kind: news\n", "F103", "2:3-3:13", "a study needs 'id'"),
        ("studies:\n- id: a\n  title:\n  kind: news\n", "F103", "2:3-4:13", "a study needs 'title'"),
        ("studies:\n- {id: a, title: A, kind: ~}\n", "F103", "2:3-2:29", "a study needs 'kind'"),
        (study("    flaws: [{code: no-control}]"), "F103", "5:13-5:31", "needs 'basis'"),
        (study("    sites: {source: a-2009}"), "F103", "5:12-5:28", "a fact that is written out needs 'value'"),
        (study("    sites: {value: , note: x}"), "F103", "5:12-5:30", "a fact that is written out needs 'value'"),
        (study("    sites: {}"), "F103", "5:12-5:14", "a fact that is written out needs 'value'"),
    ],
)
def test_what_a_record_must_have_is_told_at_the_record(
    read_text: ReadText, text: str, code: str, where: str, message: str
) -> None:
    (problem,) = read_text(text).problems
    assert (problem.code, stretch(problem.place)) == (code, where)
    assert message in problem.message


def test_a_word_that_is_missing_is_told_with_what_it_is_and_those_that_there_are(read_text: ReadText) -> None:
    (problem,) = read_text("claims:\n- {id: a, text: A, kind: benefit}\n").problems
    assert problem.message == "a claim needs 'strength'"
    words = "description, hypothesis, association, effect, confirmed-effect"
    assert problem.hint == f"how much a sentence claims, weakest first: {words}"
    (problem,) = read_text("claims:\n- {id: a, kind: benefit, strength: effect}\n").problems
    assert (problem.message, problem.hint) == ("a claim needs 'text'", "")


@pytest.mark.parametrize("typed", ["NA", "n/a", "unknown", "NR", "Not reported", "?"])
def test_a_word_for_not_knowing_is_told_with_the_ways_to_have_no_value(read_text: ReadText, typed: str) -> None:
    for line in (f"    enrolled: {typed!r}", f"    lost: {{value: {typed!r}, note: x}}", f"    design: {typed!r}"):
        (problem,) = read_text(study(line)).problems
        assert problem.hint.startswith("leave it out where nobody has looked; write not-reported where")


def test_a_slip_that_is_near_a_word_of_the_list_is_told_with_that_word(read_text: ReadText) -> None:
    (problem,) = read_text(study("    control: None")).problems
    assert problem.hint == "did you mean 'none'?"


def test_a_fact_without_a_value_is_told_how_to_stay_open(read_text: ReadText) -> None:
    (problem,) = read_text(study("    sites: {note: nobody looked}")).problems
    assert "leave the whole fact out" in problem.hint
    assert "not-reported" in problem.hint


@pytest.mark.parametrize(
    ("line", "where", "wanted"),
    [
        ("    journal: [A, B]", "5:14-5:20", "one value is wanted here, not a list"),
        ("    journal: {a: b}", "5:14-5:20", "one value is wanted here, not 'key: value' lines"),
        ("    year: [2009]", "5:11-5:17", "one value is wanted here, not a list"),
        ("    status: {a: b}", "5:13-5:19", "one value is wanted here, not 'key: value' lines"),
        ("    doi: [10.1016/j]", "5:10-5:21", "one value is wanted here, not a list"),
        ("    companion_of: [b]", "5:19-5:22", "one value is wanted here, not a list"),
        ("    sites: [1]", "5:12-5:15", "one value is wanted here, not a list"),
        ("    sites: {value: {a: b}}", "5:20-5:26", "one value is wanted here, not 'key: value' lines"),
        ("    authors: {a: b}", "5:14-5:20", "a list is wanted here"),
        ("    arms: treated", "5:11-5:18", "a list is wanted here"),
        ("    arms: [treated]", "5:12-5:19", "an arm is written as 'key: value' lines"),
        ("    arms: {id: a, role: cases}", "5:11-5:31", "a list is wanted here"),
        ("    blinding: no", "5:15-5:17", "a blinding is written as 'key: value' lines"),
        ("    blinding: [no]", "5:15-5:19", "a blinding is written as 'key: value' lines"),
        (
            "    outcomes: [{id: a, name: A, results: [{unit: events, arms: [1]}]}]",
            "5:64-5:67",
            "'key: value' lines are wanted here",
        ),
    ],
)
def test_a_value_of_the_wrong_shape_is_told_what_is_wanted(
    read_text: ReadText, line: str, where: str, wanted: str
) -> None:
    (problem,) = read_text(study(line)).problems
    assert (problem.code, stretch(problem.place)) == ("F101", where)
    assert wanted in problem.message


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("    status: publishd", "'publishd' is not one of planned, ongoing, published, ", "did you mean 'published'?"),
        ("    status: Published", "'Published' is not one of", "did you mean 'published'?"),
        ("    et_al: true", "'true' is not one of yes, no, unclear", "write yes"),
        ("    et_al: off", "'off' is not one of yes, no, unclear", "write no"),
        ("    et_al: Y", "'Y' is not one of yes, no, unclear", "write yes"),
        ("    et_al: perhaps", "'perhaps' is not one of yes, no, unclear", ""),
        ("    et_al: not-reported", "'not-reported' is not one of yes, no, unclear", ""),
        ("    randomised: 1", "'1' is not one of yes, no, unclear", ""),
        ("    design: single arm", "'single arm' is not one of randomised-trial, ", "did you mean 'single-arm'?"),
        ("    control: [none, shamm]", "'shamm' is not one of none, sham, ", "did you mean 'sham'?"),
        ("    sites: {value: 1, basis: statd}", "'statd' is not one of stated, inferred", "did you mean 'stated'?"),
        (
            "    flaws: [{code: no-controls, basis: stated}]",
            "'no-controls' is not one of",
            "did you mean 'no-control'?",
        ),
    ],
)
def test_a_word_that_is_not_on_its_list_is_told_with_the_list_and_the_nearest(
    read_text: ReadText, line: str, message: str, hint: str
) -> None:
    (problem,) = read_text(study(line)).problems
    assert problem.code == "F105"
    assert problem.message.startswith(message)
    assert problem.hint == hint


def test_a_long_list_of_words_is_cut_short(read_text: ReadText) -> None:
    (problem,) = read_text(study("    flaws: [{code: q, basis: stated}]")).problems
    assert problem.message.endswith(", ...")
    assert len(problem.message) < 300


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("    year: MMIX", "'MMIX' is not a whole number", ""),
        ("    year: 2009.5", "'2009.5' is not a whole number", ""),
        ("    year: -5", "'-5' is not a whole number", ""),
        ("    year: '\u0662\u0660\u0660\u0669'", "is not a whole number", ""),
        ("    year: 9999999999999", "'9999999999999' is not a whole number", ""),
        ("    enrolled: 1,234", "'1,234' is not a whole number", "write 1234"),
        ("    enrolled: 1 234", "'1 234' is not a whole number", "write 1234"),
        ("    enrolled: about 65", "'about 65' is not a whole number", ""),
        ("    enrolled: {value: some}", "'some' is not a whole number", ""),
        ("    date: 2009-13-45", "'2009-13-45' is not a date, such as 2009, 2009-12 or 2009-12-08", ""),
        (
            "    doi: https://doi.org/10.1016/j",
            "is not a DOI, such as 10.1016/j.jvs.2009.07.096",
            "write 10.1016/j",
        ),
        ("    url: javascript:alert(1)", "is not a web address that begins with http:// or https://", ""),
        ("    follow_up: a while", "'a while' is not a stretch of time, such as 18 months", ""),
        (
            "    arms: [{id: Treated, role: cases}]",
            "'Treated' is not an id of small letters, digits and hyphens",
            "write treated",
        ),
    ],
)
def test_a_value_that_cannot_be_what_its_field_wants_is_told_with_an_example(
    read_text: ReadText, line: str, message: str, hint: str
) -> None:
    (problem,) = read_text(study(line)).problems
    assert problem.code == "F104"
    assert message in problem.message
    assert problem.hint == hint
    assert problem.place.line == 5


RESULT = "    outcomes: [{{id: a, name: A, results: [{{unit: patients, {}}}]}}]"


@pytest.mark.parametrize("line", ["p: NS", "p: 0.05 (two-sided)", "arms: {x: {n: about 5}}", "arms: {x: {mean: 1e5}}"])
def test_a_printed_number_must_be_one_as_printed(read_text: ReadText, line: str) -> None:
    (problem,) = read_text(study(RESULT.format(line))).problems
    assert problem.code == "F104"
    assert "as printed, such as" in problem.message


def test_all_that_is_wrong_with_a_record_is_told_at_once_in_the_order_of_the_lines(read_text: ReadText) -> None:
    text = """\
studies:
  - titel: A
    year: MMIX
    kind: bogus
    sites: {value: many, sorce: x}
    arms:
      - {id: a}
  - id: b
    title: B
    kind: news
    authors: {a: b}
    follow_up: a while
"""
    assert [(code, where) for code, where, *_ in told(read_text(text))] == [
        ("F102", "2:5"),
        ("F103", "2:5"),
        ("F103", "2:5"),
        ("F104", "3:11"),
        ("F105", "4:11"),
        ("F104", "5:20"),
        ("F102", "5:26"),
        ("F103", "7:9"),
        ("F101", "11:14"),
        ("F104", "12:16"),
    ]


def test_all_that_is_wrong_with_a_fact_is_told_at_once(read_text: ReadText) -> None:
    codes = {problem.code for problem in read_text(study("    sites: {basis: bogus, note: [x], sorce: y}")).problems}
    assert codes == {"F101", "F102", "F103", "F105"}


def test_a_record_with_a_problem_is_left_out_and_its_neighbours_stay(read_text: ReadText) -> None:
    text = study("    year: MMIX\n  - {id: b, title: B, kind: news}\n  - {id: c, title: C, kind: new}\n")
    assert list(read_text(text).library.studies) == ["b"]


@pytest.mark.parametrize(
    ("line", "code"),
    [("    journal: A\n    journal: B\n", "F004"), ('    journal: "\\e[31mred"\n', "F012")],
)
def test_a_record_with_a_problem_that_the_reader_finds_is_left_out_as_well(
    read_text: ReadText, line: str, code: str
) -> None:
    read = read_text(study(line))
    assert [problem.code for problem in read.problems] == [code]
    assert list(read.library.studies) == []


def test_no_message_shows_a_hidden_character_raw(read_text: ReadText) -> None:
    line = '    status: "\\e[31mred"\n    "\\u202etitle": x\n    year: "\\u200b5"\n    companion_of: "\\u2066b"\n'
    problems = read_text(study(line)).problems
    assert {problem.code for problem in problems} >= {"F012", "F102", "F104", "F105"}
    assert all(str(problem).isprintable() for problem in problems)


# ------------------------------------------------------------------------------------------------- what is kept


def test_numbers_stay_as_they_were_printed(study_of: Callable[[str], Study]) -> None:
    (outcome,) = study_of(RESULT.format("p: <0.0010, arms: {x: {n: 010, mean: 5.10, sd: '0.50'}}")).outcomes
    (result,) = outcome.results
    arm = result.arms["x"]
    assert [arm.n, arm.mean, arm.sd, result.p] == ["010", "5.10", "0.50", "<0.0010"]


@pytest.mark.parametrize(
    "typed", ["no", "NO", "1348:58", "010", "1e5", "5.10", "2009-12-08", "2009-13-45", "1348-58.e1-3"]
)
def test_text_keeps_what_was_typed(study_of: Callable[[str], Study], typed: str) -> None:
    assert study_of(f"    pages: {typed}\n    aliases: [{typed}]").pages == typed
    assert study_of(f"    note: {typed}\n    aliases: [{typed}]").aliases == (typed,)


def test_a_fact_may_be_plain_written_out_or_silent(study_of: Callable[[str], Study]) -> None:
    read = study_of("""\
    sites: 1
    enrolled:
      value: 65
      source: s
      locator: "page 2, table 1"
      basis: inferred
      note: counted by us
    lost: not-reported
    randomised: {value: not-applicable, source: s}
""")
    assert read.sites is not None
    assert (read.sites.value, read.sites.silence, read.sites.source, read.sites.basis) == (1, None, "", Basis.STATED)
    assert read.enrolled is not None
    assert (read.enrolled.value, read.enrolled.source, read.enrolled.locator) == (65, "s", "page 2, table 1")
    assert (read.enrolled.basis, read.enrolled.note) == (Basis.INFERRED, "counted by us")
    assert read.lost is not None
    assert (read.lost.value, read.lost.silence) == (None, Silence.NOT_REPORTED)
    assert read.randomised is not None
    assert (read.randomised.silence, read.randomised.source) == (Silence.NOT_APPLICABLE, "s")
    assert read.target is None


def test_plain_and_written_out_facts_that_say_the_same_are_equal(study_of: Callable[[str], Study]) -> None:
    assert study_of("    sites: 1").sites == study_of("    sites: {value: 1}").sites
    assert study_of("    sites: 1").sites != study_of("    sites: {value: 1, basis: inferred}").sites


def test_a_list_of_one_word_may_be_the_word(study_of: Callable[[str], Study]) -> None:
    one, many = study_of("    control: none\n    aliases: x"), study_of("    control: [none]\n    aliases: [x]")
    assert one == many
    assert one.control is not None
    assert one.control.value == (Control.NONE,)
    written = study_of("    control: {value: sham}").control
    assert written is not None
    assert written.value == (Control.SHAM,)


def test_a_mapping_keeps_its_names_and_their_order(library_of: Callable[[str], Library]) -> None:
    sheet = library_of(WHOLE).sheets["first"]
    assert dict(sheet.setup) == {"effect": "assignment"}
    assert list(sheet.answers) == ["q01", "q02"]


def test_an_answer_may_be_bare_or_written_out(library_of: Callable[[str], Library]) -> None:
    answers = library_of(WHOLE).sheets["first"].answers
    assert (answers["q01"].answer, answers["q01"].because, answers["q01"].source) == ("Y", "", "")
    assert (answers["q02"].answer, answers["q02"].because, answers["q02"].source) == ("N", "nobody: none", "tfp-43")
    assert answers["q01"].where["answer"].line == answers["q01"].where.record.line
    assert stretch(answers["q02"].where["because"]) == "54:33-54:47"


def test_what_a_reader_relies_on_comes_out_of_a_whole_file(library_of: Callable[[str], Library]) -> None:
    read = library_of(WHOLE).studies["zamboni-2009"]
    assert read.title == "A prospective open-label study"
    assert read.authors == ("Zamboni P", "Galeotti R")
    assert read.year == 2009
    assert read.status is Status.PUBLISHED
    assert read.blinding is not None
    assert read.blinding.participants is not None
    assert read.blinding.participants.value is YesNo.NO
    assert read.outcomes[0].results[0].arms["after"].percent == "50.0"


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_an_empty_value_leaves_its_field_open(study_of: Callable[[str], Study], nothing: str) -> None:
    keys = ["year", "journal", "status", "sites", "control", "arms", "blinding", "companion_of", "doi", "et_al"]
    assert study_of("".join(f"    {key}: {nothing}\n" for key in keys)) == study_of("")


def test_an_empty_field_of_a_fact_is_as_if_it_were_not_there(study_of: Callable[[str], Study]) -> None:
    assert study_of("    sites: {value: 1, source: , note: ~}") == study_of("    sites: {value: 1}")


def test_an_empty_value_in_quotes_is_text(study_of: Callable[[str], Study], read_text: ReadText) -> None:
    assert study_of("    aliases: ['~', 'null']").aliases == ("~", "null")
    assert [problem.code for problem in read_text(study("    year: ''\n")).problems] == ["F104"]


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_an_empty_item_of_a_list_is_never_taken_for_text(read_text: ReadText, nothing: str) -> None:
    read = read_text(study(f"    aliases:\n      - x\n      - {nothing}\n"))
    assert read.problems or read.library.studies["a-2009"].aliases == ("x",)


def test_a_question_of_a_sheet_may_stand_there_unanswered(library_of: Callable[[str], Library]) -> None:
    sheet = library_of(WHOLE.replace("q01: Y", "q01:")).sheets["first"]
    assert list(sheet.answers) == ["q02"]


# ------------------------------------------------------------------------------------------------- conditions


INSTRUMENT = """\
instruments:
  - id: mine
    title: Mine
    version: "1"
    about: about
    form: judged
    judges: study
    ours: no
    licence: CC0-1.0
    notice: none
    sources: []
    options: [Y, N]
    domains:
      - id: d1
        title: One
        questions:
          - {id: "1.1", text: What?, asked_when: CONDITION}
"""


@pytest.mark.parametrize(
    ("written", "clauses"),
    [
        ("{control: none}", [{"control": ("none",)}]),
        ("{control: [none, sham], sites: 1}", [{"control": ("none", "sham"), "sites": ("1",)}]),
        ("[{control: none}, {enrolled: '< 10'}]", [{"control": ("none",)}, {"enrolled": ("< 10",)}]),
        ("", []),
    ],
)
def test_a_condition_is_one_clause_or_a_list_of_them(
    library_of: Callable[[str], Library], written: str, clauses: list[dict[str, tuple[str, ...]]]
) -> None:
    instrument = library_of(INSTRUMENT.replace("CONDITION", written)).instruments["mine"]
    condition = instrument.domains[0].questions[0].asked_when
    assert isinstance(condition, Condition)
    assert [dict(clause) for clause in condition.clauses] == clauses


@pytest.mark.parametrize("written", ["none", "[none]", "[[{control: none}]]", "{control: {a: b}}"])
def test_a_condition_of_another_shape_is_refused(read_text: ReadText, written: str) -> None:
    read = read_text(INSTRUMENT.replace("CONDITION", written))
    assert [problem.code for problem in read.problems] == ["F101"]
    assert list(read.library.instruments) == []


# ------------------------------------------------------------------------------------------------- places


def test_every_field_knows_where_its_value_stands(library_of: Callable[[str], Library]) -> None:
    library = library_of(WHOLE)
    read = library.studies["zamboni-2009"]
    assert stretch(read.where["title"]) == "5:12-8:1"
    assert stretch(read.where["kind"]) == "8:11-8:24"
    assert stretch(read.where["authors"]) == "9:14-9:37"
    assert stretch(read.where["aliases"]) == "11:14-11:24"
    assert read.control is not None
    assert stretch(read.control.where.record) == "13:14-13:110"
    assert stretch(read.control.where["value"]) == "13:22-13:28"
    assert read.blinding is not None
    assert read.blinding.participants is not None
    assert stretch(read.blinding.participants.where["value"]) == "16:16-16:18"
    assert read.blinding.assessors is not None
    assert stretch(read.blinding.assessors.where.record) == "18:18-18:30"
    arms = read.outcomes[0].results[0].arms
    assert stretch(arms["before"].where["percent"]) == "28:40-28:44"
    assert stretch(arms["after"].where["percent"]) == "31:26-31:30"
    assert stretch(library.claims["works"].evidence[0].where["bearing"]) == "43:18-43:21"


def test_every_part_of_a_fact_knows_where_it_stands(library_of: Callable[[str], Library]) -> None:
    control = library_of(WHOLE).studies["zamboni-2009"].control
    assert control is not None
    assert "locator" in control.where
    assert stretch(control.where["locator"]) == "13:55-13:72"
    assert stretch(control.where["note"]) == "13:97-13:109"


def test_a_field_that_was_left_out_stands_where_its_record_stands(library_of: Callable[[str], Library]) -> None:
    read = library_of(WHOLE).studies["zamboni-2009"]
    assert "journal" not in read.where
    assert read.where["journal"] == read.where.record
    assert (read.where.record.line, read.where.record.column) == (4, 5)


# ------------------------------------------------------------------------------------------------- what is always so


SPOTS = st.integers(0, len(WHOLE) - 1)
PIECES = st.sampled_from(
    [
        *[
            "",
            " ",
            "\n",
            "\n  ",
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
            "#",
            "|",
        ],
        *[">", "~", "null", "no", "0", "x", "id: a\n", "---\n", "<<: ", "? ", "\u202e", "\\e", "\u00e9", "%", "@"],
    ]
)


@given(st.lists(st.tuples(SPOTS, st.integers(0, 12), PIECES), min_size=1, max_size=4))
def test_a_file_that_was_damaged_anyhow_gives_problems_and_never_raises(
    read_text: ReadText, damages: list[tuple[int, int, str]]
) -> None:
    text = WHOLE
    for spot, length, piece in damages:
        text = text[:spot] + piece + text[spot + length :]
    problems = read_text(text).problems
    for problem in problems:
        place = problem.place
        assert place.file == "library.yaml"
        assert 1 <= place.line <= place.end_line <= text.count("\n") + 2
        assert (place.line, place.column) <= (place.end_line, place.end_column)
    places = [(problem.place.line, problem.place.column) for problem in problems]
    assert places == sorted(places)


NAMES = st.sampled_from([*fields_of(Study), *fields_of(Sheet), *fields_of(Outcome), *fields_of(Fact), "x"])
WORDS = st.sampled_from(["no", "5", "65", "none", "~", "", "not-reported", "2009-12", "a-2009", "<0.05", "stated"])
VALUES = st.recursive(
    WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)


@given(
    section=st.sampled_from(["sources", "studies", "claims", "sheets", "instruments", "x"]),
    value=VALUES | st.lists(st.dictionaries(NAMES, VALUES, max_size=6), max_size=3),
)
def test_whatever_stands_below_a_key_gives_records_or_problems_and_never_raises(
    read_text: ReadText, section: str, value: Any
) -> None:
    read = read_text(yaml.safe_dump({section: value}, allow_unicode=True))
    assert all(problem.code[0] == "F" and problem.message for problem in read.problems)
    many = len(value) if isinstance(value, list) else 0
    assert sum(len(held) for held in read.library) <= many


@settings(max_examples=50)
@given(
    random=st.randoms(use_true_random=False),
    flow=st.sampled_from([True, False, None]),
    style=st.sampled_from([None, '"', "'"]),
)
def test_neither_the_order_of_keys_nor_the_style_changes_what_is_read(
    *, read_text: ReadText, random: Random, flow: bool | None, style: str | None
) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, list):
            return [shuffled(item) for item in value]
        if not isinstance(value, dict):
            return value
        names = list(value)
        random.shuffle(names)
        return {name: shuffled(value[name]) for name in names}

    tree = yaml.load(WHOLE, yaml.BaseLoader)  # noqa: S506 -- a loader without types
    text = yaml.safe_dump(shuffled(tree), default_flow_style=flow, default_style=style, sort_keys=False)
    read = read_text(text)
    assert not read.problems
    assert read.library == read_text(WHOLE).library


@given(st.text(st.characters(codec="utf-8", max_codepoint=0xDFFFF, categories=["L", "N", "P", "S", "Zs"]), min_size=1))
def test_any_visible_text_in_quotes_is_read_back_to_the_letter(library_of: Callable[[str], Library], text: str) -> None:
    note = text.replace("'", "''")
    assert library_of(study(f"    note: '{note}'")).studies["a-2009"].note == text


def test_what_is_wrong_before_a_record_breaks_off_is_told_too_and_the_record_is_left_out(read_text: ReadText) -> None:
    read = read_text(study("    yaer: 2009\n    doi: &x 10.1/a\n    sites: many\n"))
    assert [(code, at) for code, at, _, _ in told(read)] == [("F102", "5:5"), ("F007", "6:10")]
    assert not read.library.studies


def test_a_record_ends_with_its_last_value_even_where_that_is_a_key_that_stands_twice(read_text: ReadText) -> None:
    read = read_text("studies:\n  - id: a-2009\n    title: A\n    title: Bcd\n\n# the end\nclaims:\n")
    assert [(p.code, stretch(p.place)) for p in read.problems] == [("F103", "2:5-4:15"), ("F004", "4:5-4:10")]
