"""Pages that the program prints and the documentation keeps; ``GOLDEN=write`` rewrites them."""

import os
from pathlib import Path

import pytest

from ccsvi_triage.cli.explain import SELECTION, VERDICTS, WHOLE_GROUPS, run
from ccsvi_triage.cli.requests import Common, ExplainRequest
from ccsvi_triage.load.files import shelf_ids
from ccsvi_triage.render.formats import Format
from ccsvi_triage.report.of_entry import BIAS

PAGES = {
    **{f"instruments/{name}.md": name for name in shelf_ids()},
    **{f"{word}.md": word for word in (*WHOLE_GROUPS, BIAS, SELECTION, VERDICTS)},
}


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_what_the_program_says(page: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(ExplainRequest(PAGES[page], full=True, common=Common(format=Format.MD)))
    printed = capsys.readouterr().out
    kept = root / "docs" / "reference" / page
    if os.environ.get("GOLDEN") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(printed, encoding="utf-8")
    again = f"triage explain {PAGES[page]} --full --format md > docs/reference/{page}"
    assert kept.read_text(encoding="utf-8") == printed, f"make it anew: {again}"


def test_no_page_is_kept_of_an_instrument_that_is_gone(root: Path) -> None:
    kept = {path.stem for path in (root / "docs" / "reference" / "instruments").glob("*.md")}
    assert kept == set(shelf_ids())


@pytest.mark.parametrize("page", PAGES)
def test_the_index_of_the_documentation_leads_to_the_page(page: str, root: Path) -> None:
    assert f"reference/{page}" in (root / "docs" / "README.md").read_text(encoding="utf-8")
