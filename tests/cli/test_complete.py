"""A completion offers words, and never fails or says anything else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsvi_triage.cli import complete
from ccsvi_triage.model.words import Flaw


class Typed(NamedTuple):
    """What a completion sees of the words typed so far."""

    params: dict[str, Any]


NOTHING: Any = Typed({})
OFFERS: tuple[Callable[[str], Any], ...] = (
    lambda begun: [name for name, _ in complete.studies(NOTHING, begun)],
    lambda begun: complete.records(NOTHING, begun),
    lambda begun: complete.instruments(NOTHING, begun),
    complete.designs,
    complete.kinds,
    complete.flaws,
    complete.words,
    complete.one_of("forest", "summary", "timeline"),
)


@pytest.mark.usefixtures("desk")
def test_ids_are_offered_with_what_they_stand_for() -> None:
    assert complete.studies(NOTHING, "sham-2014") == [("sham-2014", "Sham 2014, Journal of Trials 7:1-9")]
    assert [name for name, _ in complete.studies(NOTHING, "")][:2] == ["hope-2009", "sham-2014"]
    assert complete.records(NOTHING, "sham-2014") == ["sham-2014", "sham-2014-by-reviewer"]
    assert complete.claims(NOTHING, "w") == [("widening-helps", "Widening veins helps")]
    assert complete.flaws("no-co") == ["no-control", "no-concealment"]
    assert complete.one_of("forest", "summary")("fo") == ["forest"]
    assert {"rob2", "F102", "no-control", "not-reported"} <= set(complete.words(""))
    assert complete.flaws("") == [flaw.value for flaw in Flaw]


@pytest.mark.usefixtures("desk")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=4))
def test_only_words_that_go_on_from_what_was_typed_are_offered(begun: str) -> None:
    for offer in OFFERS:
        assert all(name.startswith(begun) for name in offer(begun))


def test_instruments_of_the_library_are_offered_too(tmp_path: Path, root: Path) -> None:
    text = (root / "src" / "ccsvi_triage" / "instruments" / "quick.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(text.replace("id: quick", "id: my-own", 1), encoding="utf-8")
    typed: Any = Typed({"data": str(tmp_path)})
    assert complete.instruments(typed, "my") == ["my-own"]
    assert complete.instruments(typed, "rob2") == ["rob2"]


@pytest.mark.parametrize("text", ["studies: [", "\x00", "studies: [{id: a}]", None])
def test_a_library_that_cannot_be_read_is_met_with_silence(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if text is not None:
        (tmp_path / "studies.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("TRIAGE_DATA", str(tmp_path if text is not None else tmp_path / "nowhere"))
    assert complete.studies(NOTHING, "") == []
    assert complete.records(NOTHING, "") == []
    assert complete.instruments(NOTHING, "rob2") == ["rob2"]
    assert capsys.readouterr() == ("", "")


def test_settings_that_are_wrong_are_met_with_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".triage.yaml").write_text("dta: x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert complete.studies(NOTHING, "") == []


def test_a_fault_of_ours_is_met_with_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("ccsvi_triage.load.files.load_ours", broken)
    monkeypatch.setattr("ccsvi_triage.load.files.load", broken)
    assert complete.words("") == []
    assert complete.studies(NOTHING, "") == []
