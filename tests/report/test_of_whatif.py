"""What is supposed is told with what changes by it, and why what might have changed does not."""

from collections.abc import Callable

Said = Callable[..., str]


def test_what_is_supposed_stands_first_with_what_is_recorded(supposed: Said) -> None:
    text = supposed("hope-2009", "sites=2", "concealed=no", drop=["single-site"])
    head = text.split("\n\n")[1]
    assert head.splitlines() == [
        "Supposed, and written nowhere",
        "sites 1 -> 2",
        "concealed open -> no",
        "flaw single-site stated -> not stated",
    ]


def test_errors_that_it_brings_are_said_to_stop_the_judging(supposed: Said) -> None:
    stops = "'triage appraise' judges nothing of the study"
    assert stops in supposed("hope-2009", "control=sham")
    assert stops not in supposed("hope-2009", "sites=2", drop=["single-site"])


def test_the_problems_that_come_and_go_are_told_apart(supposed: Said) -> None:
    text = supposed("hope-2009", "sites=2")
    assert "Problems that this brings" in text
    assert "X C101 the flaw 'single-site' contradicts sites: 2" in text
    assert "Problems that this takes away" not in text
