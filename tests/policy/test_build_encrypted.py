import pytest

from mlops_templates.policy import BuildEncrypted
from tests.policy.linted import messages, resource

BUILD = "AWS::CodeBuild::Project"


@pytest.mark.parametrize("key", ["arn", {"Fn::GetAtt": "Key.Arn"}], ids=["text", "attribute"])
def test_build_with_a_key_is_accepted(key: object):
    assert messages(BuildEncrypted(), resource(BUILD, EncryptionKey=key)) == []


def test_build_without_a_key_is_refused():
    assert messages(BuildEncrypted(), resource(BUILD)) == ["R: name the project's key in EncryptionKey"]


def test_build_of_an_ordinary_template_needs_none():
    assert messages(BuildEncrypted(), resource(BUILD), parameters={}) == []
