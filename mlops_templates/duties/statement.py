"""Permissions to the statements of a policy: as few as say the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

from awacs.aws import Action, Allow, Statement
from troposphere import encode_to_dict

from mlops_templates.model import Permission

T = TypeVar("T")


def statements(permissions: Iterable[Permission]) -> list[Statement]:
    """One statement for what concerns the same resources, then for what does the same."""
    by_resource = _merge(permissions, lambda permission: permission.resources)
    by_action = _merge(by_resource, lambda permission: permission.actions)
    return [_statement(permission) for permission in by_action]


def _merge(permissions: Iterable[Permission], same: Callable[[Permission], object]) -> list[Permission]:
    merged: dict[str, Permission] = {}
    for permission in permissions:
        key = _text([same(permission), permission.condition])
        known = merged.get(key)
        merged[key] = permission if known is None else _joined(known, permission)
    return list(merged.values())


def _joined(first: Permission, second: Permission) -> Permission:
    return Permission(
        actions=tuple(sorted({*first.actions, *second.actions})),
        resources=_distinct((*first.resources, *second.resources)),
        condition=first.condition,
    )


def _distinct(values: Iterable[T]) -> tuple[T, ...]:
    return tuple({_text(value): value for value in values}.values())


def _text(value: object) -> str:
    """Equal for values that render equally, which troposphere's objects cannot tell by themselves."""
    return json.dumps([value], default=encode_to_dict, sort_keys=True)


def _statement(permission: Permission) -> Statement:
    statement = Statement(
        Effect=Allow,
        Action=[_action(action) for action in permission.actions],
        Resource=list(permission.resources),
    )
    if permission.condition is not None:
        statement.Condition = permission.condition
    return statement


@cache
def _action(name: str) -> Action:
    """Made once for the many policies that name it: nothing changes it."""
    return Action(*name.split(":", 1))
