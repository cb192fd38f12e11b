import pytest

from mlops_templates.policy import BucketVersioned
from tests.policy.linted import messages, resource

BUCKET = "AWS::S3::Bucket"


def test_bucket_with_versions_is_accepted():
    assert messages(BucketVersioned(), resource(BUCKET, VersioningConfiguration={"Status": "Enabled"})) == []


@pytest.mark.parametrize("status", [{}, {"VersioningConfiguration": {"Status": "Suspended"}}], ids=["unsaid", "off"])
def test_bucket_that_forgets_what_was_there_is_refused(status: dict[str, object]):
    found = messages(BucketVersioned(), resource(BUCKET, **status))
    assert found == ["R: set VersioningConfiguration with Status Enabled"]
