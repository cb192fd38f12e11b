"""The state of our own services: the dataclasses by class, account and region."""

from __future__ import annotations

from mlops_templates.localaws.keeping.changes import part_of

States = dict[tuple[type, str, str], object]


def captured(states: States, part: str) -> States:
    """The states of a service."""
    return {key: state for key, state in list(states.items()) if part_of(key[0]) == part}
