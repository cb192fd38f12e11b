"""A stack as its template and its parameters tell it: what is kept at its deletion, and under which names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained

# Where a physical id is not what people call the resource: the property that names it.
NAMED_BY = {"AWS::CodeCommit::Repository": "RepositoryName"}


class _TemplateLoader(yaml.SafeLoader):
    """Reads the short forms of CloudFormation (`!Ref` ...) as the plain values that they mark."""


def _plain(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_TemplateLoader.add_multi_constructor("!", _plain)


@dataclass(frozen=True)
class StackTemplate:
    """The template that a stack was made from, and what was filled in."""

    resources: Mapping[str, Mapping[str, Any]]
    values: Mapping[str, str]
    """Its parameters, and what AWS fills in for every stack."""
    stated: str = ""
    """What the stack itself says that it leaves: AWS makes logs of an endpoint that are no resource of its stack."""

    def is_kept(self, logical_id: str) -> bool:
        """Whether the resource outlives the stack; the policy of a bucket or topic only stays with what it is about."""
        resource = self.resources.get(logical_id, {})
        kept = str(resource.get("DeletionPolicy", "")).startswith("Retain")
        return kept and not is_policy_of_another(resource["Type"])

    def name_of(self, logical_id: str, physical_id: str) -> str:
        """What people call the resource."""
        resource = self.resources[logical_id]
        stated = resource.get("Properties", {}).get(NAMED_BY.get(resource["Type"], ""), "")
        text = stated.get("Fn::Sub", "") if isinstance(stated, dict) else stated
        name = self.filled(str(text))
        return name if name and "${" not in name else physical_id

    def filled(self, text: str) -> str:
        """The text of a `Fn::Sub` with the parameters that it names; what it names besides stays as it is."""
        return re.sub(r"\$\{([^}]+)\}", lambda found: self.values.get(found[1], found[0]), text)


def is_policy_of_another(kind: str) -> bool:
    return kind.endswith("Policy") and not kind.startswith("AWS::IAM::")


def read_stack_template(stack: str, clients: Clients) -> StackTemplate:
    with explained(f"read the template of stack {stack}"):
        found = clients.cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        body = clients.cloudformation.get_template(StackName=stack, TemplateStage="Original")["TemplateBody"]
    template: Any = yaml.load(body, _TemplateLoader) if isinstance(body, str) else body  # noqa: S506 - a SafeLoader
    _, partition, _, region, account, _ = str(found["StackId"]).split(":", 5)
    values = {"AWS::Partition": partition, "AWS::Region": region, "AWS::AccountId": account}
    filled_in = {one["ParameterKey"]: str(one["ParameterValue"]) for one in found.get("Parameters", ())}
    outputs = {one["OutputKey"]: str(one["OutputValue"]) for one in found.get("Outputs", ())}
    return StackTemplate(template["Resources"], {**values, **filled_in}, outputs.get("RetainedResources", ""))
