"""No member of a request is passed over in silence: it is read, or a table of `localaws.members` speaks of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws import members, wire
from mlops_templates.localaws.catalogue import MOTO, OWN, SHARED, service_named
from mlops_templates.localaws.events.delivery import deliver
from tests.localaws.reading import members_of, words_of

if TYPE_CHECKING:
    from tests.localaws.conftest import Aws

TOPIC = "arn:aws:sns:us-east-1:123456789012:told"

LATER = {
    "codebuild:CreateProject": "StartBuild",
    "codebuild:UpdateProject": "StartBuild",
    "codepipeline:UpdatePipeline": "StartPipelineExecution",
    "sagemaker:CreateEndpointConfig": "CreateEndpoint",
    "sagemaker:CreateModel": "CreateEndpoint",
    "sagemaker:CreateModelPackage": "CreateEndpoint",
    "sagemaker:CreatePipeline": "StartPipelineExecution",
    "sagemaker:UpdatePipeline": "StartPipelineExecution",
    "sagemaker:UpdatePipelineExecution": "StartPipelineExecution",
    "sagemaker:UpdateProject": "CreateProject",
}
"""Actions whose request is kept, and the action that acts on what was kept."""

ELSEWHERE = {"sagemaker:CreateEndpointConfig": ("sagemaker-runtime", "InvokeEndpoint")}
"""The same for an action of another service that acts on it too."""

ACTIONS = [(name, action) for name in (*OWN, *SHARED) for action in sorted(service_named(name).actions)]
TABLES = sorted({*OWN, *MOTO})


def input_shape(service: str, action: str) -> Any:
    return wire.service_model(service).operation_model(action).input_shape


def unread(service: str, action: str, words: set[str]) -> Iterator[str]:
    """The members that no code names and no table speaks of; what is below such a member is not told as well."""
    table = members.members_of(service, action)
    silent: list[str] = []
    for steps in members_of(input_shape(service, action)):
        path = ".".join(steps)
        spoken_of = any(
            f"{path}.".startswith(f"{each}.") or each.startswith(f"{path}.")
            for each in (*table.refused, *table.accepted, *silent)
        )
        if not spoken_of and steps[-1] not in words:
            silent.append(path)
            yield path


@pytest.mark.parametrize(("name", "action"), ACTIONS)
def test_every_member_is_read_or_refused_or_accepted_for_a_reason(name: str, action: str) -> None:
    actions = service_named(name).actions
    later = LATER.get(f"{name}:{action}")
    words = words_of(actions[action], *([actions[later]] if later else []))
    if elsewhere := ELSEWHERE.get(f"{name}:{action}"):
        words |= words_of(service_named(elsewhere[0]).actions[elsewhere[1]])
    silent = list(unread(name, action, words))
    assert not silent, f"read them, or add them to localaws/members/{name}.yaml: {', '.join(silent)}"


def test_every_member_of_a_target_is_honoured_by_the_delivery_or_spoken_of() -> None:
    words = words_of(deliver) | {"Id", "Rule", "Targets"}
    assert list(unread("events", "PutTargets", words)) == []


def test_a_member_that_the_code_does_not_name_is_found() -> None:
    def ignorant(call: object, request: dict[str, Any]) -> None:
        request["projectName"]

    assert "imageOverride" in list(unread("codebuild", "StartBuild", words_of(ignorant)))


@pytest.mark.parametrize("service", TABLES)
def test_a_table_speaks_of_actions_and_members_that_exist(service: str) -> None:
    known = set(wire.service_model(service).operation_names)
    assert members.listed(service) <= known
    assert members.only(service) <= known
    for action in members.listed(service):
        table = members.members_of(service, action)
        common = members.members_of(service, "*")
        paths = {".".join(steps) for steps in members_of(input_shape(service, action))}
        own = {*table.refused, *table.accepted} - {*common.refused, *common.accepted}
        assert own <= paths, action
        assert all(reason for reason in table.accepted.values())


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "named"),
    [
        (
            "codebuild",
            "start_build",
            {"projectName": "p", "debugSessionEnabled": True},
            "codebuild:StartBuild debugSessionEnabled",
        ),
        (
            "codecommit",
            "create_commit",
            {"repositoryName": "r", "branchName": "b", "keepEmptyFolders": True},
            "codecommit:CreateCommit keepEmptyFolders",
        ),
        (
            "cloudformation",
            "create_stack",
            {"StackName": "s", "TemplateBody": "{}", "TimeoutInMinutes": 5},
            "cloudformation:CreateStack TimeoutInMinutes",
        ),
        (
            "servicecatalog",
            "provision_product",
            {"ProductId": "p", "ProvisionedProductName": "n", "ProvisionToken": "t", "NotificationArns": [TOPIC]},
            "servicecatalog:ProvisionProduct NotificationArns",
        ),
        (
            "sagemaker",
            "list_model_package_groups",
            {"CrossAccountFilterOption": "CrossAccount"},
            "sagemaker:ListModelPackageGroups CrossAccountFilterOption CrossAccount",
        ),
        (
            "sagemaker-runtime",
            "invoke_endpoint",
            {"EndpointName": "e", "Body": b"1", "TargetModel": "m"},
            "sagemaker-runtime:InvokeEndpoint TargetModel",
        ),
        (
            "events",
            "put_rule",
            {"Name": "nightly", "ScheduleExpression": "rate(1 day)"},
            "events:PutRule ScheduleExpression",
        ),
        (
            "events",
            "put_rule",
            {"Name": "elsewhere", "EventBusName": "mine", "EventPattern": "{}"},
            "events:PutRule EventBusName mine",
        ),
        ("events", "create_event_bus", {"Name": "mine"}, "events:CreateEventBus"),
        ("ssm", "send_command", {"DocumentName": "AWS-RunShellScript"}, "ssm:SendCommand"),
        ("sts", "get_session_token", {}, "sts:GetSessionToken"),
        ("s3", "rename_object", {"Bucket": "b", "Key": "new", "RenameSource": "old"}, "s3:RenameObject"),
        (
            "s3",
            "put_bucket_metrics_configuration",
            {"Bucket": "b", "Id": "m", "MetricsConfiguration": {"Id": "m"}},
            "s3:PutBucketMetricsConfiguration",
        ),
    ],
)
def test_what_nobody_emulates_is_refused_by_name(
    aws: Aws, service: str, operation: str, arguments: dict[str, Any], named: str
) -> None:
    with pytest.raises(ClientError) as refused:
        getattr(aws.client(service), operation)(**arguments)
    assert refused.value.response["Error"]["Code"] == "NotEmulated"
    assert refused.value.response["Error"]["Message"] == f"not emulated: {named}"


def test_a_value_that_asks_for_nothing_passes(aws: Aws) -> None:
    asked = {"CrossAccountFilterOption": "SameAccount", "NameContains": "no-such-group"}
    assert aws.client("sagemaker").list_model_package_groups(**asked)["ModelPackageGroupSummaryList"] == []
