"""Objects that come and go are told to EventBridge by buckets that are asked to."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Aws
from tests.waiting import message

ON: dict[str, Any] = {"EventBridgeConfiguration": {}}


@dataclass(frozen=True)
class Bucket:
    """A bucket and a queue that hears of it."""

    aws: Aws
    name: str

    @property
    def s3(self) -> Any:
        return self.aws.client("s3")

    def tell(self, given: dict[str, Any]) -> None:
        self.s3.put_bucket_notification_configuration(Bucket=self.name, NotificationConfiguration=given)

    def event(self) -> dict[str, Any]:
        url = f"{self.aws.url}/123456789012/{self.name}"
        return dict(json.loads(message(self.aws.client("sqs"), url)["Body"]))

    def silent(self) -> bool:
        url = f"{self.aws.url}/123456789012/{self.name}"
        return not self.aws.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages")


@pytest.fixture
def bucket(aws: Aws) -> Bucket:
    made = Bucket(aws, f"events-{uuid.uuid4().hex[:8]}")
    made.s3.create_bucket(Bucket=made.name)
    aws.queue(made.name)
    pattern = {"source": ["aws.s3"], "detail": {"bucket": {"name": [made.name]}}}
    aws.client("events").put_rule(Name=made.name, EventPattern=json.dumps(pattern))
    target = {"Id": "queue", "Arn": f"arn:aws:sqs:us-east-1:123456789012:{made.name}"}
    aws.client("events").put_targets(Rule=made.name, Targets=[target])
    return made


def test_a_new_object_is_told(bucket: Bucket) -> None:
    bucket.tell(ON)
    tag = bucket.s3.put_object(Bucket=bucket.name, Key="batch-input/prod/a b.csv", Body=b"1,2")["ETag"]
    event = bucket.event()
    assert (event["detail-type"], event["resources"]) == ("Object Created", [f"arn:aws:s3:::{bucket.name}"])
    detail = event["detail"]
    assert (detail["bucket"], detail["reason"]) == ({"name": bucket.name}, "PutObject")
    told = {name: detail["object"][name] for name in ("key", "size", "etag")}
    assert told == {"key": "batch-input/prod/a b.csv", "size": 3, "etag": tag.strip('"')}
    assert "version-id" not in detail["object"]
    assert detail["requester"] == "123456789012"


def test_copies_and_uploads_in_parts_are_told_with_their_reasons(bucket: Bucket) -> None:
    bucket.s3.put_object(Bucket=bucket.name, Key="a", Body=b"1")
    bucket.tell(ON)
    bucket.s3.copy_object(Bucket=bucket.name, Key="b", CopySource=f"{bucket.name}/a")
    assert bucket.event()["detail"]["reason"] == "CopyObject"
    place = {"Bucket": bucket.name, "Key": "c"}
    upload = bucket.s3.create_multipart_upload(**place)["UploadId"]
    part = bucket.s3.upload_part(**place, UploadId=upload, PartNumber=1, Body=b"part")
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    bucket.s3.complete_multipart_upload(**place, UploadId=upload, MultipartUpload=parts)
    event = bucket.event()
    assert (event["detail"]["reason"], event["detail"]["object"]["size"]) == ("CompleteMultipartUpload", 4)


def test_a_deleted_object_is_told(bucket: Bucket) -> None:
    bucket.s3.put_object(Bucket=bucket.name, Key="a", Body=b"1")
    bucket.tell(ON)
    bucket.s3.delete_object(Bucket=bucket.name, Key="a")
    event = bucket.event()
    assert event["detail-type"] == "Object Deleted"
    assert event["detail"]["deletion-type"] == "Permanently Deleted"


def test_versions_and_delete_markers_are_told_as_such(bucket: Bucket) -> None:
    bucket.s3.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
    bucket.tell(ON)
    version = bucket.s3.put_object(Bucket=bucket.name, Key="a", Body=b"1")["VersionId"]
    assert bucket.event()["detail"]["object"]["version-id"] == version
    marker = bucket.s3.delete_object(Bucket=bucket.name, Key="a")["VersionId"]
    detail = bucket.event()["detail"]
    assert (detail["deletion-type"], detail["object"]["version-id"]) == ("Delete Marker Created", marker)
    bucket.s3.delete_object(Bucket=bucket.name, Key="a", VersionId=version)
    detail = bucket.event()["detail"]
    assert (detail["deletion-type"], detail["object"]["version-id"]) == ("Permanently Deleted", version)


def test_each_object_of_a_deletion_of_several_is_told(bucket: Bucket) -> None:
    bucket.s3.put_object(Bucket=bucket.name, Key="a", Body=b"1")
    bucket.s3.put_object(Bucket=bucket.name, Key="b", Body=b"1")
    bucket.tell(ON)
    bucket.s3.delete_objects(Bucket=bucket.name, Delete={"Objects": [{"Key": "a"}, {"Key": "b"}], "Quiet": True})
    assert {bucket.event()["detail"]["object"]["key"] for _ in range(2)} == {"a", "b"}


def test_a_bucket_tells_nothing_unless_it_is_asked_to(bucket: Bucket) -> None:
    bucket.s3.put_object(Bucket=bucket.name, Key="a", Body=b"1")
    bucket.tell(ON)
    assert bucket.s3.get_bucket_notification_configuration(Bucket=bucket.name)["EventBridgeConfiguration"] == {}
    bucket.tell({})
    assert "EventBridgeConfiguration" not in bucket.s3.get_bucket_notification_configuration(Bucket=bucket.name)
    bucket.s3.put_object(Bucket=bucket.name, Key="b", Body=b"1")
    assert bucket.silent()


def test_what_was_refused_is_not_told(bucket: Bucket) -> None:
    bucket.tell(ON)
    with pytest.raises(ClientError):
        bucket.s3.put_object(Bucket=bucket.name, Key="a", Body=b"1", IfMatch='"none"')
    assert bucket.silent()


def test_notifications_of_other_kinds_are_refused_as_such(bucket: Bucket) -> None:
    queue = {"QueueArn": f"arn:aws:sqs:us-east-1:123456789012:{bucket.name}", "Events": ["s3:ObjectCreated:*"]}
    with pytest.raises(ClientError, match="not emulated: s3:PutBucketNotificationConfiguration QueueConfiguration"):
        bucket.tell({"QueueConfigurations": [queue]})


def test_the_notifications_of_no_bucket_are_not_found(bucket: Bucket) -> None:
    with pytest.raises(ClientError, match="NoSuchBucket"):
        bucket.s3.get_bucket_notification_configuration(Bucket=f"{bucket.name}-none")
