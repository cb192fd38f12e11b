"""Builds and pipelines of projects: watched by engineers and leads, started again, approved by leads."""

from __future__ import annotations

from troposphere import Sub

from mlops_templates.model import Permission
from mlops_templates.naming import arn

PIPELINES = (
    "GetPipeline",
    "GetPipelineExecution",
    "GetPipelineState",
    "ListActionExecutions",
    "ListPipelineExecutions",
)
BUILDS = ("BatchGetBuilds", "BatchGetProjects", "ListBuildsForProject")
LOGS = ("logs:DescribeLogStreams", "logs:GetLogEvents")


def watch_delivery() -> tuple[Permission, ...]:
    pipelines, builds = Sub(arn("codepipeline", "sagemaker-*")), Sub(arn("codebuild", "project/sagemaker-*"))
    group = arn("logs", "log-group:/aws/codebuild/sagemaker-*")
    return (
        Permission(tuple(f"codepipeline:{action}" for action in PIPELINES), (pipelines,)),
        Permission(tuple(f"codebuild:{action}" for action in BUILDS), (builds,)),
        Permission(LOGS, (Sub(group), Sub(f"{group}:log-stream:*"))),
        Permission(("cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks"), (_stage_stacks(),)),
    )


def release() -> Permission:
    """Start a pipeline again, or a stage of it that failed."""
    return Permission(
        ("codepipeline:RetryStageExecution", "codepipeline:StartPipelineExecution"),
        (Sub(arn("codepipeline", "sagemaker-*")),),
    )


def approve_models() -> tuple[Permission, ...]:
    """In the registry and at the gates of a pipeline, which are actions of its stages."""
    return (
        Permission(("sagemaker:UpdateModelPackage",), (Sub(arn("sagemaker", "model-package/*")),)),
        Permission(("codepipeline:PutApprovalResult",), (Sub(arn("codepipeline", "sagemaker-*")),)),
    )


def _stage_stacks() -> Sub:
    return Sub(arn("cloudformation", "stack/sagemaker-*-deploy-*/*"))
