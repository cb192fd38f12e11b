"""Bucket policies.

moto ignores conditions, so it would read "deny what does not come over TLS" as "deny everything" and refuse each write.
Policies are therefore kept here, judged by `authorization`, and moto never sees them; loopback counts as a secure
transport.
"""

from __future__ import annotations

from botocore.exceptions import ClientError
from werkzeug.wrappers import Request

from mlops_templates.localaws.authorization.held.resource_policies import BucketPolicies
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.wire import Answer


def answer(call: Call, request: Request) -> Answer | None:
    """Answer a request on a bucket's policy; None for all other requests of S3, which are moto's."""
    bucket, _, key = request.path.lstrip("/").partition("/")
    policies = call.world.state(BucketPolicies, "", "global").texts
    if key or "policy" not in request.args:
        if request.method == "DELETE" and not key and not request.args:
            policies.pop(bucket, None)
        return None
    _require_bucket(call, bucket)
    if request.method == "PUT":
        policies[bucket] = _policy(request.get_data())
        return Answer(204, b"")
    if request.method == "DELETE":
        policies.pop(bucket, None)
        return Answer(204, b"")
    if bucket not in policies:
        raise AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", status=404)
    return Answer(200, policies[bucket], {"Content-Type": "application/json"})


def _require_bucket(call: Call, bucket: str) -> None:
    try:
        call.as_service("s3.amazonaws.com").client("s3").head_bucket(Bucket=bucket)
    except ClientError as error:
        raise AwsError("NoSuchBucket", "The specified bucket does not exist", status=404) from error


def _policy(text: bytes) -> bytes:
    try:
        statements = parse(text.decode())
    except ValueError as error:
        raise AwsError("MalformedPolicy", "Policies must be valid JSON and have a Statement") from error
    if not statements:
        raise AwsError("MalformedPolicy", "Could not parse the policy: Statement is empty!")
    return text
