"""An alarm that goes off while a new version takes over an endpoint, for tests."""

from __future__ import annotations

from typing import Any

from mlops_templates.demo.waiting import until


def raise_while_updating(cloudwatch: Any, sagemaker: Any, alarm: str, endpoint: str) -> None:
    """Hold the alarm in ALARM from the first moment of an update of the endpoint to its end."""

    def status() -> str:
        return str(sagemaker.describe_endpoint(EndpointName=endpoint)["EndpointStatus"])

    def over() -> bool | None:
        if status() != "Updating":
            return True
        set_state(cloudwatch, alarm, "ALARM")
        return None

    until(lambda: status() == "Updating" or None, f"an update of {endpoint}")
    until(over, f"the end of the update of {endpoint}")
    set_state(cloudwatch, alarm, "OK")


def set_state(cloudwatch: Any, alarm: str, state: str) -> None:
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="a test says so")
