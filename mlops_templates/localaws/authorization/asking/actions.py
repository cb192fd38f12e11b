"""From the operation of an API to the actions that IAM checks."""

from __future__ import annotations

from mlops_templates.localaws.authorization import reference
from mlops_templates.localaws.authorization.asking import rest_verbs
from mlops_templates.localaws.document import Document

PREFIXES = {"sagemaker-runtime": "sagemaker", "stepfunctions": "states"}

# Operations that IAM knows under another name.
RENAMED = {
    "sqs:SendMessageBatch": ("sqs:SendMessage",),
    "sqs:DeleteMessageBatch": ("sqs:DeleteMessage",),
    "sqs:ChangeMessageVisibilityBatch": ("sqs:ChangeMessageVisibility",),
    "sns:PublishBatch": ("sns:Publish",),
    "kms:ReEncrypt": ("kms:ReEncryptFrom", "kms:ReEncryptTo"),
}

FREE = frozenset({"sts:GetCallerIdentity", "sts:GetSessionToken"})
"""What everybody may do, whatever a policy allows."""

# What is made or changed with tags asks for the tagging too. CodeBuild and Service Catalog know no such action.
TAGGING = {
    **dict.fromkeys(
        (
            "cloudformation:CreateChangeSet",
            "cloudformation:CreateStack",
            "cloudformation:CreateStackSet",
            "cloudformation:UpdateStack",
            "cloudformation:UpdateStackSet",
        ),
        "cloudformation:TagResource",
    ),
    "cloudwatch:PutCompositeAlarm": "cloudwatch:TagResource",
    "cloudwatch:PutMetricAlarm": "cloudwatch:TagResource",
    "codecommit:CreateRepository": "codecommit:TagResource",
    "codeconnections:CreateConnection": "codeconnections:TagResource",
    "codepipeline:CreatePipeline": "codepipeline:TagResource",
    "codestar-connections:CreateConnection": "codestar-connections:TagResource",
    **dict.fromkeys(
        (
            "ec2:CreateFlowLogs",
            "ec2:CreateRouteTable",
            "ec2:CreateSecurityGroup",
            "ec2:CreateSubnet",
            "ec2:CreateVpc",
            "ec2:CreateVpcEndpoint",
        ),
        "ec2:CreateTags",
    ),
    "dynamodb:CreateTable": "dynamodb:TagResource",
    "ecr:CreateRepository": "ecr:TagResource",
    "events:PutRule": "events:TagResource",
    "iam:CreateInstanceProfile": "iam:TagInstanceProfile",
    "iam:CreateOpenIDConnectProvider": "iam:TagOpenIDConnectProvider",
    "iam:CreatePolicy": "iam:TagPolicy",
    "iam:CreateRole": "iam:TagRole",
    "iam:CreateUser": "iam:TagUser",
    "kms:CreateKey": "kms:TagResource",
    "logs:CreateLogGroup": "logs:TagResource",
    "scheduler:CreateScheduleGroup": "scheduler:TagResource",
    "sns:CreateTopic": "sns:TagResource",
    "sqs:CreateQueue": "sqs:TagQueue",
    "states:CreateStateMachine": "states:TagResource",
    "ssm:PutParameter": "ssm:AddTagsToResource",
}


def prefix_of(service: str) -> str:
    """The service as actions name it."""
    return PREFIXES.get(service, service)


def actions_of(service: str, operation: str, request: Document) -> tuple[str, ...]:
    """Every action that must be allowed for an operation."""
    if service == "apigateway":
        return rest_verbs.actions_of(operation, request)
    action = f"{prefix_of(service)}:{operation}"
    if action in FREE:
        return ()
    tagging = TAGGING.get(action)
    if service == "sagemaker" and operation.startswith("Create") and reference.is_action("sagemaker", operation):
        tagging = "sagemaker:AddTags"
    more = (tagging,) if tagging and tags_given(request) else ()
    return (*RENAMED.get(action, (action,)), *more)


def is_tagging(action: str, number: int) -> bool:
    """Whether the action is asked for because of the tags of a request."""
    return number > 0 and action in {*TAGGING.values(), "sagemaker:AddTags"}


def tags_given(request: Document) -> object:
    return request.get("Tags") or request.get("tags") or request.get("TagSpecifications")
