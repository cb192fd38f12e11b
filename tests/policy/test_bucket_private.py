import pytest

from mlops_templates.policy import BucketPrivate
from mlops_templates.policy.bucket_private import BLOCKS
from tests.policy.linted import messages, resource

OWNED = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
BLOCKED = dict.fromkeys(BLOCKS, True)


def test_private_bucket_is_accepted():
    private = resource("AWS::S3::Bucket", PublicAccessBlockConfiguration=BLOCKED, OwnershipControls=OWNED)
    assert messages(BucketPrivate(), private) == []


@pytest.mark.parametrize("block", BLOCKS)
def test_each_way_to_be_public_is_refused(block: str):
    access = {**BLOCKED, block: False}
    public = resource("AWS::S3::Bucket", PublicAccessBlockConfiguration=access, OwnershipControls=OWNED)
    assert messages(BucketPrivate(), public) == [f"R: PublicAccessBlockConfiguration must set {block}"]


def test_bucket_whose_objects_may_belong_to_others_is_refused():
    shared = resource("AWS::S3::Bucket", PublicAccessBlockConfiguration=BLOCKED)
    assert messages(BucketPrivate(), shared) == ["R: OwnershipControls must be BucketOwnerEnforced"]
