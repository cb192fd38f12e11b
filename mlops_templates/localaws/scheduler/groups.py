"""Groups of schedules."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.scheduler import clock, rules
from mlops_templates.localaws.scheduler.service import SERVICE
from mlops_templates.localaws.scheduler.state import DEFAULT, Group, SchedulerState
from mlops_templates.localaws.scheduler.tags import read_tags


@SERVICE.action
def create_schedule_group(call: Call, request: Document) -> Document:
    state, name = call.state(SchedulerState), request["Name"]
    token, arn = request.get("ClientToken") or "", rules.group_arn(call, name)
    if token and state.tokens.get(token) == arn:
        return {"ScheduleGroupArn": arn}
    if name in state.groups:
        raise AwsError("ConflictException", f"Schedule group {name} already exists.", status=409)
    state.groups[name] = Group(name, tags=read_tags(request.get("Tags") or []))
    if token:
        state.tokens[token] = arn
    return {"ScheduleGroupArn": arn}


@SERVICE.action
def delete_schedule_group(call: Call, request: Document) -> Document:
    """Its schedules go with it."""
    group, state = rules.group_of(call, request["Name"]), call.state(SchedulerState)
    if group.name == DEFAULT:
        raise AwsError("ValidationException", "The default schedule group cannot be deleted.")
    del state.groups[group.name]
    state.schedules = {key: schedule for key, schedule in state.schedules.items() if key[0] != group.name}
    arn = rules.group_arn(call, group.name)
    state.tokens = {token: made for token, made in state.tokens.items() if made != arn}
    clock.wake(call.world)
    return {}


@SERVICE.action
def get_schedule_group(call: Call, request: Document) -> Document:
    return _told(call, rules.group_of(call, request["Name"]))


@SERVICE.action
def list_schedule_groups(call: Call, request: Document) -> Document:
    prefix = request.get("NamePrefix") or ""
    groups = [group for name, group in sorted(call.state(SchedulerState).groups.items()) if name.startswith(prefix)]
    shown, token = page(groups, request)
    return {"ScheduleGroups": [_told(call, group) for group in shown], "NextToken": token}


def _told(call: Call, group: Group) -> Document:
    return {
        "Arn": rules.group_arn(call, group.name),
        "CreationDate": group.created,
        "LastModificationDate": group.modified,
        "Name": group.name,
        "State": "ACTIVE",
    }
