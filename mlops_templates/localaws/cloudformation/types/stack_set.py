"""AWS::CloudFormation::StackSet."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import tag_list
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

_SET = (
    "AdministrationRoleARN",
    "AutoDeployment",
    "CallAs",
    "Capabilities",
    "Description",
    "ExecutionRoleName",
    "ManagedExecution",
    "Parameters",
    "PermissionModel",
    "TemplateBody",
    "TemplateURL",
)
_INSTANCES = ("OperationPreferences", "StackInstancesGroup")
_PAUSE = 0.1

Wanted = dict[tuple[str, str], str]
"""The overrides (as text, so that they compare) by account and region."""


def _create(call: Call, resource: Resource) -> Made:
    cloudformation, properties = call.client("cloudformation"), resource.properties
    with call.world.steps.step():
        made = cloudformation.create_stack_set(
            StackSetName=properties["StackSetName"], Tags=tag_list(resource.tags), **picked(properties, _SET)
        )
        id_ = made["StackSetId"]
        resource.begun(id_)
    with undone_by(lambda: _remove(call, id_)):
        _add(call, id_, properties, _wanted(properties))
    return Made(id_, {"StackSetId": id_})


def _update(call: Call, resource: Resource, old: Document) -> Made:
    """Instances that go, what all share, instances with other values, instances that come: in this order."""
    id_, properties = resource.physical_id, resource.properties
    before, after = _wanted(old), _wanted(properties)
    _delete_instances(call, id_, before.keys() - after.keys())
    if picked(old, _SET) != picked(properties, _SET) or resource.tags != resource.old_tags:
        answer = call.client("cloudformation").update_stack_set(
            StackSetName=id_, Tags=tag_list(resource.tags), **picked(properties, _SET), **_preferences(properties)
        )
        _finished(call, id_, answer)
    kept = {place: after[place] for place in before.keys() & after.keys() if before[place] != after[place]}
    for request in _requests(id_, properties, kept):
        _finished(call, id_, call.client("cloudformation").update_stack_instances(**request))
    _add(call, id_, properties, {place: after[place] for place in after.keys() - before.keys()})
    return Made(id_, {"StackSetId": id_})


def _delete(call: Call, resource: Resource) -> None:
    with gone_is_fine("StackSetNotFoundException"):
        _remove(call, resource.physical_id)


def _remove(call: Call, id_: str) -> None:
    """Delete a stack set with its instances; an account that could never be entered has no stack to delete."""
    pages = call.client("cloudformation").get_paginator("list_stack_instances").paginate(StackSetName=id_)
    found = [each for page in pages for each in page["Summaries"]]
    for made in (True, False):
        places = [(each["Account"], each["Region"]) for each in found if bool(each.get("StackId")) is made]
        _delete_instances(call, id_, places, retain=not made)
    call.client("cloudformation").delete_stack_set(StackSetName=id_)


def _add(call: Call, id_: str, properties: Document, wanted: Wanted) -> None:
    for request in _requests(id_, properties, wanted):
        _finished(call, id_, call.client("cloudformation").create_stack_instances(**request))


def _delete_instances(call: Call, id_: str, places: Iterable[tuple[str, str]], *, retain: bool = False) -> None:
    for region in sorted({region for _, region in places}):
        accounts = sorted(account for account, each in places if each == region)
        answer = call.client("cloudformation").delete_stack_instances(
            StackSetName=id_, Accounts=accounts, Regions=[region], RetainStacks=retain
        )
        _finished(call, id_, answer)


def _wanted(properties: Document) -> Wanted:
    wanted: Wanted = {}
    for group in properties.get("StackInstancesGroup", ()):
        targets = group["DeploymentTargets"]
        if targets.keys() - {"Accounts"}:
            raise AwsError(
                "InvalidRequest", "StackSets with SELF_MANAGED permission model can only have Accounts as target"
            )
        values = json.dumps(group.get("ParameterOverrides", []))
        wanted |= {(account, region): values for account in targets["Accounts"] for region in group["Regions"]}
    return wanted


def _requests(id_: str, properties: Document, wanted: Wanted) -> Iterable[Document]:
    """One request for all the accounts of a set of regions that have the same overrides."""
    regions, accounts = defaultdict(set), defaultdict(set)
    for (account, region), values in wanted.items():
        regions[account, values].add(region)
    for (account, values), found in regions.items():
        accounts[values, tuple(sorted(found))].add(account)
    for (values, found_regions), found_accounts in sorted(accounts.items()):
        yield {
            "StackSetName": id_,
            "Accounts": sorted(found_accounts),
            "Regions": list(found_regions),
            "ParameterOverrides": json.loads(values),
            **_preferences(properties),
        }


def _preferences(properties: Document) -> Document:
    return picked(properties, ("OperationPreferences",))


def _finished(call: Call, id_: str, answer: Document) -> None:
    """Wait for an operation.

    Raises:
        AwsError: it did not succeed, with the reasons of its results.
    """
    asked = {"StackSetName": id_, "OperationId": answer["OperationId"]}
    cloudformation = call.client("cloudformation")
    while (status := _status(cloudformation.describe_stack_set_operation(**asked))) in ("RUNNING", "STOPPING"):
        time.sleep(_PAUSE)
    if status == "SUCCEEDED":
        return
    results = cloudformation.list_stack_set_operation_results(**asked)["Summaries"]
    reasons = list(dict.fromkeys(each["StatusReason"] for each in results if each["Status"] == "FAILED"))
    message = f"Stack set operation [{answer['OperationId']}] was unexpectedly stopped or failed. "
    raise AwsError("NotStabilized", f"{message}status reason(s): {reasons}")


def _status(answer: Document) -> str:
    return str(answer["StackSetOperation"]["Status"])


TYPES = (
    ResourceType(
        "AWS::CloudFormation::StackSet",
        create=_create,
        update=_update,
        delete=_delete,
        waits=True,
        properties=frozenset({*_SET, *_INSTANCES, "StackSetName", "Tags"}),
    ),
)
