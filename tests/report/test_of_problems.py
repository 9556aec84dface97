"""Problems are told line by line, and counted."""

from ccsvi_triage.model.library import Library
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import Line, Mark, Text, Tone
from ccsvi_triage.report.of_problems import of_problems

NOTHING = Library({}, {}, {}, {}, {})
PLACE = Place("data/a.yaml", 3, 5, 3, 9)


def test_a_problem_is_a_whole_line_with_its_mend() -> None:
    report = of_problems([Problem("F102", "no such key", PLACE, hint="did you mean 'x'?")], 1, NOTHING, "1")
    assert report.blocks[0] == Line(
        (
            "data/a.yaml:3:5: ",
            Mark("error[F102]", Tone.CRITICAL),
            ": no such key (did you mean 'x'?)",
        ),
        whole=True,
    )


def test_problems_keep_their_order_and_are_counted_by_their_severity() -> None:
    problems = [
        Problem("B", "two", PLACE, Severity.WARNING),
        Problem("A", "one", PLACE),
        Problem("C", "three", PLACE, Severity.WARNING),
    ]
    report = of_problems(problems, 2, NOTHING, "1")
    assert [problem["code"] for problem in report.data["problems"]] == ["B", "A", "C"]
    assert report.data["counts"] == {"error": 1, "warning": 2, "note": 0}
    assert report.blocks[-1] == Text("2 files: 0 studies, 0 claims, 0 sheets, 0 sources; 1 error, 2 warnings")


def test_where_nothing_is_wrong_that_is_said() -> None:
    assert of_problems([], 1, NOTHING, "1").blocks == (
        Text("1 file: 0 studies, 0 claims, 0 sheets, 0 sources; nothing wrong"),
    )
