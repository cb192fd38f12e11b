"""What an update would do, as change sets show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mlops_templates.localaws.cloudformation.engine.difference import PropertyChange, property_changes
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.results import planned_outputs
from mlops_templates.localaws.cloudformation.schema.resource import known_type, typed_properties
from mlops_templates.localaws.cloudformation.state import StackResource
from mlops_templates.localaws.cloudformation.template.declarations import ResourceDeclaration
from mlops_templates.localaws.cloudformation.template.evaluation import resolve
from mlops_templates.localaws.cloudformation.template.references import Reference
from mlops_templates.localaws.cloudformation.template.unknown import Unknown
from mlops_templates.localaws.document import Document


@dataclass(frozen=True)
class ResourceChange:
    """What happens to one resource."""

    action: str
    logical_id: str
    type: str
    physical_id: str = ""
    properties: tuple[PropertyChange, ...] = ()
    attributes: tuple[str, ...] = ()
    """What changes beside the properties: Tags, Metadata, DeletionPolicy, UpdateReplacePolicy."""
    policy: str = "Delete"

    @property
    def replacement(self) -> str:
        """True, False, or Conditional when it depends on a value that is not known yet."""
        replacing = [item for item in self.properties if item.replaces]
        if any(not item.causes for item in replacing):
            return "True"
        return "Conditional" if replacing else "False"


@dataclass
class _View:
    """Live values, except of what is new or may change."""

    operation: Operation
    fresh: set[str] = field(default_factory=set)
    modified: set[str] = field(default_factory=set)

    def value(self, reference: Reference) -> Any:
        uncertain = reference.attribute is not None and reference.name in self.modified
        if reference.name in self.fresh or uncertain or reference.name not in self.operation.stack.resources:
            return Unknown(frozenset({reference}))
        return self.operation.live(reference)


def plan(operation: Operation) -> list[ResourceChange]:
    """The changes in the order in which they would be made, removals last."""
    view = _View(operation)
    changes = []
    for declaration in operation.intent.blueprint.resources.values():
        if (found := _change(view, declaration)) is not None:
            changes.append(found)
            (view.modified if found.replacement == "False" and found.action == "Modify" else view.fresh).add(
                declaration.logical_id
            )
    wanted = operation.intent.blueprint.resources
    gone = [record for name, record in operation.stack.resources.items() if name not in wanted]
    changes += [_removal(record) for record in gone]
    return changes


def outputs_change(operation: Operation) -> bool:
    """Whether the outputs change, as far as that is known beforehand."""
    view = _View(operation)
    planned = planned_outputs(operation, operation.scope(view.value))
    current = [[item.key, item.description, item.value, item.export] for item in operation.stack.outputs]
    return planned != current


def _change(view: _View, declaration: ResourceDeclaration) -> ResourceChange | None:
    operation, name = view.operation, declaration.logical_id
    record = operation.stack.resources.get(name)
    if record is None:
        return ResourceChange("Add", name, declaration.type)
    resolved = resolve(declaration.properties, operation.scope(view.value))
    properties = typed_properties(declaration.type, resolved)
    found = property_changes(record.type, record.properties, properties)
    attributes = _attribute_changes(operation, record, declaration, properties)
    if not found and not attributes:
        return None
    policy = declaration.update_replace_policy
    return ResourceChange("Modify", name, record.type, record.physical_id, tuple(found), attributes, policy)


def _attribute_changes(
    operation: Operation, record: StackResource, declaration: ResourceDeclaration, properties: Document
) -> tuple[str, ...]:
    tags_reach = known_type(record.type).update is not None and "Tags" not in properties
    compared = {
        "Tags": tags_reach and operation.tags(record.type, properties) != record.tags,
        "Metadata": declaration.metadata != record.metadata,
        "DeletionPolicy": declaration.deletion_policy != record.deletion_policy,
        "UpdateReplacePolicy": declaration.update_replace_policy != record.update_replace_policy,
    }
    return tuple(name for name, differs in compared.items() if differs)


def _removal(record: StackResource) -> ResourceChange:
    policy = "Delete" if record.deletion_policy == "Delete" else "Retain"
    return ResourceChange("Remove", record.logical_id, record.type, record.physical_id, policy=policy)
