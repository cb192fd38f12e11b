"""Who calls, and whether a policy means them."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """An identity as IAM sees it."""

    arn: str
    """As refusals name it: a role session, a user, an account's root, or a service."""
    account: str
    entity: str = ""
    """The role or user behind it; empty for a root and for a service."""
    service: str = ""
    """The principal of an AWS service that acts for itself, as `events.amazonaws.com`."""
    source_arn: str = ""
    """For which resource a service acts."""
    session_policy: str | None = None
    federated: str = ""
    """The ARN of the identity provider whose token says who it is; nobody is known by name then."""

    @property
    def is_root(self) -> bool:
        return self.arn.endswith(":root")


class Reach(enum.IntEnum):
    """How a policy of a resource means a caller."""

    NONE = 0
    ACCOUNT = 1
    """Through the caller's account: its own policies decide."""
    ENTITY = 2
    """The role or user, or everybody."""
    SESSION = 3
    """This very session: even a boundary that is silent does not count."""


def reach(principals: Iterable[tuple[str, str]], caller: Caller) -> Reach:
    """The farthest that a Principal element goes for a caller."""
    return max((_reach(kind, value, caller) for kind, value in principals), default=Reach.NONE)


def _reach(kind: str, value: str, caller: Caller) -> Reach:
    if caller.service:
        meant = kind == "*" or (kind, value) in (("Service", caller.service), ("AWS", "*"))
        return Reach.ENTITY if meant else Reach.NONE
    if caller.federated:
        return Reach.ENTITY if kind == "*" or (kind, value) == ("Federated", caller.federated) else Reach.NONE
    if value == "*" and kind in ("*", "AWS"):
        return Reach.ENTITY
    if kind != "AWS":
        return Reach.NONE
    if value == caller.account or value.endswith(f":iam::{caller.account}:root"):
        return Reach.ACCOUNT
    if value == caller.entity:
        return Reach.ENTITY
    return Reach.SESSION if value == caller.arn else Reach.NONE
