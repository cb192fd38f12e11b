"""Buckets, keys, topics and queues have a say of their own."""

from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.localaws.clients import ACCOUNT
from tests.conftest import REGION, Aws, policy
from tests.localaws.authorization.conftest import OF_THE_ACCOUNT, Person, allow, deny, refusal

TO_THE_ACCOUNT = {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
PARTNER = "222222222222"
EVENTS = "events.amazonaws.com"


@pytest.fixture
def bucket(aws: Aws, person: Person) -> str:
    aws.client("s3").create_bucket(Bucket=person.name)
    aws.client("s3").put_object(Bucket=person.name, Key="data/a", Body=b"a")
    return person.name


def test_listing_is_not_reading_and_a_prefix_counts(person: Person, bucket: str) -> None:
    s3 = person.client("s3")
    person.may(allow("s3:ListBucket", on=f"arn:aws:s3:::{bucket}", StringLike={"s3:prefix": "data/*"}))
    s3.list_objects_v2(Bucket=bucket, Prefix="data/")
    assert f"s3:ListBucket on resource: arn:aws:s3:::{bucket} " in refusal(lambda: s3.list_objects_v2(Bucket=bucket))
    said = refusal(lambda: s3.get_object(Bucket=bucket, Key="data/a"))
    assert f"s3:GetObject on resource: arn:aws:s3:::{bucket}/data/a " in said
    person.may(allow("s3:GetObject", on=f"arn:aws:s3:::{bucket}/data/*"))
    assert s3.get_object(Bucket=bucket, Key="data/a")["Body"].read() == b"a"


def test_a_bucket_policy_gives_to_a_role_and_takes_from_everybody(aws: Aws, person: Person, bucket: str) -> None:
    s3, mine = person.client("s3"), f"arn:aws:s3:::{bucket}/*"
    give = {**allow("s3:*", on=mine), "Principal": {"AWS": person.role}}
    aws.client("s3").put_bucket_policy(Bucket=bucket, Policy=policy(give))
    s3.put_object(Bucket=bucket, Key="b", Body=b"b")
    take = {**deny("s3:PutObject", on=mine), "Principal": "*"}
    aws.client("s3").put_bucket_policy(Bucket=bucket, Policy=policy(give, take))
    said = refusal(lambda: s3.put_object(Bucket=bucket, Key="b", Body=b"b"))
    assert said.endswith("with an explicit deny in a resource-based policy")
    s3.get_object(Bucket=bucket, Key="b")


def test_a_copy_reads_its_source(aws: Aws, person: Person, bucket: str) -> None:
    person.may(allow("s3:PutObject"))

    def copy() -> Any:
        return person.client("s3").copy_object(Bucket=bucket, Key="c", CopySource=f"{bucket}/data/a")

    assert f"s3:GetObject on resource: arn:aws:s3:::{bucket}/data/a " in refusal(copy)
    person.may(allow("s3:PutObject", "s3:GetObject"))
    copy()


def test_an_encrypted_bucket_takes_the_key_to_write_and_to_read(aws: Aws, person: Person, bucket: str) -> None:
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": default}]}
    aws.client("s3").put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=rules)
    s3 = person.may(allow("s3:*")).client("s3")
    assert f"kms:GenerateDataKey on resource: {key} " in refusal(
        lambda: s3.put_object(Bucket=bucket, Key="e", Body=b"e")
    )
    through = {"kms:ViaService": f"s3.{REGION}.amazonaws.com", "kms:CallerAccount": ACCOUNT}
    person.may(allow("s3:*"), allow("kms:GenerateDataKey", on=key, StringEquals=through))
    s3.put_object(Bucket=bucket, Key="e", Body=b"e")
    assert f"kms:Decrypt on resource: {key} " in refusal(lambda: s3.get_object(Bucket=bucket, Key="e"))
    person.may(allow("s3:*"), allow("kms:Decrypt", on=key, StringEquals=through))
    s3.get_object(Bucket=bucket, Key="e")


def test_a_key_that_does_not_trust_the_account_is_closed_to_its_roles(aws: Aws, person: Person) -> None:
    administrator = {**allow("kms:*"), "Principal": {"AWS": aws.server.credentials.caller.entity}}
    kms, key = aws.client("kms"), aws.client("kms").create_key(Policy=policy(administrator))["KeyMetadata"]["Arn"]
    person.may(allow("kms:*"))

    def describe() -> Any:
        return person.client("kms").describe_key(KeyId=key)

    assert refusal(describe).endswith("because no resource-based policy allows the kms:DescribeKey action")
    delegation = {**allow("kms:*"), **TO_THE_ACCOUNT}
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy(administrator, delegation))
    describe()
    person.may(allow("sns:*"))
    assert refusal(describe).endswith("because no identity-based policy allows the kms:DescribeKey action")


def test_a_queue_and_a_topic_may_let_a_role_in_by_themselves(aws: Aws, person: Person) -> None:
    url = aws.client("sqs").create_queue(QueueName=person.name)["QueueUrl"]
    topic = aws.client("sns").create_topic(Name=person.name)["TopicArn"]

    def send() -> Any:
        return person.client("sqs").send_message(QueueUrl=url, MessageBody="m")

    def publish() -> Any:
        return person.client("sns").publish(TopicArn=topic, Message="m")

    assert f"sqs:SendMessage on resource: arn:aws:sqs:{REGION}:{ACCOUNT}:{person.name} " in refusal(send)
    assert f"sns:Publish on resource: {topic} " in refusal(publish)
    let = {"Principal": {"AWS": person.role}}
    queue = policy({**allow("sqs:SendMessage"), **let})
    aws.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": queue})
    aws.client("sns").set_topic_attributes(
        TopicArn=topic, AttributeName="Policy", AttributeValue=policy({**allow("sns:Publish", on=topic), **let})
    )
    send()
    publish()


def test_a_service_that_acts_for_itself_needs_the_policy_of_the_queue(aws: Aws, person: Person) -> None:
    rule = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/ours"
    queue = aws.client("sqs").create_queue(QueueName=person.name)["QueueUrl"]
    let = {**allow("sqs:SendMessage", ArnEquals={"aws:SourceArn": rule}), "Principal": {"Service": EVENTS}}

    def send(source: str = rule) -> Any:
        return aws.call().as_service(EVENTS, source).client("sqs").send_message(QueueUrl=queue, MessageBody="m")

    assert refusal(send).endswith("because no resource-based policy allows the sqs:SendMessage action")
    aws.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy(let)})
    send()
    assert "sqs:SendMessage" in refusal(lambda: send(f"{rule}-of-others"))


def test_over_accounts_both_sides_must_agree(aws: Aws, person: Person, bucket: str) -> None:
    """A role of a partner account reads a bucket of ours."""
    root = aws.world.sessions.of_service(PARTNER, "iam.amazonaws.com", "", REGION)
    iam = aws.world.clients.get("iam", REGION, root)
    trust = {**OF_THE_ACCOUNT, "Principal": {"AWS": aws.server.credentials.caller.entity}}
    role = iam.create_role(RoleName=person.name, AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    reader = aws.world.clients.assume(role, "reads", REGION, aws.server.credentials)
    s3 = aws.world.clients.get("s3", REGION, reader)

    def read() -> Any:
        return s3.get_object(Bucket=bucket, Key="data/a")

    assert refusal(read).endswith("because no resource-based policy allows the s3:GetObject action")
    give = {**allow("s3:GetObject", on=f"arn:aws:s3:::{bucket}/*"), "Principal": {"AWS": role}}
    aws.client("s3").put_bucket_policy(Bucket=bucket, Policy=policy(give))
    assert refusal(read).endswith("because no identity-based policy allows the s3:GetObject action")
    iam.put_role_policy(RoleName=person.name, PolicyName="p", PolicyDocument=policy(allow("s3:GetObject")))
    assert read()["Body"].read() == b"a"
