"""What the front door promises, over real HTTP."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.catalogue import MOTO, OWN
from tests.localaws.signing import HandMade

if TYPE_CHECKING:
    from tests.localaws.conftest import Aws


def posted(aws: Aws, body: bytes) -> tuple[int, dict[str, str]]:
    """The status and the error that a hand-made request of `codecommit:GetRepository` gets."""
    headers = {"X-Amz-Target": "CodeCommit_20150413.GetRepository", "Content-Type": "application/x-amz-json-1.1"}
    request = HandMade(f"{aws.url}/", "codecommit", body=body, headers=headers)
    status, text = request.send(request.signed(aws.server.credentials))
    return status, json.loads(text)


def refusal(aws: Aws, service: str, operation: str, **arguments: object) -> ClientError:
    with pytest.raises(ClientError) as refused:
        getattr(aws.client(service), operation)(**arguments)
    return refused.value


def test_a_service_that_nobody_imitates_is_refused_by_name(aws: Aws) -> None:
    refused = refusal(aws, "glue", "list_crawlers")
    assert refused.response["Error"] == {"Code": "NotEmulated", "Message": "not emulated: glue:ListCrawlers"}
    assert refused.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_an_action_that_moto_does_not_know_is_refused_by_name(aws: Aws) -> None:
    refused = refusal(aws, "logs", "describe_configuration_templates")
    assert refused.response["Error"]["Message"] == "not emulated: logs:DescribeConfigurationTemplates"


@pytest.mark.parametrize(
    ("service", "operation"),
    [("sagemaker", "list_labeling_jobs"), ("codebuild", "list_fleets"), ("servicecatalog", "list_service_actions")],
)
def test_an_action_that_our_own_service_lacks_is_refused_and_never_reaches_moto(
    aws: Aws, service: str, operation: str
) -> None:
    assert refusal(aws, service, operation).response["Error"]["Code"] == "NotEmulated"


def test_a_request_without_a_signature_is_refused(aws: Aws) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused, urllib.request.urlopen(f"{aws.url}/"):
        pass
    with refused.value as answer:
        assert answer.code == 403


def test_the_person_at_the_keyboard_is_the_administrator(aws: Aws) -> None:
    assert aws.client("sts").get_caller_identity()["Arn"].endswith(":assumed-role/LocalAdministrator/local")


def test_a_call_as_a_role_carries_the_role(aws: Aws) -> None:
    role = aws.role("carried", "codebuild")
    call = aws.call().as_role(role, "a session/with odd characters", "codebuild.amazonaws.com")
    identity = call.client("sts").get_caller_identity()["Arn"]
    assert identity == call.principal == "arn:aws:sts::123456789012:assumed-role/carried/a-session-with-odd-characters"


def test_a_missing_member_is_an_error_of_aws_and_not_a_traceback(aws: Aws) -> None:
    status, error = posted(aws, b"{}")
    assert (status, error["__type"]) == (400, "RepositoryNameRequiredException")
    assert "repositoryName" in error["message"]


@pytest.mark.parametrize("body", [b"[1", b"[]", b'"text"', b"\xff", b'{"repositoryName": 1}'])
def test_a_body_that_cannot_be_read_is_an_error_of_aws(aws: Aws, body: bytes) -> None:
    status, error = posted(aws, body)
    assert (status, error["__type"] in ("SerializationException", "ValidationException")) == (400, True)


def test_status_names_every_service_and_what_is_not_evaluated(aws: Aws) -> None:
    with urllib.request.urlopen(f"{aws.url}/_local/status") as answer:
        facts = json.load(answer)
    assert facts["services"] == sorted({*OWN, *MOTO})
    assert facts["not_evaluated"]


def test_regions_keep_their_state_apart(aws: Aws) -> None:
    aws.client("codecommit").create_repository(repositoryName="here-only")
    assert aws.client("codecommit", "eu-west-1").list_repositories()["repositories"] == []


def test_an_unchanged_boto3_session_needs_only_the_environment(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in aws.environment().items():
        monkeypatch.setenv(name, value)
    assert boto3.Session().client("sts").get_caller_identity()["Account"] == "123456789012"
