"""A template with its parameters: what shall exist, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mlops_templates.localaws.cloudformation.template.conditions import decided, truth_of_conditions
from mlops_templates.localaws.cloudformation.template.declarations import (
    OutputDeclaration,
    ResourceDeclaration,
    Template,
)
from mlops_templates.localaws.cloudformation.template.evaluation import Scope
from mlops_templates.localaws.cloudformation.template.graph import in_order
from mlops_templates.localaws.cloudformation.template.parameters import ParameterValue
from mlops_templates.localaws.cloudformation.template.references import references
from mlops_templates.localaws.cloudformation.template.refusal import unresolved


@dataclass(frozen=True)
class Blueprint:
    """The resources and outputs whose condition holds, every Fn::If decided."""

    template: Template
    parameters: Mapping[str, ParameterValue]
    resources: Mapping[str, ResourceDeclaration]
    """In the order of creation."""
    outputs: Mapping[str, OutputDeclaration]

    @property
    def values(self) -> dict[str, Any]:
        """What Ref of a parameter gives."""
        return {key: parameter.resolved for key, parameter in self.parameters.items()}


def make_blueprint(template: Template, parameters: Mapping[str, ParameterValue], scope: Scope) -> Blueprint:
    """Evaluate the conditions and order what is left.

    Raises:
        AwsError: `ValidationError` for a reference to a resource whose condition is false, or for a circle.
    """
    truths = truth_of_conditions(template.conditions, scope)
    resources = {
        name: replace(item, properties=decided(item.properties, truths))
        for name, item in template.resources.items()
        if item.condition is None or truths[item.condition]
    }
    outputs = {
        name: replace(item, value=decided(item.value, truths), export=decided(item.export, truths))
        for name, item in template.outputs.items()
        if item.condition is None or truths[item.condition]
    }
    gone = template.resources.keys() - resources.keys()
    for block, values in (
        ("Resources", [item.properties for item in resources.values()]),
        ("Outputs", [[item.value, item.export] for item in outputs.values()]),
    ):
        if missing := {item.name for item in references(values)} & gone:
            raise unresolved(missing, block)
    order = in_order({name: dependencies(item) for name, item in resources.items()})
    return Blueprint(template, parameters, {name: resources[name] for name in order}, outputs)


def dependencies(resource: ResourceDeclaration) -> frozenset[str]:
    """The names that a resource waits for; parameters may be among them."""
    return frozenset(item.name for item in references(resource.properties)) | frozenset(resource.depends_on)
