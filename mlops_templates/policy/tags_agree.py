"""Tags tell project, team and cost centre."""

from __future__ import annotations

from functools import cache
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError
from cfnlint.template import Template

from mlops_templates.naming import PROJECT_TAGS
from mlops_templates.policy.project_template import is_project
from mlops_templates.policy.reading import Resource, at, mapping, mappings, resources

COST_TAGS = {"mlops:team": "Team", "mlops:cost-center": "CostCenter"}
"""Tags that costs are told apart by, with the parameters that hold their values."""


class TagsAgree(CloudFormationLintRule):
    """Tags tell project, team and cost centre."""

    id = "E9519"
    shortdesc = "Tags tell project, team and cost centre"
    description = "Studio finds what belongs to a project by its tags, and costs are told apart by theirs"
    source_url = "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cost-alloc-tags.html"
    tags = ["mlops-templates", "tags"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        if not is_project(cfn):
            return []
        declared = mapping(at(cfn.template, "Parameters"))
        costs = {key: parameter for key, parameter in COST_TAGS.items() if parameter in declared}
        kinds = sorted({str(at(resource, "Type")) for resource in mapping(at(cfn.template, "Resources")).values()})
        return [
            RuleMatch(["Resources", name], f"{name}: {fault}")
            for kind in kinds
            if _takes_tags(kind)
            for name, resource in resources(cfn, kind)
            for fault in _faults(resource, costs)
        ]


def _faults(resource: Resource, costs: dict[str, str]) -> list[str]:
    tags = _tags(at(resource, "Properties", "Tags"))
    wrong = [
        f"tag {key} must be the parameter {parameter}"
        for key, parameter in (PROJECT_TAGS | costs).items()
        if key in tags and tags[key] not in ({"Ref": parameter}, {"Fn::Sub": f"${{{parameter}}}"})
    ]
    return wrong + [f"needs the tag {key} with the parameter {costs[key]}" for key in costs if key not in tags]


def _tags(value: Any) -> dict[str, Any]:
    """Tags by key; most types take a list of pairs, some a mapping."""
    if isinstance(value, dict):
        return value
    return {str(tag.get("Key")): tag.get("Value") for tag in mappings(value)}


@cache
def _takes_tags(kind: str) -> bool:
    if kind.startswith("AWS::IAM::"):
        return False  # it costs nothing
    try:
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
    except ResourceNotFoundError:
        return False
    return "Tags" in schema.get("properties", {})
