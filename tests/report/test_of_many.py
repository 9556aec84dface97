"""A table of many studies has a row for each, and leaves no study out."""

import re
from collections.abc import Callable

from ccsvi_triage.model.appraisal import Reading, StudyVerdict
from ccsvi_triage.model.instrument import Priority
from ccsvi_triage.report.of_many import many_table

Shown = Callable[..., str]
RowOf = Callable[[str, str], str]
OTHERS = """\
  - {id: n, title: N, kind: news}
  - {id: c, title: C, kind: primary-study, question: association, design: case-control}
  - {id: r, title: R, kind: primary-study, status: retracted}
  - {id: s, title: S, kind: primary-study, question: benefit, design: single-arm, control: none,
     flaws: [{code: regression-to-mean, basis: inferred}]}
"""


def test_the_table_of_all_has_a_row_for_each_and_counts_them(
    shown: Shown, judged_trial: Shown, low: str, row_of: RowOf
) -> None:
    text = shown(judged_trial(low).replace("\nsheets:", f"{OTHERS}\nsheets:"), every=True)
    assert re.fullmatch(r"trial +\+ low +rob2 +\d+/\d+/\d+/\d+", row_of(text, "trial"))
    assert re.fullmatch(r"n +not judged +none", row_of(text, "n "))
    assert re.fullmatch(r"c +\? open +jbi-case-control +\d+/\d+/\d+/\d+", row_of(text, "c "))
    assert re.fullmatch(r"r +X retracted +none", row_of(text, "r "))
    assert re.fullmatch(r"s +X critical \* +single-arm +\d+/\d+/\d+/\d+", row_of(text, "s "))
    assert "5 records: 3 judged, 2 no evidence to be judged" in text


def test_a_row_for_programs_says_whether_a_person_has_confirmed_it_and_nothing_where_nothing_is_judged(
    verdicts_of: Callable[[str], list[StudyVerdict]],
    judged_trial: Shown,
    low: str,
) -> None:
    verdicts = verdicts_of(judged_trial(low).replace("\nsheets:", f"{OTHERS}\nsheets:"))
    reading = Reading(Priority.NEXT, (Priority.NEXT,), "a reason", (), 0)
    table = many_table(verdicts, {verdict.study.id: reading for verdict in verdicts})
    at = [column.name for column in table.columns].index("confirmed")
    assert {row[0]: row[at] for row in table.rows} == {"trial": "yes", "n": "", "c": "", "r": "", "s": "no"}
