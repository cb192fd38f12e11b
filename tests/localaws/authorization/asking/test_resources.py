"""Requests ask for actions and ARNs as the Service Authorization Reference names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from mlops_templates.localaws.authorization.asking.actions import actions_of
from mlops_templates.localaws.authorization.asking.passing import PASSED, passed_roles
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.asking.resources import resources_of
from mlops_templates.localaws.authorization.reference import is_action
from mlops_templates.localaws.catalogue import MOTO, OWN, service_named
from mlops_templates.localaws.members import members_of, passed_on
from mlops_templates.localaws.wire import service_model

PLACE = Place("111111111111", "eu-west-1")


def arn(service: str, resource: str) -> str:
    return PLACE.arn(service, resource)


SAGEMAKER_GROUP = {"ModelPackageGroupName": "g", "Tags": [{"Key": "a", "Value": "b"}]}
ENDPOINT = {"EndpointName": "e", "EndpointConfigName": "c"}
QUEUE = "http://127.0.0.1:5000/222222222222/q"
EXECUTION = arn("sagemaker", "pipeline/p/execution/x")


@pytest.mark.parametrize(
    ("service", "operation", "request_", "arns"),
    [
        ("cloudformation", "ListStacks", {}, ["*"]),
        ("cloudformation", "CreateStack", {"StackName": "s"}, [arn("cloudformation", "stack/s/*")]),
        ("cloudformation", "DescribeStacks", {"StackName": arn("cloudformation", "stack/s/1")},
         [arn("cloudformation", "stack/s/1")]),
        ("cloudformation", "DescribeChangeSet", {"ChangeSetName": "arn:x"}, [arn("cloudformation", "stack/*/*")]),
        ("codebuild", "StartBuild", {"projectName": "p"}, [arn("codebuild", "project/p")]),
        ("codebuild", "BatchGetBuilds", {"ids": ["p:1", "q:2"]},
         [arn("codebuild", "project/p"), arn("codebuild", "project/q")]),
        ("codebuild", "StopBuild", {"id": arn("codebuild", "build/p:1")}, [arn("codebuild", "project/p")]),
        ("codecommit", "GitPull", {"repositoryName": "r"}, [arn("codecommit", "r")]),
        ("codepipeline", "CreatePipeline", {"pipeline": {"name": "p"}}, [arn("codepipeline", "p")]),
        ("codepipeline", "RetryStageExecution", {"pipelineName": "p", "stageName": "s"}, [arn("codepipeline", "p/s")]),
        ("codepipeline", "PutApprovalResult", {"pipelineName": "p", "stageName": "s", "actionName": "a"},
         [arn("codepipeline", "p/s/a")]),
        ("events", "PutTargets", {"Rule": "r"}, [arn("events", "rule/r")]),
        ("events", "PutTargets", {"Rule": "r", "EventBusName": "b"}, [arn("events", "rule/b/r")]),
        ("iam", "CreateRole", {"RoleName": "r", "Path": "/p/"}, ["arn:aws:iam::111111111111:role/p/r"]),
        ("iam", "CreatePolicy", {"PolicyName": "r", "Path": "/p/"}, ["arn:aws:iam::111111111111:policy/p/r"]),
        ("iam", "AttachRolePolicy", {"RoleName": "r", "PolicyArn": "arn:x"}, ["arn:aws:iam::111111111111:role/r"]),
        ("iam", "GetPolicy", {"PolicyArn": "arn:x"}, ["arn:x"]),
        ("kms", "CreateKey", {}, ["*"]),
        ("kms", "CreateAlias", {"AliasName": "alias/a", "TargetKeyId": "k"},
         [arn("kms", "alias/a"), arn("kms", "key/k")]),
        ("logs", "PutRetentionPolicy", {"logGroupName": "g"}, [arn("logs", "log-group:g:log-stream:")]),
        ("logs", "PutLogEvents", {"logGroupName": "g", "logStreamName": "s"},
         [arn("logs", "log-group:g:log-stream:s")]),
        ("sagemaker", "CreateModelPackageGroup", SAGEMAKER_GROUP, [arn("sagemaker", "model-package-group/g")]),
        ("sagemaker", "CreateModelPackage", SAGEMAKER_GROUP, [arn("sagemaker", "model-package/g/*")]),
        ("sagemaker", "CreateEndpoint", ENDPOINT,
         [arn("sagemaker", "endpoint/e"), arn("sagemaker", "endpoint-config/c")]),
        ("sagemaker", "StopPipelineExecution", {"PipelineExecutionArn": EXECUTION}, [EXECUTION]),
        ("sagemaker-runtime", "InvokeEndpoint", {"EndpointName": "e"}, [arn("sagemaker", "endpoint/e")]),
        ("servicecatalog", "CreatePortfolio", {}, [arn("catalog", "portfolio/*")]),
        ("servicecatalog", "DeleteProduct", {"Id": "prod-1"}, [arn("catalog", "product/prod-1")]),
        ("servicecatalog", "DeletePortfolio", {"Id": "port-1"}, [arn("catalog", "portfolio/port-1")]),
        ("sns", "Publish", {"TopicArn": "arn:t"}, ["arn:t"]),
        ("sns", "Unsubscribe", {"SubscriptionArn": arn("sns", "t:1")}, [arn("sns", "t")]),
        ("sqs", "SendMessage", {"QueueUrl": QUEUE}, ["arn:aws:sqs:eu-west-1:222222222222:q"]),
        ("sqs", "SendMessageBatch", {"QueueUrl": QUEUE}, ["arn:aws:sqs:eu-west-1:222222222222:q"]),
        ("scheduler", "CreateSchedule", {"Name": "s"}, [arn("scheduler", "schedule/default/s")]),
        ("scheduler", "GetSchedule", {"Name": "s", "GroupName": "g"}, [arn("scheduler", "schedule/g/s")]),
        ("scheduler", "DeleteScheduleGroup", {"Name": "g"}, [arn("scheduler", "schedule-group/g")]),
        ("scheduler", "ListSchedules", {"GroupName": "g"}, ["*"]),
        ("cloudwatch", "PutMetricAlarm", {"AlarmName": "a"}, [arn("cloudwatch", "alarm:a")]),
        ("cloudwatch", "PutMetricData", {"Namespace": "n"}, ["*"]),
        ("ssm", "GetParameters", {"Names": ["/a/b", "c:1"]}, [arn("ssm", "parameter/a/b"), arn("ssm", "parameter/c")]),
        ("sts", "AssumeRole", {"RoleArn": "arn:r"}, ["arn:r"]),
    ],
)  # fmt: skip
def test_a_request_is_about_these_resources(
    service: str, operation: str, request_: dict[str, Any], arns: list[str]
) -> None:
    assert list(resources_of(service, operation, request_, PLACE)) == arns


@pytest.mark.parametrize(
    ("service", "operation", "request_", "actions"),
    [
        ("sagemaker-runtime", "InvokeEndpoint", {}, ["sagemaker:InvokeEndpoint"]),
        ("sqs", "SendMessageBatch", {}, ["sqs:SendMessage"]),
        ("kms", "ReEncrypt", {}, ["kms:ReEncryptFrom", "kms:ReEncryptTo"]),
        ("sts", "GetCallerIdentity", {}, []),
        ("sagemaker", "CreateModelPackageGroup", SAGEMAKER_GROUP,
         ["sagemaker:CreateModelPackageGroup", "sagemaker:AddTags"]),
        ("sagemaker", "CreateModelPackageGroup", {}, ["sagemaker:CreateModelPackageGroup"]),
        ("iam", "CreateRole", {"Tags": [{}]}, ["iam:CreateRole", "iam:TagRole"]),
        ("cloudformation", "CreateStack", {}, ["cloudformation:CreateStack"]),
        ("cloudformation", "CreateStack", {"Tags": [{}]}, ["cloudformation:CreateStack", "cloudformation:TagResource"]),
        ("cloudformation", "UpdateStack", {"Tags": [{}]}, ["cloudformation:UpdateStack", "cloudformation:TagResource"]),
        ("cloudformation", "CreateChangeSet", {"Tags": [{}]},
         ["cloudformation:CreateChangeSet", "cloudformation:TagResource"]),
        ("cloudformation", "DeleteStack", {}, ["cloudformation:DeleteStack"]),
    ],
)  # fmt: skip
def test_an_operation_asks_for_these_actions(
    service: str, operation: str, request_: dict[str, Any], actions: list[str]
) -> None:
    assert list(actions_of(service, operation, request_)) == actions


@pytest.mark.parametrize("service", OWN)
def test_iam_knows_every_operation_that_we_answer(service: str) -> None:
    asked = [action for operation in service_named(service).actions for action in actions_of(service, operation, {})]
    assert [action for action in asked if not is_action(*action.split(":"))] == []


@pytest.mark.parametrize("service", sorted({*OWN, *MOTO} - {"iam", "sts"}))
def test_every_role_that_a_request_can_hand_over_is_passed(service: str) -> None:
    """Of an own action the members that it acts on; of an action of moto's those of which AWS says so."""
    handed = {
        f"{service}:{operation}": paths for operation in _operations(service) if (paths := _roles(service, operation))
    }
    missing = {
        action: sorted(set(paths) - set(PASSED.get(action, ("", ()))[1]))
        for action, paths in handed.items()
        if set(paths) - set(PASSED.get(action, ("", ()))[1]) and action not in NOT_EMULATED_BY_MOTO
    }
    assert missing == {}


NOT_EMULATED_BY_MOTO = {
    "logs:CreateImportTask",
    "logs:CreateScheduledQuery",
    "logs:PutIntegration",
    "logs:UpdateScheduledQuery",
    # Redshift does not exist here.
    "sagemaker:CreateProcessingJob",
}
"""Operations with roles that nobody answers."""


def _operations(service: str) -> list[str]:
    own = service_named(service).actions
    names = own if service in OWN else service_model(service).operation_names
    return [name for name in names if passed_on(service, name)]


def _roles(service: str, operation: str) -> list[str]:
    shape = service_model(service).operation_model(operation).input_shape
    refused = tuple(f"{path}." for path, harmless in members_of(service, operation).refused.items() if not harmless)
    found = _role_members(shape, "", frozenset())
    return [path for path in found if not path.replace("[]", "").startswith(refused)]


def _role_members(shape: Any, path: str, above: frozenset[str]) -> Iterator[str]:
    if shape is None or shape.name in above:
        return
    if shape.type_name == "list":
        yield from _role_members(shape.member, f"{path}[]", above)
    elif shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from _role_members(member, f"{path}.{name}".lstrip("."), above | {shape.name})
    elif shape.type_name == "string" and re.search(r"role(arn|override)?$", path.rpartition(".")[2], re.IGNORECASE):
        yield path


def test_every_role_in_a_pipeline_is_passed_once() -> None:
    stages = [{"actions": [{"roleArn": "arn:a"}, {"roleArn": "arn:a"}, {}]}, {"actions": [{"roleArn": "arn:b"}]}]
    request = {"pipeline": {"roleArn": "arn:p", "stages": stages}}
    roles = [role for role, service in passed_roles("codepipeline:CreatePipeline", request)]
    assert roles == ["arn:p", "arn:a", "arn:b"]
