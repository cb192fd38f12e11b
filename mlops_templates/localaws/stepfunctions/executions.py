"""Executions of state machines."""

from __future__ import annotations

import json
import uuid

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.stepfunctions.language import read
from mlops_templates.localaws.stepfunctions.machines import machine_of
from mlops_templates.localaws.stepfunctions.runner import run
from mlops_templates.localaws.stepfunctions.service import SERVICE
from mlops_templates.localaws.stepfunctions.state import Execution, StepFunctionsState


@SERVICE.action
def start_execution(call: Call, request: Document) -> Document:
    machine, state = machine_of(call, request["stateMachineArn"]), call.state(StepFunctionsState)
    name, text = request.get("name") or str(uuid.uuid4()), request.get("input") or "{}"
    try:
        data = json.loads(text)
    except ValueError as error:
        raise AwsError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{error}'") from error
    definition, arn = read(machine.settings["definition"]), call.arn("states", f"execution:{machine.name}:{name}")
    role, start = machine.settings["roleArn"], definition["StartAt"]
    execution = Execution(name, arn, machine.arn, definition, role, text, start, data)
    with call.world.lock:
        if arn in state.executions:
            raise AwsError("ExecutionAlreadyExists", f"Execution Already Exists: '{arn}'")
        state.executions[arn] = execution
    call.world.spawn(f"execution {name}", run, call, execution)
    return {"executionArn": arn, "startDate": execution.begun}


@SERVICE.action
def describe_execution(call: Call, request: Document) -> Document:
    found = call.state(StepFunctionsState).executions.get(request["executionArn"])
    if found is None:
        raise AwsError("ExecutionDoesNotExist", f"Execution Does Not Exist: '{request['executionArn']}'")
    told = {"output": found.output} if found.output else {}
    failed = {"error": found.error, "cause": found.cause} if found.status == "FAILED" else {}
    return {**_summary(found), "input": found.input, **told, **failed}


@SERVICE.action
def list_executions(call: Call, request: Document) -> Document:
    machine, status = machine_of(call, request.get("stateMachineArn") or ""), request.get("statusFilter")
    held = list(call.state(StepFunctionsState).executions.values())
    found = [each for each in reversed(held) if each.machine == machine.arn and status in (None, each.status)]
    shown, token = page(found, request, size_key="maxResults", token_key="nextToken")  # noqa: S106 - a name
    return {"executions": [_summary(each) for each in shown], "nextToken": token}


def _summary(execution: Execution) -> Document:
    return {
        "executionArn": execution.arn,
        "stateMachineArn": execution.machine,
        "name": execution.name,
        "status": execution.status,
        "startDate": execution.begun,
        **({"stopDate": execution.ended} if execution.ended else {}),
    }
