"""What might have been expected to change and does not is told with the reason."""

from collections.abc import Callable

Said = Callable[..., str]


def test_a_whole_that_stays_says_which_domain_holds_it(supposed: Said) -> None:
    text = supposed("hope-2009", "4.2=N")
    assert "OVERALL stays: the worst domain decides: domains 1, 2 stand at critical." in text


def test_where_nothing_changes_it_says_what_looks_at_the_fact_and_why_it_stays(supposed: Said) -> None:
    text = supposed("sham-2014", "randomised=yes", "year=2015")
    assert "Nothing changes." in text
    assert "randomised yes, as it is" in text
    assert "Unchanged" not in text
    text = supposed("hope-2009", "year=2010")
    assert "Nothing looks at year: no row of the selection rule, and no question of single-arm or quick." in text
    assert supposed("hope-2009", "sites=1").count("All that is supposed is recorded already.") == 1


def test_an_answer_on_a_sheet_is_named_as_what_goes_before_a_fact(supposed: Said) -> None:
    text = supposed("sham-2014", "blinding.participants=no")
    assert "rob2/2.1 looks at blinding.participants, and stays N: a sheet answers it." in text


def test_what_is_told_as_changed_is_never_told_as_unchanged(supposed: Said) -> None:
    text = supposed("sham-2014", "1.2=PN")
    (line,) = [line for line in text.splitlines() if line.startswith("Unchanged: ")]
    assert "judged by rob2" in line
    assert "domains D2, D3, D4, D5" in line
    assert "D1" not in line
    assert "OVERALL" not in line
    assert "when to read it" not in line
