"""Tags of everything that has an id."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2.service import SERVICE
from mlops_templates.localaws.ec2.state import Ec2State
from mlops_templates.localaws.errors import AwsError

MOST = 50


def first_tags(request: Document, kind: str) -> dict[str, str]:
    """The tags that a creation gives to what it makes.

    Raises:
        AwsError: InvalidParameterValue for tags of anything else.
    """
    given: dict[str, str] = {}
    for specification in request.get("TagSpecifications") or ():
        if specification.get("ResourceType") != kind:
            told = specification.get("ResourceType")
            raise AwsError(
                "InvalidParameterValue", f"'{told}' is not a valid taggable resource type for this operation."
            )
        given |= _pairs(specification.get("Tags") or [])
    return given


def shown(tags: dict[str, str]) -> list[Document]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


@SERVICE.action
def create_tags(call: Call, request: Document) -> Document:
    for tags in _tables(call, request):
        tags |= _pairs(request["Tags"])
        if len(tags) > MOST:
            raise AwsError("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.")
    return {}


@SERVICE.action
def delete_tags(call: Call, request: Document) -> Document:
    for tags in _tables(call, request):
        for given in request.get("Tags") or [{"Key": key} for key in tags]:
            if given.get("Value") in (None, tags.get(given["Key"])):
                tags.pop(given["Key"], None)
    return {}


def _pairs(given: list[Document]) -> dict[str, str]:
    if reserved := [tag["Key"] for tag in given if str(tag["Key"]).lower().startswith("aws:")]:
        raise AwsError(
            "InvalidParameterValue",
            f"Value ( {reserved[0]} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved "
            "for internal use",
        )
    return {str(tag["Key"]): str(tag.get("Value", "")) for tag in given}


def _tables(call: Call, request: Document) -> list[dict[str, str]]:
    state = call.state(Ec2State)
    kinds = (state.vpcs, state.subnets, state.route_tables, state.groups, state.endpoints, state.flow_logs)
    held = {id_: record.tags for kind in kinds for id_, record in kind.items()}
    for id_ in request["Resources"]:
        if id_ not in held:
            raise AwsError("InvalidID", f"The ID '{id_}' is not valid")
    return [held[id_] for id_ in request["Resources"]]
