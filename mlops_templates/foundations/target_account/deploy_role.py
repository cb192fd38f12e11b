"""The deploy role: what the deploy pipelines of the tooling account may do here, which is to change stage stacks."""

from __future__ import annotations

from troposphere import AWSHelperFn, Sub, Template

from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role
from mlops_templates.foundations.grants import pass_roles
from mlops_templates.foundations.target_account.names import DEPLOY_STACKS, target_role
from mlops_templates.foundations.target_account.tooling import look_up_facts, read_tooling_bucket, trusts_tooling
from mlops_templates.model import Permission

STACK_ACTIONS = (
    "CancelUpdateStack", "CreateChangeSet", "CreateStack", "DeleteChangeSet", "DeleteStack", "DescribeChangeSet",
    "DescribeStackEvents", "DescribeStackResources", "DescribeStacks", "ExecuteChangeSet", "GetTemplate",
    "RollbackStack", "TagResource", "UntagResource", "UpdateStack",
)  # fmt: skip


def add_deploy_role(template: Template, *, stack_role: AWSHelperFn, ceiling: AWSHelperFn) -> AWSHelperFn:
    stacks = Permission(tuple(f"cloudformation:{action}" for action in STACK_ACTIONS), (Sub(DEPLOY_STACKS),))
    return add_foundation_role(
        template,
        FoundationRole(
            "Deploy",
            name=target_role("deploy"),
            duty="Deploy pipelines of the tooling account change the stacks of stages",
            trust=trusts_tooling("deploy-pipeline", "deploy-production", "deploy-staging"),
            permissions=(
                stacks,
                pass_roles(("cloudformation.amazonaws.com",), stack_role),
                *read_tooling_bucket("artifacts"),
                look_up_facts(),
            ),
            boundary=ceiling,
        ),
    )
