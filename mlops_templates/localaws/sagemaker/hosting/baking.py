"""Watching a new fleet: for as long as the deployment says, up to a limit, and until an alarm goes off.

The variable `MLOPS_TEMPLATES_LONGEST_WAIT` of the server sets the limit: a number of seconds for each wait, or `off`
for the waits as they are written.
"""

import os
import time
from collections.abc import Iterable, Sequence

from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.call import Call

VARIABLE = "MLOPS_TEMPLATES_LONGEST_WAIT"
LONGEST = 3.0
"""Seconds of a wait, when nobody says otherwise: a demonstration must not last an hour."""

PAUSE = 0.1


class AlarmedError(Exception):
    """An alarm is in ALARM, or cannot be read."""


def bake(call: Call, alarms: Sequence[str], seconds: float) -> None:
    """Watch the alarms for that long, and at least once. `call` is somebody who may read them.

    Raises:
        AlarmedError: one of them is in ALARM.
    """
    deadline = time.monotonic() + shortened(seconds)
    while True:
        check_quiet(call, alarms)
        if (left := deadline - time.monotonic()) <= 0 or call.world.processes.closed:
            return
        time.sleep(min(PAUSE, left))


def check_quiet(call: Call, alarms: Sequence[str]) -> None:
    """Look at the alarms once.

    Raises:
        AlarmedError: one of them is in ALARM.
    """
    if loud := [name for name, state in states(call, alarms).items() if state == "ALARM"]:
        raise AlarmedError(f"Rolled back: alarm {', '.join(loud)} is in state ALARM.")


def states(call: Call, alarms: Sequence[str]) -> dict[str, str]:
    """The state of every alarm that there is, by name."""
    if not alarms:
        return {}
    kinds = ["MetricAlarm", "CompositeAlarm"]
    found = call.client("cloudwatch").describe_alarms(AlarmNames=list(alarms), AlarmTypes=kinds)
    listed = [*found.get("MetricAlarms", []), *found.get("CompositeAlarms", [])]
    return {alarm["AlarmName"]: alarm["StateValue"] for alarm in listed}


def reader(calls: Iterable[Call], alarms: Sequence[str]) -> Call:
    """The first of these who may read the alarms.

    AWS's guide asks that of "your IAM execution role", and does not say whether the model's or the caller's is meant.

    Raises:
        ClientError: none of them may.
    """
    refused: ClientError | None = None
    for call in calls:
        try:
            states(call, alarms)
        except ClientError as error:
            refused = refused or error
        else:
            return call
    raise refused or ValueError("nobody is there to read alarms")


def shortened(seconds: float) -> float:
    """A wait within the limit.

    Raises:
        MlopsTemplatesError: the variable is neither a number nor `off`.
    """
    chosen = os.environ.get(VARIABLE, "")
    if chosen == "off":
        return seconds
    try:
        limit = float(chosen) if chosen else LONGEST
    except ValueError as error:
        raise MlopsTemplatesError(f"{VARIABLE} is {chosen!r}: give a number of seconds, or off") from error
    return min(seconds, limit)
