"""A request of S3 is known by its form: tried with what boto3 sends for every operation that it has."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import botocore.session
import pytest
from botocore.config import Config
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from mlops_templates.localaws.s3.operations import operation_of

S3 = botocore.session.Session().create_client(
    "s3",
    region_name="us-east-1",
    aws_access_key_id="key",
    aws_secret_access_key="key",
    endpoint_url="http://127.0.0.1:1",
    config=Config(s3={"addressing_style": "path"}, parameter_validation=False),
)
SENT_ELSEWHERE = {"ListDirectoryBuckets", "WriteGetObjectResponse"}
"""Other services, by their signature or their host."""


class Sent(Exception):
    """What would have gone out."""


def sent(operation: Any) -> Request:
    """The request of an operation with its required members alone."""
    arguments = example(operation.input_shape)
    if "CopySource" in arguments:
        arguments["CopySource"] = "bucket/key"
    with pytest.raises(Sent) as caught:
        getattr(S3, botocore.xform_name(operation.name))(**arguments)
    request = caught.value.args[0]
    url = urlsplit(request.url)
    headers = [
        (name, value.decode() if isinstance(value, bytes) else str(value)) for name, value in request.headers.items()
    ]
    builder = EnvironBuilder(method=request.method, path=url.path, query_string=url.query, headers=headers)
    return Request(builder.get_environ())


def example(shape: Any) -> Any:
    if shape is None:
        return {}
    if shape.type_name == "structure":
        return {name: example(shape.members[name]) for name in shape.required_members}
    if shape.type_name == "list":
        return [example(shape.member)]
    enum = getattr(shape, "enum", None)
    plain = {"map": {}, "integer": 1, "long": 1, "boolean": True, "timestamp": 0, "blob": b"x"}
    return plain.get(shape.type_name, enum[0] if enum else "xxx")


def grab(request: Any, **_: object) -> None:
    raise Sent(request)


S3.meta.events.register_first("before-send.s3", grab)
MODELS = [S3.meta.service_model.operation_model(name) for name in S3.meta.service_model.operation_names]


@pytest.mark.parametrize(
    "operation",
    [each for each in MODELS if not each.deprecated and each.name not in SENT_ELSEWHERE],
    ids=lambda operation: operation.name,
)
def test_what_boto3_sends_is_known_again(operation: Any) -> None:
    assert operation_of(sent(operation)) == operation.name


def test_a_listing_with_what_it_may_have_is_a_listing_still() -> None:
    request = Request(EnvironBuilder(path="/bucket", query_string="list-type=2&prefix=a%2F&max-keys=2").get_environ())
    assert operation_of(request) == "ListObjectsV2"


def test_what_has_no_form_of_s3_is_told_by_method_and_path() -> None:
    assert operation_of(Request(EnvironBuilder(method="PATCH", path="/bucket").get_environ())) == "PATCH /bucket"
