"""A guard that is taken away is noticed, by its rule and by no other: in every template that has it."""

from __future__ import annotations

import copy

import pytest

from tests.mutations.mutations import Mutation
from tests.mutations.table import MUTATIONS
from tests.mutations.templates import documents, findings, rules

# What differs between providers is the same in every product: one product stands for it.
TRIED = {
    name: document
    for name, document in documents().items()
    if name.endswith((".yaml", ".codecommit")) or name.startswith("scalable-real-time.")
}


@pytest.mark.parametrize("name", documents())
def test_nothing_is_found_in_a_template_that_nobody_broke(name: str) -> None:
    assert findings(documents()[name]) == set()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.guard)
def test_a_guard_that_is_taken_away_is_noticed_in_every_template_that_has_it(mutation: Mutation) -> None:
    noticed = {}
    for name, document in TRIED.items():
        broken = copy.deepcopy(document)
        if mutation.breaks(broken):
            noticed[name] = findings(broken)
    assert noticed
    assert {name: found for name, found in noticed.items() if found != {mutation.refused_by}} == {}


# Their subjects are in no template of ours: endpoints are in the seeds, and a half-year comes to an end by itself.
NOT_TO_BE_BROKEN = {"E9516", "W9512"}


def test_every_rule_of_the_policy_is_broken_once() -> None:
    assert {rule.id for rule in rules()} - {mutation.refused_by for mutation in MUTATIONS} == NOT_TO_BE_BROKEN
