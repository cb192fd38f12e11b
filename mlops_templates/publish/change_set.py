"""A stack made or changed through a change set: CloudFormation rolls back what fails."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish.problems import explained
from mlops_templates.publish.stack import LONGEST_WAIT, Stack, pauses, read_stack

NOTHING = ("didn't contain changes", "No updates are to be performed")


@dataclass(frozen=True)
class StackChange:
    """A stack as it shall be, and as it stood when that was decided; a URL for a template too long for a request."""

    name: str
    template: str
    content_digest: str
    before: Stack | None
    template_url: str = ""
    capabilities: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()


def apply_stack(cloudformation: Any, change: StackChange) -> Stack:
    """Make the change; on failure the stack is as before, and the error says what failed first."""
    with explained(f"change stack {change.name}"):
        before = _still_as_planned(cloudformation, change)
        if before is not None and before.never_made:
            _delete(cloudformation, before)
            before = None
        change_set = _create(cloudformation, change, "UPDATE" if before else "CREATE")
        if change_set is None and before is not None:
            return before
        cloudformation.execute_change_set(ChangeSetName=change_set)
        return _finished(cloudformation, change.name)


def _still_as_planned(cloudformation: Any, change: StackChange) -> Stack | None:
    now = read_stack(cloudformation, change.name)
    if (now and now.updated) != (change.before and change.before.updated):
        raise _changed(change.name)
    return now


def _changed(name: str) -> MlopsTemplatesError:
    return MlopsTemplatesError(f"Stack {name} has changed since the plan was made. Run the command again.")


def _create(cloudformation: Any, change: StackChange, kind: str) -> str | None:
    """The ARN of a change set that is ready, or None when there is nothing to change."""
    created = _announce(cloudformation, change, kind)
    for _ in pauses(LONGEST_WAIT):
        found = cloudformation.describe_change_set(ChangeSetName=created["Id"])
        if found["Status"] == "CREATE_COMPLETE":
            return str(created["Id"])
        if found["Status"] == "FAILED":
            _refuse(cloudformation, change.name, created["Id"], found.get("StatusReason", ""))
            return None
    raise MlopsTemplatesError(f"The change set of stack {change.name} was not ready in time. Run the command again.")


def _announce(cloudformation: Any, change: StackChange, kind: str) -> Mapping[str, str]:
    try:
        created: Mapping[str, str] = cloudformation.create_change_set(
            StackName=change.name,
            ChangeSetName=f"publish-{uuid.uuid4().hex[:12]}",
            ChangeSetType=kind,
            **({"TemplateURL": change.template_url} if change.template_url else {"TemplateBody": change.template}),
            Parameters=[
                {"ParameterKey": key, "ParameterValue": value}
                for key, value in (("ContentDigest", change.content_digest), *change.parameters)
            ],
            Capabilities=list(change.capabilities),
        )
    except ClientError as error:
        # Somebody else publishes at the same time and was faster.
        if kind == "CREATE" and "already exists" in error.response["Error"].get("Message", ""):
            raise _changed(change.name) from error
        raise
    return created


def _refuse(cloudformation: Any, name: str, change_set: str, reason: str) -> None:
    """Remove the failed change set; an error unless it failed because there is nothing to change."""
    cloudformation.delete_change_set(ChangeSetName=change_set)
    if not any(words in reason for words in NOTHING):
        raise MlopsTemplatesError(f"CloudFormation refuses the change of stack {name}: {reason or 'no reason given'}")


def _finished(cloudformation: Any, name: str) -> Stack:
    for _ in pauses(LONGEST_WAIT):
        stack = read_stack(cloudformation, name)
        if stack is not None:
            break
    if stack is None or stack.status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        raise MlopsTemplatesError(f"Stack {name} was rolled back: {first_failure(cloudformation, name)}")
    return stack


def _delete(cloudformation: Any, stack: Stack) -> None:
    cloudformation.delete_stack(StackName=stack.stack_id)
    if read_stack(cloudformation, stack.name) is not None:
        raise MlopsTemplatesError(f"Stack {stack.name}, whose first creation failed, could not be deleted.")


def first_failure(cloudformation: Any, name: str) -> str:
    """The event that caused a rollback: the first that failed by itself in the last operation."""
    try:
        pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=name)
        events = [event for page in pages for event in page["StackEvents"]]
    except ClientError as error:
        return str(error)
    failed: list[str] = []
    for event in events:
        reason = event.get("ResourceStatusReason", "")
        if event["ResourceStatus"].endswith("_FAILED") and "cancelled" not in reason.lower():
            failed.append(f"{event['LogicalResourceId']} ({event.get('ResourceType', '')}): {reason}")
        if event["PhysicalResourceId"] == event["StackId"] and reason == "User Initiated":
            break
    return failed[-1] if failed else "CloudFormation names no reason."
