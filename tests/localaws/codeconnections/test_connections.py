from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError

SERVICES = ("codeconnections", "codestar-connections")
PROVIDERS = ("AzureDevOps", "Bitbucket", "GitHub", "GitHubEnterpriseServer", "GitLab", "GitLabSelfManaged")


@pytest.mark.parametrize("service", SERVICES)
def test_a_connection_is_pending_until_a_person_has_authorised_it(aws: Any, service: str) -> None:
    connections = aws.client(service)
    arn = connections.create_connection(ConnectionName="mine", ProviderType="GitHub")["ConnectionArn"]
    assert arn.startswith(f"arn:aws:{service}:us-east-1:{aws.account.id}:connection/")
    assert connections.get_connection(ConnectionArn=arn)["Connection"] == {
        "ConnectionName": "mine",
        "ConnectionArn": arn,
        "ProviderType": "GitHub",
        "OwnerAccountId": aws.account.id,
        "ConnectionStatus": "PENDING",
    }
    aws.account.authorize_connection(arn)
    assert connections.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"] == "AVAILABLE"


def test_both_names_of_the_service_know_the_same_connections(aws: Any) -> None:
    new, old = (aws.client(service) for service in SERVICES)
    arn = old.create_connection(ConnectionName="old", ProviderType="GitLab")["ConnectionArn"]
    assert new.get_connection(ConnectionArn=arn)["Connection"]["ConnectionName"] == "old"
    listed = [each["ConnectionArn"] for each in new.list_connections(ProviderTypeFilter="GitLab")["Connections"]]
    assert arn in listed
    new.delete_connection(ConnectionArn=arn)
    with pytest.raises(ClientError, match=f"ResourceNotFoundException.*Connection {arn} not found"):
        old.get_connection(ConnectionArn=arn)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_can_be_connected(aws: Any, provider: str) -> None:
    connections = aws.client("codeconnections")
    arn = connections.create_connection(ConnectionName="any", ProviderType=provider)["ConnectionArn"]
    assert connections.get_connection(ConnectionArn=arn)["Connection"]["ProviderType"] == provider


def test_tags_come_change_and_go(aws: Any) -> None:
    connections = aws.client("codeconnections")
    made = connections.create_connection(
        ConnectionName="tagged", ProviderType="GitHub", Tags=[{"Key": "sagemaker", "Value": "true"}]
    )
    arn = made["ConnectionArn"]
    connections.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "ml"}])
    connections.untag_resource(ResourceArn=arn, TagKeys=["sagemaker"])
    assert connections.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "ml"}]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({}, "InvalidInputException.*either a ProviderType or a HostArn"),
        (
            {"HostArn": "arn:aws:codeconnections:us-east-1:123456789012:host/mine-1"},
            "not emulated: codeconnections:CreateConnection HostArn",
        ),
        ({"ProviderType": "GitHub", "Tags": [{"Key": "aws:x", "Value": "y"}]}, "reserved"),
    ],
)
def test_what_cannot_be_connected_is_refused(aws: Any, request_: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError, match=words):
        aws.client("codeconnections").create_connection(ConnectionName="mine", **request_)


def test_only_persons_have_a_browser(aws: Any) -> None:
    arn = aws.client("codeconnections").create_connection(ConnectionName="mine", ProviderType="GitHub")["ConnectionArn"]
    role = aws.account.role(f"robot-{uuid.uuid4().hex[:8]}")
    with pytest.raises(MlopsTemplatesError, match="is no person"):
        aws.account.as_role(role).authorize_connection(arn)


def test_a_connection_that_is_not_there_cannot_be_authorised(aws: Any) -> None:
    arn = f"arn:aws:codeconnections:us-east-1:{aws.account.id}:connection/{uuid.uuid4()}"
    with pytest.raises(MlopsTemplatesError, match=f"Connection {arn} not found"):
        aws.account.authorize_connection(arn)


@pytest.mark.parametrize(
    ("kind", "service"),
    [
        ("AWS::CodeConnections::Connection", "codeconnections"),
        ("AWS::CodeStarConnections::Connection", "codestar-connections"),
    ],
)
def test_a_connection_of_a_stack_lives_changes_and_goes(aws: Any, kind: str, service: str) -> None:
    def template(team: str) -> str:
        properties = {
            "ConnectionName": "of-a-stack",
            "ProviderType": "GitHub",
            "Tags": [{"Key": "team", "Value": team}],
        }
        outputs = {"Status": {"Value": {"Fn::GetAtt": ["Line", "ConnectionStatus"]}}, "Arn": {"Value": {"Ref": "Line"}}}
        return json.dumps({"Resources": {"Line": {"Type": kind, "Properties": properties}}, "Outputs": outputs})

    name = f"connection-{uuid.uuid4().hex[:8]}"
    stack = aws.account.deploy(template("ml"), name=name)
    arn = stack.outputs["Arn"]
    assert (arn.split(":")[2], stack.outputs["Status"]) == (service, "PENDING")
    aws.account.deploy(template("data"), name=name)
    tags = {each["Key"]: each["Value"] for each in aws.client(service).list_tags_for_resource(ResourceArn=arn)["Tags"]}
    assert tags["team"] == "data"
    stack.delete()
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        aws.client(service).get_connection(ConnectionArn=arn)
