"""CreateStackSet, UpdateStackSet, DeleteStackSet, DescribeStackSet, ListStackSets."""

from __future__ import annotations

import uuid

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.service import SERVICE, check_name
from mlops_templates.localaws.cloudformation.stack_sets.begin import begin, checked, repeated
from mlops_templates.localaws.cloudformation.stack_sets.documents import described_set, summarised_set
from mlops_templates.localaws.cloudformation.stack_sets.lookup import (
    instance_of,
    refuse_while_busy,
    stack_set_of,
    state_of,
)
from mlops_templates.localaws.cloudformation.stack_sets.specification import differs, specification
from mlops_templates.localaws.cloudformation.stack_sets.state import Instance, StackSet
from mlops_templates.localaws.cloudformation.stack_sets.targets import targets
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page


@SERVICE.action
def create_stack_set(call: Call, request: Document) -> Document:
    """A stack set without instances. The same request with the same token gives the same stack set."""
    name = request["StackSetName"]
    check_name(name, "stackSetName")
    if (existing := state_of(call).find(name)) is not None:
        return _again(existing, request)
    known = specification(call, request)
    id_ = f"{name}:{uuid.uuid4()}"
    stack_set = StackSet(name, id_, call.arn("cloudformation", f"stackset/{id_}"), known, request)
    with call.world.lock:
        if (existing := state_of(call).find(name)) is not None:
            return _again(existing, request)
        state_of(call).sets[id_] = stack_set
    return {"StackSetId": id_}


@SERVICE.action
def update_stack_set(call: Call, request: Document) -> Document:
    """Change what instances are made from; a change of template or parameters puts all of them out of date.

    The named instances are updated, or all; inoperable ones are left out.
    """
    stack_set = stack_set_of(call, request["StackSetName"])
    if (answer := repeated(stack_set, request)) is not None:
        return answer
    checked(stack_set, request)
    known = specification(call, request, stack_set.specification)
    named = [instance_of(stack_set, place) for place in targets(request)]
    with call.world.lock:
        refuse_while_busy(stack_set)
        if differs(known, stack_set.specification):
            _put_out_of_date(stack_set)
        stack_set.specification = known
        chosen = named or list(stack_set.instances.values())
        return begin(call, stack_set, "UPDATE", request, [each for each in chosen if each.status != "INOPERABLE"])


@SERVICE.action
def delete_stack_set(call: Call, request: Document) -> Document:
    """Delete a stack set that has no instances; one that does not exist is deleted already."""
    with call.world.lock:
        stack_set = state_of(call).find(request["StackSetName"])
        if stack_set is None:
            return {}
        refuse_while_busy(stack_set)
        if stack_set.instances:
            raise AwsError("StackSetNotEmptyException", "StackSet is not empty", status=409)
        stack_set.status = "DELETED"
    return {}


@SERVICE.action
def describe_stack_set(call: Call, request: Document) -> Document:
    """One stack set."""
    return {"StackSet": described_set(stack_set_of(call, request["StackSetName"]))}


@SERVICE.action
def list_stack_sets(call: Call, request: Document) -> Document:
    """The stack sets of the account and region; deleted ones too, unless a status is asked for."""
    wanted = request.get("Status")
    found = [each for each in list(state_of(call).sets.values()) if wanted in (None, each.status)]
    shown, token = page(found, request, error="ValidationError")
    return {"Summaries": [summarised_set(each) for each in shown], "NextToken": token}


def _again(existing: StackSet, request: Document) -> Document:
    """AWS's words for a name in use are not known, only the code."""
    if request.get("ClientRequestToken") and existing.request == request:
        return {"StackSetId": existing.id}
    raise AwsError("NameAlreadyExistsException", f"StackSet {existing.name} already exists", status=409)


def _put_out_of_date(stack_set: StackSet) -> None:
    for instance in stack_set.instances.values():
        _outdated(instance)


def _outdated(instance: Instance) -> None:
    instance.status = "INOPERABLE" if instance.status == "INOPERABLE" else "OUTDATED"
