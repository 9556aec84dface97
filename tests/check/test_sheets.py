from collections.abc import Callable
from textwrap import dedent, indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.load.files import Read
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.words import Severity

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
Check = Callable[..., list[Problem]]

HEAD = """\
studies:
  - id: s
    title: A study
    kind: primary-study
    outcomes: [{id: relapse, name: Relapses}]
sheets:
  - id: a-sheet
    study: s
    instrument: INSTRUMENT
    version: "VERSION"
    reviewer: A reviewer
"""
VERSIONS = {"rob2": "2019-08-22", "single-arm": "1.0", "quick": "1.0"}


@pytest.fixture(scope="module")
def check(read_text: Callable[[str], Read], instrument_of: InstrumentOf) -> Check:
    """Give a function that reads the end of a sheet as YAML and finds what is wrong with it."""

    def found(rest: str, instrument: str = "rob2", version: str = "") -> list[Problem]:
        read = read_text(written(rest, instrument, version))
        assert not read.problems, "\n".join(map(str, read.problems))
        library = read.library
        return list(check_sheet(library.sheets["a-sheet"], instrument_of(instrument), library.studies["s"]))

    return found


def written(rest: str, instrument: str = "rob2", version: str = "") -> str:
    head = HEAD.replace("INSTRUMENT", instrument).replace("VERSION", version or VERSIONS[instrument])
    return head + indent(dedent(rest).strip("\n"), "    ") + "\n"


def at(text: str, words: str) -> tuple[int, int]:
    """Tell line and column of some words of a text."""
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def where(problem: Problem) -> tuple[int, int]:
    return problem.place.line, problem.place.column


ASSIGNMENT = "setup: {effect: assignment}\n"


def test_a_sound_sheet_has_nothing_wrong(check: Check) -> None:
    sheet = """
        outcome: relapse
        setup: {effect: assignment}
        answers:
          3.1: {answer: N, because: 12 of 40 were lost}
          3.2: {answer: PN, because: no other analysis}
          3.3: {answer: NI, because: reasons are not told}
        rulings:
          overall: {level: high, reason: as said, by: RK, date: 2026-01-31}
        directions: {D3: favours-experimental, overall: unpredictable}
    """
    assert check(sheet) == []


# the head


def test_a_sheet_for_another_version_is_a_warning_at_the_version(check: Check) -> None:
    (problem,) = check(ASSIGNMENT, version="2018")
    assert (problem.code, problem.severity) == ("E-VERSION", Severity.WARNING)
    assert "'2018'" in problem.message
    assert where(problem) == at(written(ASSIGNMENT, version="2018"), '"2018"')


def test_an_outcome_that_the_study_does_not_have_is_named_with_those_it_has(check: Check) -> None:
    sheet = ASSIGNMENT + "outcome: relapses"
    (problem,) = check(sheet)
    assert (problem.code, problem.message) == ("E-OUTCOME", "the study has no outcome 'relapses'")
    assert problem.hint == "its outcomes are: relapse"
    assert where(problem) == at(written(sheet), "relapses")


# the set-up


def test_a_missing_set_up_is_one_problem_and_no_flood_of_others(check: Check) -> None:
    sheet = """
        answers:
          2.1: {answer: N, because: so}
          2.2: {answer: N, because: so}
          2.7: {answer: Y, because: so}
        rulings:
          D2-assignment: {level: high, reason: as said, by: RK, date: 2026-01-31}
    """
    assert [problem.code for problem in check(sheet)] == ["E-SETUP"]
    assert "does not say 'effect'" in check(sheet)[0].message


def test_a_sheet_without_set_up_and_answers_waits_to_be_begun(check: Check) -> None:
    for written_so_far, severity in (("note: so far nothing", Severity.WARNING), ("answers: {1.1: N}", Severity.ERROR)):
        problem = next(problem for problem in check(written_so_far) if problem.code == "E-SETUP")
        assert problem.severity is severity


@pytest.mark.parametrize(
    ("setup", "message"),
    [
        ("effect: itt", "'itt' is no answer to the set-up 'effect'"),
        ("effect: assignment, nonadherence: maybe", "'maybe' is no answer to the set-up 'nonadherence'"),
        ("effect: assignment, efect: adhering", "RoB 2 has no set-up 'efect'"),
    ],
)
def test_a_word_or_name_that_the_set_up_does_not_have_is_one_problem_there(
    setup: str, message: str, check: Check
) -> None:
    sheet = f"setup: {{{setup}}}"
    (problem,) = check(sheet)
    assert (problem.code, problem.message) == ("E-SETUP", message)
    assert where(problem) == at(written(sheet), "{effect")


def test_an_effect_of_adhering_with_nothing_to_look_at_is_refused(check: Check) -> None:
    sheet = "setup: {effect: adhering}"
    (problem,) = check(sheet)
    assert problem.code == "E-D2B-SCOPE"
    assert where(problem) == at(written(sheet), "{effect")


def test_answers_to_the_other_effect_of_interest_are_checked_against_its_questions(check: Check) -> None:
    sheet = "setup: {effect: adhering, nonadherence: yes}\nanswers: {2.7: {answer: Y, because: so}}"
    (problem,) = check(sheet)
    assert (problem.code, problem.message) == ("E-QUESTION", "RoB 2 has no question '2.7' under this set-up")


def test_for_the_effect_of_adhering_every_answer_that_is_asked_is_taken(check: Check) -> None:
    sheet = """
        setup: {effect: adhering, nonprotocol-interventions: yes, implementation-failures: yes}
        answers:
          2.1: {answer: Y, because: so}
          2.3: {answer: Y, because: so}
          2.4: {answer: N, because: so}
    """
    assert check(sheet) == []


def test_what_the_set_up_does_not_ask_is_unasked_and_the_set_up_is_named(check: Check) -> None:
    sheet = """
        setup: {effect: adhering, nonadherence: yes}
        answers:
          2.4: {answer: Y, because: so}
    """
    (problem,) = check(sheet)
    assert (problem.code, problem.message) == (
        "E-UNASKED",
        "2.4 is answered Y although it is not asked (implementation-failures = no)",
    )


# the answers


def test_a_question_that_there_is_not_is_found_where_it_is_answered(check: Check) -> None:
    sheet = ASSIGNMENT + "answers: {6.1: {answer: Y, because: so}}"
    (problem,) = check(sheet)
    assert (problem.code, problem.message) == ("E-QUESTION", "RoB 2 has no question '6.1'")
    assert where(problem) == at(written(sheet), "{answer")


@pytest.mark.parametrize("word", ["Banana", "y", "Yes", "PYY", "Y PY"])
def test_a_word_that_is_no_answer_is_found_where_it_stands_with_those_that_are(word: str, check: Check) -> None:
    sheet = ASSIGNMENT + f"answers:\n  1.1: {{answer: {word}, because: so}}"
    (problem,) = check(sheet)
    assert (problem.code, problem.message) == ("E-ANSWER", f"{word!r} is no answer to 1.1")
    assert problem.hint == "it takes Y, PY, PN, N, NI"
    assert where(problem) == at(written(sheet), f"{word}, because")


def test_no_information_is_no_answer_to_a_question_that_does_not_take_it(check: Check) -> None:
    sheet = ASSIGNMENT + "answers:\n  3.1: {answer: N, because: so}\n  3.2: {answer: NI, because: so}"
    (problem,) = check(sheet)
    assert (problem.code, problem.hint) == ("E-ANSWER", "it takes Y, PY, PN, N")
    assert where(problem) == at(written(sheet), "NI,")


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"2.1": "Y", "2.3": "N", "2.4": "Y"}, "2.4 is answered Y although it is not asked (2.3 = N)"),
        ({"2.1": "N", "2.2": "PN", "2.3": "NI"}, "2.3 is answered NI although it is not asked (2.1 = N, 2.2 = PN)"),
        ({"3.1": "Y", "3.2": "N"}, "3.2 is answered N although it is not asked (3.1 = Y)"),
        ({"3.1": "PY", "3.4": "Y"}, "3.4 is answered Y although it is not asked (3.1 = PY)"),
        ({"4.3": "N", "4.5": "Y"}, "4.5 is answered Y although it is not asked (4.3 = N)"),
        ({"4.1": "Y", "4.3": "Y"}, "4.3 is answered Y although it is not asked (4.1 = Y)"),
        ({"2.6": "Y", "2.7": "N"}, "2.7 is answered N although it is not asked (2.6 = Y)"),
    ],
)
def test_an_answer_that_is_not_asked_names_the_answers_that_close_its_gate(
    answers: dict[str, str], message: str, check: Check
) -> None:
    lines = [f"  {name}: {{answer: {word}, because: so}}" for name, word in answers.items()]
    sheet = "\n".join([ASSIGNMENT.strip(), "answers:", *lines])
    (problem,) = check(sheet)
    assert (problem.code, problem.message) == ("E-UNASKED", message)
    text = written(sheet)
    line, _ = at(text, f"{list(answers)[-1]}: {{")
    assert problem.place.line == line


def test_an_answer_whose_gate_may_still_open_is_no_problem(check: Check) -> None:
    assert check(ASSIGNMENT + "answers: {2.4: {answer: Y, because: so}, 4.5: {answer: N, because: so}}") == []


def test_na_to_a_question_that_is_asked_is_found_and_na_to_one_that_is_not_is_fine(check: Check) -> None:
    sheet = ASSIGNMENT + "answers: {3.1: {answer: N, because: so}, 3.2: {answer: NA, because: so}}"
    (problem,) = check(sheet)
    assert (problem.code, problem.message) == ("E-NA", "3.2 is answered NA although it is asked")
    assert where(problem) == at(written(sheet), "NA,")
    assert check(sheet.replace("answer: N,", "answer: Y,")) == []


def test_na_behind_an_open_answer_is_no_problem_yet(check: Check) -> None:
    assert check(ASSIGNMENT + "answers: {3.2: {answer: NA, because: so}}") == []


def test_na_is_an_answer_where_the_question_takes_it(check: Check) -> None:
    sheet = """
        setup: {effect: adhering, implementation-failures: yes, nonadherence: yes}
        answers: {2.4: {answer: NA, because: so}, 2.5: {answer: N, because: so}}
    """
    assert check(sheet) == []


def test_a_bare_answer_is_taken_with_a_warning_that_it_has_no_reason(check: Check) -> None:
    sheet = ASSIGNMENT + "answers: {1.1: Y}"
    (problem,) = check(sheet)
    assert (problem.code, problem.severity) == ("E-BECAUSE", Severity.WARNING)
    assert where(problem) == at(written(sheet), "Y}")


def test_every_problem_of_a_sheet_is_found_in_one_run(check: Check) -> None:
    sheet = """
        outcome: nothing
        setup: {effect: assignment, colour: red}
        answers:
          1.1: {answer: Banana, because: so}
          3.1: {answer: Y, because: so}
          3.2: {answer: N, because: so}
          9.9: {answer: Y, because: so}
        rulings:
          D9: {level: low, reason: so, by: RK, date: 2026-01-31}
    """
    assert sorted(problem.code for problem in check(sheet, version="0")) == [
        "E-ANSWER",
        "E-OUTCOME",
        "E-QUESTION",
        "E-RULING",
        "E-SETUP",
        "E-UNASKED",
        "E-VERSION",
    ]


def test_a_sheet_of_a_checklist_is_checked_too(check: Check) -> None:
    assert check("answers: {q01: {answer: yes, because: so}}", "quick") == []
    (problem,) = check("answers: {q01: {answer: Y, because: so}}", "quick")
    assert (problem.code, problem.hint) == ("E-ANSWER", "it takes yes, no, not-reported, not-applicable")
    (problem,) = check("answers: {q26: {answer: yes, because: so}}", "quick")
    assert problem.code == "E-QUESTION"


# what a person decides


@pytest.mark.parametrize(
    ("ruling", "message", "spot"),
    [
        ("D4: {level: hihg, reason: so, by: RK, date: 2026-01-31}", "'hihg' is no level of RoB 2", "hihg"),
        ("D4: {level: High, reason: so, by: RK, date: 2026-01-31}", "'High' is no level of RoB 2", "High"),
        ('D4: {level: high, reason: "", by: RK, date: 2026-01-31}', "a ruling without 'reason' is none", '""'),
        ('D4: {level: high, reason: " ", by: RK, date: 2026-01-31}', "a ruling without 'reason' is none", '" "'),
        ('D4: {level: high, reason: so, by: "", date: 2026-01-31}', "a ruling without 'by' is none", '""'),
        ("D6: {level: high, reason: so, by: RK, date: 2026-01-31}", "there is no domain 'D6' to rule on", "{level"),
        (
            "D2-adhering: {level: high, reason: so, by: RK, date: 2026-01-31}",
            "there is no domain 'D2-adhering' to rule on",
            "{level",
        ),
    ],
)
def test_a_ruling_that_cannot_stand_is_found_where_it_is_wrong(
    ruling: str, message: str, spot: str, check: Check
) -> None:
    sheet = ASSIGNMENT + f"rulings:\n  {ruling}"
    (problem,) = check(sheet)
    assert (problem.code, problem.severity, problem.message) == ("E-RULING", Severity.ERROR, message)
    assert where(problem) == at(written(sheet), spot)


def test_a_direction_of_bias_of_a_domain_that_there_is_not_is_found(check: Check) -> None:
    (problem,) = check(ASSIGNMENT + "directions: {D7: towards-null}")
    assert (problem.code, problem.message) == ("E-RULING", "there is no domain 'D7' to give a direction of bias for")


# all that can be


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_sheet_whatever_stands_in_it_breaks_the_check_or_hides_a_word_that_is_no_answer(
    data: st.DataObject, instrument_of: InstrumentOf, sheet_of: SheetOf
) -> None:
    instrument = instrument_of(data.draw(st.sampled_from(tuple(VERSIONS))))
    questions = [question.id for domain in instrument.domains for question in domain.questions]
    words = st.sampled_from((*instrument.options, "NA", "Banana", ""))
    answers = data.draw(st.dictionaries(st.sampled_from((*questions, "nothing")), words, max_size=8))
    setup = {"effect": data.draw(st.sampled_from(("assignment", "adhering", "banana")))} if instrument.setup else {}
    problems = list(check_sheet(sheet_of(instrument, answers, setup), instrument, None))
    told = {problem.message for problem in problems}
    for name, word in answers.items():
        if word == "Banana" and name in questions:
            assert any(f"{name}" in message for message in told), name
