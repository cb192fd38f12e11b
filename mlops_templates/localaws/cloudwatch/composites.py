"""Alarms that are composed of others."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudwatch.alarm_rules import check_composite_alarm
from mlops_templates.localaws.cloudwatch.alarms import put
from mlops_templates.localaws.cloudwatch.composite_rule import parse, plain
from mlops_templates.localaws.cloudwatch.service import SERVICE
from mlops_templates.localaws.cloudwatch.state import CloudWatchState
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


@SERVICE.action
def put_composite_alarm(call: Call, request: Document) -> Document:
    check_composite_alarm(call, request)
    held = call.state(CloudWatchState).alarms
    missing = [name for name in parse(request["AlarmRule"])[1] if plain(name) not in held]
    if missing:
        message = f"Could not save the composite alarm as alarms {missing} in the alarm rule do not exist"
        raise AwsError("ValidationError", message)
    put(call, request)
    return {}
