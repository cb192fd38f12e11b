"""What the service remembers: stacks, their resources and events, change sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from mlops_templates.localaws.clients import Credentials
from mlops_templates.localaws.cloudformation.template.blueprint import Blueprint
from mlops_templates.localaws.document import Document


def now() -> datetime:
    """The time as the API shows it."""
    return datetime.now(UTC)


@dataclass
class StackResource:
    """A resource that exists, or is on its way."""

    logical_id: str
    type: str
    physical_id: str = ""
    begun: str = ""
    """The physical id of what a handler has begun to make."""
    properties: Document = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    attributes: Document = field(default_factory=dict)
    metadata: Document = field(default_factory=dict)
    deletion_policy: str = "Delete"
    update_replace_policy: str = "Delete"
    depends_on: frozenset[str] = frozenset()
    status: str = ""
    reason: str | None = None
    changed: datetime = field(default_factory=now)


@dataclass(frozen=True)
class Output:
    """An output of a stack, resolved."""

    key: str
    value: str
    description: str | None = None
    export: str | None = None


@dataclass(frozen=True)
class Event:
    """One line of a stack's history."""

    id: str
    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str | None
    time: datetime
    token: str | None
    properties: Document | None = None


@dataclass(frozen=True)
class Intent:
    """Everything an operation was asked for: the stack as it shall be."""

    text: str
    blueprint: Blueprint
    tags: dict[str, str] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()
    role_arn: str | None = None
    processed: str | None = None
    """The text of the template after its transform; None when it has none."""


@dataclass
class Undo:
    """The way back of one change to a resource."""

    old: StackResource
    tried: Document | None = None
    """The properties that a change in place was to give it."""
    replacement: StackResource | None = None
    """A new physical resource to delete once nothing refers to it."""


@dataclass
class Unfinished:
    """What an update did that is under way or failed: all that the way back needs."""

    before: dict[str, StackResource]
    intent: Intent | None = None
    """What the update is to bring about."""
    undos: list[Undo] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    replaced: list[StackResource] = field(default_factory=list)


@dataclass
class ChangeSet:
    """A plan for a stack, waiting to be executed."""

    id: str
    name: str
    type: str
    description: str | None
    intent: Intent
    disable_rollback: bool = False
    status: str = "CREATE_IN_PROGRESS"
    reason: str | None = None
    execution: str = "UNAVAILABLE"
    changes: list[Document] = field(default_factory=list)
    created: datetime = field(default_factory=now)


@dataclass
class Stack:
    """A stack: `intent` is what was last applied with success, or is being created."""

    name: str
    id: str
    intent: Intent
    status: str = ""
    reason: str | None = None
    disable_rollback: bool = False
    on_failure: str = "ROLLBACK"
    protected: bool = False
    created: datetime = field(default_factory=now)
    updated: datetime | None = None
    deleted: datetime | None = None
    change_set_id: str | None = None
    token: str | None = None
    """The client request token of the newest operation."""
    action: str = ""
    """What that operation was, as `UpdateStack`."""
    resources: dict[str, StackResource] = field(default_factory=dict)
    outputs: list[Output] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    """Oldest first."""
    change_sets: dict[str, ChangeSet] = field(default_factory=dict)
    unfinished: Unfinished | None = None
    cancelled: bool = False
    """Whether the stack is to be deleted although it is still being created."""
    retained: frozenset[str] = frozenset()
    """What the deletion under way leaves alone."""
    actor: Credentials | None = None
    """As whom the newest operation works."""

    @property
    def gone(self) -> bool:
        """Whether the stack was deleted."""
        return self.status == "DELETE_COMPLETE"

    @property
    def busy(self) -> bool:
        """Whether an operation is under way."""
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"


@dataclass
class CloudFormationState:
    """The stacks of an account and region, by id, oldest first; deleted ones stay visible by id."""

    stacks: dict[str, Stack] = field(default_factory=dict)

    def find(self, name_or_id: str) -> Stack | None:
        """A stack by id, or a stack that is not deleted by name."""
        if name_or_id in self.stacks:
            return self.stacks[name_or_id]
        return next((item for item in list(self.stacks.values()) if item.name == name_or_id and not item.gone), None)

    def exports(self) -> dict[str, tuple[Stack, Output]]:
        """Every export by name."""
        return {
            output.export: (stack, output)
            for stack in list(self.stacks.values())
            if not stack.gone
            for output in stack.outputs
            if output.export is not None
        }
