"""State machines."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.stepfunctions.language import read
from mlops_templates.localaws.stepfunctions.service import SERVICE
from mlops_templates.localaws.stepfunctions.state import Machine, StepFunctionsState, now

_KEPT = ("definition", "loggingConfiguration", "roleArn", "tracingConfiguration", "type")
_CHANGED = ("definition", "loggingConfiguration", "roleArn", "tracingConfiguration")


@SERVICE.action
def create_state_machine(call: Call, request: Document) -> Document:
    """The same again is the same; another one of that name is refused."""
    state, name = call.state(StepFunctionsState), request["name"]
    read(request["definition"])
    arn = call.arn("states", f"stateMachine:{name}")
    settings = {"type": "STANDARD", **{key: request[key] for key in _KEPT if key in request}}
    with call.world.lock:
        held = state.machines.get(arn)
        if held and held.settings != settings:
            raise AwsError("StateMachineAlreadyExists", f"State Machine Already Exists: '{arn}'")
        tags = {tag["key"]: tag["value"] for tag in request.get("tags") or ()}
        made = held or Machine(name, arn, settings, tags)
        state.machines[arn] = made
    return {"stateMachineArn": arn, "creationDate": made.created}


@SERVICE.action
def describe_state_machine(call: Call, request: Document) -> Document:
    machine = machine_of(call, request["stateMachineArn"])
    told = {"stateMachineArn": machine.arn, "name": machine.name, "creationDate": machine.created}
    return {**machine.settings, **told, "status": "ACTIVE"}


@SERVICE.action
def update_state_machine(call: Call, request: Document) -> Document:
    """Executions that run go on with the definition that they began with."""
    machine = machine_of(call, request["stateMachineArn"])
    if "definition" in request:
        read(request["definition"])
    machine.settings = {**machine.settings, **{key: request[key] for key in _CHANGED if key in request}}
    return {"updateDate": now()}


@SERVICE.action
def delete_state_machine(call: Call, request: Document) -> Document:
    call.state(StepFunctionsState).machines.pop(request["stateMachineArn"], None)
    return {}


@SERVICE.action
def list_state_machines(call: Call, request: Document) -> Document:
    machines = sorted(call.state(StepFunctionsState).machines.values(), key=lambda each: each.name)
    shown, token = page(machines, request, size_key="maxResults", token_key="nextToken")  # noqa: S106 - a name
    told = [
        {"stateMachineArn": each.arn, "name": each.name, "type": each.settings["type"], "creationDate": each.created}
        for each in shown
    ]
    return {"stateMachines": told, "nextToken": token}


@SERVICE.action
def tag_resource(call: Call, request: Document) -> Document:
    machine_of(call, request["resourceArn"]).tags.update({tag["key"]: tag["value"] for tag in request["tags"]})
    return {}


@SERVICE.action
def untag_resource(call: Call, request: Document) -> Document:
    machine = machine_of(call, request["resourceArn"])
    machine.tags = {key: value for key, value in machine.tags.items() if key not in request["tagKeys"]}
    return {}


@SERVICE.action
def list_tags_for_resource(call: Call, request: Document) -> Document:
    tags = machine_of(call, request["resourceArn"]).tags
    return {"tags": [{"key": key, "value": value} for key, value in sorted(tags.items())]}


def machine_of(call: Call, arn: str) -> Machine:
    """The state machine of an ARN.

    Raises:
        AwsError: StateMachineDoesNotExist.
    """
    found = call.state(StepFunctionsState).machines.get(arn)
    if found is None:
        raise AwsError("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")
    return found
