"""CreateStackInstances, UpdateStackInstances, DeleteStackInstances, DescribeStackInstance, ListStackInstances."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.service import SERVICE
from mlops_templates.localaws.cloudformation.stack_sets.begin import begin, checked, repeated
from mlops_templates.localaws.cloudformation.stack_sets.documents import described_instance, summarised_instance
from mlops_templates.localaws.cloudformation.stack_sets.lookup import instance_of, refuse_while_busy, stack_set_of
from mlops_templates.localaws.cloudformation.stack_sets.specification import overrides
from mlops_templates.localaws.cloudformation.stack_sets.state import Instance, Place, StackSet
from mlops_templates.localaws.cloudformation.stack_sets.targets import targets
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page


@SERVICE.action
def create_stack_instances(call: Call, request: Document) -> Document:
    """Make the stack in every account and region; one that is there already is brought up to date."""
    stack_set = stack_set_of(call, request["StackSetName"])
    if (answer := repeated(stack_set, request)) is not None:
        return answer
    places = _checked(stack_set, request)
    known = stack_set.instances
    return _with_overrides(call, stack_set, request, [known.get(place) or Instance(*place) for place in places])


@SERVICE.action
def update_stack_instances(call: Call, request: Document) -> Document:
    """Bring instances up to date, with other values of parameters than the stack set's."""
    stack_set = stack_set_of(call, request["StackSetName"])
    if (answer := repeated(stack_set, request)) is not None:
        return answer
    places = _checked(stack_set, request)
    return _with_overrides(call, stack_set, request, [instance_of(stack_set, place) for place in places])


@SERVICE.action
def delete_stack_instances(call: Call, request: Document) -> Document:
    """Delete instances with their stacks, or leave the stacks (RetainStacks); what is not there is deleted already."""
    stack_set = stack_set_of(call, request["StackSetName"])
    if (answer := repeated(stack_set, request)) is not None:
        return answer
    places = _checked(stack_set, request)
    with call.world.lock:
        chosen = [stack_set.instances[place] for place in places if place in stack_set.instances]
        return begin(call, stack_set, "DELETE", request, chosen)


@SERVICE.action
def describe_stack_instance(call: Call, request: Document) -> Document:
    """One instance."""
    stack_set = stack_set_of(call, request["StackSetName"])
    place = request["StackInstanceAccount"], request["StackInstanceRegion"]
    return {"StackInstance": described_instance(stack_set, instance_of(stack_set, place))}


@SERVICE.action
def list_stack_instances(call: Call, request: Document) -> Document:
    """The instances of a stack set, of one account or region, with one status or last operation."""
    stack_set = stack_set_of(call, request["StackSetName"])
    found = [each for each in list(stack_set.instances.values()) if _asked_for(each, request)]
    shown, token = page(found, request, error="ValidationError")
    return {"Summaries": [summarised_instance(stack_set, each) for each in shown], "NextToken": token}


def _checked(stack_set: StackSet, request: Document) -> list[Place]:
    checked(stack_set, request)
    places = targets(request)
    if not places:
        raise invalid("You must specify both Accounts and Regions.")
    return places


def _with_overrides(call: Call, stack_set: StackSet, request: Document, chosen: list[Instance]) -> Document:
    given = request.get("ParameterOverrides")
    values = [overrides(stack_set.specification, given, each.overrides) for each in chosen]
    action = "CREATE" if any((each.account, each.region) not in stack_set.instances for each in chosen) else "UPDATE"
    with call.world.lock:
        refuse_while_busy(stack_set)
        for instance, value in zip(chosen, values, strict=True):
            instance.overrides = value
            stack_set.instances[instance.account, instance.region] = instance
        return begin(call, stack_set, action, request, chosen)


def _asked_for(instance: Instance, request: Document) -> bool:
    known = {
        "DETAILED_STATUS": instance.detail,
        "LAST_OPERATION_ID": instance.operation,
        "DRIFT_STATUS": "NOT_CHECKED",
    }
    return (
        request.get("StackInstanceAccount") in (None, instance.account)
        and request.get("StackInstanceRegion") in (None, instance.region)
        and all(known[each["Name"]] in each["Values"].split(",") for each in request.get("Filters") or ())
    )
