"""Tasks: calls of other services, as the role of the state machine."""

from __future__ import annotations

import datetime
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError

from mlops_templates.localaws import wire
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.stepfunctions.language import INTEGRATION


class TaskFailedError(Exception):
    """A task that failed, by the name that retries and catchers know it by."""

    def __init__(self, error: str, cause: str) -> None:
        super().__init__(cause)
        self.error = error
        self.cause = cause


def perform(call: Call, role: str, resource: str, request: Any) -> Any:
    """The answer of the service.

    Raises:
        TaskFailedError: the role may not, or the service refuses.
    """
    found = INTEGRATION.fullmatch(resource)
    if found is None:
        raise TaskFailedError("States.Runtime", f"{resource} is no task")
    service, action = found["service"], found["action"]
    try:
        worker = call.as_role(role, "step-functions", "states.amazonaws.com")
        if f"{action[:1].upper()}{action[1:]}" not in wire.service_model(service).operation_names:
            raise TaskFailedError("States.Runtime", f"{service} has no action {action}")
        answer = getattr(worker.client(service), xform_name(action))(**request)
    except ParamValidationError as error:
        raise TaskFailedError("States.Runtime", str(error)) from error
    except ClientError as error:
        name = f"{service[:1].upper()}{service[1:]}.{error.response['Error']['Code']}"
        raise TaskFailedError(name, error.response["Error"].get("Message", "")) from error
    except AwsError as error:
        raise TaskFailedError(f"States.{error.code}", error.message) from error
    return plain({key: value for key, value in answer.items() if key != "ResponseMetadata"})


def plain(value: Any) -> Any:
    """An answer as JSON knows it."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.datetime) else value
