"""What the service remembers of stack sets: their instances, and the operations on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mlops_templates.localaws.cloudformation.state import now
from mlops_templates.localaws.cloudformation.template.parameters import ParameterValue
from mlops_templates.localaws.document import Document

Place = tuple[str, str]
"""An account and a region."""


@dataclass(frozen=True)
class Specification:
    """What every instance of a stack set is made from, and by whom."""

    text: str
    parameters: dict[str, ParameterValue]
    capabilities: tuple[str, ...]
    tags: dict[str, str]
    description: str | None
    administration_role: str
    """The ARN of the role that CloudFormation assumes in the account of the stack set."""
    execution_role: str
    """The name of the role that the administration role assumes in a target account."""
    managed: bool = False
    """Whether AWS would queue an operation that another one hinders."""


@dataclass
class Instance:
    """The stack of a stack set in one account and region; there may be no stack yet."""

    account: str
    region: str
    overrides: dict[str, str] = field(default_factory=dict)
    stack_id: str = ""
    status: str = "OUTDATED"
    detail: str = "PENDING"
    reason: str | None = "User initiated operation"
    operation: str = ""
    """The id of the last operation on it."""


@dataclass
class Result:
    """How an operation went in one account and region."""

    account: str
    region: str
    status: str = "PENDING"
    reason: str | None = None

    @property
    def place(self) -> Place:
        return self.account, self.region


@dataclass
class SetOperation:
    """One operation on a stack set. `request` tells a repeated request from another one with the same id."""

    id: str
    action: str
    request: Document
    specification: Specification
    results: list[Result] = field(default_factory=list)
    status: str = "RUNNING"
    created: datetime = field(default_factory=now)
    ended: datetime | None = None

    @property
    def busy(self) -> bool:
        return self.status in ("RUNNING", "STOPPING")


@dataclass
class StackSet:
    """A stack set; its operations are kept oldest first."""

    name: str
    id: str
    arn: str
    specification: Specification
    request: Document
    """The request that created it."""
    status: str = "ACTIVE"
    instances: dict[Place, Instance] = field(default_factory=dict)
    operations: dict[str, SetOperation] = field(default_factory=dict)


@dataclass
class StackSetState:
    """The stack sets of an account and region, by id, oldest first; deleted ones stay listed."""

    sets: dict[str, StackSet] = field(default_factory=dict)

    def find(self, name_or_id: str) -> StackSet | None:
        """An active stack set by name, id or ARN."""
        return next(
            (
                each
                for each in self.sets.values()
                if each.status == "ACTIVE" and name_or_id in (each.name, each.id, each.arn)
            ),
            None,
        )
