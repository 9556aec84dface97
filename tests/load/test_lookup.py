from collections.abc import Callable, Mapping
from pathlib import Path
from string import ascii_lowercase, digits
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ccsvi_triage.load.lookup import Found, find, words_of
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Registration, Study
from ccsvi_triage.model.text import Doi, Id
from ccsvi_triage.model.words import Kind


def ids(found: Found) -> str | list[str] | None:
    """Give what a person would see: one id, several to choose from, or nothing."""
    if found.study is not None:
        return found.study.id
    return sorted(study.id for study in found.candidates) or None


def suggested(found: Found) -> list[str]:
    return [study.id for study in found.suggestions]


@pytest.fixture(scope="module")
def studies(shipped: Library) -> Mapping[str, Study]:
    return shipped.studies


FEW = """\
studies:
  - id: zhao-2008
    title: Gadolinium lesions in relapsing disease
    kind: primary-study
    authors: [Zhao Y, Traboulsee A]
    year: 2008
    journal: Neurology
  - id: traboulsee-2014
    title: Venous narrowing on catheter venography
    kind: primary-study
    authors: [Traboulsee AL, Knox KB, Zhao Y]
    year: 2014
    journal: The Lancet
    doi: 10.1016/S0140-6736(13)61747-X
    pmid: "24119384"
  - id: main-2018
    title: A trial of widening
    kind: primary-study
    authors: [Zamboni P]
    year: 2018
    aliases: [Brave Dreams]
    pmcid: PMC5833494
    registration: {id: NCT01371760}
  - id: plan-2012
    title: A plan of a trial of widening
    kind: protocol
    authors: [Zamboni P, Smid J]
    year: 2012
    companion_of: main-2018
    registration: {id: NCT01371760}
  - id: rochims-2020
    title: Bosentan and blood flow
    kind: primary-study
    authors: [D'Haeseleer M]
    year: 2020
    registration: {id: EudraCT 2017-001253-13}
  - id: bruck-2000
    title: Lesions under the microscope
    kind: primary-study
    authors: [Brück W, Sørensen T, Łukasz J]
    year: 2000
    doi: 10.1002/1531-8249(200006)47:6<707::AID-ANA3>3.0.CO;2-Q
"""


@pytest.fixture(scope="module")
def few(library_of: Callable[[str], Library]) -> Mapping[str, Study]:
    return library_of(FEW).studies


# ------------------------------------------------------------------------------------------------- the shipped library


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zamboni-2009-jvs", "zamboni-2009-jvs"),
        ("ZAMBONI_2009_JVS", "zamboni-2009-jvs"),
        ("  zamboni 2009 jvs ", "zamboni-2009-jvs"),
        ("zamboni journal of vascular surgery", "zamboni-2009-jvs"),
        ("siddiqui", "siddiqui-2014-premise"),
        ("Siddiqui PREMiSe", "siddiqui-2014-premise"),
        ("premise trial", "siddiqui-2014-premise"),
        ("brave dreams", "zamboni-2018-bravedreams"),
        ("CoSMo", "comi-2013-cosmo"),
        ("10.1212/WNL.0000000000000638", "siddiqui-2014-premise"),
        ("https://doi.org/10.1212/wnl.0000000000000638", "siddiqui-2014-premise"),
        ("doi:10.1016/S0140-6736(13)61747-X.", "traboulsee-2014"),
        ("PMID: 29150995", "zamboni-2018-bravedreams"),
        ("24119384", "traboulsee-2014"),
        ("PMC5833494", "zamboni-2018-bravedreams"),
        ("NCT01450072", "siddiqui-2014-premise"),
        ("nct01371760", "zamboni-2018-bravedreams"),
        ("EudraCT 2017-001253-13", "rochims-2020"),
        ("trabulsee 2018", "traboulsee-2018"),
        ("Traboulsee Lancet", "traboulsee-2014"),
        ("Sundström 2010", "sundstrom-2010"),
        ("sundstrom", "sundstrom-2010"),
        ("D'Haeseleer", "dhaeseleer-2013"),
        ("Doepp F, Paul F, Valdueza JM, et al. Ann Neurol. 2010; 68:173-83.", "doepp-2010"),
        ("Tsivgoulis '14", "tsivgoulis-2014"),
        ("PRISMS", "prisms-1998"),
        ("laupacis meta-analysis", "laupacis-2011"),
    ],
)
def test_what_people_type_leads_to_the_study_that_they_mean(
    studies: Mapping[str, Study], typed: str, meant: str
) -> None:
    assert ids(find(typed, studies)) == meant


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("zamboni 09", ["zamboni-2009-jnnp", "zamboni-2009-jns", "zamboni-2009-jvs"]),
        ("zamboni-2009", ["zamboni-2009-jnnp", "zamboni-2009-jns", "zamboni-2009-jvs"]),
        ("traboulsee", ["traboulsee-2014", "traboulsee-2018"]),
        ("fda", ["fda-2012", "fda-2017"]),
        ("rochims", ["rochims-2019-protocol", "rochims-2020"]),
    ],
)
def test_what_may_mean_several_studies_gives_all_of_them_and_picks_none(
    studies: Mapping[str, Study], typed: str, choice: list[str]
) -> None:
    assert ids(find(typed, studies)) == choice


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("samson 2011", "samson-2010"),
        ("zhao 2014", "zhao-2008"),
        ("zamboni jvs 2010", "zamboni-2009-jvs"),
        ("10.1212/WNL.0000000000000639", "siddiqui-2014-premise"),
        ("zhao 2018", "zhao-2008"),
        ("halliday", ""),
        ("2009", ""),
        ("", ""),
        ("   ", ""),
        ("ccsvi", ""),
        ("29150996", ""),
        ("PMID 2915099", ""),
        ("PMC5833495", ""),
        ("NCT01371761", ""),
        ("EudraCT 2017-001253-14", ""),
    ],
)
def test_what_fits_no_study_exactly_is_never_taken_for_one(
    studies: Mapping[str, Study], typed: str, offered: str
) -> None:
    found = find(typed, studies)
    assert ids(found) is None
    assert len(found.suggestions) <= 3
    assert not offered or offered in suggested(found)


def test_every_study_is_found_by_its_id_however_it_is_typed(studies: Mapping[str, Study]) -> None:
    for name, study in studies.items():
        for typed in (name, name.upper(), name.replace("-", "_"), name.replace("-", " ").title(), f" {name} "):
            assert find(typed, studies) == Found(study), typed


def test_every_study_is_found_by_each_of_its_own_identifiers(studies: Mapping[str, Study]) -> None:
    for study in studies.values():
        doi = str(study.doi) if study.doi else ""
        typed = [doi, doi.lower(), f"https://doi.org/{doi}", f"DOI: {doi}", f"({doi})."] if doi else []
        typed += [study.pmid, f"PMID {study.pmid}", f"pmid:{study.pmid}"] if study.pmid else []
        typed += [study.pmcid, study.pmcid.lower()] if study.pmcid else []
        for identifier in typed:
            assert ids(find(identifier, studies)) == study.id, identifier


# ------------------------------------------------------------------------------------------------- a few made for this


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zhao", "zhao-2008"),
        ("zhao 2008", "zhao-2008"),
        ("zhao 2014", None),
        ("knox 2014", "traboulsee-2014"),
        ("smid 2012", "plan-2012"),
        ("NCT01371760", "main-2018"),
        ("Zamboni (NCT01371760)", "main-2018"),
        ("2017-001253-13", "rochims-2020"),
        ("EUCTR2017-001253-13-BE", "rochims-2020"),
        ("dhaeseleer", "rochims-2020"),
        ("D\u2019Haeseleer 2020", "rochims-2020"),
        ("Bruck", "bruck-2000"),
        ("BRÜCK 00", "bruck-2000"),
        ("Bru\u0308ck '00", "bruck-2000"),
        ("sorensen 2000", "bruck-2000"),
        ("10.1002/1531-8249(200006)47:6<707::AID-ANA3>3.0.CO;2-Q", "bruck-2000"),
        ("rochims", "rochims-2020"),
        ("main-20", "main-2018"),
        ("ma", None),
        ("zamboni", ["main-2018", "plan-2012"]),
        ("brave dreams", "main-2018"),
        ("brave draems", "main-2018"),
    ],
)
def test_names_aliases_registers_accents_and_prefixes_are_understood(
    few: Mapping[str, Study], typed: str, meant: str | list[str] | None
) -> None:
    assert ids(find(typed, few)) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "10.1016/S0140-6736(13)61747-Y",
        "10.1016/S0140-6736(13)61747",
        "110.1016/S0140-6736(13)61747-X",
        "10.106/S0140-6736(13)61747-X",
        "0.1016/S0140-6736(13)61747-X",
        "10.1016 / S0140-6736(13)61747-X",
        "10.1016-S0140-6736(13)61747-X traboulsee",
        "pmid",
        "pmid 2411938",
        "pmid: 241193840",
        "doi traboulsee 2014",
        "NCT0137176",
        "NCT013717600",
        "XNCT01371760",
        "NCT-01371760 zamboni 2018",
        "12017-001253-13",
        "PMC583349",
    ],
)
def test_an_identifier_that_is_not_quite_right_is_never_taken_apart_for_its_words(
    few: Mapping[str, Study], typed: str
) -> None:
    assert find(typed, few).study is None


def test_a_doi_that_differs_in_a_character_is_offered_and_not_taken(few: Mapping[str, Study]) -> None:
    found = find("10.1016/S0140-6736(13)61747-Y", few)
    assert ids(found) is None
    assert suggested(found) == ["traboulsee-2014"]
    assert suggested(find("10.1016/j.something.else", few)) == []


def test_two_studies_with_one_identifier_are_both_given(few: Mapping[str, Study]) -> None:
    twice = {**few, "again": Study(id=Id("again"), title="A", kind=Kind.NEWS, pmid="24119384")}
    assert ids(find("24119384", twice)) == ["again", "traboulsee-2014"]


def test_in_an_empty_library_nothing_is_found() -> None:
    for typed in ("zamboni 2009", "10.1016/j", "12345678", "NCT01371760", ""):
        assert find(typed, {}) == Found(None)


def test_a_trial_of_which_only_companions_are_there_is_found_among_them(few: Mapping[str, Study]) -> None:
    alone = {"plan-2012": few["plan-2012"]}
    assert ids(find("NCT01371760", alone)) == "plan-2012"


# ------------------------------------------------------------------------------------------------- what is always so


@given(st.text(max_size=60) | st.text("zamboni 2019'\u00e9-_./()10NCTPMID:", max_size=30))
def test_no_query_ever_raises_and_every_answer_is_of_the_library(studies: Mapping[str, Study], typed: str) -> None:
    found = find(typed, studies)
    assert {study.id for study in (*found.candidates, *found.suggestions)} <= set(studies)
    assert not (found.study and (found.candidates or found.suggestions))
    assert len(found.suggestions) <= 3


def test_a_query_of_any_length_is_answered(studies: Mapping[str, Study]) -> None:
    for typed in ("1" * 5000, "1/" * 5000, "zamboni " * 2000, "10." + "1" * 5000, "a/" * 5000, "\u0301" * 5000):
        assert find(typed, studies).study is None or typed.startswith("zamboni")


@given(
    spot=st.floats(0, 1),
    cut=st.integers(0, 1),
    put=st.sampled_from(["", *ascii_lowercase, *digits, ".", "-", "/"]),
    prefix=st.sampled_from(["", "https://doi.org/", "doi: "]),
    pick=st.integers(0, 10_000),
)
def test_a_doi_that_is_not_exactly_right_never_leads_to_a_study(  # noqa: PLR0913
    *, studies: Mapping[str, Study], spot: float, cut: int, put: str, prefix: str, pick: int
) -> None:
    known = sorted(str(study.doi) for study in studies.values() if study.doi)
    doi = known[pick % len(known)]
    at = round(spot * len(doi))
    typed = doi[:at] + put + doi[at + cut :]
    assume(typed.rstrip(".").lower() not in {one.lower() for one in known})
    assume(not typed.startswith(("/10.", "-10.")))
    assert find(prefix + typed, studies).study is None


@given(
    st.integers(10_000, 99_999_999), st.sampled_from(["{}", "PMID {}", "pmid:{}", "PMC{}", "NCT{:08}", "ISRCTN{:08}"])
)
def test_a_number_that_no_study_has_never_leads_to_one(studies: Mapping[str, Study], number: int, form: str) -> None:
    typed = form.format(number)
    entries = [s.registration.id.value for s in studies.values() if s.registration and s.registration.id]
    assume(typed not in entries and f"PMC{number}" not in {s.pmcid for s in studies.values()})
    assume(str(number) not in {s.pmid for s in studies.values()})
    assert find(typed, studies).study is None


@settings(max_examples=60)
@given(st.data())
def test_a_year_that_is_not_the_studys_own_never_leads_to_it(studies: Mapping[str, Study], data: st.DataObject) -> None:
    study = data.draw(st.sampled_from([s for s in studies.values() if s.authors and s.year]))
    year = data.draw(st.integers(1950, 2030).filter(lambda year: year != study.year))
    found = find(f"{study.authors[0]} {year}", studies)
    assert found.study is None or found.study.year == year


@settings(max_examples=50)
@given(st.data())
def test_the_order_of_the_library_never_matters(studies: Mapping[str, Study], data: st.DataObject) -> None:
    study = data.draw(st.sampled_from(list(studies.values())))
    typed = data.draw(
        st.sampled_from([study.title, study.journal, *study.authors, f"{study.id[:6]} {study.year}", f"{study.year}"])
    )
    backwards = dict(list(studies.items())[::-1])
    assert ids(find(typed, backwards)) == ids(find(typed, studies))


# ------------------------------------------------------------------------------------------------- queries from outside


def from_registry(entry: Mapping[str, Any]) -> Study:
    journals = [entry["abbr"]] + ([entry["journal"]] if entry["journal"] != entry["abbr"] else [])
    return Study(
        id=Id(entry["id"]),
        title=entry["title"],
        kind=Kind.PRIMARY_STUDY,
        authors=tuple(entry["authors"]),
        year=int(entry["year"]),
        journal=" ".join(journals),
        doi=Doi(entry["doi"]) if "doi" in entry else None,
        pmid=entry.get("pmid", ""),
        aliases=tuple(entry["aliases"]),
        registration=Registration(id=Fact(value=entry["nct"])) if "nct" in entry else None,
    )


def read_plainly(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 -- a loader without types


@pytest.fixture(scope="module")
def registry(reference_data: Path) -> Mapping[str, Study]:
    entries = read_plainly(reference_data / "import" / "lookup" / "registry.yaml")
    return {entry["id"]: from_registry(entry) for entry in entries}


def test_every_query_of_a_list_that_others_made_is_answered_as_they_say(
    reference_data: Path, registry: Mapping[str, Study]
) -> None:
    queries = read_plainly(reference_data / "import" / "lookup" / "queries.yaml")
    assert len(queries) == 30
    wrong = []
    for query in queries:
        found = find(query["q"], registry)
        meant = query["expect"] if query["expect"] != "none" else None
        right = ids(found) == (sorted(meant) if isinstance(meant, list) else meant)
        if not right or query.get("suggest", "") not in ("", *suggested(found)):
            wrong.append((query["q"], ids(found), suggested(found)))
    assert wrong == []


def test_a_co_author_who_is_also_a_first_author_never_decides(registry: Mapping[str, Study]) -> None:
    found = find("zhao 2014", registry)
    assert ids(found) is None
    assert "zhao-2008" in suggested(found)


@pytest.mark.parametrize("query", ["nope", "hope", "none", "bone", "pope 2011"])
def test_a_short_word_is_never_taken_for_a_name_mistyped(query: str, shipped: Library) -> None:
    found = find(query, shipped.studies)
    assert found.study is None or query.split(maxsplit=1)[0] in words_of(" ".join(found.study.authors))
