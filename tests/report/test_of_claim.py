from collections.abc import Callable

import jsonschema
import pytest

from ccsvi_triage.model.claim import LeftOut, Ruled
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.text import Date, StudyRef
from ccsvi_triage.model.words import ClaimVerdict
from ccsvi_triage.report.blocks import Mark, Pairs, Report, Table, Text, Tone
from ccsvi_triage.report.of_claim import certainty_words, of_claim, of_claims, since, verdict_mark
from ccsvi_triage.report.schema import report_schema

Judge = Callable[..., Synthesis]
RELAPSES = "angioplasty-reduces-relapses-rrms"


def words_of(report: Report) -> str:
    said: list[str] = []
    for block in report.blocks:
        if isinstance(block, Table | Pairs):
            said += [block.title, *(str(cell) for row in block.rows for cell in row)]
        elif isinstance(block, Text):
            said.append(block.text)
    return "\n".join(said)


@pytest.mark.parametrize(
    ("claim", "mark"),
    [
        (RELAPSES, Mark("NOT SUPPORTED", Tone.CRITICAL)),
        ("nimodipine-treats-ms", Mark("UNTESTED", Tone.APART)),
        ("hypoperfusion-axonal-degeneration", Mark("SUPPORTED, as a hypothesis", Tone.GOOD)),
        (
            "angioplasty-improves-function",
            Mark("open: overstated, inconsistent or not supported", Tone.OPEN),
        ),
    ],
)
def test_a_verdict_is_a_word_with_a_sign_and_an_open_one_says_what_is_possible(
    claim: str, mark: Mark, shipped: Library, judge_claim: Judge
) -> None:
    assert verdict_mark(judge_claim(shipped, claim)) == mark


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (RELAPSES, "open: very low to low"),
        ("oxygen-helps-ms", "very low"),
        ("untreated-rrms-improves", "not rated"),
        ("nimodipine-treats-ms", "nothing to rate"),
    ],
)
def test_open_certainty_is_told_from_low_and_from_none(
    claim: str, words: str, shipped: Library, judge_claim: Judge
) -> None:
    assert certainty_words(judge_claim(shipped, claim).certainty) == words


def test_the_date_of_the_last_change_is_that_of_the_study_that_made_it(shipped: Library, judge_claim: Judge) -> None:
    assert since(judge_claim(shipped, RELAPSES)) == "2014-07-29"
    assert since(judge_claim(shipped, "nimodipine-treats-ms")) == "-"


def test_every_study_that_a_claim_names_is_shown_once(shipped: Library, judge_claim: Judge) -> None:
    for name, claim in shipped.claims.items():
        (data,) = of_claim([judge_claim(shipped, name)], shipped, "0").data["claims"]
        shown = [each["study"] for each in (*data["studies"], *data["set_aside"])]
        assert sorted(shown) == sorted({str(bears.study) for bears in claim.evidence})


def test_people_are_shown_every_study_reason_and_step_that_programs_read(shipped: Library, judge_claim: Judge) -> None:
    for name in shipped.claims:
        report = of_claim([judge_claim(shipped, name)], shipped, "0", traced=True)
        (data,) = report.data["claims"]
        said = words_of(report)
        for each in (*data["studies"], *data["set_aside"]):
            assert each["study"] in said
            assert each["because"] in said
        for rule in data["rules"]:
            assert rule["because"] in said
        for step in data["certainty"]["steps"]:
            assert step["because"] in said
        for words in (data["may"], *data["may_not"]):
            assert words in said


def test_a_list_has_a_row_for_every_claim(shipped: Library, judge_claim: Judge) -> None:
    judged = [judge_claim(shipped, name) for name in shipped.claims]
    report = of_claims(judged, shipped, "0", as_of="2031")
    table = next(block for block in report.blocks if isinstance(block, Table))
    assert len(table.rows) == len(report.tables[0].rows) == len(shipped.claims)
    assert "by 2031" in words_of(report)


# what a person decides beside


def ruled(library: Library, verdict: ClaimVerdict) -> Library:
    ruling = Ruled(verdict=verdict, because="it was seen elsewhere", by="A. Reviewer", date=Date("2031-05-04"))
    left_out = (LeftOut(study=StudyRef("prisms-1998"), why="another treatment"),)
    claim = replaced(library.claims[RELAPSES], ruling=ruling, left_out=left_out)
    return library._replace(claims={**library.claims, RELAPSES: claim})


def test_a_persons_verdict_stands_beside_ours_and_changes_nothing_of_it(shipped: Library, judge_claim: Judge) -> None:
    plain = judge_claim(shipped, RELAPSES)
    library = ruled(shipped, ClaimVerdict.SUPPORTED)
    judged = judge_claim(library, RELAPSES)
    assert judged.decided == plain.decided
    assert verdict_mark(judged) == verdict_mark(plain)
    rows = next(block.rows for block in of_claim([judged], library, "1").blocks if isinstance(block, Pairs))
    labels = [str(label.text if isinstance(label, Mark) else label) for label, _ in rows]
    assert labels.index("Verdict") < labels.index("A person")
    said = "SUPPORTED, better than the rules allow, by A. Reviewer, 2031-05-04: it was seen elsewhere"
    assert rows[labels.index("A person")][1] == said
    assert said in words_of(of_claims([judged], library, "1"))
    assert "people's own verdicts" not in words_of(of_claims([plain], shipped, "1"))


def test_a_persons_verdict_that_is_no_better_is_not_called_so(shipped: Library, judge_claim: Judge) -> None:
    library = ruled(shipped, ClaimVerdict.CONTRADICTED)
    report = of_claim([judge_claim(library, RELAPSES)], library, "1")
    assert "better than the rules allow" not in words_of(report)
    (claim,) = report.data["claims"]
    assert claim["ruling"] == {
        "verdict": "contradicted",
        "because": "it was seen elsewhere",
        "by": "A. Reviewer",
        "date": "2031-05-04",
        "better": False,
    }
    jsonschema.validate(report.data, report_schema())


def test_studies_left_out_on_purpose_are_told_with_the_reason(shipped: Library, judge_claim: Judge) -> None:
    library = ruled(shipped, ClaimVerdict.SUPPORTED)
    report = of_claim([judge_claim(library, RELAPSES)], library, "1")
    assert "Left out on purpose" in words_of(report)
    assert report.data["claims"][0]["left_out"] == [{"study": "prisms-1998", "why": "another treatment"}]
    ruling = [column.name for column in report.tables[0].columns].index("ruling")
    assert report.tables[0].rows[0][ruling] == "supported"
