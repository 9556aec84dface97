"""A judgement says what it is, why it is so, and whether a person has confirmed it."""

import re
from collections.abc import Callable

from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.report.judgement import (
    NO_JUDGEMENT,
    domains_listed,
    is_proposed,
    judgement_mark,
    label_of,
    overall_why,
    rule_ids,
    why,
)

Shown = Callable[..., str]
RowOf = Callable[[str, str], str]
VerdictsOf = Callable[[str], list[StudyVerdict]]


def test_a_decided_domain_has_its_level_its_reason_and_its_rule(
    shown: Shown, judged_trial: Shown, low: str, row_of: RowOf
) -> None:
    text = shown(judged_trial(low))
    assert re.search(r"D1 Randomisation +\+ low +the order was hidden, .* D1\.6$", row_of(text, "D1"))
    assert re.search(r"OVERALL +\+ low +the worst domain decides$", row_of(text, "OVERALL"))
    assert " *" not in text


def test_an_open_domain_has_the_levels_still_possible_and_what_they_depend_on(
    shown: Shown, judged_trial: Shown, row_of: RowOf
) -> None:
    text = shown(judged_trial("1.2: Y, 1.3: N"))
    assert re.search(r"D1 Randomisation +\? open +low or some concerns: depends on 1\.1$", row_of(text, "D1"))
    assert "? open" in row_of(text, "OVERALL")
    assert "Would change" in text


def test_a_proposal_is_starred_and_the_star_is_explained(shown: Shown, before_and_after: str) -> None:
    text = shown(before_and_after)
    assert re.search(r"1 Comparison +X critical \*", text)
    assert re.search(r"OVERALL +X critical \*", text)
    assert re.search(r"\n  \* +proposed from recorded facts; no reviewer has confirmed it\n", text)


def test_a_ruling_shows_its_reason_its_author_and_what_the_tables_give(
    shown: Shown, judged_trial: Shown, low: str, row_of: RowOf
) -> None:
    ruling = "D1: {level: high, reason: we asked them, by: A. B., date: 2024-05-06}"
    said = r"D1 .*! high +we asked them \(A\. B\., 2024-05-06; the tables give low\) +ruling$"
    assert re.search(said, row_of(shown(judged_trial((low, ruling, "a", "first"))), "D1"))


def test_only_what_no_reviewer_has_confirmed_is_proposed(
    verdicts_of: VerdictsOf, judged_trial: Shown, low: str, before_and_after: str, trial: str
) -> None:
    for text, proposed in ((before_and_after, True), (judged_trial(low), False), (trial, False)):
        (verdict,) = verdicts_of(text)
        assert is_proposed(verdict) is proposed


def test_where_there_is_no_judgement_the_mark_says_why(verdicts_of: VerdictsOf, judged_trial: Shown, low: str) -> None:
    marks = {
        verdict.study.id: judgement_mark(verdict)
        for verdict in verdicts_of(
            "studies:\n"
            "  - {id: undone, title: U, kind: primary-study, status: retracted}\n"
            "  - {id: news, title: N, kind: news}\n"
            "  - {id: blank, title: B, kind: primary-study, question: association, design: case-control}\n"
        )
    }
    assert {name: mark.text for name, mark in marks.items()} == {
        "undone": "retracted",
        "news": "not judged",
        "blank": "open",
    }
    assert set(marks.values()) <= set(NO_JUDGEMENT)
    (judged,) = verdicts_of(judged_trial(low))
    assert judgement_mark(judged) not in NO_JUDGEMENT


def test_what_is_open_is_never_said_to_follow_from_a_rule(verdicts_of: VerdictsOf, judged_trial: Shown) -> None:
    (verdict,) = verdicts_of(judged_trial("1.2: Y, 1.3: N, 5.1: Y, 5.2: N, 5.3: N"))
    (appraisal,) = verdict.appraisals
    assert appraisal.overall is not None
    for judgement in appraisal.judgements:
        assert bool(rule_ids(judgement)) == (judgement.final is not None)
        assert ("depends on" in why(appraisal.instrument, judgement)) == (judgement.final is None)
    open_ = [label_of(j, n) for n, j in enumerate(appraisal.judgements, 1) if j.final is None]
    assert domains_listed(open_) in overall_why(appraisal, appraisal.overall)


def test_where_no_domain_is_left_a_ruling_is_wanting() -> None:
    assert domains_listed([]) == "a person's ruling"
    assert domains_listed(["D1"]) == "domain D1"
    assert domains_listed(["D1", "D2"]) == "domains D1, D2"
