import pytest

from mlops_templates.policy import BucketEncrypted
from tests.policy.linted import messages, resource


def bucket(**default: object) -> dict[str, object]:
    rules = [{"ServerSideEncryptionByDefault": default}] if default else []
    return resource("AWS::S3::Bucket", BucketEncryption={"ServerSideEncryptionConfiguration": rules})


@pytest.mark.parametrize(
    "default", [{}, {"SSEAlgorithm": "AES256"}, {"SSEAlgorithm": "aws:kms"}], ids=["none", "not ours", "no key named"]
)
def test_project_bucket_without_the_project_key_is_refused(default: dict[str, str]):
    assert len(messages(BucketEncrypted(), bucket(**default))) == 1


def test_project_bucket_with_a_named_key_is_accepted():
    assert messages(BucketEncrypted(), bucket(SSEAlgorithm="aws:kms", KMSMasterKeyID={"Ref": "Key"})) == []


def test_foundation_bucket_may_use_the_encryption_of_s3_but_must_name_it():
    assert messages(BucketEncrypted(), bucket(SSEAlgorithm="AES256"), parameters={}) == []
    assert len(messages(BucketEncrypted(), bucket(), parameters={})) == 1
