from ccsvi_triage.model.agreement import Exchange


def test_an_exchange_changes_a_level_only_where_the_old_one_is_no_longer_possible() -> None:
    def exchange(after: tuple[str, ...]) -> Exchange:
        return Exchange("a", "b", ("1.1",), ("low",), after)

    assert exchange(("high",)).changes
    assert exchange(("some", "high")).changes
    assert not exchange(("low",)).changes
    assert not exchange(("low", "high")).changes
