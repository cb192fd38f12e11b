"""Tags of every SageMaker resource, by ARN."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker.refusals import invalid
from mlops_templates.localaws.sagemaker.service import SERVICE

LIMIT = 50


@dataclass
class TagState:
    """A resource has an entry here from its creation to its deletion, tagged or not."""

    by_arn: dict[str, dict[str, str]] = field(default_factory=dict)


def register(call: Call, arn: str, tags: Iterable[Document] | None) -> None:
    """Make a new resource taggable and give it its first tags."""
    call.state(TagState).by_arn[arn] = _merged({}, tags or [])


def forget(call: Call, arn: str) -> None:
    call.state(TagState).by_arn.pop(arn, None)


def tags_of(call: Call, arn: str) -> dict[str, str]:
    return dict(call.state(TagState).by_arn.get(arn, {}))


@SERVICE.action
def add_tags(call: Call, request: Document) -> Document:
    state, arn = call.state(TagState), request["ResourceArn"]
    with call.world.lock:
        state.by_arn[arn] = _merged(_known(call, arn), request["Tags"])
        return {"Tags": _listed(state.by_arn[arn])}


@SERVICE.action
def list_tags(call: Call, request: Document) -> Document:
    tags, token = page(_listed(_known(call, request["ResourceArn"])), request, default=50)
    return {"Tags": tags, "NextToken": token}


@SERVICE.action
def delete_tags(call: Call, request: Document) -> Document:
    with call.world.lock:
        tags = _known(call, request["ResourceArn"])
        for key in request["TagKeys"]:
            tags.pop(key, None)
    return {}


def _known(call: Call, arn: str) -> dict[str, str]:
    found = call.state(TagState).by_arn.get(arn)
    if found is None:
        raise invalid(f"Resource {arn} does not exist")
    return found


def _merged(tags: dict[str, str], added: Iterable[Document]) -> dict[str, str]:
    merged = {**tags, **{tag["Key"]: tag["Value"] for tag in added}}
    reserved = sorted(key for key in merged if key.lower().startswith("aws:"))
    if reserved:
        raise invalid(f"aws: prefixed tag key names are not allowed for external use: {', '.join(reserved)}")
    if len(merged) > LIMIT:
        raise invalid(f"The number of tags exceeds the limit of {LIMIT}")
    return merged


def _listed(tags: dict[str, str]) -> list[Document]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
