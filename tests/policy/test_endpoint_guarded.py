from typing import Any

import pytest

from mlops_templates.policy import EndpointGuarded
from tests.policy.linted import messages, resource

GUARDED = {
    "BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": {"Type": "ALL_AT_ONCE"}},
    "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": {"Ref": "Errors"}}]},
}


def said(config: Any) -> list[str]:
    return messages(EndpointGuarded(), resource("AWS::SageMaker::Endpoint", DeploymentConfig=config), {})


def test_endpoint_with_policy_and_alarms_is_accepted():
    assert said(GUARDED) == []


@pytest.mark.parametrize("missing", GUARDED)
def test_endpoint_without_its_guard_is_refused(missing: str):
    [message] = said({key: value for key, value in GUARDED.items() if key != missing})
    assert missing in message


def test_rollback_without_an_alarm_is_no_guard():
    [message] = said(GUARDED | {"AutoRollbackConfiguration": {"Alarms": []}})
    assert "with Alarms" in message


def test_guard_that_a_condition_takes_away_is_no_guard():
    assert len(said({"Fn::If": ["Guarded", GUARDED, {"Ref": "AWS::NoValue"}]})) == 2
