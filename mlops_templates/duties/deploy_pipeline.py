"""CI/CD of the model_deploy repository: stage stacks, tests, approvals."""

from __future__ import annotations

from mlops_templates.duties.own import own_arn
from mlops_templates.duties.pipelines import pass_artifacts, run_builds
from mlops_templates.duties.roles import pass_own
from mlops_templates.duties.targets import assume_in_targets
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import project_resource

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

DEPLOY_PIPELINE = Duty(
    name="deploy-pipeline",
    purpose="Pipeline that brings an approved model to staging and production",
    services=("codepipeline.amazonaws.com",),
    permissions=(
        *pass_artifacts(),
        run_builds("deploy-render", "deploy-test"),
        Permission(STACK_ACTIONS, (own_arn("cloudformation", f"stack/{project_resource('deploy-*')}/*"),)),
        Permission(
            ("cloudformation:DeleteStack",),
            (own_arn("cloudformation", f"stack/{project_resource('deploy-staging')}/*"),),
        ),
        Permission(("sns:Publish",), (own_arn("sns", project_resource("*approval")),)),
        pass_own("deploy-stack", "cloudformation.amazonaws.com"),
        assume_in_targets("deploy"),
    ),
)
