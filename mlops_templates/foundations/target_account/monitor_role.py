"""The monitor role: drift and batch pipelines with their jobs, and the schedules and rules that start them."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals
from troposphere import AWSHelperFn, Sub, Template

from mlops_templates.duties.containers import join_network, run_containers
from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.grants import grant_key, pass_roles, put_objects, read_bucket, use_key
from mlops_templates.foundations.target_account.names import STAGED_PIPELINES, target_role
from mlops_templates.foundations.target_account.tooling import read_tooling_bucket
from mlops_templates.model import Permission
from mlops_templates.naming import METRICS_NAMESPACE, arn, target_role_arn

STARTERS = ("events.amazonaws.com", "sagemaker.amazonaws.com", "scheduler.amazonaws.com")
JOBS = (
    "sagemaker:AddTags", "sagemaker:CreateProcessingJob", "sagemaker:CreateTransformJob",
    "sagemaker:DescribeProcessingJob", "sagemaker:DescribeTransformJob", "sagemaker:ListTags",
    "sagemaker:StopProcessingJob", "sagemaker:StopTransformJob",
)  # fmt: skip
EXPERIMENTS = (
    "sagemaker:AddTags", "sagemaker:AssociateTrialComponent", "sagemaker:CreateExperiment", "sagemaker:CreateTrial",
    "sagemaker:CreateTrialComponent", "sagemaker:DescribeExperiment", "sagemaker:DescribeTrial",
    "sagemaker:DescribeTrialComponent", "sagemaker:UpdateTrialComponent",
)  # fmt: skip


def add_monitor_role(template: Template, *, key: AWSHelperFn, ceiling: AWSHelperFn) -> AWSHelperFn:
    # Pipelines names its jobs pipelines-<execution id>-<step>-<random>.
    jobs = tuple(Sub(arn("sagemaker", f"{kind}-job/pipelines-*")) for kind in ("processing", "transform"))
    drift = Condition(StringEquals({"cloudwatch:namespace": METRICS_NAMESPACE}))
    models = Sub(arn("sagemaker", "model/*"))
    kinds = ("experiment", "experiment-trial", "experiment-trial-component")
    return add_foundation_role(
        template,
        FoundationRole(
            "Monitor",
            name=target_role("monitor"),
            duty="Drift and batch pipelines run, and their schedules and rules start them",
            trust=trusts_service(*STARTERS),
            permissions=(
                *run_containers(),
                *join_network(),
                Permission(("cloudwatch:PutMetricData",), ("*",), drift),
                *read_bucket("Bucket"),
                put_objects("Bucket"),
                *read_tooling_bucket("ml-data"),
                use_key(key),
                grant_key(key),
                Permission(JOBS, jobs),
                Permission(("sagemaker:DescribeModel",), (models,)),
                Permission(EXPERIMENTS, tuple(Sub(arn("sagemaker", f"{kind}/*")) for kind in kinds)),
                Permission(
                    ("sagemaker:StartPipelineExecution",),
                    tuple(Sub(arn("sagemaker", name)) for name in STAGED_PIPELINES),
                ),
                Permission(("sqs:SendMessage",), (Sub(arn("sqs", "sagemaker-*")),)),
                pass_roles(("sagemaker.amazonaws.com",), Sub(target_role_arn("monitor"))),
            ),
            boundary=ceiling,
        ),
    )
