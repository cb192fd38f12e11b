"""Source from S3: an object as it is, which must be a zip for the actions that open it."""

from __future__ import annotations

from botocore.exceptions import ClientError

from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job, Outcome
from mlops_templates.localaws.codepipeline.state import Revision


def run(job: Job) -> Outcome:
    """Give the newest version of the object, or the one that the execution was asked for."""
    bucket, key = job.configuration["S3Bucket"], job.configuration["S3ObjectKey"]
    version = job.execution.revisions.get(job.record.name)
    s3 = job.call.client("s3")
    if s3.get_bucket_versioning(Bucket=bucket).get("Status") != "Enabled":
        raise ActionFailedError("ConfigurationError", f"Versioning is not enabled for the S3 bucket '{bucket}'")
    try:
        found = s3.get_object(Bucket=bucket, Key=key, **({"VersionId": version} if version else {}))
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        message = f"The object with key '{key}' does not exist in bucket '{bucket}'"
        raise ActionFailedError("ConfigurationError", message) from error
    revision, output = found["VersionId"], job.outputs[0]
    job.record.revision = Revision(job.record.name, output, revision, f"Amazon S3 version id: {revision}")
    job.record.external_id, job.record.summary = revision, f"Amazon S3 version id: {revision}"
    variables = {"BucketName": bucket, "ObjectKey": key, "VersionId": revision, "ETag": found["ETag"].strip('"')}
    return Outcome({output: found["Body"].read()}, variables)
