"""What a stack leaves behind on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained


@dataclass(frozen=True)
class Retained:
    """A resource that outlives its project."""

    resource_type: str
    physical_id: str


class _TemplateLoader(yaml.SafeLoader):
    """Reads the short forms of CloudFormation (`!Ref` ...) as the plain values that they mark."""


def _plain(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_TemplateLoader.add_multi_constructor("!", _plain)


def retained_resources(stack: str, clients: Clients) -> tuple[Retained, ...]:
    """What deleting the stack would leave, to be asked before: as the stack itself says, else by deletion policy."""
    with explained(f"read stack {stack}"):
        found = clients.cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    outputs = {output["OutputKey"]: str(output["OutputValue"]) for output in found.get("Outputs", ())}
    return _stated(outputs["RetainedResources"]) if "RetainedResources" in outputs else _by_policy(stack, clients)


def _stated(text: str) -> tuple[Retained, ...]:
    """Type and name, separated by commas. Our templates say it in the names that people know."""
    pairs = [entry.partition(" ") for entry in text.split(", ") if entry]
    return tuple(Retained(kind, name) for kind, _, name in pairs)


def _by_policy(stack: str, clients: Clients) -> tuple[Retained, ...]:
    with explained(f"list what stays of stack {stack}"):
        body = clients.cloudformation.get_template(StackName=stack, TemplateStage="Original")["TemplateBody"]
        pages = clients.cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
        resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
    template: Any = yaml.load(body, _TemplateLoader) if isinstance(body, str) else body  # noqa: S506 - a SafeLoader
    kept = {name for name, one in template["Resources"].items() if one.get("DeletionPolicy", "").startswith("Retain")}
    return tuple(
        Retained(resource["ResourceType"], resource["PhysicalResourceId"])
        for resource in sorted(resources, key=lambda resource: str(resource["LogicalResourceId"]))
        if resource["LogicalResourceId"] in kept and _is_there(resource)
    )


def _is_there(resource: Mapping[str, Any]) -> bool:
    """A stack that was rolled back still lists what it made, and removed again."""
    return bool(resource.get("PhysicalResourceId")) and resource["ResourceStatus"] != "DELETE_COMPLETE"
