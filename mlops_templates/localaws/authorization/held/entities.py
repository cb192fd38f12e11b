"""Roles and users of an account, and the policies that they hold."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from moto.iam.models import iam_backends

from mlops_templates.localaws.authorization.policy import MalformedPolicyError, Statements, parse
from mlops_templates.localaws.authorization.principals import Caller


def role_arn(account: str, name: str, path: str = "") -> str:
    """The ARN of a role by its name; of one that does not exist, the one that it would have."""
    found = None if path else _named(_backend(account).roles, name)
    return found.arn if found else f"arn:aws:iam::{account}:role{path or '/'}{name}"


def user_arn(account: str, name: str, path: str = "") -> str:
    found = None if path else _named(_backend(account).users, name)
    return found.arn if found else f"arn:aws:iam::{account}:user{path or '/'}{name}"


def user_key(account: str, access_key: str) -> Any | None:
    """The active long-lived key of a user."""
    found = _backend(account).access_keys.get(access_key)
    return found if found is not None and found.user_name and found.status == "Active" else None


def role(arn: str) -> Any | None:
    """The role of an ARN, path and all."""
    return _with_arn(_backend(arn.split(":")[4]).roles, arn)


def trust_of(arn: str) -> Statements | None:
    """The trust policy of a role; None when there is no such role, or one that nobody can read."""
    found = role(arn)
    with contextlib.suppress(MalformedPolicyError):
        return parse(found.assume_role_policy_document) if found else None
    return None


def tags_of(arn: str) -> dict[str, str]:
    """The tags of a role or user."""
    found = _entity(arn)
    tags = (found.tags if found else None) or {}
    listed = tags.values() if isinstance(tags, dict) else tags
    return {tag["Key"]: tag["Value"] for tag in listed}


def identity_policies(caller: Caller) -> Statements:
    """Every statement of the caller's inline, attached and group policies."""
    found = _entity(caller.entity) if caller.entity else None
    if found is None:
        return ()
    holders = [found, *_groups(caller)]
    return tuple(statement for holder in holders for text in _texts(holder) for statement in parse(text))


def boundary(caller: Caller) -> Statements | None:
    """The permissions boundary; one that is named and does not exist allows nothing."""
    found = _entity(caller.entity) if caller.entity else None
    arn = boundary_arn(caller.entity) if found is not None else ""
    return policy(caller.account, arn) if arn else None


def boundary_arn(entity: str) -> str:
    found = _entity(entity)
    given = getattr(found, "permissions_boundary_arn", None) or getattr(found, "permissions_boundary", None)
    return given if isinstance(given, str) else ""


def policy(account: str, arn: str) -> Statements:
    """The statements of a managed policy's default version."""
    found = _backend(account).managed_policies.get(arn)
    return parse(_document(found)) if found else ()


def exists(arn: str) -> bool:
    """Whether there is such a role or user."""
    return _entity(arn) is not None


def managed_policy(arn: str) -> Any | None:
    """A policy that a customer manages; those of AWS do not exist here."""
    return _backend(arn.split(":")[4]).managed_policies.get(arn) if arn.count(":") >= 5 else None


def inline_policies(account: str, kind: str, name: str) -> dict[str, str]:
    """The texts of the inline policies of a role, user or group, by name."""
    held = {"role": _backend(account).roles, "user": _backend(account).users, "group": _backend(account).groups}
    found = _named(held[kind], name)
    return dict(found.policies) if found is not None else {}


def is_held(account: str, policy_arn: str) -> bool:
    """Whether a managed policy is attached to anybody."""
    backend = _backend(account)
    holders = [*backend.roles.values(), *backend.users.values(), *backend.groups.values()]
    return any(policy_arn in holder.managed_policies for holder in holders)


def _texts(holder: Any) -> Iterator[str]:
    policies = holder.policies
    yield from list(policies.values()) if isinstance(policies, dict) else policies
    for attached in list(holder.managed_policies.values()):
        yield _document(attached)


def _document(managed: Any) -> str:
    for version in managed.versions:
        if version.is_default:
            return str(version.document)
    return '{"Statement": []}'


def _groups(caller: Caller) -> Iterator[Any]:
    if ":user/" not in caller.entity:
        return
    name = caller.entity.rpartition("/")[2]
    for group in list(_backend(caller.account).groups.values()):
        if any(user.name == name for user in group.users):
            yield group


def _entity(arn: str) -> Any | None:
    backend = _backend(arn.split(":")[4])
    return _with_arn(backend.users if ":user/" in arn else backend.roles, arn)


def _backend(account: str) -> Any:
    return iam_backends[account]["aws"]


def _named(entities: dict[str, Any], name: str) -> Any | None:
    return next((each for each in list(entities.values()) if each.name == name), None)


def _with_arn(entities: dict[str, Any], arn: str) -> Any | None:
    return next((each for each in list(entities.values()) if each.arn == arn), None)
