"""Between two accounts both sides must allow: the policy of who asks, and the policy of what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.conftest import REGION, policy
from tests.localaws.authorization.conftest import Statement, allow, deny, refusal
from tests.localaws.authorization.neighbours import Neighbours, neighbours

__all__ = ["neighbours"]

STRANGER = "599999999999"


Ask = Callable[[], Any]
Kind = Callable[[Neighbours, tuple[Statement, ...]], tuple[str, Ask]]
"""Makes something with a policy: the action that is asked for, and how to ask."""


def bucket(here: Neighbours, statements: tuple[Statement, ...]) -> tuple[str, Ask]:
    name, s3 = f"shared-{here.owning}", here.owner("s3")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="k", Body=b"v")
    if statements:
        s3.put_bucket_policy(
            Bucket=name, Policy=policy(*({**each, "Resource": f"arn:aws:s3:::{name}/*"} for each in statements))
        )
    return "s3:GetObject", lambda: here.client("s3").get_object(Bucket=name, Key="k")


def key(here: Neighbours, statements: tuple[Statement, ...]) -> tuple[str, Ask]:
    owners = {**allow("kms:*"), "Principal": {"AWS": f"arn:aws:iam::{here.owning}:root"}}
    arn = here.owner("kms").create_key(Policy=policy(owners, *statements))["KeyMetadata"]["Arn"]
    return "kms:Encrypt", lambda: here.client("kms").encrypt(KeyId=arn, Plaintext=b"v")


def topic(here: Neighbours, statements: tuple[Statement, ...]) -> tuple[str, Ask]:
    arn = here.owner("sns").create_topic(Name="shared")["TopicArn"]
    held = policy(*statements) if statements else policy({**allow("sns:Publish"), "Principal": {"AWS": STRANGER}})
    here.owner("sns").set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=held)
    return "sns:Publish", lambda: here.client("sns").publish(TopicArn=arn, Message="m")


def queue(here: Neighbours, statements: tuple[Statement, ...]) -> tuple[str, Ask]:
    url = here.owner("sqs").create_queue(QueueName="shared")["QueueUrl"]
    if statements:
        here.owner("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(*statements)})
    return "sqs:SendMessage", lambda: here.client("sqs").send_message(QueueUrl=url, MessageBody="m")


def role(here: Neighbours, statements: tuple[Statement, ...]) -> tuple[str, Ask]:
    trust = statements or ({**allow("sts:AssumeRole"), "Principal": {"AWS": STRANGER}},)
    documents = [{name: part for name, part in each.items() if name != "Resource"} for each in trust]
    made = here.owner("iam").create_role(RoleName="guest", AssumeRolePolicyDocument=policy(*documents))["Role"]["Arn"]
    return "sts:AssumeRole", lambda: here.client("sts").assume_role(RoleArn=made, RoleSessionName="visit")


KINDS: tuple[tuple[Kind, str], ...] = (
    (bucket, "s3:GetObject"),
    (key, "kms:Encrypt"),
    (topic, "sns:Publish"),
    (queue, "sqs:SendMessage"),
    (role, "sts:AssumeRole"),
)

WHOM: dict[str, Callable[[Neighbours], str]] = {
    "the role": lambda here: here.role,
    "its account": lambda here: f"arn:aws:iam::{here.asking}:root",
    "a stranger": lambda here: f"arn:aws:iam::{STRANGER}:root",
}
RULES = [
    ("both, for the role", True, ["the role"], None),
    ("both, for its account", True, ["its account"], None),
    ("only who asks", True, [], "because no resource-based policy allows"),
    ("only what is asked for", False, ["the role"], "because no identity-based policy allows"),
    ("what is asked for allows somebody else", True, ["a stranger"], "because no resource-based policy allows"),
]


@pytest.mark.parametrize(("kind", "action"), KINDS, ids=[kind.__name__ for kind, _ in KINDS])
@pytest.mark.parametrize(("asks", "allowed", "words"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_both_accounts_must_allow(
    neighbours: Neighbours, kind: Kind, action: str, asks: bool, allowed: list[str], words: str | None
) -> None:
    statements = tuple({**allow(action), "Principal": {"AWS": WHOM[whom](neighbours)}} for whom in allowed)
    asked, ask = kind(neighbours, statements)
    assert asked == action
    neighbours.may(*([allow(action)] if asks else []))
    if words is None:
        ask()
        return
    told = refusal(ask)
    assert f"User: arn:aws:sts::{neighbours.asking}:assumed-role/asking/work is not authorized" in told
    assert f"perform: {action} on resource:" in told
    assert words in told


@pytest.mark.parametrize(("kind", "action"), KINDS, ids=[kind.__name__ for kind, _ in KINDS])
def test_what_is_denied_on_one_side_is_denied(neighbours: Neighbours, kind: Kind, action: str) -> None:
    everybody = {"Principal": {"AWS": neighbours.role}}
    _, ask = kind(neighbours, ({**allow(action), **everybody}, {**deny(action), **everybody}))
    neighbours.may(allow(action))
    assert "with an explicit deny in a resource-based policy" in refusal(ask)


def test_an_object_with_a_key_takes_the_bucket_and_the_key(neighbours: Neighbours) -> None:
    whom = {"Principal": {"AWS": neighbours.role}}
    name, s3, kms = f"sealed-{neighbours.owning}", neighbours.owner("s3"), neighbours.owner("kms")
    owners = {**allow("kms:*"), "Principal": {"AWS": f"arn:aws:iam::{neighbours.owning}:root"}}
    arn = kms.create_key(Policy=policy(owners))["KeyMetadata"]["Arn"]
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="k", Body=b"v", ServerSideEncryption="aws:kms", SSEKMSKeyId=arn)
    s3.put_bucket_policy(Bucket=name, Policy=policy({**allow("s3:GetObject", on=f"arn:aws:s3:::{name}/*"), **whom}))
    neighbours.may(allow("s3:GetObject", "kms:Decrypt"))

    def read() -> Any:
        return neighbours.client("s3").get_object(Bucket=name, Key="k")["Body"].read()

    assert f"kms:Decrypt on resource: {arn} because no resource-based policy" in refusal(read)
    kms.put_key_policy(KeyId=arn, PolicyName="default", Policy=policy(owners, {**allow("kms:Decrypt"), **whom}))
    assert read() == b"v"


@pytest.mark.parametrize(
    ("given", "allowed"), [({"ExternalId": "agreed"}, True), ({"ExternalId": "other"}, False), ({}, False)]
)
def test_a_role_may_ask_for_an_agreed_word(neighbours: Neighbours, given: dict[str, str], allowed: bool) -> None:
    condition = {"Condition": {"StringEquals": {"sts:ExternalId": "agreed"}}}
    trusting = {"Effect": "Allow", "Principal": {"AWS": neighbours.role}, "Action": "sts:AssumeRole", **condition}
    arn = neighbours.owner("iam").create_role(RoleName="guest", AssumeRolePolicyDocument=policy(trusting))["Role"][
        "Arn"
    ]
    neighbours.may(allow("sts:AssumeRole"))

    def ask() -> Any:
        return neighbours.client("sts").assume_role(RoleArn=arn, RoleSessionName="visit", **given)

    if allowed:
        assert ask()["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{neighbours.owning}:assumed-role/guest/visit"
    else:
        assert "sts:AssumeRole" in refusal(ask)


def test_a_guest_acts_in_the_account_of_its_role(neighbours: Neighbours) -> None:
    trusting = {"Effect": "Allow", "Principal": {"AWS": neighbours.asking}, "Action": "sts:AssumeRole"}
    iam = neighbours.owner("iam")
    arn = iam.create_role(RoleName="guest", AssumeRolePolicyDocument=policy(trusting))["Role"]["Arn"]
    iam.put_role_policy(RoleName="guest", PolicyName="rights", PolicyDocument=policy(allow("sns:CreateTopic")))
    neighbours.may(allow("sts:AssumeRole", on=arn))
    keys = neighbours.client("sts").assume_role(RoleArn=arn, RoleSessionName="visit")["Credentials"]
    session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], REGION)
    sns = session.client("sns", endpoint_url=neighbours.aws.url)
    assert f":{neighbours.owning}:" in sns.create_topic(Name="visit")["TopicArn"]
    assert "sns:ListTopics" in refusal(sns.list_topics)


def test_a_message_of_a_neighbour_arrives(neighbours: Neighbours) -> None:
    _, send = queue(neighbours, ({**allow("sqs:SendMessage"), "Principal": {"AWS": neighbours.role}},))
    neighbours.may(allow("sqs:SendMessage"))
    send()
    sqs = neighbours.owner("sqs")
    received = sqs.receive_message(QueueUrl=sqs.get_queue_url(QueueName="shared")["QueueUrl"])["Messages"]
    assert [message["Body"] for message in received] == ["m"]


def test_a_queue_is_changed_in_its_own_account_only(neighbours: Neighbours) -> None:
    queue(neighbours, ({**allow("sqs:*"), "Principal": {"AWS": neighbours.role}},))
    neighbours.may(allow("sqs:*"))
    url = neighbours.owner("sqs").get_queue_url(QueueName="shared")["QueueUrl"]
    with pytest.raises(ClientError, match="NonExistentQueue"):
        neighbours.client("sqs").delete_queue(QueueUrl=url)


def test_no_header_leads_into_another_account(neighbours: Neighbours) -> None:
    neighbours.may(allow("sns:*"))
    sns = neighbours.client("sns")

    def pretend(request: Any, **_: Any) -> None:
        request.headers["x-moto-account-id"] = neighbours.owning

    sns.meta.events.register("before-sign.sns.*", pretend)
    assert f":{neighbours.asking}:" in sns.create_topic(Name="mine")["TopicArn"]


def test_no_header_shows_the_buckets_of_another_account(neighbours: Neighbours) -> None:
    neighbours.owner("s3").create_bucket(Bucket=f"theirs-{neighbours.owning}")
    neighbours.may(allow("s3:ListAllMyBuckets"))
    s3 = neighbours.client("s3")

    def pretend(request: Any, **_: Any) -> None:
        request.headers["x-moto-account-id"] = neighbours.owning

    s3.meta.events.register("before-sign.s3.*", pretend)
    assert s3.list_buckets()["Buckets"] == []


def test_a_key_is_administered_in_its_own_account_only(neighbours: Neighbours) -> None:
    everything = {**allow("kms:*"), "Principal": {"AWS": [f"arn:aws:iam::{neighbours.owning}:root", neighbours.role]}}
    arn = neighbours.owner("kms").create_key(Policy=policy(everything))["KeyMetadata"]["Arn"]
    neighbours.may(allow("kms:*", on=arn))
    neighbours.client("kms").describe_key(KeyId=arn)
    with pytest.raises(ClientError):
        neighbours.client("kms").schedule_key_deletion(KeyId=arn)
    assert neighbours.owner("kms").describe_key(KeyId=arn)["KeyMetadata"]["KeyState"] == "Enabled"


def test_a_ciphertext_tells_which_key_is_asked_for(neighbours: Neighbours) -> None:
    owners = {**allow("kms:*"), "Principal": {"AWS": f"arn:aws:iam::{neighbours.owning}:root"}}
    guest = {**allow("kms:Decrypt"), "Principal": {"AWS": neighbours.role}}
    kms = neighbours.owner("kms")
    arn = kms.create_key(Policy=policy(owners, guest))["KeyMetadata"]["Arn"]
    sealed = kms.encrypt(KeyId=arn, Plaintext=b"v")["CiphertextBlob"]

    def read() -> Any:
        return neighbours.client("kms").decrypt(CiphertextBlob=sealed)["Plaintext"]

    neighbours.may(allow("kms:Decrypt", on=arn))
    assert read() == b"v"
    kms.put_key_policy(KeyId=arn, PolicyName="default", Policy=policy(owners))
    assert f"kms:Decrypt on resource: {arn} because no resource-based policy" in refusal(read)
