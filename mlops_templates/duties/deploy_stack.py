"""The stage stacks of a project that lives in one account: CloudFormation makes what serves, and what watches it."""

from __future__ import annotations

from mlops_templates.duties.batch import PIPELINES
from mlops_templates.duties.endpoints import CONFIGURATIONS, ENDPOINTS, MODELS, inspect_endpoints
from mlops_templates.duties.own import own_arn
from mlops_templates.duties.registry import MAIN, describe_models
from mlops_templates.duties.roles import pass_own
from mlops_templates.duties.storage import ML_DATA, grant_key, read_bucket, use_key
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import project_resource, project_rule

TAG_ACTIONS = ("sagemaker:AddTags", "sagemaker:DeleteTags", "sagemaker:ListTags")
ALARM_ACTIONS = (
    "DeleteAlarms",
    "DescribeAlarms",
    "ListTagsForResource",
    "PutMetricAlarm",
    "TagResource",
    "UntagResource",
)
PIPELINE_ACTIONS = ("CreatePipeline", "DeletePipeline", "DescribePipeline", "UpdatePipeline")
SCHEDULE_ACTIONS = ("CreateSchedule", "DeleteSchedule", "GetSchedule", "UpdateSchedule")
RULE_ACTIONS = (
    "DeleteRule", "DescribeRule", "ListTagsForResource", "ListTargetsByRule", "PutRule", "PutTargets", "RemoveTargets",
    "TagResource", "UntagResource",
)  # fmt: skip
QUEUE_ACTIONS = (
    "CreateQueue", "DeleteQueue", "GetQueueAttributes", "GetQueueUrl", "ListQueueTags", "SetQueueAttributes",
    "TagQueue", "UntagQueue",
)  # fmt: skip


def _serve() -> tuple[Permission, ...]:
    return (
        Permission(("sagemaker:CreateModel", "sagemaker:DeleteModel"), (MODELS,)),
        Permission(("sagemaker:CreateEndpointConfig", "sagemaker:DeleteEndpointConfig"), (CONFIGURATIONS,)),
        Permission(("sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint"), (CONFIGURATIONS, ENDPOINTS)),
        Permission(("sagemaker:DeleteEndpoint",), (ENDPOINTS,)),
        Permission(TAG_ACTIONS, (CONFIGURATIONS, ENDPOINTS, MODELS)),
        *inspect_endpoints(),
    )


def _infer_in_batches() -> tuple[Permission, ...]:
    pipelines = tuple(own_arn("sagemaker", f"pipeline/{name}") for name in PIPELINES)
    schedules = own_arn("scheduler", f"schedule/default/{project_rule('*')}")
    rules = own_arn("events", f"rule/{project_rule('*')}")
    queues = own_arn("sqs", project_rule("*"))
    return (
        Permission((*_of("sagemaker", PIPELINE_ACTIONS), *TAG_ACTIONS), pipelines),
        Permission(_of("scheduler", SCHEDULE_ACTIONS), (schedules,)),
        Permission(_of("events", RULE_ACTIONS), (rules,)),
        Permission(_of("sqs", QUEUE_ACTIONS), (queues,)),
        pass_own("monitor", "events.amazonaws.com", "sagemaker.amazonaws.com", "scheduler.amazonaws.com"),
        # A pipeline's definition lies in the bucket.
        *read_bucket(ML_DATA),
        use_key(),
    )


def _of(service: str, actions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{service}:{action}" for action in actions)


DEPLOY_STACK = Duty(
    name="deploy-stack",
    purpose="CloudFormation makes what serves in staging and production",
    services=("cloudformation.amazonaws.com",),
    permissions=(
        *_serve(),
        *_infer_in_batches(),
        Permission(_of("cloudwatch", ALARM_ACTIONS), (own_arn("cloudwatch", f"alarm:{project_resource('*')}"),)),
        describe_models(MAIN),
        *grant_key(),
        pass_own("model", "sagemaker.amazonaws.com"),
    ),
)
