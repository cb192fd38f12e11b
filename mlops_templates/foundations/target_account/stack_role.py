"""The stack role: as which CloudFormation makes what a stage holds, by the names that stages use."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals
from troposphere import AWSHelperFn, Sub, Template

from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.grants import grant_key, pass_roles, read_bucket, use_key
from mlops_templates.foundations.target_account.names import (
    STAGED_PIPELINES,
    STAGED_POLICIES,
    STAGED_ROLES,
    target_role,
    tooling_arn,
)
from mlops_templates.foundations.target_account.tooling import look_up_facts
from mlops_templates.model import Permission
from mlops_templates.naming import PARTITION, REGION, arn, boundary_arn

PASSED_TO = ("apigateway", "events", "sagemaker", "scheduler")
ENTITIES = (
    (("model/*",), ("CreateModel", "DeleteModel", "DescribeModel")),
    (("endpoint-config/*",), ("CreateEndpointConfig", "DeleteEndpointConfig", "DescribeEndpointConfig")),
    (STAGED_PIPELINES, ("CreatePipeline", "DeletePipeline", "DescribePipeline", "UpdatePipeline")),
)
ENDPOINT = (
    "CreateEndpoint",
    "DeleteEndpoint",
    "DescribeEndpoint",
    "UpdateEndpoint",
    "UpdateEndpointWeightsAndCapacities",
)
TAGS = ("AddTags", "DeleteTags", "ListTags")
# Service, actions, resources without the account: what is named after the project's stack.
NAMED = (
    ("cloudwatch", ("DeleteAlarms", "DescribeAlarms", "ListTagsForResource", "PutMetricAlarm", "TagResource",
                    "UntagResource"), ("alarm:sagemaker-*",)),
    ("events", ("DeleteRule", "DescribeRule", "ListTagsForResource", "ListTargetsByRule", "PutRule", "PutTargets",
                "RemoveTargets", "TagResource", "UntagResource"), ("rule/sagemaker-*",)),
    ("scheduler", ("CreateSchedule", "DeleteSchedule", "GetSchedule", "UpdateSchedule"), ("schedule/*/sagemaker-*",)),
    ("sqs", ("CreateQueue", "DeleteQueue", "GetQueueAttributes", "GetQueueUrl", "ListQueueTags", "SetQueueAttributes",
             "TagQueue", "UntagQueue"), ("sagemaker-*",)),
    ("sns", ("CreateTopic", "DeleteTopic", "GetTopicAttributes", "ListSubscriptionsByTopic", "ListTagsForResource",
             "SetTopicAttributes", "Subscribe", "TagResource", "Unsubscribe", "UntagResource"), ("sagemaker-*",)),
    ("logs", ("AssociateKmsKey", "CreateLogGroup", "DeleteLogGroup", "DeleteRetentionPolicy", "DisassociateKmsKey",
              "GetDataProtectionPolicy", "ListTagsForResource", "PutRetentionPolicy", "TagResource", "UntagResource"),
     ("log-group:*sagemaker-*",)),
)  # fmt: skip
API_GATEWAY = ("DELETE", "GET", "PATCH", "POST", "PUT", "UpdateRestApiPolicy")
SCALING = (
    "DeleteScalingPolicy", "DeregisterScalableTarget", "ListTagsForResource", "PutScalingPolicy",
    "RegisterScalableTarget", "TagResource", "UntagResource",
)  # fmt: skip
# These know no resource.
EVERYWHERE = (
    "application-autoscaling:DescribeScalableTargets", "application-autoscaling:DescribeScalingPolicies",
    "application-autoscaling:DescribeScheduledActions", "logs:DescribeIndexPolicies", "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
)  # fmt: skip
# What gives a role rights is allowed only under the boundary.
BOUNDED = ("AttachRolePolicy", "CreateRole", "DeleteRolePolicy", "DetachRolePolicy", "PutRolePolicy",
           "PutRolePermissionsBoundary")  # fmt: skip
ROLES = (
    "DeleteRole", "GetRole", "GetRolePolicy", "ListAttachedRolePolicies", "ListRolePolicies", "TagRole", "UntagRole",
    "UpdateAssumeRolePolicy", "UpdateRole", "UpdateRoleDescription",
)  # fmt: skip
POLICIES = (
    "CreatePolicy", "CreatePolicyVersion", "DeletePolicy", "DeletePolicyVersion", "GetPolicy", "GetPolicyVersion",
    "ListEntitiesForPolicy", "ListPolicyVersions",
)  # fmt: skip


def add_stack_role(
    template: Template, *, key: AWSHelperFn, passes: tuple[AWSHelperFn, ...], ceiling: AWSHelperFn
) -> AWSHelperFn:
    return add_foundation_role(
        template,
        FoundationRole(
            "Stack",
            name=target_role("stack"),
            duty="CloudFormation makes the stacks of stages",
            trust=trusts_service("cloudformation.amazonaws.com", states_its_account=False),
            permissions=(
                *_models(),
                grant_key(key),
                use_key(key),
                *read_bucket("Bucket"),
                look_up_facts(),
                _pass_on(passes),
            ),
            more=(("application", _application()), ("roles", _roles())),
            boundary=ceiling,
        ),
    )


def _models() -> tuple[Permission, ...]:
    by_kind = tuple(
        Permission(
            tuple(f"sagemaker:{action}" for action in actions), tuple(Sub(arn("sagemaker", name)) for name in names)
        )
        for names, actions in ENTITIES
    )
    # An endpoint is made from its configuration, which the request names too.
    both = tuple(Sub(arn("sagemaker", f"{kind}/*")) for kind in ("endpoint", "endpoint-config"))
    all_kinds = tuple(
        Sub(arn("sagemaker", name)) for names in (*(each for each, _ in ENTITIES), ("endpoint/*",)) for name in names
    )
    packages = Sub(tooling_arn("sagemaker", "model-package/*"))
    return (
        *by_kind,
        Permission(tuple(f"sagemaker:{action}" for action in ENDPOINT), both),
        Permission(tuple(f"sagemaker:{action}" for action in TAGS), all_kinds),
        # The version of the registry, by leave of the policy of its group.
        Permission(("sagemaker:CreateModel", "sagemaker:DescribeModelPackage"), (packages,)),
    )


def _application() -> tuple[Permission, ...]:
    named = tuple(
        Permission(
            tuple(f"{service}:{action}" for action in actions), tuple(Sub(arn(service, text)) for text in resources)
        )
        for service, actions, resources in NAMED
    )
    api = f"arn:{PARTITION}:apigateway:{REGION}::"
    paths = tuple(Sub(f"{api}/{path}") for path in ("restapis", "restapis/*", "tags/*"))
    targets = Sub(arn("application-autoscaling", "scalable-target/*"))
    return (
        *named,
        Permission(tuple(f"apigateway:{action}" for action in API_GATEWAY), paths),
        Permission(tuple(f"application-autoscaling:{action}" for action in SCALING), (targets,)),
        Permission(EVERYWHERE, ("*",)),
    )


def _roles() -> tuple[Permission, ...]:
    bounded = Condition(StringEquals({"iam:PermissionsBoundary": Sub(boundary_arn())}))
    roles, policies = tuple(map(Sub, STAGED_ROLES)), tuple(map(Sub, STAGED_POLICIES))
    return (
        Permission(tuple(f"iam:{action}" for action in BOUNDED), roles, bounded),
        Permission(tuple(f"iam:{action}" for action in ROLES), roles),
        Permission(tuple(f"iam:{action}" for action in POLICIES), policies),
    )


def _pass_on(roles: tuple[AWSHelperFn, ...]) -> Permission:
    return pass_roles(tuple(f"{service}.amazonaws.com" for service in PASSED_TO), *roles, *map(Sub, STAGED_ROLES))
