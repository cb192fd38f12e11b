from __future__ import annotations

import pytest

from mlops_templates.publish import Change, Plan, Verb

PORTFOLIO = Change(Verb.ADD, "portfolio", "Ours")
PRINCIPAL = Change(Verb.ADD, "principal", "arn:aws:iam::111122223333:role/Scientist")
KEPT = Change(Verb.KEEP, "portfolio", "Ours")


@pytest.mark.parametrize(
    ("changes", "by_nobody"),
    [((PORTFOLIO,), True), ((PORTFOLIO, PRINCIPAL), False), ((KEPT,), False)],
    ids=["new without principal", "new with a principal", "kept"],
)
def test_a_new_portfolio_without_principal_is_seen_by_nobody(changes: tuple[Change, ...], by_nobody: bool) -> None:
    assert Plan(changes, (), (), None, None).seen_by_nobody is by_nobody
