import pytest

from mlops_templates.policy import LogEncrypted
from tests.policy.linted import messages, resource

LOG = "AWS::Logs::LogGroup"


@pytest.mark.parametrize("key", ["arn", {"Fn::GetAtt": "Key.Arn"}], ids=["text", "attribute"])
def test_log_group_with_a_key_is_accepted(key: object):
    assert messages(LogEncrypted(), resource(LOG, KmsKeyId=key)) == []


def test_log_group_without_a_key_is_refused():
    assert messages(LogEncrypted(), resource(LOG)) == ["R: name the project's key in KmsKeyId"]


def test_log_group_of_an_ordinary_template_needs_none():
    assert messages(LogEncrypted(), resource(LOG), parameters={}) == []
