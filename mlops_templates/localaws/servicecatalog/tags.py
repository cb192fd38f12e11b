"""Tags of portfolios and products, at most 20."""

from __future__ import annotations

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

MOST_TAGS = 20


def read_tags(tags: list[Document]) -> dict[str, str]:
    """Tags as a dictionary.

    Raises:
        AwsError: InvalidParametersException for a key given twice or reserved, LimitExceededException above 20.
    """
    found = {tag["Key"]: tag["Value"] for tag in tags}
    if len(found) < len(tags):
        raise AwsError("InvalidParametersException", "Duplicate tag keys found")
    if any(key.lower().startswith("aws:") for key in found):
        raise AwsError("InvalidParametersException", "Tag keys that start with aws: are reserved")
    return _limited(found)


def changed(tags: dict[str, str], request: Document) -> dict[str, str]:
    """Tags after the AddTags and RemoveTags of an update."""
    removed = set(request.get("RemoveTags", []))
    kept = {key: value for key, value in tags.items() if key not in removed}
    return _limited({**kept, **read_tags(request.get("AddTags", []))})


def tag_list(tags: dict[str, str]) -> list[Document]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _limited(tags: dict[str, str]) -> dict[str, str]:
    if len(tags) > MOST_TAGS:
        raise AwsError("LimitExceededException", f"A portfolio or product has at most {MOST_TAGS} tags")
    return tags
