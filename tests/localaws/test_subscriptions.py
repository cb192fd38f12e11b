"""A subscription that SNS would not take is refused in its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.localaws.conftest import Aws


@pytest.mark.parametrize(
    ("protocol", "endpoint", "words"),
    [
        ("mail", "a@b.example", "Invalid parameter: Does not support this protocol string: mail"),
        ("email", "nobody", "Invalid parameter: Email address"),
        ("https", "http://b.example", "Invalid parameter: Endpoint must match the specified protocol"),
        ("sqs", "https://sqs.us-east-1.amazonaws.com/1/q", "Invalid parameter: SQS endpoint ARN"),
    ],
)
def test_it_is_refused(aws: Aws, protocol: str, endpoint: str, words: str) -> None:
    topic = aws.client("sns").create_topic(Name="refusing")["TopicArn"]
    with pytest.raises(ClientError, match=words) as refused:
        aws.client("sns").subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint)
    assert refused.value.response["Error"]["Code"] == "InvalidParameter"


@pytest.mark.parametrize(
    ("protocol", "endpoint"),
    [
        ("email", "a.b+c@d.example"),
        ("https", "https://b.example/hook"),
        ("sqs", "arn:aws:sqs:us-east-1:123456789012:queue"),
        ("lambda", "arn:aws:lambda:us-east-1:123456789012:function:f"),
    ],
)
def test_it_is_taken(aws: Aws, protocol: str, endpoint: str) -> None:
    topic = aws.client("sns").create_topic(Name="taking")["TopicArn"]
    answer = aws.client("sns").subscribe(
        TopicArn=topic, Protocol=protocol, Endpoint=endpoint, ReturnSubscriptionArn=True
    )
    assert answer["SubscriptionArn"].startswith(topic)
