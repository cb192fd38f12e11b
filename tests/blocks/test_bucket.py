import pytest

from tests.rendered import product_document, resources

BUCKETS = resources("AWS::S3::Bucket")
POLICIES = resources("AWS::S3::BucketPolicy")


@pytest.fixture(params=BUCKETS)
def bucket(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_bucket_is_encrypted_with_the_key_of_the_project(bucket: str):
    [rule] = BUCKETS[bucket]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms",
        "KMSMasterKeyID": {"Fn::GetAtt": ["Key", "Arn"]},
    }


def test_bucket_keeps_versions(bucket: str):
    assert BUCKETS[bucket]["VersioningConfiguration"] == {"Status": "Enabled"}


def test_bucket_refuses_plain_text_for_itself_and_its_objects(bucket: str):
    policy = POLICIES[f"{bucket}Policy"]
    statement = policy["PolicyDocument"]["Statement"][0]
    assert policy["Bucket"] == {"Ref": bucket}
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", ["s3:*"])
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}
    assert statement["Resource"] == [{"Fn::GetAtt": [bucket, "Arn"]}, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}]


def test_bucket_and_its_policy_outlive_the_project(bucket: str):
    for name in (bucket, f"{bucket}Policy"):
        resource = product_document()["Resources"][name]
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_bucket_gives_up_abandoned_uploads_and_replaced_versions(bucket: str):
    rules = {rule["Id"] for rule in BUCKETS[bucket]["LifecycleConfiguration"]["Rules"]}
    assert {"AbandonedUploads", "ReplacedVersions"} <= rules


def test_pipeline_artifacts_expire():
    rules = {rule["Id"]: rule for rule in BUCKETS["ArtifactsBucket"]["LifecycleConfiguration"]["Rules"]}
    assert rules["PipelineArtifacts"]["ExpirationInDays"] > 0


def test_no_current_object_of_ml_data_ever_expires():
    assert not any("ExpirationInDays" in rule for rule in BUCKETS["MlDataBucket"]["LifecycleConfiguration"]["Rules"])
