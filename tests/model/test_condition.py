from ccsvi_triage.model.condition import ALWAYS, Condition


def test_a_condition_names_all_that_any_clause_looks_at() -> None:
    condition = Condition(({"control": ("none",), "sites": ("1",)}, {"control": ("sham",), "enrolled": (">= 10",)}))
    assert condition.names() == {"control", "sites", "enrolled"}


def test_a_condition_without_clauses_looks_at_nothing() -> None:
    assert ALWAYS.names() == set()
