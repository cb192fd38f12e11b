"""CreateChangeSet, DescribeChangeSet, ExecuteChangeSet, DeleteChangeSet, ListChangeSets."""

from __future__ import annotations

import uuid
from functools import partial

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.begin import (
    begin_create,
    begin_update,
    new_stack_id,
    refuse_unless_updatable,
)
from mlops_templates.localaws.cloudformation.actions.service import (
    SERVICE,
    change_set_of,
    check_name,
    stack_of,
    state_of,
)
from mlops_templates.localaws.cloudformation.engine.create import run_create
from mlops_templates.localaws.cloudformation.engine.history import record_stack
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.proposal import execute, work_out
from mlops_templates.localaws.cloudformation.engine.update import run_update
from mlops_templates.localaws.cloudformation.prepare import acting, prepare
from mlops_templates.localaws.cloudformation.state import ChangeSet, Stack
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.cloudformation.template_request import Target
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page


@SERVICE.action
def create_change_set(call: Call, request: Document) -> Document:
    """Check everything at once; the changes are worked out in the background."""
    check_name(request["ChangeSetName"], "changeSetName")
    kind = request.get("ChangeSetType", "UPDATE")
    target = _target(call, request, kind)
    intent = prepare(call, request, target)
    name = request["ChangeSetName"]
    id_ = call.arn("cloudformation", f"changeSet/{name}/{uuid.uuid4()}")
    change_set = ChangeSet(id_, name, kind, request.get("Description"), intent)
    with call.world.lock:
        stack = target.stack or _reviewed(call, target, change_set)
        if any(item.name == name for item in stack.change_sets.values()):
            raise AwsError("AlreadyExistsException", f"ChangeSet [{name}] already exists")
        stack.change_sets[change_set.id] = change_set
    if kind == "CREATE":
        stack.on_failure = request.get("OnStackFailure") or "ROLLBACK"
    operation = Operation(acting(call, intent.role_arn), state_of(call), stack, intent)
    call.world.spawn(f"change set {name}", work_out, operation, change_set)
    return {"Id": change_set.id, "StackId": stack.id}


@SERVICE.action
def describe_change_set(call: Call, request: Document) -> Document:
    """A change set and what it would change."""
    stack, change_set = change_set_of(call, request)
    shown, token = page(change_set.changes, request, error="ValidationError")
    intent = change_set.intent
    return {
        **_summary(stack, change_set),
        "Parameters": [value.document() for value in intent.blueprint.parameters.values()],
        "RollbackConfiguration": {},
        "NotificationARNs": [],
        "Capabilities": list(intent.capabilities),
        "Tags": [{"Key": key, "Value": value} for key, value in intent.tags.items()],
        "Changes": shown,
        "NextToken": token,
    }


@SERVICE.action
def execute_change_set(call: Call, request: Document) -> Document:
    """Do what a change set says; the other change sets of the stack are void."""
    stack, change_set = change_set_of(call, request)
    operation = Operation(acting(call, change_set.intent.role_arn), state_of(call), stack, change_set.intent)
    token, disable_rollback = request.get("ClientRequestToken"), bool(request.get("DisableRollback"))
    with call.world.lock:
        if change_set.execution != "AVAILABLE":
            raise _wrong_status(change_set, "executed")
        if change_set.type == "CREATE":
            stack.disable_rollback = disable_rollback
            stack.on_failure = "DO_NOTHING" if disable_rollback else stack.on_failure
            begin_create(operation, token, partial(execute, change_set=change_set, run=run_create))
        else:
            run = partial(run_update, disable_rollback=disable_rollback)
            begin_update(operation, token, partial(execute, change_set=change_set, run=run))
        stack.change_sets, stack.change_set_id = {change_set.id: change_set}, change_set.id
        change_set.execution = "EXECUTE_IN_PROGRESS"
    return {}


@SERVICE.action
def delete_change_set(call: Call, request: Document) -> Document:
    """Forget a change set; one that does not exist is forgotten already."""
    try:
        stack, change_set = change_set_of(call, request)
    except AwsError as error:
        if error.code == "ChangeSetNotFound":
            return {}
        raise
    with call.world.lock:
        if change_set.execution == "EXECUTE_IN_PROGRESS":
            raise _wrong_status(change_set, "deleted")
        stack.change_sets.pop(change_set.id, None)
    return {}


@SERVICE.action
def list_change_sets(call: Call, request: Document) -> Document:
    """The change sets of a stack."""
    stack = stack_of(call, request["StackName"], "Stack [{}] does not exist")
    shown, token = page(list(stack.change_sets.values()), request, error="ValidationError")
    return {"Summaries": [_summary(stack, item) for item in shown], "NextToken": token}


def _target(call: Call, request: Document, kind: str) -> Target:
    name = request["StackName"]
    stack = state_of(call).find(name)
    if kind == "UPDATE":
        if stack is None or stack.gone:
            raise invalid(f"Stack [{name}] does not exist")
        refuse_unless_updatable(stack)
        return Target(stack.name, stack.id, stack)
    if stack is None:
        check_name(name, "stackName")
        return Target(name, new_stack_id(call, name))
    if stack.status != "REVIEW_IN_PROGRESS":
        change_set = request["ChangeSetName"]
        raise invalid(f"Stack [{name}] already exists and cannot be created again with the changeSet [{change_set}].")
    return Target(stack.name, stack.id, stack)


def _reviewed(call: Call, target: Target, change_set: ChangeSet) -> Stack:
    """A stack that exists only as a plan. The caller holds the lock."""
    if state_of(call).find(target.name) is not None:
        raise AwsError("AlreadyExistsException", f"Stack [{target.name}] already exists")
    stack = Stack(target.name, target.id, change_set.intent)
    state_of(call).stacks[stack.id] = stack
    record_stack(stack, "REVIEW_IN_PROGRESS", "User Initiated")
    return stack


def _summary(stack: Stack, change_set: ChangeSet) -> Document:
    document = {
        "StackId": stack.id,
        "StackName": stack.name,
        "ChangeSetId": change_set.id,
        "ChangeSetName": change_set.name,
        "ExecutionStatus": change_set.execution,
        "Status": change_set.status,
        "StatusReason": change_set.reason,
        "CreationTime": change_set.created,
        "Description": change_set.description,
    }
    return {key: value for key, value in document.items() if value is not None}


def _wrong_status(change_set: ChangeSet, verb: str) -> AwsError:
    status = change_set.status if change_set.execution == "UNAVAILABLE" else change_set.execution
    return AwsError(
        "InvalidChangeSetStatus",
        f"ChangeSet [{change_set.id}] cannot be {verb} in its current status of [{status}]",
    )
