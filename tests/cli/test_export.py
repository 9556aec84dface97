"""What leaves for other programs is read by them as it is meant, or is refused with the reason."""

import csv
import json
import re
import shlex
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from ccsvi_triage.load.files import load_ours
from ccsvi_triage.model.export import LightsTool

Run = Callable[..., Any]
Find = Callable[[str], list[str]]

TOOLS = {str(tool.id): tool for tool in load_ours("catalogue", "robvis.yaml", section="tools", kind=LightsTool)}
LETTERS = {
    "ROB2": {"h": "High", "s": "Some concerns", "l": "Low", "n": "No information", "x": "Not applicable"},
    "ROBINS-I": {"c": "Critical", "s": "Serious", "m": "Moderate", "l": "Low", "n": "No information"},
    "ROBINS-E": {"v": "Very high", "h": "High", "s": "Some concerns", "l": "Low", "n": "No information"},
    "QUIPS": {"h": "High", "m": "Moderate", "l": "Low", "n": "No information"},
}
LETTERS["ROB2-Cluster"] = LETTERS["QUADAS-2"] = LETTERS["ROB2"]
LETTERS["Generic"] = {**LETTERS["ROB2"], "c": "Critical"}


def as_robvis_reads(judgement: str, template: str) -> str:
    """Read a judgement as robvis does: the first letters of its longer words, of those the first."""
    letters = "".join(re.findall(r"\b([^\W\d_])[^\W\d_]+", judgement)).lower()
    letter = "x" if letters in ("na", "n", "") else letters[0]
    if template == "Generic":
        letter = letter.replace("u", "s").replace("m", "s")
    return LETTERS[template].get(letter, "a grey blank")


@pytest.mark.parametrize("name", TOOLS)
def test_robvis_reads_each_word_of_a_template_as_that_word(name: str) -> None:
    tool = TOOLS[name]
    for word in tool.words:
        meant = tool.alike[0] if word in tool.alike else word
        assert as_robvis_reads(word, tool.name) == meant


def test_the_reading_of_robvis_is_as_treacherous_as_it_is() -> None:
    assert as_robvis_reads("NI", "ROB2") == "Not applicable"
    assert as_robvis_reads("Unclear", "QUADAS-2") == "a grey blank"
    assert as_robvis_reads("Probably low", "ROB2") == "a grey blank"
    assert as_robvis_reads("Serious", "ROB2") == "Some concerns"


TRIALS = """
studies:
  - {id: hope-2031, title: Hope, kind: primary-study, authors: [Hope A], year: 2031, question: benefit,
     design: randomised-trial, randomised: yes, enrolled: 40, outcomes: [{id: pain, name: Pain}]}
  - {id: hope-2031-b, title: More hope, kind: primary-study, authors: [Hope A], year: 2031, question: benefit,
     design: randomised-trial, randomised: yes, enrolled: 60, outcomes: [{id: pain, name: Pain}]}
sheets:
""" + "".join(
    f"""
  - id: {study}-by-ab
    study: {study}
    instrument: rob2
    version: "2019-08-22"
    reviewer: AB
    date: 2031-01-01
    outcome: pain
    setup: {{effect: assignment}}
    rulings:
      D1: {{level: low, reason: read so, by: AB, date: 2031-01-01}}
      D2-assignment: {{level: some-concerns, reason: read so, by: AB, date: 2031-01-01}}
      D3: {{level: low, reason: read so, by: AB, date: 2031-01-01}}
      D4: {{level: {level}, reason: read so, by: AB, date: 2031-01-01}}
      D5: {{level: low, reason: read so, by: AB, date: 2031-01-01}}
"""
    for study, level in (("hope-2031", "low"), ("hope-2031-b", "high"))
)


@pytest.fixture
def trials(desk: Path) -> Path:
    """Give a library with two trials that are judged to the end beside the small one."""
    (desk / "data" / "trials.yaml").write_text(TRIALS, encoding="utf-8")
    return desk


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def robvis(run: Run, *words: str, tool: str = "rob2") -> Any:
    return run("export", "--format", "robvis", "--tool", tool, *words)


@pytest.mark.usefixtures("trials")
def test_judgements_are_written_as_robvis_wants_them(run: Run) -> None:
    code, out, err = robvis(run, "hope-2031", "hope-2031-b")
    assert (code, err) == (0, "")
    assert out == (
        "Study,D1,D2,D3,D4,D5,Overall\n"
        "Hope 2031a,Low,Some concerns,Low,Low,Low,Some concerns\n"
        "Hope 2031b,Low,Some concerns,Low,High,Low,High\n"
    )


@pytest.mark.usefixtures("trials")
def test_weights_are_a_last_column_of_numbers(run: Run) -> None:
    out = robvis(run, "hope-2031", "hope-2031-b", "--weight").out
    assert [row["Weight"] for row in rows(out)] == ["40", "60"]
    assert list(rows(out)[0])[-1] == "Weight"


@pytest.mark.usefixtures("trials")
def test_a_study_that_is_open_is_refused_by_name_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    code, out, err = robvis(run, "--all", "-o", str(tmp_path / "rob2.csv"))
    assert (code, out) == (2, "")
    assert "sham-2014 (lesions): open: D4, overall" in err
    *_, refused, way_on = err.splitlines()
    assert refused == "triage: ROB2 of robvis would misread 2 studies; nothing was exported"
    said, _, command = way_on.partition(": triage ")
    assert said == "triage: 2 studies could be exported"
    assert not (tmp_path / "rob2.csv").exists()
    ran = run(*shlex.split(command))
    assert (ran.code, len(rows(ran.out))) == (0, 2)


@pytest.mark.usefixtures("checkout")
def test_where_no_study_could_be_exported_it_says_what_is_to_be_done(run: Run) -> None:
    assert "none could be; 'triage new sheet STUDY' begins a sheet" in robvis(run, "--all").err
    assert "name the studies that one instrument judges" in robvis(run, "--all", tool="generic").err


@pytest.mark.usefixtures("trials")
def test_a_study_that_another_instrument_judges_is_refused_where_it_is_named(run: Run) -> None:
    code, out, err = robvis(run, "hope-2031", "hope-2009")
    assert (code, out) == (2, "")
    assert "hope-2009: single-arm judges it, and the template is for rob2" in err


def test_among_all_such_studies_are_left_out_and_told(trials: Path, run: Run) -> None:
    sheets = trials / "data" / "sheets.yaml"
    sheets.unlink()
    studies = trials / "data" / "studies.yaml"
    text = studies.read_text(encoding="utf-8")
    studies.write_text(text.replace("design: randomised-trial", "design: cohort"), encoding="utf-8")
    code, out, err = robvis(run, "--all")
    assert code == 0
    assert len(rows(out)) == 2
    assert "studies are left out" in err
    assert robvis(run, "--all", "--quiet").err == ""


@pytest.mark.usefixtures("trials")
def test_a_template_that_nothing_fills_is_an_error(run: Run) -> None:
    code, out, err = robvis(run, "--all", tool="robins-e")
    assert (code, out) == (2, "")
    assert "no study has a judgement that ROBINS-E of robvis shows" in err


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "robvis", "--all"), "--tool names the one"),
        (("--format", "ris", "--tool", "rob2", "--all"), "an option of --format robvis"),
        (("--format", "ris", "--weight", "--all"), "an option of --format robvis"),
        (("--format", "robvis", "--tool", "rob3", "--all"), "no template 'rob3' (did you mean 'rob2'?)"),
        (("--format", "pdf", "--all"), "'pdf' is not one of robvis, csl-json, ris, bibtex, meta-csv"),
        (("--format", "ris"), "name one or more studies, or --all"),
        (("--format", "ris", "hope-2009", "--all"), "--all takes no study"),
        (("--all",), "Missing option"),
        (("--format", "ris", "--exact", "hope"), "no study 'hope'"),
    ],
)
def test_what_does_not_go_together_is_told(words: tuple[str, ...], said: str, run: Run) -> None:
    code, out, err = run("export", *words)
    assert (code, out) == (2, "")
    assert said in err


# references


@pytest.mark.usefixtures("checkout")
def test_every_study_of_the_shipped_case_is_read_back_by_each_program(run: Run) -> None:
    studies = json.loads(run("list", "--format", "json", "--sort", "file").out)["studies"]
    ids = [study["id"] for study in studies]
    titles = [study["title"] for study in studies]
    csl = json.loads(run("export", "--format", "csl-json", "--all").out)
    assert [(item["id"], item["title"]) for item in csl] == list(zip(ids, titles, strict=True))
    ris = list(rispy.loads(run("export", "--format", "ris", "--all").out))
    assert [(record["id"], record["title"]) for record in ris] == list(zip(ids, titles, strict=True))
    bibtex = parse_string(run("export", "--format", "bibtex", "--all").out)
    assert not bibtex.failed_blocks
    assert [entry.key for entry in bibtex.entries] == ids
    for item, record, entry in zip(csl, ris, bibtex.entries, strict=True):
        assert item.get("DOI") == record.get("doi") == (entry["doi"] if "doi" in entry.fields_dict else None)
        year = str(item["issued"]["date-parts"][0][0]) if "issued" in item else None
        assert year == record.get("year") == (entry["year"] if "year" in entry.fields_dict else None)


@pytest.mark.usefixtures("desk")
def test_a_retracted_study_is_exported_as_retracted(run: Run) -> None:
    assert "N1  - RETRACTED\r\n" in run("export", "--format", "ris", "undone-2012").out
    assert "note = {RETRACTED; Retraction 2013-05-01}" in run("export", "--format", "bibtex", "undone-2012").out
    assert json.loads(run("export", "-f", "csl-json", "undone-2012").out)[0]["note"].startswith("RETRACTED")


@pytest.mark.usefixtures("desk")
def test_a_file_has_the_bytes_that_the_stream_has(run: Run, tmp_path: Path) -> None:
    for format_ in ("ris", "bibtex", "csl-json", "meta-csv"):
        shown = run("export", "--format", format_, "--all", "-q")
        assert run("export", "--format", format_, "--all", "-q", "-o", str(tmp_path / format_)) == (0, "", "")
        assert (tmp_path / format_).read_bytes() == shown.out.encode()


HOSTILE = """
studies:
  - id: odd-2030
    title: '=HYPERLINK("x") ##[add-mask]x {\\\\input{/etc/passwd}} $\\\\write18 % & ER  - @article{x, end'
    kind: primary-study
    authors: ['Bodies} and {Others', '::add-mask::x', '=1+1']
    year: 2030
    journal: "::error::x"
    outcomes:
      - id: pain
        name: '=1+1'
        results:
          - unit: patients
            group: '@SUM(A1)'
            arms: {t: {events: 1, n: "1,209"}, c: {events: 2, n: "1,300"}}
    arms: [{id: t, role: intervention}, {id: c, role: comparator}]
"""


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_what_a_record_says_is_only_text_in_every_format(
    desk: Path, run: Run, commands_in: Find, encoding: str
) -> None:
    (desk / "data" / "odd.yaml").write_text(HOSTILE, encoding="utf-8")
    text = {f: run("export", "-f", f, "odd-2030", encoding=encoding) for f in ("ris", "bibtex", "csl-json", "meta-csv")}
    for format_, ran in text.items():
        assert (ran.code, ran.err) == (0, ""), format_
        assert not commands_in(ran.out), format_
    assert len(list(rispy.loads(text["ris"].out))) == 1
    (entry,) = parse_string(text["bibtex"].out).entries
    assert entry.key == "odd-2030"
    assert not re.search(r"\\(input|write)", text["bibtex"].out)
    (row,) = rows(text["meta-csv"].out)
    assert (row["n.e"], row["n.c"]) == ("1209", "1300")
    assert all(cell[:1] not in set("=+@") for cell in row.values())


# results


@pytest.mark.usefixtures("desk")
def test_results_are_rows_for_r_and_what_has_none_is_told(run: Run) -> None:
    code, out, err = run("export", "--format", "meta-csv", "sham-2014", "hope-2009")
    assert code == 0
    (row,) = rows(out)
    assert {name: cell for name, cell in row.items() if cell} == {
        "study": "sham-2014", "label": "Sham 2014", "year": "2014", "kind": "primary-study",
        "design": "randomised-trial", "outcome": "lesions", "outcome.name": "New lesions", "result": "1",
        "unit": "patients", "derived": "no", "arm.e": "treated", "arm.c": "sham",
        "event.e": "9", "n.e": "53", "event.c": "8", "n.c": "51",
        "measure": "RR", "TE": "1.10", "lower": "0.50", "upper": "2.50", "scale": "ratio",
        "source": "sham-abstract", "locator": "results",
    }  # fmt: skip
    assert err.splitlines() == [
        "hope-2009 (relapse 1): the same people before and after, and no two groups",
        "triage: 1 result is left out",
    ]


@pytest.mark.usefixtures("checkout")
def test_every_number_of_the_shipped_results_is_one(run: Run) -> None:
    found = rows(run("export", "--format", "meta-csv", "--all").out)
    assert found
    for row in found:
        for name in ("event.e", "n.e", "event.c", "n.c", "mean.e", "sd.e", "mean.c", "sd.c", "TE", "lower", "upper"):
            assert not row[name] or float(row[name]) == float(row[name])
        assert bool(row["event.e"]) == bool(row["event.c"])
        assert bool(row["TE"]) == bool(row["lower"]) == bool(row["upper"]) == (row["scale"] in ("ratio", "difference"))
        assert row["event.e"] or row["mean.e"] or row["TE"]


@pytest.mark.usefixtures("checkout")
def test_reasons_are_counted_where_all_are_asked_for(run: Run) -> None:
    err = run("export", "--format", "meta-csv", "--all").err.splitlines()
    counted = [int(line.split()[0]) for line in err[:-1]]
    assert counted == sorted(counted, reverse=True)
    assert err[-1] == f"triage: {sum(counted)} results are left out"
