"""Bucket policies.

moto ignores conditions, so it would read "deny what does not come over TLS" as "deny everything" and refuse each write.
Policies are therefore kept here, judged by `authorization`, and moto never sees them; loopback counts as a secure
transport.
"""

from __future__ import annotations

from botocore.exceptions import ClientError
from werkzeug.wrappers import Request

from mlops_templates.localaws.authorization.grammar import check_policy
from mlops_templates.localaws.authorization.held.resource_policies import BucketPolicies
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.authorization.policy_texts import nobody
from mlops_templates.localaws.authorization.scope import foreign_actions
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.s3.log_delivery import require_delivery
from mlops_templates.localaws.wire import Answer

LONGEST = 20 * 1024
"""Bytes of a bucket policy."""


def answer(call: Call, request: Request) -> Answer | None:
    """Answer a request on a bucket's policy; None for all other requests of S3, which are moto's."""
    bucket, _, key = request.path.lstrip("/").partition("/")
    policies = call.world.state(BucketPolicies, "", "global").texts
    if request.method == "PUT" and not key and "logging" in request.args:
        require_delivery(request.get_data(), policies)
        request.environ["wsgi.input"].seek(0)  # moto reads it again
    if key or "policy" not in request.args:
        if request.method == "DELETE" and not key and not request.args:
            policies.pop(bucket, None)
        return None
    _require_bucket(call, bucket)
    if request.method == "PUT":
        policies[bucket] = _policy(bucket, request.get_data())
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


def _policy(bucket: str, text: bytes) -> bytes:
    policy = text.decode(errors="replace")
    if not text:
        raise AwsError("MissingRequestBodyError", "Request Body is empty")
    if len(text) > LONGEST:
        raise AwsError("PolicyTooLarge", "Policy exceeds the maximum allowed document size.")
    problem = check_policy(policy, principal=True)
    if problem:
        raise AwsError("MalformedPolicy", problem)
    if foreign_actions("s3", policy):
        raise AwsError("MalformedPolicy", "Policy has invalid action")
    for statement in parse(policy):
        named = statement.resources or statement.not_resources or ()
        if not all(arn == f"arn:aws:s3:::{bucket}" or arn.startswith(f"arn:aws:s3:::{bucket}/") for arn in named):
            raise AwsError("MalformedPolicy", "Policy has invalid resource")
    if nobody(policy):
        raise AwsError("MalformedPolicy", "Invalid principal in policy")
    return text
