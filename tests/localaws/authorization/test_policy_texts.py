"""What is no policy is not kept, in the words of each service; and nobody holds more than there is room for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.clients import ACCOUNT
from tests.conftest import Aws, policy
from tests.localaws.authorization.conftest import OF_THE_ACCOUNT, Person, Statement, allow

NOBODY = f"arn:aws:iam::{ACCOUNT}:role/nobody"
WITHOUT_EFFECT = {"Action": "sns:*", "Resource": "*"}
MALFORMED = "MalformedPolicyDocument"
PRINCIPAL = f'Invalid principal in policy: "AWS":"{NOBODY}"'

Write = Callable[[Person, str], Any]


def of_role(person: Person, text: str) -> Any:
    return person.aws.client("iam").put_role_policy(RoleName=person.name, PolicyName="p", PolicyDocument=text)


def managed(person: Person, text: str) -> Any:
    return person.aws.client("iam").create_policy(PolicyName=person.name, PolicyDocument=text)


def trust(person: Person, text: str) -> Any:
    return person.aws.client("iam").update_assume_role_policy(RoleName=person.name, PolicyDocument=text)


def of_key(person: Person, text: str) -> Any:
    return person.aws.client("kms").put_key_policy(KeyId=person.key(), PolicyName="default", Policy=text)


def of_topic(person: Person, text: str) -> Any:
    return person.aws.client("sns").create_topic(Name=person.name, Attributes={"Policy": text})


def of_queue(person: Person, text: str) -> Any:
    return person.aws.client("sqs").create_queue(QueueName=person.name, Attributes={"Policy": text})


def of_bucket(person: Person, text: str) -> Any:
    return person.aws.client("s3").put_bucket_policy(Bucket=person.bucket(), Policy=text)


def to(principal: object, statement: Statement) -> str:
    return policy({**statement, "Principal": principal})


def entrusted(principal: object) -> str:
    return policy({**OF_THE_ACCOUNT, "Principal": principal})


KEYS = allow("kms:*")


@pytest.mark.parametrize(
    ("write", "text", "code", "words"),
    [
        (of_role, policy(WITHOUT_EFFECT), MALFORMED, "Syntax errors in policy."),
        (of_role, to("*", allow("sns:*")), MALFORMED, "should not specify a principal"),
        (managed, json.dumps({"Version": "2013-01-01", "Statement": [allow("sns:*")]}), MALFORMED, "version string"),
        (managed, policy(allow("sns:*", on="topic")), MALFORMED, "must be in ARN format"),
        (trust, entrusted({"AWS": NOBODY}), MALFORMED, PRINCIPAL),
        (trust, entrusted({"AWS": "somebody"}), MALFORMED, 'Invalid principal in policy: "AWS":"somebody"'),
        (trust, to({"AWS": ACCOUNT}, allow("sts:AssumeRole")), MALFORMED, "Has prohibited field Resource."),
        (of_key, policy(KEYS), "MalformedPolicyDocumentException", "Missing required field Principal"),
        (of_key, to({"AWS": NOBODY}, KEYS), "MalformedPolicyDocumentException", "one or more invalid principals."),
        (
            of_key,
            to({"Service": "s3.amazonaws.com"}, KEYS),
            "MalformedPolicyDocumentException",
            "The new key policy will not allow you to update the key policy in the future.",
        ),
        (of_topic, to("*", allow("sns:Send")), "InvalidParameter", "Policy statement action out of service scope!"),
        (of_topic, to("*", allow("sns:CreateTopic")), "InvalidParameter", "action out of service scope!"),
        (of_queue, to("*", allow("sqs:Publish")), "InvalidAttributeValue", "Invalid value for the parameter Policy."),
        (
            of_queue,
            to("*", allow(*["sqs:SendMessage"] * 8)),
            "OverLimit",
            "8 actions were found in a statement from the submitted policy, max allowed is 7",
        ),
        (of_bucket, to("*", allow("s3:GetObjec", on="arn:aws:s3:::{}/*")), "MalformedPolicy", "invalid action"),
        (of_topic, to({"AWS": NOBODY}, allow("sns:Publish")), "InvalidParameter", "Policy Error"),
        (
            of_queue,
            to({"AWS": NOBODY}, allow("sqs:*")),
            "InvalidAttributeValue",
            "Invalid value for the parameter Policy.",
        ),
        (
            of_bucket,
            to({"AWS": NOBODY}, allow("s3:*", on="arn:aws:s3:::{}/*")),
            "MalformedPolicy",
            "Invalid principal in policy",
        ),
        (
            of_bucket,
            to("*", allow("s3:*", on="arn:aws:s3:::other/*")),
            "MalformedPolicy",
            "Policy has invalid resource",
        ),
        (of_bucket, to("*", allow("sns:*", on="arn:aws:s3:::{}")), "MalformedPolicy", "Policy has invalid action"),
        (of_bucket, policy(allow("s3:*", on="arn:aws:s3:::{}")), "MalformedPolicy", "Missing required field Principal"),
        (
            of_bucket,
            to("*", allow("s3:*", on=["arn:aws:s3:::{}"] * 1000)),
            "PolicyTooLarge",
            "maximum allowed document size",
        ),
    ],
)
def test_what_is_no_policy_is_refused(person: Person, write: Write, text: str, code: str, words: str) -> None:
    with pytest.raises(ClientError) as refused:
        write(person, text.replace("{}", person.name))
    error = refused.value.response["Error"]
    assert error["Code"] == code
    assert words in error["Message"]


@pytest.mark.parametrize(
    ("write", "text"),
    [
        (of_role, policy(allow("sns:*"))),
        (managed, policy(allow("sns:*"))),
        (trust, entrusted({"AWS": ACCOUNT})),
        (of_key, to({"AWS": ACCOUNT}, KEYS)),
        (of_topic, to("*", allow("sns:Publish"))),
        (of_queue, to("*", allow("sqs:*"))),
        (of_topic, to("*", allow("SNS:Publish", "SNS:Receive"))),
        (of_queue, to("*", allow(*["sqs:SendMessage"] * 7))),
        (of_bucket, to("*", allow("s3:GetObject", "s3:List*", on=["arn:aws:s3:::{}", "arn:aws:s3:::{}/*"]))),
    ],
)
def test_what_is_a_policy_is_taken(person: Person, write: Write, text: str) -> None:
    write(person, text.replace("{}", person.name))


def test_a_policy_that_aws_manages_is_said_to_be_missing_here_and_not_to_be_wrong(aws: Aws, person: Person) -> None:
    arn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
    iam = aws.client("iam")
    with pytest.raises(ClientError, match=f"not emulated: the AWS managed policy {arn}"):
        iam.attach_role_policy(RoleName=person.name, PolicyArn=arn)
    with pytest.raises(ClientError, match=f"not emulated: the AWS managed policy {arn}"):
        iam.put_role_permissions_boundary(RoleName=person.name, PermissionsBoundary=arn)


LONG = "arn:aws:sns:::" + "a" * 200


def test_a_role_holds_so_much(aws: Aws, person: Person) -> None:
    iam = aws.client("iam")
    iam.put_role_policy(RoleName=person.name, PolicyName="a", PolicyDocument=policy(allow("sns:*", on=[LONG] * 30)))
    second = policy(allow("sns:*", on=[LONG] * 20))
    with pytest.raises(ClientError, match=f"Maximum policy size of 10240 bytes exceeded for role {person.name}"):
        iam.put_role_policy(RoleName=person.name, PolicyName="b", PolicyDocument=second)
    iam.put_role_policy(RoleName=person.name, PolicyName="a", PolicyDocument=second)
    with pytest.raises(ClientError, match="Cannot exceed quota for ACLSizePerRole: 2048"):
        trust(person, entrusted({"AWS": [ACCOUNT] * 200}))
    with pytest.raises(ClientError, match="Cannot exceed quota for PolicySize: 6144"):
        managed(person, policy(allow("sns:*", on=[LONG] * 30)))
    for number in range(10):
        attach(aws, person, number)
    with pytest.raises(ClientError, match="Cannot exceed quota for PoliciesPerRole: 10"):
        attach(aws, person, 10)


def attach(aws: Aws, person: Person, number: int) -> str:
    iam = aws.client("iam")
    made = iam.create_policy(PolicyName=f"{person.name}-{number}", PolicyDocument=policy(allow("sns:*")))
    iam.attach_role_policy(RoleName=person.name, PolicyArn=made["Policy"]["Arn"])
    return str(made["Policy"]["Arn"])


def test_a_policy_goes_when_nobody_holds_it_and_it_has_one_version(aws: Aws, person: Person) -> None:
    iam, arn = aws.client("iam"), attach(aws, person, 0)
    version = iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy(allow("sqs:*")))["PolicyVersion"]
    with pytest.raises(ClientError, match=r"\(DeleteConflict\).*Cannot delete a policy attached to entities"):
        iam.delete_policy(PolicyArn=arn)
    iam.detach_role_policy(RoleName=person.name, PolicyArn=arn)
    with pytest.raises(ClientError, match=r"\(DeleteConflict\).*This policy has more than one version"):
        iam.delete_policy(PolicyArn=arn)
    iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    iam.delete_policy(PolicyArn=arn)


def test_a_boundary_must_exist(aws: Aws, person: Person) -> None:
    missing = f"arn:aws:iam::{ACCOUNT}:policy/missing"
    with pytest.raises(ClientError, match=f"Scope ARN: {missing} does not exist or is not attachable"):
        aws.client("iam").put_role_permissions_boundary(RoleName=person.name, PermissionsBoundary=missing)


def test_who_may_not_write_a_policy_is_not_told_what_is_wrong_with_it(person: Person) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        person.client("iam").put_role_policy(RoleName=person.name, PolicyName="p", PolicyDocument="{")
