from __future__ import annotations

from tests.foundations.documents import assets, text

BUCKET = assets()["Resources"]["AssetBucket"]


def test_asset_bucket_has_the_name_that_templates_read_seeds_from() -> None:
    assert text(BUCKET["Properties"]["BucketName"]) == "sagemaker-mlops-templates-111122223333-eu-west-1"


def test_asset_bucket_is_encrypted_and_versioned() -> None:
    [rule] = BUCKET["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert BUCKET["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}


def test_asset_bucket_blocks_public_access() -> None:
    assert set(BUCKET["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}


def test_objects_belong_to_the_owner_of_the_asset_bucket() -> None:
    assert BUCKET["Properties"]["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def test_asset_bucket_outlives_its_stack_but_not_a_failed_creation() -> None:
    assert BUCKET["DeletionPolicy"] == "RetainExceptOnCreate"
    assert BUCKET["UpdateReplacePolicy"] == "Retain"


def test_asset_bucket_refuses_requests_without_tls() -> None:
    [statement] = assets()["Resources"]["AssetBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", ["s3:*"])
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}
    assert len(statement["Resource"]) == 2


def test_the_browser_of_somebody_in_studio_may_read_project_templates() -> None:
    [rule] = BUCKET["Properties"]["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedOrigins"] == ["https://*.sagemaker.aws"]
    assert rule["AllowedMethods"] == ["DELETE", "GET", "HEAD", "POST", "PUT"]
    assert rule["AllowedHeaders"] == ["*"]
    assert {"ETag", "x-amz-version-id", "x-amz-server-side-encryption"} <= set(rule["ExposedHeaders"])
