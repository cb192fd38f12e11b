"""Tags of repositories."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ecr.service import SERVICE
from mlops_templates.localaws.ecr.state import Repository, find
from mlops_templates.localaws.errors import AwsError

_LIMIT = 50


def checked(tags: list[Document]) -> dict[str, str]:
    """Tags by key.

    Raises:
        AwsError: InvalidTagParameterException or TooManyTagsException.
    """
    if any(tag["Key"].lower().startswith("aws:") for tag in tags):
        raise AwsError("InvalidTagParameterException", "aws: prefixed tag key names are not allowed for external use.")
    found = {tag["Key"]: tag["Value"] for tag in tags}
    if len(found) < len(tags):
        raise AwsError("InvalidTagParameterException", "Duplicate tag keys found.")
    return _few(found)


def _few(tags: dict[str, str]) -> dict[str, str]:
    if len(tags) > _LIMIT:
        raise AwsError("TooManyTagsException", f"The maximum number of tags of a repository is {_LIMIT}.")
    return tags


@SERVICE.action
def tag_resource(call: Call, request: Document) -> Document:
    repository = _repository(call, request)
    repository.tags = _few(repository.tags | checked(request["tags"]))
    return {}


@SERVICE.action
def untag_resource(call: Call, request: Document) -> Document:
    repository = _repository(call, request)
    gone = set(request["tagKeys"])
    repository.tags = {key: value for key, value in repository.tags.items() if key not in gone}
    return {}


@SERVICE.action
def list_tags_for_resource(call: Call, request: Document) -> Document:
    tags = _repository(call, request).tags
    return {"tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def _repository(call: Call, request: Document) -> Repository:
    arn = str(request["resourceArn"])
    parts = arn.split(":", 5)
    kind, _, name = parts[-1].partition("/")
    if len(parts) < 6 or parts[2:4] != ["ecr", call.region] or kind != "repository":
        raise AwsError(
            "InvalidParameterException",
            "Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'",
        )
    return find(call, {"repositoryName": name, "registryId": parts[4]})
