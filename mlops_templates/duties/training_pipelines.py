"""What roles do with the SageMaker pipelines that train, their jobs and their logs."""

from __future__ import annotations

from collections.abc import Sequence

from troposphere import Sub

from mlops_templates.duties.own import own_arn
from mlops_templates.model import Permission
from mlops_templates.naming import PROJECT_ID, arn

# Those of main and of branches. SageMaker writes pipeline names in ARNs in lower case, so a pattern starts after the
# project's name.
OF_MAIN = f"*-{PROJECT_ID}-training"
OF_BRANCHES = f"*-{PROJECT_ID}-training-*"
EVERY = (OF_MAIN, OF_BRANCHES)

CHANGE = ("sagemaker:AddTags", "sagemaker:CreatePipeline", "sagemaker:UpdatePipeline")
FOLLOW = ("sagemaker:DescribePipelineExecution", "sagemaker:ListPipelineExecutionSteps")
JOB_LOGS = ("ProcessingJobs", "TrainingJobs", "TransformJobs")


def change_pipelines(names: Sequence[str]) -> Permission:
    return Permission(CHANGE, _pipelines(names))


def run_pipelines(names: Sequence[str]) -> tuple[Permission, ...]:
    return (
        Permission(("sagemaker:StartPipelineExecution",), _pipelines(names)),
        Permission(FOLLOW, _pipelines(names, "/execution/*")),
    )


def watch_pipelines() -> tuple[Permission, ...]:
    return (
        Permission(("sagemaker:DescribePipeline", "sagemaker:ListPipelineExecutions"), _pipelines(EVERY)),
        Permission(FOLLOW, _pipelines(EVERY, "/execution/*")),
    )


def delete_branch_pipelines() -> tuple[Permission, ...]:
    """What still runs is stopped first: SageMaker insists on it."""
    pipeline = own_arn("sagemaker", f"pipeline/{OF_BRANCHES}")
    actions = ("sagemaker:DeletePipeline", "sagemaker:DescribePipeline", "sagemaker:ListPipelineExecutions")
    executions = own_arn("sagemaker", f"pipeline/{OF_BRANCHES}/execution/*")
    return (Permission(actions, (pipeline,)), Permission(("sagemaker:StopPipelineExecution",), (executions,)))


def read_job_logs() -> tuple[Permission, ...]:
    """A build ends with the log of the job that failed. All jobs of an account share these log groups."""
    groups = [arn("logs", f"log-group:/aws/sagemaker/{name}") for name in JOB_LOGS]
    return (
        Permission(("logs:DescribeLogStreams",), tuple(Sub(f"{group}:*") for group in groups)),
        Permission(("logs:GetLogEvents",), tuple(Sub(f"{group}:log-stream:pipelines-*") for group in groups)),
    )


def _pipelines(names: Sequence[str], suffix: str = "") -> tuple[Sub, ...]:
    return tuple(own_arn("sagemaker", f"pipeline/{name}{suffix}") for name in names)
