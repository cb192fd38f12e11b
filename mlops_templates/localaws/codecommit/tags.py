"""Tags of repositories."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit.service import SERVICE
from mlops_templates.localaws.codecommit.state import Repository, find
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

_LIMIT = 50


def check_tags(tags: dict[str, str]) -> None:
    """Refuse tags that AWS refuses.

    Raises:
        AwsError: InvalidTagsMapException and its siblings.
    """
    if len(tags) > _LIMIT:
        raise AwsError(
            "TooManyTagsException", f"The maximum number of tags for an AWS CodeCommit resource is {_LIMIT}."
        )
    for key, value in tags.items():
        if key.lower().startswith("aws:"):
            raise AwsError("InvalidSystemTagUsageException", f"The tag key {key} is reserved: it starts with aws:.")
        if not 0 < len(key) <= 128 or len(value) > 256:
            raise AwsError("InvalidTagsMapException", f"The tag {key} is too long.")


@SERVICE.action
def tag_resource(call: Call, request: Document) -> Document:
    repository = _repository(call, request)
    merged = repository.tags | request["tags"]
    check_tags(request["tags"])
    check_tags(merged)
    repository.tags = merged
    return {}


@SERVICE.action
def untag_resource(call: Call, request: Document) -> Document:
    repository = _repository(call, request)
    gone = set(request["tagKeys"])
    repository.tags = {key: value for key, value in repository.tags.items() if key not in gone}
    return {}


@SERVICE.action
def list_tags_for_resource(call: Call, request: Document) -> Document:
    return {"tags": dict(_repository(call, request).tags)}


def _repository(call: Call, request: Document) -> Repository:
    arn = request["resourceArn"]
    name = arn.rpartition(":")[2]
    if arn != call.arn("codecommit", name):
        raise AwsError("InvalidResourceArnException", f"The resource ARN {arn} is not valid.")
    return find(call, name)
