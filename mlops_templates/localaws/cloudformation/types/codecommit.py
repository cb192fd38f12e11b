"""AWS::CodeCommit::Repository."""

from __future__ import annotations

import contextlib
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.codecommit.seed import seed
from mlops_templates.localaws.codecommit.state import find
from mlops_templates.localaws.errors import AwsError


def _create(call: Call, resource: Resource) -> Made:
    properties = resource.properties
    name = properties["RepositoryName"]
    code = properties.get("Code")
    archive = _download(call, code["S3"]) if code else b""
    optional = {"repositoryDescription": "RepositoryDescription", "kmsKeyId": "KmsKeyId"}
    given = {key: properties[member] for key, member in optional.items() if member in properties}
    codecommit = call.client("codecommit")
    metadata = codecommit.create_repository(repositoryName=name, tags=resource.tags, **given)["repositoryMetadata"]
    if code:
        try:
            seed(call, find(call, name), archive, code.get("BranchName", "main"))
        except AwsError:
            codecommit.delete_repository(repositoryName=name)
            raise
    return _made(metadata)


def _download(call: Call, location: dict[str, Any]) -> bytes:
    version = {"VersionId": location["ObjectVersion"]} if "ObjectVersion" in location else {}
    try:
        answer = call.client("s3").get_object(Bucket=location["Bucket"], Key=location["Key"], **version)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        words = {404: "Not Found", 403: "Forbidden"}.get(status, str(error))
        raise AwsError(
            "InvalidRequest",
            f"{words} (Service: Amazon S3; Status Code: {status}; Error Code: {status} {words}): "
            f"s3://{location['Bucket']}/{location['Key']}",
        ) from error
    content: bytes = answer["Body"].read()
    return content


def _update(call: Call, resource: Resource, old: dict[str, Any]) -> Made:
    """Name, description, key and tags change in place; Code counts at creation only."""
    codecommit = call.client("codecommit")
    name = resource.properties["RepositoryName"]
    if name != old["RepositoryName"]:
        codecommit.update_repository_name(oldName=old["RepositoryName"], newName=name)
    description = resource.properties.get("RepositoryDescription", "")
    if description != old.get("RepositoryDescription", ""):
        codecommit.update_repository_description(repositoryName=name, repositoryDescription=description)
    if (key := resource.properties.get("KmsKeyId")) and key != old.get("KmsKeyId"):
        codecommit.update_repository_encryption_key(repositoryName=name, kmsKeyId=key)
    metadata = codecommit.get_repository(repositoryName=name)["repositoryMetadata"]
    gone = sorted(resource.old_tags.keys() - resource.tags.keys())
    if gone:
        codecommit.untag_resource(resourceArn=metadata["Arn"], tagKeys=gone)
    if resource.tags:
        codecommit.tag_resource(resourceArn=metadata["Arn"], tags=resource.tags)
    return _made(metadata)


def _delete(call: Call, resource: Resource) -> None:
    with contextlib.suppress(call.client("codecommit").exceptions.RepositoryDoesNotExistException):
        name = resource.attributes.get("Name") or resource.properties["RepositoryName"]
        call.client("codecommit").delete_repository(repositoryName=name)


def _made(metadata: dict[str, Any]) -> Made:
    return Made(
        metadata["repositoryId"],
        {
            "Arn": metadata["Arn"],
            "CloneUrlHttp": metadata["cloneUrlHttp"],
            "CloneUrlSsh": metadata["cloneUrlSsh"],
            "Name": metadata["repositoryName"],
            "RepositoryId": metadata["repositoryId"],
        },
    )


TYPES = (
    ResourceType(
        "AWS::CodeCommit::Repository",
        create=_create,
        update=_update,
        delete=_delete,
        properties=frozenset({"Code", "KmsKeyId", "RepositoryDescription", "RepositoryName", "Tags"}),
    ),
)
