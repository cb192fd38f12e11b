from mlops_templates.model import Phase


def test_phases_are_numbered_in_order_of_maturity():
    assert [(phase.value, phase.number) for phase in Phase] == [
        ("initial", 1),
        ("repeatable", 2),
        ("reliable", 3),
        ("scalable", 4),
    ]
