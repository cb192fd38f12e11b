"""What an operation does to one instance, and the status that it leaves."""

from __future__ import annotations

import logging

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.stack_sets.roles import call_in
from mlops_templates.localaws.cloudformation.stack_sets.state import Instance, Result, SetOperation, StackSet
from mlops_templates.localaws.cloudformation.stack_sets.target_stack import bring, remove
from mlops_templates.localaws.errors import AwsError

logger = logging.getLogger(__name__)


def work(call: Call, stack_set: StackSet, operation: SetOperation, result: Result) -> None:
    """Do the operation in one account and region; what goes wrong becomes its status and reason."""
    instance = stack_set.instances[result.place]
    result.status = instance.detail = "RUNNING"
    try:
        if operation.action == "DELETE":
            _delete(call, stack_set, operation, instance)
        else:
            bring(call_in(call, stack_set, result.place), stack_set, instance)
    except (AwsError, ClientError) as error:
        _failed(instance, result, error.message if isinstance(error, AwsError) else str(error))
        if isinstance(error, AwsError) and error.code == "DELETE_FAILED":
            instance.status = instance.detail = "INOPERABLE"
    except Exception as error:
        logger.exception("the instance of %s in %s failed", stack_set.name, result.place)
        _failed(instance, result, f"Internal Failure: {type(error).__name__}: {error}")
    else:
        result.status = instance.detail = "SUCCEEDED"
        instance.status, instance.reason = "CURRENT", None


def _delete(call: Call, stack_set: StackSet, operation: SetOperation, instance: Instance) -> None:
    """Forget an instance with its stack, or leave the stack behind: then the target account is not entered."""
    if not operation.request.get("RetainStacks"):
        remove(call_in(call, stack_set, (instance.account, instance.region)), instance)
    with call.world.lock:
        del stack_set.instances[instance.account, instance.region]


def _failed(instance: Instance, result: Result, reason: str) -> None:
    result.status, result.reason = "FAILED", reason
    instance.status, instance.detail, instance.reason = "OUTDATED", "FAILED", reason
