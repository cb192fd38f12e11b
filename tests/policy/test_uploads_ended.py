import pytest

from mlops_templates.policy import UploadsEnded
from tests.policy.linted import messages, resource

BUCKET = "AWS::S3::Bucket"
RULE = {"Status": "Enabled", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}


def test_bucket_that_ends_abandoned_uploads_is_accepted():
    assert messages(UploadsEnded(), resource(BUCKET, LifecycleConfiguration={"Rules": [RULE]})) == []


@pytest.mark.parametrize(
    "lifecycle",
    [
        {},
        {"LifecycleConfiguration": {"Rules": [{**RULE, "Status": "Disabled"}]}},
        {"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 7}]}},
    ],
    ids=["no rule", "rule that is off", "rule for something else"],
)
def test_bucket_that_keeps_abandoned_uploads_is_refused(lifecycle: dict[str, object]):
    found = messages(UploadsEnded(), resource(BUCKET, **lifecycle))
    assert found == ["R: add an enabled lifecycle rule with AbortIncompleteMultipartUpload"]
