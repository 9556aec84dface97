import re
import time

import pytest

from ccsvi_triage.cli.clock import today


def test_the_day_is_the_one_of_universal_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", today())
    monkeypatch.setattr(time, "time", lambda: 951_868_799.9)
    assert today() == "2000-02-29"
