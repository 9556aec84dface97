"""The smallest changes are told as the syntax in which they can be supposed, with what it takes."""

from collections.abc import Callable, Mapping

import pytest

from ccsvi_triage.judge.appraise import Judge, main_outcome
from ccsvi_triage.judge.minimal import minimal
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.sheet import Ruling, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Date
from ccsvi_triage.model.whatif import Minimal, Need
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Gap, Report
from ccsvi_triage.report.of_minimal import legend, minimal_blocks, minimal_data, needs_of, questions

Find = Callable[..., Minimal]

ASSIGNMENT = {"effect": "assignment"}


@pytest.fixture
def find(
    instrument_of: Callable[[str], Instrument], study_of: Callable[..., Study], sheet_of: Callable[..., Sheet]
) -> Find:
    """Give a function that searches a study by an instrument, with a sheet of bare answers or without one."""

    def by(
        name: str,
        answers: Mapping[str, str] | None = None,
        facts: str = "",
        rulings: Mapping[str, Ruling] | None = None,
        barred: str = "",
    ) -> Minimal:
        study, instrument = study_of(facts), instrument_of(name)
        setup = ASSIGNMENT if name == "rob2" else {}
        sheet = None if answers is None else sheet_of(instrument, answers, setup, rulings)
        appraisal = Judge().appraise(study, instrument, sheet, main_outcome(study), barred=barred)
        return minimal(appraisal, barred)

    return by


def shown(found: Minimal, *, domain: str = "") -> str:
    if domain:
        kept = tuple(t for t in found.domains if t.held.domain.id == domain)  # type: ignore[union-attr]
        found = found._replace(domains=kept, wholes=())
    blocks = [*minimal_blocks(found, alone=bool(domain)), *(questions([found]) if domain else ()), Gap()]
    return render(Report(tuple(blocks), {}), Format.TABLE, Page(width=300))


def row(text: str, name: str) -> str:
    line = next(line for line in text.splitlines() if line.strip().startswith(name))
    return " ".join(line.split())


def test_a_set_is_written_as_it_can_be_supposed_and_says_what_is_open(find: Find) -> None:
    text = shown(find("rob2", {"4.1": "N", "4.2": "N"}))
    assert row(text, "D4") == "D4 Measurement ? open + low 4.3=PN/N (open)"
    assert row(text, "D2").endswith("(open)")


def test_an_answer_that_a_reviewer_gave_is_told_with_what_it_is(find: Find) -> None:
    assert row(shown(find("rob2", {"4.1": "Y"})), "D4").endswith(
        "4.1=PN/N/NI (answered Y) and 4.2=PN/N and 4.3=PN/N (open)"
    )


def test_what_the_design_settles_is_told_with_the_fact_and_the_question(find: Find) -> None:
    found = find("jbi-case-series", facts="question: benefit\ndesign: case-series\nsampling: reported-cases")
    line = row(shown(found), "4 ")
    assert "nothing short of another design: 4=yes" in line
    assert "no by design: sampling reported-cases" in line
    assert "never as built" not in shown(found)


def test_a_level_to_which_no_answers_lead_is_named_with_its_domains(find: Find) -> None:
    text = shown(find("single-arm", facts="question: benefit\ndesign: single-arm\ncontrol: none"))
    assert "Never, whatever is answered" in text
    assert "low or moderate domain 1 and OVERALL" in " ".join(text.split())


def test_a_barred_level_is_never_reached_and_the_best_is_the_next_one(find: Find) -> None:
    text = shown(find("rob2", barred="low"))
    assert row(text, "OVERALL").startswith("OVERALL ? open - some concerns ")
    assert "low OVERALL" in " ".join(text.split("Never, whatever is answered")[1].split())


def test_a_person_s_domains_stand_in_one_row(find: Find) -> None:
    text = shown(find("robins-i"))
    assert row(text, "D1").startswith("D1, D2, D3, D4, D5, D6 and D7 ? open a person's judgement")
    assert row(text, "OVERALL").endswith("D1, D2, D3, D4, D5, D6 and D7: low (a person's judgement, open)")


def test_a_ruling_is_said_to_stand(find: Find) -> None:
    ruling = Ruling(level="high", reason="because of this", by="RK", date=Date("2026-01-31"))
    assert "a person's ruling stands" in row(shown(find("rob2", {}, rulings={"D4": ruling})), "D4")


def test_of_many_sets_four_are_shown_and_the_others_counted_but_for_one_domain_all_are(find: Find) -> None:
    found = find("aan")
    turning = found.domains[0]
    more = [reach for reach in (turning.better, turning.worse) for way in reach.ways if way.number > 4]
    text = shown(found)
    assert ("other sets of" in text) == bool(more)
    alone = shown(found, domain=turning.held.domain.id)  # type: ignore[union-attr]
    assert "other sets" not in alone
    assert "What they ask" in alone


def test_the_legend_explains_only_what_stands_there(find: Find) -> None:
    found = find("rob2")
    assert needs_of(found.domains) == {Need.OPEN}
    text = render(Report(tuple(legend(needs_of(found.domains))), {}), Format.TABLE, Page(width=100))
    assert "open" in text
    assert "by design" not in text


def test_the_data_hold_every_set_with_what_it_leads_to(find: Find) -> None:
    found = find("rob2", {"4.1": "N", "4.2": "N"})
    data = minimal_data(found)
    domain = next(domain for domain in data["domains"] if domain["id"] == "D4")
    (way,) = domain["better"]["ways"]
    (plan,) = way["plans"]
    assert (way["needs"], way["size"], way["number"], plan["result"]) == ("open", 1, 2, ["low"])
    (change,), _ = [one["changes"] for part in plan["parts"] for one in part["sets"]]
    assert (change["question"], change["now"], change["to"], change["needs"]) == ("4.3", None, ["PN", "N"], "open")
