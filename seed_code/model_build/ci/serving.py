"""The model that serves now, as far as a build may know it: the newest approved version of the Main group."""

import boto3

from ci.banner import say
from ml_pipelines.project import MAIN, Project


def serving_model(here: Project) -> str:
    """Its archive, with which Evaluate compares; empty where there is none, and for a branch, which may not read it."""
    if here.branch != MAIN:
        return ""
    registry, s3 = (boto3.client(name, region_name=here.region) for name in ("sagemaker", "s3"))
    newest = registry.list_model_packages(
        ModelPackageGroupName=here.main_group,
        ModelApprovalStatus="Approved",
        SortBy="CreationTime",
        SortOrder="Descending",
        MaxResults=1,
    )["ModelPackageSummaryList"]
    if not newest:
        return ""
    version = newest[0]["ModelPackageArn"]
    package = registry.describe_model_package(ModelPackageName=version)
    (container, *_) = package.get("InferenceSpecification", {}).get("Containers") or [{}]
    uri = container.get("ModelDataUrl", "")
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    # Jobs may read no other bucket, and a job whose input is not there fails.
    if bucket != here.bucket or not s3.list_objects_v2(Bucket=bucket, Prefix=key, MaxKeys=1).get("Contents"):
        say(f"no comparison with {version}: its archive {uri or 'has no address and'} is not in {here.bucket}")
        return ""
    say(f"Evaluate compares with {version}")
    return uri
