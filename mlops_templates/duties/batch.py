"""What roles do with the SageMaker pipelines that infer in batches and watch for drift."""

from __future__ import annotations

from troposphere import Sub

from mlops_templates.duties.own import own_arn
from mlops_templates.model import Permission
from mlops_templates.naming import PROJECT_ID

KINDS = ("batch", "drift")
PIPELINES = tuple(f"*-{PROJECT_ID}-{kind}-*" for kind in KINDS)


def inspect_batch_pipelines() -> Permission:
    return Permission(("sagemaker:DescribePipeline",), _pipelines())


def start_batch_pipelines(stage: str = "*") -> Permission:
    return Permission(("sagemaker:StartPipelineExecution",), _pipelines(stage))


def run_batch_pipelines(stage: str = "*") -> tuple[Permission, ...]:
    follow = (
        "sagemaker:DescribePipelineExecution",
        "sagemaker:ListPipelineExecutionSteps",
        "sagemaker:ListPipelineParametersForExecution",
    )
    return (
        Permission(("sagemaker:DescribePipeline",), _pipelines(stage)),
        start_batch_pipelines(stage),
        Permission(("sagemaker:ListPipelineExecutions",), _pipelines(stage)),
        Permission(follow, _pipelines(stage, "/execution/*")),
    )


def _pipelines(stage: str = "*", suffix: str = "") -> tuple[Sub, ...]:
    names = (f"*-{PROJECT_ID}-{kind}-{stage}" for kind in KINDS)
    return tuple(own_arn("sagemaker", f"pipeline/{name}{suffix}") for name in names)
