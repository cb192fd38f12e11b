"""Requests that no client of AWS sends are refused in the words of their protocol."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.localaws.robust.things import ROLE, codepipeline
from tests.localaws.robust.wiring import Wire

MEGABYTE = 1024 * 1024
FORM = "Version=2010-05-15&Action="
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    b"<Delete><Object><Key>&c;</Key></Object></Delete>"
)
FILE_OF_THE_MACHINE = (
    b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Delete><Object><Key>&b;</Key></Object></Delete>'
)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "SerializationException"),
        (b"[1", "SerializationException"),
        (b"[]", "SerializationException"),
        (b'"text"', "SerializationException"),
        (b"null", "SerializationException"),
        (b"\xff\xfe", "SerializationException"),
        (b"\xef\xbb\xbf{}", "SerializationException"),
        (b'{"repositoryName": "a"} {}', "SerializationException"),
        (b'{"repositoryName": NaN}', "SerializationException"),
        (b'{"repositoryName": 1}', "SerializationException"),
        (b'{"repositoryName": true}', "SerializationException"),
        (b'{"repositoryName": ["a"]}', "SerializationException"),
        (b'{"repositoryName": {"a": "b"}}', "SerializationException"),
        (b'{"repositoryName": "\\ud800"}', "SerializationException"),
        (b'{"repositoryName": ' + b"[" * 100_000, "SerializationException"),
        (b'{"x": ' * 100_000 + b"1" + b"}" * 100_000, "SerializationException"),
        (b'{"repositoryName": ' + b"9" * 100_000 + b"}", "SerializationException"),
        (b"{}", "RepositoryNameRequiredException"),
        (b'{"repositoryName": null}', "RepositoryNameRequiredException"),
        (b'{"RepositoryName": "thing"}', "RepositoryNameRequiredException"),
        (b'{"repositoryName": "\\u0000"}', "InvalidRepositoryNameException"),
        (b'{"repositoryName": "../../x"}', "InvalidRepositoryNameException"),
    ],
)
def test_a_body_of_json_that_is_not_what_the_action_takes(wired: Wire, body: bytes, code: str) -> None:
    assert wired.json("codecommit", "GetRepository", body).code == code


@pytest.mark.parametrize(
    ("service", "action", "body", "code"),
    [
        ("codebuild", "BatchGetProjects", {"names": ["a", None]}, "SerializationException"),
        ("codebuild", "BatchGetProjects", {"names": "a"}, "SerializationException"),
        ("codebuild", "BatchGetProjects", {}, "InvalidInputException"),
        ("codebuild", "CreateProject", {"name": "a", "timeoutInMinutes": "5"}, "SerializationException"),
        ("codebuild", "CreateProject", {"name": "a", "timeoutInMinutes": 5.5}, "SerializationException"),
        ("codebuild", "CreateProject", {"name": "a", "timeoutInMinutes": 2**31}, "SerializationException"),
        ("codebuild", "CreateProject", {"name": "a", "timeoutInMinutes": True}, "SerializationException"),
        ("codebuild", "CreateProject", {"name": "a", "badgeEnabled": "yes"}, "SerializationException"),
        ("codecommit", "PutFile", {"fileContent": "not base64!"}, "SerializationException"),
        ("sagemaker", "ListModels", {"CreationTimeAfter": "yesterday"}, "SerializationException"),
        ("sagemaker", "ListModels", {"CreationTimeAfter": 1e300}, "SerializationException"),
        ("sagemaker", "ListModels", {"MaxResults": 0}, "ValidationException"),
        ("sagemaker", "ListModels", {"SortBy": "Size"}, "ValidationException"),
        ("sagemaker", "AddTags", {"ResourceArn": "a", "Tags": [{"Key": "k"}]}, "ValidationException"),
        ("kms", "DescribeKey", {}, "ValidationException"),
        ("kms", "DescribeKey", {"KeyId": "arn:aws:s3:::thing"}, "InvalidArnException"),
        ("logs", "CreateLogGroup", {"logGroupName": "a b"}, "InvalidParameterException"),
        ("logs", "CreateLogGroup", {}, "InvalidParameterException"),
        ("events", "PutRule", {"Name": "x" * 65}, "ValidationException"),
        ("ssm", "GetParameter", {"Name": ""}, "ValidationException"),
        ("sqs", "GetQueueUrl", {}, "MissingParameter"),
        ("sqs", "SendMessage", {"QueueUrl": "thing", "MessageBody": "x"}, "InvalidAddress"),
    ],
)
def test_a_member_of_json_that_is_not_what_the_model_says(
    wired: Wire, service: str, action: str, body: Any, code: str
) -> None:
    assert wired.json(service, action, body).code == code


def test_all_that_is_wrong_with_a_request_is_told_at_once(wired: Wire) -> None:
    answered = wired.json(
        "sagemaker", "CreateModelPackageGroup", {"ModelPackageGroupName": "a b", "Tags": [{"Key": ""}]}
    )
    assert json.loads(answered.body)["message"].startswith("3 validation errors detected: Value ")


@pytest.mark.parametrize(
    ("target", "method"),
    [
        ("CodeCommit_20150413.NoSuchThing", "POST"),
        ("CodeCommit_20150413.get_repository", "POST"),
        ("CodeBuild_20161006.GetRepository", "POST"),
        ("GetRepository", "POST"),
        ("CodeCommit_20150413.", "POST"),
        ("CodeCommit_20150413.GetRepository", "PUT"),
        ("", "POST"),
        ("", "GET"),
    ],
)
def test_an_operation_that_the_service_does_not_have(wired: Wire, target: str, method: str) -> None:
    headers = {"X-Amz-Target": target} if target else {}
    answered = wired.send("codecommit", method, "/", headers, b"{}")
    assert (answered.status, answered.code) == (400, "UnknownOperationException")


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("", "MissingAction"),
        ("Version=2010-05-15", "MissingAction"),
        ("Version=2010-05-15&Action=NoSuchThing", "InvalidAction"),
        ("Version=2010-05-15&Action=", "MissingAction"),
        ("Action=ListStacks", "InvalidAction"),
        ("Version=1999-01-01&Action=ListStacks", "InvalidAction"),
        (f"{FORM}DescribeStacks&StackName=%FF", "MalformedQueryString"),
        (f"{FORM}DescribeStacks&StackName=%zz", "MalformedQueryString"),
        (f"{FORM}DescribeStacks&StackName=%", "MalformedQueryString"),
        (f"{FORM}DescribeStacks&StackName=%00", "MalformedInput"),
        (f"{FORM}ListStacks" + "".join(f"&a.{number}=b" for number in range(6000)), "MalformedQueryString"),
        (f"{FORM}CreateStack&StackName=a&TimeoutInMinutes=soon", "MalformedInput"),
        (f"{FORM}CreateStack&StackName=a&DisableRollback=maybe", "MalformedInput"),
        (f"{FORM}CreateStack", "ValidationError"),
        (f"{FORM}CreateStack&StackName=a b", "ValidationError"),
        (f"{FORM}DescribeStacks&StackName=nothing", "ValidationError"),
    ],
)
def test_a_form_that_is_not_what_the_action_takes(wired: Wire, form: str, code: str) -> None:
    answered = wired.query("cloudformation", form.encode())
    assert (answered.status, answered.code) == (400, code)


def test_a_form_of_several_parts_is_no_form_of_aws(wired: Wire) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="Action"\r\n\r\nListStacks\r\n--x--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert wired.send("cloudformation", "POST", "/", headers, body).code == "MissingAction"


@pytest.mark.parametrize("body", [b"<Delete>", b"Delete", b"\x00", b"<a/><b/>", BOMB, FILE_OF_THE_MACHINE])
def test_a_document_of_s3_that_cannot_be_read(wired: Wire, body: bytes) -> None:
    wired.send("s3", "PUT", "/documents-to-s3", {}, b"")
    answered = wired.send("s3", "POST", "/documents-to-s3?delete", {}, body)
    assert (answered.status, answered.code) == (400, "MalformedXML")


@pytest.mark.parametrize(
    ("service", "method", "path", "size", "status", "code"),
    [
        ("codebuild", "POST", "/", 2 * MEGABYTE + 1, 413, "RequestEntityTooLarge"),
        ("codecommit", "POST", "/", 28 * MEGABYTE + 1, 413, "RequestEntityTooLarge"),
        ("cloudformation", "POST", "/", 4 * MEGABYTE + 1, 413, "RequestEntityTooLarge"),
        ("sagemaker", "POST", "/", 4 * MEGABYTE + 1, 413, "RequestEntityTooLarge"),
        ("sagemaker-runtime", "POST", "/endpoints/x/invocations", 25 * MEGABYTE + 1, 413, "RequestEntityTooLarge"),
        ("sns", "POST", "/", 2 * MEGABYTE + 1, 413, "RequestEntityTooLarge"),
        ("s3", "POST", "/thing?delete", 4 * MEGABYTE + 1, 400, "MaxMessageLengthExceeded"),
        ("s3", "PUT", "/thing?policy", 4 * MEGABYTE + 1, 400, "MaxMessageLengthExceeded"),
    ],
)
def test_a_body_that_is_too_long(
    wired: Wire, service: str, method: str, path: str, size: int, status: int, code: str
) -> None:
    answered = wired.send(service, method, path, {}, b"x" * size)
    assert (answered.status, answered.code) == (status, code)


def test_a_payload_of_25_megabytes_reaches_the_endpoint(wired: Wire) -> None:
    answered = wired.send("sagemaker-runtime", "POST", "/endpoints/none/invocations", {}, b"x" * (25 * MEGABYTE))
    assert answered.code == "ValidationError"


def test_a_way_of_an_endpoint_that_there_is_not(wired: Wire) -> None:
    assert wired.send("sagemaker-runtime", "POST", "/endpoints/x/explain", {}, b"").code == "UnknownOperationException"


def test_a_method_that_s3_does_not_have(wired: Wire) -> None:
    answered = wired.send("s3", "PATCH", "/thing", {}, b"")
    assert (answered.status, answered.code) == (405, "MethodNotAllowed")


@pytest.mark.parametrize("region", ["..", "nowhere-1", "us-east-1x", "%2e%2e"])
def test_a_region_that_there_is_not(wired: Wire, region: str) -> None:
    answered = wired.scoped_to(region).json("codecommit", "ListRepositories", {})
    assert (answered.status, answered.code) == (403, "SignatureDoesNotMatch")


def test_a_message_with_characters_that_xml_does_not_have_is_still_xml(wired: Wire) -> None:
    answered = wired.send("cloudformation", "GET", "/?Action=%01&Version=2010-05-15", {}, b"")
    assert answered.code == "InvalidAction"


DEEP, DEEP_MAP = "[" * 20_000, '{"a":' * 8_000
DEEPLY: list[tuple[str, str, dict[str, Any], str]] = [
    ("sagemaker", "CreatePipeline", {"PipelineName": "deep", "RoleArn": ROLE, "ClientRequestToken": "d" * 32},
     "PipelineDefinition"),
    ("events", "PutRule", {"Name": "deep"}, "EventPattern"),
    ("kms", "CreateKey", {}, "Policy"),
    ("sqs", "CreateQueue", {"QueueName": "deep"}, "Attributes.Policy"),
    ("codepipeline", "CreatePipeline", codepipeline(), "pipeline.stages.0.actions.0.configuration.BranchName"),
]  # fmt: skip


@pytest.mark.parametrize("text", [DEEP, DEEP_MAP])
@pytest.mark.parametrize(("service", "action", "request_", "member"), DEEPLY)
def test_a_text_that_is_nested_too_deeply(
    wired: Wire, service: str, action: str, request_: dict[str, Any], member: str, text: str
) -> None:
    body = json.loads(json.dumps(request_))
    place: Any = body
    *way, last = member.split(".")
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    place[last] = text
    answered = wired.json(service, action, body)
    assert answered.status in (400, 501), answered


@pytest.mark.parametrize("text", [DEEP, DEEP_MAP])
def test_a_template_that_is_nested_too_deeply(wired: Wire, text: str) -> None:
    form = urlencode({"Version": "2010-05-15", "Action": "ValidateTemplate", "TemplateBody": text})
    answered = wired.query("cloudformation", form.encode())
    assert (answered.status, answered.code) == (400, "ValidationError")


@pytest.mark.parametrize("text", [DEEP, DEEP_MAP])
def test_a_policy_that_is_nested_too_deeply(wired: Wire, text: str) -> None:
    answered = wired.send("s3", "PUT", "/thing?policy", {}, text[:20_000].encode())
    assert (answered.status, answered.code) in [(400, "MalformedPolicy"), (400, "InvalidRequest")]
