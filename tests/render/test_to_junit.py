"""JUnit in the strict form that Jenkins takes, with what was found and nothing that steers."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml

from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_junit import render
from ccsvi_triage.report.blocks import Finding, Report

Make = Callable[..., Finding]
TEXT = 'type="xs:string"'
STRICT = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:complexType name="said" mixed="true">
    <xs:attribute name="type" {TEXT}/><xs:attribute name="message" {TEXT}/>
  </xs:complexType>
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" {TEXT}/><xs:attribute name="tests" {TEXT}/>
    <xs:attribute name="failures" {TEXT}/><xs:attribute name="errors" {TEXT}/>
  </xs:complexType></xs:element>
  <xs:element name="testsuite"><xs:complexType>
    <xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="properties"><xs:complexType><xs:sequence>
        <xs:element name="property" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
          <xs:attribute name="name" {TEXT} use="required"/><xs:attribute name="value" {TEXT} use="required"/>
        </xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="testcase"><xs:complexType>
        <xs:choice minOccurs="0" maxOccurs="unbounded">
          <xs:element name="skipped" type="said"/><xs:element name="error" type="said"/>
          <xs:element name="failure" type="said"/>
        </xs:choice>
        <xs:attribute name="name" {TEXT} use="required"/><xs:attribute name="classname" {TEXT}/>
        <xs:attribute name="time" {TEXT}/><xs:attribute name="group" {TEXT}/>
      </xs:complexType></xs:element>
    </xs:choice>
    <xs:attribute name="name" {TEXT} use="required"/><xs:attribute name="tests" {TEXT} use="required"/>
    <xs:attribute name="failures" {TEXT} use="required"/><xs:attribute name="errors" {TEXT} use="required"/>
    <xs:attribute name="skipped" {TEXT}/>
  </xs:complexType></xs:element>
</xs:schema>"""
"""What Jenkins' xUnit plugin admits (its schema junit-10), of the elements that are written here."""
SCHEMA = xmlschema.XMLSchema(STRICT)


def suites(report: Report, **page: Any) -> dict[str, Any]:
    return {suite.name: suite for suite in JUnitXml.fromstring(render(report, Page(**page)).encode())}


@settings(max_examples=40)
@given(st.data(), st.booleans())
def test_every_report_holds_to_the_strict_form_and_counts_every_finding(
    found: st.SearchStrategy[Report],
    commands_in: Callable[[str], list[str]],
    data: st.DataObject,
    ascii_only: bool,  # noqa: FBT001
) -> None:
    report = data.draw(found)
    text = render(report, Page(ascii=ascii_only))
    SCHEMA.validate(ET.fromstring(text))  # noqa: S314 -- what we wrote ourselves
    read = JUnitXml.fromstring(text.encode())
    cases = [case for suite in read for case in suite]
    assert len(cases) == read.tests
    assert sum(len(case.result) for case in cases) == len(report.findings)
    assert read.failures == sum(found.level is Severity.ERROR for found in report.findings)
    for suite in read:
        assert len({case.name for case in suite}) == len(list(suite)) == suite.tests
    assert not commands_in(text)
    assert text.isascii() or not ascii_only


def test_a_study_is_a_suite_and_what_has_no_finding_passed(finding: Make) -> None:
    findings = (finding(), finding(level=Severity.NOTE, rule="flaw:no-control"), finding(study="", claim="it-helps"))
    read = suites(Report((), {}, findings=findings, subjects=("a-2009", "b-2010", "it-helps")))
    assert list(read) == ["a-2009", "b-2010", "it-helps"]
    assert [(suite.tests, suite.failures, suite.skipped) for suite in read.values()] == [
        (2, 1, 1),
        (1, 0, 0),
        (1, 1, 0),
    ]
    (passed,) = read["b-2010"]
    assert (passed.name, passed.is_passed) == ("nothing found", True)
    first, second = read["a-2009"]
    assert (first.name, first.classname, first.result[0].type) == ("F102", "a-2009", "error")
    assert first.result[0].text == "data/a.yaml:3:5: error[F102]"
    assert second.is_skipped


def test_what_is_about_no_study_stands_with_its_file(finding: Make) -> None:
    assert list(suites(Report((), {}, findings=(finding(study=""),)))) == ["data/a.yaml"]


def test_cases_of_one_name_are_numbered(finding: Make) -> None:
    findings = (finding(outcome="relapse"), finding(outcome="relapse"), finding())
    (suite,) = suites(Report((), {}, findings=findings)).values()
    assert [case.name for case in suite] == ["F102 relapse", "F102 relapse (2)", "F102"]


def test_files_stand_in_an_attribute_only_where_that_is_wanted(finding: Make) -> None:
    report = Report((), {}, findings=(finding(),))
    assert " file=" not in render(report, Page())
    (case,) = ET.fromstring(render(report, Page(file_attribute=True))).iter("testcase")  # noqa: S314 -- our own
    assert (case.get("file"), case.get("line")) == ("data/a.yaml", "3")


def test_tool_and_files_stand_with_their_versions_in_the_properties() -> None:
    data = {"tool": {"name": "ccsvi-triage", "version": "1"}, "data": {"version": "sha256:0"}, "notice": "no form"}
    (suite,) = suites(Report((), data)).values()
    assert {each.name: each.value for each in suite.properties()} == {
        "tool": "ccsvi-triage 1",
        "data": "sha256:0",
        "notice": "no form",
    }
