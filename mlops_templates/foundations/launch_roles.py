"""The launch roles: one for each product, computed from the resource types of its templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from troposphere import AWSHelperFn, GetAtt, Output, Template

from mlops_templates.foundations.content_digest import add_content_digest
from mlops_templates.foundations.launch_actions import resource_uses
from mlops_templates.foundations.launch_role import LaunchPolicy, add_launch_policy, add_launch_role, launch_policies
from mlops_templates.naming import logical_id

STACK_NAME = "mlops-templates-launch-roles"
FILE_NAME = "0-launch-roles.yaml"

Documents = Iterable[Mapping[str, Any]]


def launch_roles_template(products: Mapping[str, Documents]) -> Template:
    """The template, given the templates of each product, one for each of its source-code providers."""
    template = Template(Description="Launch roles of mlops-templates: as whom Service Catalog makes projects")
    template.set_version("2010-09-09")
    known: dict[str, AWSHelperFn] = {}
    for product, documents in products.items():
        policies = [_shared(template, known, product, policy) for policy in launch_policies(resource_uses(documents))]
        role = add_launch_role(template, product=product, policies=policies)
        identifier = logical_id(product, "launch_role")
        template.add_output(
            Output(f"{identifier}Arn", Value=GetAtt(role, "Arn"), Description=f"Makes the stacks of {product}")
        )
    template.add_output(add_content_digest(template))
    return template


def _shared(template: Template, known: dict[str, AWSHelperFn], product: str, policy: LaunchPolicy) -> AWSHelperFn:
    """The policy with this content: made for the first product that needs it, then used again."""
    if policy.content not in known:
        known[policy.content] = add_launch_policy(template, product=product, policy=policy)
    return known[policy.content]
