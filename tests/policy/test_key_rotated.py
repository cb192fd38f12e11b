import pytest

from mlops_templates.policy import KeyRotated
from tests.policy.linted import messages, resource

KEY = "AWS::KMS::Key"


def test_key_that_rotates_is_accepted():
    assert messages(KeyRotated(), resource(KEY, EnableKeyRotation=True)) == []


@pytest.mark.parametrize("properties", [{}, {"EnableKeyRotation": False}], ids=["unsaid", "off"])
def test_key_that_never_changes_is_refused(properties: dict[str, bool]):
    assert messages(KeyRotated(), resource(KEY, **properties)) == ["R: set EnableKeyRotation to true"]


def test_key_of_a_pair_cannot_rotate_and_need_not():
    assert messages(KeyRotated(), resource(KEY, KeySpec="RSA_4096", KeyUsage="SIGN_VERIFY")) == []
