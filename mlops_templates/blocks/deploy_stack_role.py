"""The role with which CloudFormation makes the endpoint of a stage: model, endpoint configuration, endpoint."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Sub, Template

from mlops_templates.blocks.endpoint import CONFIGURATIONS, ENDPOINTS, MODELS, inspect_endpoints
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.model_registry import ModelRegistry
from mlops_templates.blocks.model_role import ModelRole
from mlops_templates.blocks.role import Role, add_role
from mlops_templates.model import Permission
from mlops_templates.naming import arn, project_resource

TAG_ACTIONS = ("sagemaker:AddTags", "sagemaker:DeleteTags", "sagemaker:ListTags")
STACK_ACTIONS = (
    "cloudformation:CreateStack",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStackResources",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
    "cloudformation:TagResource",
    "cloudformation:UntagResource",
    "cloudformation:UpdateStack",
)


@dataclass(frozen=True)
class DeployStackRole:
    """Makes and changes the endpoint stacks of the stages."""

    role: Role

    def deploy(self) -> tuple[Permission, ...]:
        stacks = Sub(arn("cloudformation", f"stack/{project_resource('deploy-*')}/*"))
        staging = Sub(arn("cloudformation", f"stack/{project_resource('deploy-staging')}/*"))
        replace = Permission(("cloudformation:DeleteStack",), (staging,))
        return (Permission(STACK_ACTIONS, (stacks,)), replace, self.role.pass_on())


def add_deploy_stack_role(
    template: Template, *, key: Key, registry: ModelRegistry, model: ModelRole
) -> DeployStackRole:
    role = add_role(
        template,
        noun="deploy-stack",
        duty="CloudFormation makes the endpoints of staging and production",
        service="cloudformation.amazonaws.com",
        permissions=(
            Permission(("sagemaker:CreateModel", "sagemaker:DeleteModel"), (MODELS,)),
            Permission(("sagemaker:CreateEndpointConfig", "sagemaker:DeleteEndpointConfig"), (CONFIGURATIONS,)),
            Permission(("sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint"), (CONFIGURATIONS, ENDPOINTS)),
            Permission(("sagemaker:DeleteEndpoint",), (ENDPOINTS,)),
            Permission(TAG_ACTIONS, (CONFIGURATIONS, ENDPOINTS, MODELS)),
            *inspect_endpoints(),
            registry.main.read(),
            *key.grant(),
            model.role.pass_on(),
        ),
    )
    return DeployStackRole(role)
