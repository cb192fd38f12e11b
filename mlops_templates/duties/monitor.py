"""Batch inference and drift: runs the steps of their SageMaker pipelines, and starts them."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals
from troposphere import Sub

from mlops_templates.duties.batch import start_batch_pipelines
from mlops_templates.duties.containers import join_network, run_containers
from mlops_templates.duties.endpoints import MODELS
from mlops_templates.duties.own import own_arn
from mlops_templates.duties.roles import pass_own
from mlops_templates.duties.storage import ML_DATA, grant_key, use_key, write_bucket
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import METRICS_NAMESPACE, arn, project_rule

JOB_ACTIONS = tuple(
    f"sagemaker:{verb}{kind}Job" for kind in ("Processing", "Transform") for verb in ("Create", "Describe", "Stop")
)
JOBS = tuple(Sub(arn("sagemaker", f"{kind}/pipelines-*")) for kind in ("processing-job", "transform-job"))

MONITOR = Duty(
    name="monitor",
    purpose="Starts and runs batch inference and the search for drift",
    services=("events.amazonaws.com", "sagemaker.amazonaws.com", "scheduler.amazonaws.com"),
    permissions=(
        *run_containers(),
        *join_network(),
        *write_bucket(ML_DATA),
        use_key(),
        *grant_key(),
        Permission((*JOB_ACTIONS, "sagemaker:AddTags", "sagemaker:ListTags"), JOBS),
        Permission(("sagemaker:DescribeModel",), (MODELS,)),
        start_batch_pipelines(),
        Permission(
            ("cloudwatch:PutMetricData",),
            ("*",),
            Condition(StringEquals({"cloudwatch:namespace": METRICS_NAMESPACE})),
        ),
        # A start of a schedule that cannot be delivered.
        Permission(("sqs:SendMessage",), (own_arn("sqs", project_rule("*")),)),
        pass_own("monitor", "sagemaker.amazonaws.com"),
    ),
)
