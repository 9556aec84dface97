from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import Severity

PLACE = Place("data/studies.yaml", 3, 5, 3, 10)


def test_a_problem_is_one_line_with_place_severity_code_message_and_mend() -> None:
    problem = Problem("F102", "a study has no 'tilte'", PLACE, hint="did you mean 'title'?")
    expected = "data/studies.yaml:3:5: error[F102]: a study has no 'tilte' (did you mean 'title'?)"
    assert str(problem) == expected


def test_a_problem_without_a_known_mend_ends_with_its_message() -> None:
    assert str(Problem("F103", "a study needs 'title'", PLACE)).endswith("a study needs 'title'")


def test_a_problem_is_an_error_unless_it_says_otherwise() -> None:
    assert Problem("F103", "a study needs 'title'", PLACE).severity is Severity.ERROR
    warning = Problem("F301", "a study is old", PLACE, Severity.WARNING)
    assert str(warning) == "data/studies.yaml:3:5: warning[F301]: a study is old"
