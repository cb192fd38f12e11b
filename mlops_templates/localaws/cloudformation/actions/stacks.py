"""CreateStack, UpdateStack, DeleteStack, UpdateTerminationProtection."""

from __future__ import annotations

from functools import partial

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.begin import (
    begin_create,
    begin_update,
    new_stack_id,
    refuse_unless_updatable,
)
from mlops_templates.localaws.cloudformation.actions.service import SERVICE, check_name, stack_of, state_of
from mlops_templates.localaws.cloudformation.engine.background import in_background
from mlops_templates.localaws.cloudformation.engine.create import run_create
from mlops_templates.localaws.cloudformation.engine.delete import end_of_deletion, run_delete
from mlops_templates.localaws.cloudformation.engine.history import record_stack
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.plan import outputs_change, plan
from mlops_templates.localaws.cloudformation.engine.update import run_update
from mlops_templates.localaws.cloudformation.prepare import acting, prepare
from mlops_templates.localaws.cloudformation.state import Stack
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.cloudformation.template_request import Target
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.once import turn


@SERVICE.action
def create_stack(call: Call, request: Document) -> Document:
    """Answer an id at once; the resources are made in the background."""
    with turn(call, f"cloudformation:{request['StackName']}", request.get("ClientRequestToken", "")):
        return _created(call, request)


def _created(call: Call, request: Document) -> Document:
    name, token = request["StackName"], request.get("ClientRequestToken")
    check_name(name, "stackName")
    if (existing := state_of(call).find(name)) is not None:
        if token and (token, "CreateStack") == (existing.token, existing.action):
            return {"StackId": existing.id}
        raise AwsError("AlreadyExistsException", f"Stack [{name}] already exists")
    target = Target(name, new_stack_id(call, name))
    intent = prepare(call, request, target)
    stack = Stack(name, target.id, intent, on_failure=_on_failure(request))
    stack.disable_rollback = stack.on_failure == "DO_NOTHING"
    stack.protected = bool(request.get("EnableTerminationProtection"))
    operation = Operation(acting(call, intent.role_arn), state_of(call), stack, intent)
    with call.world.lock:
        if state_of(call).find(name) is not None:
            raise AwsError("AlreadyExistsException", f"Stack [{name}] already exists")
        state_of(call).stacks[stack.id] = stack
        begin_create(operation, token, run_create)
    return {"StackId": stack.id}


@SERVICE.action
def update_stack(call: Call, request: Document) -> Document:
    """Start an update, unless nothing would change."""
    with turn(call, f"cloudformation:{request['StackName']}", request.get("ClientRequestToken", "")):
        return _updated(call, request)


def _updated(call: Call, request: Document) -> Document:
    stack = stack_of(call, request["StackName"], "Stack [{}] does not exist")
    token = request.get("ClientRequestToken")
    if token and (token, "UpdateStack") == (stack.token, stack.action):
        return {"StackId": stack.id}
    refuse_unless_updatable(stack)
    intent = prepare(call, request, Target(stack.name, stack.id, stack))
    operation = Operation(acting(call, intent.role_arn), state_of(call), stack, intent)
    if not plan(operation) and not outputs_change(operation) and intent.tags == stack.intent.tags:
        raise invalid("No updates are to be performed.")
    run = partial(run_update, disable_rollback=bool(request.get("DisableRollback")))
    with call.world.lock:
        begin_update(operation, token, run)
    return {"StackId": stack.id}


@SERVICE.action
def delete_stack(call: Call, request: Document) -> Document:
    """Start a deletion; a stack that does not exist is deleted already, one that is being made goes when it can."""
    stack = state_of(call).find(request["StackName"])
    if stack is None or stack.gone or stack.status == "DELETE_IN_PROGRESS":
        return {}
    retained = frozenset(request.get("RetainResources") or ())
    operation = Operation(
        acting(call, request.get("RoleARN") or stack.intent.role_arn), state_of(call), stack, stack.intent
    )
    with call.world.lock:
        _refuse_deletion(stack, retained)
        stack.token, stack.action = request.get("ClientRequestToken"), "DeleteStack"
        stack.retained = retained
        reviewed = stack.status == "REVIEW_IN_PROGRESS"
        stack.cancelled = stack.status == "CREATE_IN_PROGRESS"
        record_stack(stack, "DELETE_IN_PROGRESS", "User Initiated")
    if reviewed:
        end_of_deletion(stack, [])
    elif not stack.cancelled:
        in_background(operation, partial(run_delete, retained=retained), "DELETE_FAILED")
    return {}


@SERVICE.action
def update_termination_protection(call: Call, request: Document) -> Document:
    """Protect a stack from DeleteStack, or stop doing so."""
    stack = stack_of(call, request["StackName"])
    stack.protected = bool(request["EnableTerminationProtection"])
    return {"StackId": stack.id}


def _on_failure(request: Document) -> str:
    if "OnFailure" in request and "DisableRollback" in request:
        raise invalid("You can specify either DisableRollback or OnFailure, but not both.")
    return str(request.get("OnFailure") or ("DO_NOTHING" if request.get("DisableRollback") else "ROLLBACK"))


def _refuse_deletion(stack: Stack, retained: frozenset[str]) -> None:
    if stack.protected:
        raise invalid(f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
    if stack.busy and stack.status != "CREATE_IN_PROGRESS":
        raise invalid(f"Stack [{stack.id}] cannot be deleted while in status {stack.status}")
    if retained and stack.status != "DELETE_FAILED":
        raise invalid("Invalid operation on stack. RetainResources can only be used on a stack in DELETE_FAILED state.")
    if unknown := sorted(retained - stack.resources.keys()):
        raise invalid(f"Resources {unknown} to retain do not exist in the stack")
