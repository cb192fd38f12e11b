"""Tags of connections."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codeconnections.service import action
from mlops_templates.localaws.codeconnections.state import find
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

MOST_TAGS = 200


def read_tags(tags: list[Document]) -> dict[str, str]:
    """Tags as a dictionary.

    Raises:
        AwsError: for reserved keys and too many tags.
    """
    if any(tag["Key"].lower().startswith("aws:") for tag in tags):
        raise AwsError("ValidationException", "Tag keys that start with aws: are reserved")
    read = {tag["Key"]: tag["Value"] for tag in tags}
    if len(read) > MOST_TAGS:
        raise AwsError("LimitExceededException", f"A resource has at most {MOST_TAGS} tags")
    return read


def shown(tags: dict[str, str]) -> list[Document]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


@action
def tag_resource(service: str, call: Call, request: Document) -> Document:
    connection = find(call, request["ResourceArn"])
    tags = connection.tags | read_tags(request["Tags"])
    if len(tags) > MOST_TAGS:
        raise AwsError("LimitExceededException", f"A resource has at most {MOST_TAGS} tags")
    connection.tags = tags
    return {}


@action
def untag_resource(service: str, call: Call, request: Document) -> Document:
    connection = find(call, request["ResourceArn"])
    connection.tags = {key: value for key, value in connection.tags.items() if key not in request["TagKeys"]}
    return {}


@action
def list_tags_for_resource(service: str, call: Call, request: Document) -> Document:
    return {"Tags": shown(find(call, request["ResourceArn"]).tags)}
