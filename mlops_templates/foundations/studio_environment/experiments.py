"""Jobs that a person starts from a notebook, inside of the network only, and endpoints tried by hand."""

from __future__ import annotations

from awacs.aws import Condition, Null
from troposphere import Sub

from mlops_templates.duties.containers import join_network, run_containers
from mlops_templates.foundations.grants import pass_roles
from mlops_templates.model import Permission
from mlops_templates.naming import ACCOUNT, IAM_PATH, PARTITION, arn

CREATE = ("sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob")
WATCH = (
    "sagemaker:AddTags", "sagemaker:DescribeHyperParameterTuningJob", "sagemaker:StopHyperParameterTuningJob",
    "sagemaker:StopProcessingJob", "sagemaker:StopTrainingJob",
)  # fmt: skip
KINDS = ("hyper-parameter-tuning-job", "processing-job", "training-job")


def run_jobs(role: str) -> tuple[Permission, ...]:
    """As the person's own role, which the jobs get."""
    jobs = tuple(Sub(arn("sagemaker", f"{kind}/*")) for kind in KINDS)
    own = Sub(f"arn:{PARTITION}:iam::{ACCOUNT}:role{IAM_PATH}{role}")
    return (
        Permission(CREATE, jobs, Condition(Null({"sagemaker:VpcSubnets": False}))),
        Permission(WATCH, jobs),
        pass_roles(("sagemaker.amazonaws.com",), own),
        *run_containers(),
        *join_network(),
    )


def try_endpoints() -> tuple[Permission, ...]:
    return (Permission(("sagemaker:InvokeEndpoint",), (Sub(arn("sagemaker", "endpoint/*-staging")),)),)
