"""Tags of pipelines."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline.lookup import pipeline_with_arn
from mlops_templates.localaws.codepipeline.pages import page_of
from mlops_templates.localaws.codepipeline.service import SERVICE
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

MOST_TAGS = 50


def read_tags(tags: list[Document]) -> dict[str, str]:
    """Tags as a dictionary.

    Raises:
        AwsError: for reserved keys and too many tags.
    """
    if any(tag["key"].lower().startswith("aws:") for tag in tags):
        raise AwsError("InvalidTagsException", "Tag keys that start with aws: are reserved")
    if len(tags) > MOST_TAGS:
        raise AwsError("TooManyTagsException", f"A resource has at most {MOST_TAGS} tags")
    return {tag["key"]: tag["value"] for tag in tags}


@SERVICE.action
def tag_resource(call: Call, request: Document) -> Document:
    pipeline = pipeline_with_arn(call, request["resourceArn"])
    tags = {**pipeline.tags, **read_tags(request["tags"])}
    if len(tags) > MOST_TAGS:
        raise AwsError("TooManyTagsException", f"A resource has at most {MOST_TAGS} tags")
    pipeline.tags = tags
    return {}


@SERVICE.action
def untag_resource(call: Call, request: Document) -> Document:
    pipeline = pipeline_with_arn(call, request["resourceArn"])
    pipeline.tags = {key: value for key, value in pipeline.tags.items() if key not in request["tagKeys"]}
    return {}


@SERVICE.action
def list_tags_for_resource(call: Call, request: Document) -> Document:
    tags = pipeline_with_arn(call, request["resourceArn"]).tags
    listed = [{"key": key, "value": value} for key, value in sorted(tags.items())]
    items, token = page_of(listed, request)
    return {"tags": items, "nextToken": token}
