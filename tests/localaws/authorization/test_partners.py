"""Over accounts both sides must agree: the policy of the resource, and that of the caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from mlops_templates.localaws.clients import ACCOUNT
from tests.conftest import REGION, Aws, policy
from tests.localaws.authorization.conftest import OF_THE_ACCOUNT, Person, Statement, allow, refusal

PARTNER = "222222222222"
OWNERS = {**allow("kms:*"), "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}


@dataclass(frozen=True)
class Partner:
    """A role of a partner account."""

    person: Person
    iam: Any

    def may(self, *statements: Statement) -> None:
        self.iam.put_role_policy(RoleName=self.person.name, PolicyName="p", PolicyDocument=policy(*statements))


@pytest.fixture
def partner(aws: Aws, person: Person) -> Partner:
    iam = aws.world.clients.get("iam", REGION, aws.world.sessions.of_root(PARTNER, REGION))
    trust = {**OF_THE_ACCOUNT, "Principal": {"AWS": aws.server.credentials.caller.entity}}
    role = iam.create_role(RoleName=person.name, AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    session = aws.world.clients.assume(role, "work", REGION, aws.server.credentials)
    return Partner(Person(aws, person.name, session), iam)


@dataclass(frozen=True)
class Shared:
    """What a partner does with a resource of ours, and how it is opened to the partner."""

    action: str
    call: Callable[[], Any]
    open: Callable[[Statement], Any]


def topic(aws: Aws, partner: Partner) -> Shared:
    sns, name = aws.client("sns"), partner.person.name
    arn = sns.create_topic(Name=name)["TopicArn"]
    return Shared(
        "sns:Publish",
        lambda: partner.person.client("sns").publish(TopicArn=arn, Message="m"),
        lambda statement: sns.set_topic_attributes(
            TopicArn=arn, AttributeName="Policy", AttributeValue=policy({**statement, "Resource": arn})
        ),
    )


def queue(aws: Aws, partner: Partner) -> Shared:
    sqs, name = aws.client("sqs"), partner.person.name
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    return Shared(
        "sqs:SendMessage",
        lambda: partner.person.client("sqs").send_message(QueueUrl=url, MessageBody="m"),
        lambda statement: sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement)}),
    )


def key(aws: Aws, partner: Partner) -> Shared:
    kms = aws.client("kms")
    arn = kms.create_key()["KeyMetadata"]["Arn"]
    return Shared(
        "kms:DescribeKey",
        lambda: partner.person.client("kms").describe_key(KeyId=arn),
        lambda statement: kms.put_key_policy(KeyId=arn, PolicyName="default", Policy=policy(OWNERS, statement)),
    )


def bucket(aws: Aws, partner: Partner) -> Shared:
    name = Person(aws, partner.person.name, aws.server.credentials).bucket()
    arn = f"arn:aws:s3:::{name}/*"
    return Shared(
        "s3:GetObject",
        lambda: partner.person.client("s3").get_object(Bucket=name, Key="kept"),
        lambda statement: aws.client("s3").put_bucket_policy(
            Bucket=name, Policy=policy({**statement, "Resource": arn})
        ),
    )


@pytest.mark.parametrize("shared_by", [topic, queue, key, bucket])
@pytest.mark.parametrize("principal", ["account", "role"])
def test_both_accounts_must_agree(
    aws: Aws, partner: Partner, shared_by: Callable[[Aws, Partner], Shared], principal: str
) -> None:
    shared = shared_by(aws, partner)
    partner.may(allow("*"))
    assert refusal(shared.call).endswith(f"because no resource-based policy allows the {shared.action} action")
    named = PARTNER if principal == "account" else partner.person.role
    shared.open({**allow(shared.action), "Principal": {"AWS": named}})
    shared.call()
    partner.may(allow("iam:*"))
    assert refusal(shared.call).endswith(f"because no identity-based policy allows the {shared.action} action")
