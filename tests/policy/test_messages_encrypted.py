import pytest

from mlops_templates.policy import MessagesEncrypted
from tests.policy.linted import messages, resource

KINDS = ["AWS::SNS::Topic", "AWS::SQS::Queue"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_holds_messages_with_a_key_is_accepted(kind: str):
    assert messages(MessagesEncrypted(), resource(kind, KmsMasterKeyId={"Ref": "Key"})) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_holds_messages_without_a_key_is_refused(kind: str):
    assert messages(MessagesEncrypted(), resource(kind)) == ["R: name the project's key in KmsMasterKeyId"]


@pytest.mark.parametrize("kind", KINDS)
def test_that_of_an_ordinary_template_needs_none(kind: str):
    assert messages(MessagesEncrypted(), resource(kind), parameters={}) == []
