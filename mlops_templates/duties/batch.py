"""What roles do with the SageMaker pipelines that infer in batches and watch for drift."""

from __future__ import annotations

from troposphere import Sub

from mlops_templates.duties.own import own_arn
from mlops_templates.model import Permission
from mlops_templates.naming import PROJECT_ID

PIPELINES = tuple(f"*-{PROJECT_ID}-{kind}-*" for kind in ("batch", "drift"))


def inspect_batch_pipelines() -> Permission:
    return Permission(("sagemaker:DescribePipeline",), _pipelines())


def run_batch_pipelines() -> tuple[Permission, ...]:
    follow = (
        "sagemaker:DescribePipelineExecution",
        "sagemaker:ListPipelineExecutionSteps",
        "sagemaker:ListPipelineParametersForExecution",
    )
    return (
        inspect_batch_pipelines(),
        Permission(("sagemaker:StartPipelineExecution",), _pipelines()),
        Permission(("sagemaker:ListPipelineExecutions",), _pipelines()),
        Permission(follow, _pipelines("/execution/*")),
    )


def _pipelines(suffix: str = "") -> tuple[Sub, ...]:
    return tuple(own_arn("sagemaker", f"pipeline/{name}{suffix}") for name in PIPELINES)
