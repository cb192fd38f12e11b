"""What a CloudFormation resource type is to the engine: a name and three small handlers."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

_SUFFIX = string.ascii_uppercase + string.digits


@dataclass(frozen=True)
class Resource:
    """One resource as a handler sees it: every intrinsic function resolved."""

    logical_id: str
    properties: dict[str, Any]
    stack_name: str
    stack_id: str
    tags: dict[str, str] = field(default_factory=dict)
    """The stack's tags and the resource's own; the own ones win."""
    physical_id: str = ""
    """Set on update and delete."""
    old_tags: dict[str, str] = field(default_factory=dict)
    """On update: the tags before it."""
    attributes: dict[str, Any] = field(default_factory=dict)
    """On update and delete: what the create or last update answered."""
    capabilities: tuple[str, ...] = ()
    """What the caller acknowledged for the stack: a stack inside it needs no more."""
    begun: Callable[[str], None] = field(default=lambda physical_id: None, repr=False, compare=False)
    """Told the physical id as soon as there is something to delete, by a handler that has more to do then."""

    def generated_name(self, limit: int = 63, *, lower: bool = False) -> str:
        """A new unique name, "<stack>-<logical id>-<12 characters>", cut to the limit as AWS does."""
        suffix = "".join(secrets.choice(_SUFFIX) for _ in range(12))
        room = limit - len(suffix) - 2
        logical = self.logical_id[: max(room - len(self.stack_name), room // 2)]
        name = f"{self.stack_name[: room - len(logical)]}-{logical}-{suffix}"
        return name.lower() if lower else name


@dataclass(frozen=True)
class Made:
    """The answer of create and update: what Ref gives, and what Fn::GetAtt gives."""

    physical_id: str
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ResourceType:
    """A type of the template language and its handlers, which act through `call.client(...)`."""

    name: str
    create: Callable[[Call, Resource], Made]
    delete: Callable[[Call, Resource], None]
    """Already gone is fine."""
    update: Callable[[Call, Resource, dict[str, Any]], Made] | None = None
    """Gets the new resource (with its physical id) and the old properties.

    None: any change of a property replaces, and a change of the stack's tags alone does not reach the resource.
    """
    replace_on: frozenset[str] = frozenset()
    """Properties whose change replaces, beyond the createOnlyProperties of the provider schema."""
    waits: bool = False
    """Whether the create handler waits for something; such a one tells `resource.begun` what it waits for."""
    properties: frozenset[str] | None = None
    """The top-level properties the handlers honour; any other is refused. None: they refuse by themselves."""
    is_attribute: Callable[[str], bool] | None = None
    """Accepts names for Fn::GetAtt beyond those of the provider schema, such as Outputs.X."""
