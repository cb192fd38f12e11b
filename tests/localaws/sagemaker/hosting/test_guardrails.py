import pytest

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.hosting.fleet import Fleet, Traffic
from mlops_templates.localaws.sagemaker.hosting.guardrails import check, stages
from mlops_templates.localaws.sagemaker.hosting.records import EndpointConfig
from mlops_templates.localaws.sagemaker.moments import now


def percent(value):
    return {"Type": "CAPACITY_PERCENT", "Value": value}


def count(value):
    return {"Type": "INSTANCE_COUNT", "Value": value}


def blue_green(kind, **policy):
    sizes = {name: policy.pop(name) for name in ("CanarySize", "LinearStepSize") if name in policy}
    routing = {"Type": kind, "WaitIntervalInSeconds": 60, **sizes}
    return {
        "BlueGreenUpdatePolicy": {
            "TrafficRoutingConfiguration": routing,
            "TerminationWaitInSeconds": 120,
            **policy,
        }
    }


def rolling(size, **policy):
    return {"RollingUpdatePolicy": {"MaximumBatchSize": size, "WaitIntervalInSeconds": 30, **policy}}


def steps(config, instances=10):
    return [(stage.share, stage.seconds) for stage in stages(config, instances)]


def test_without_a_configuration_all_traffic_moves_at_once():
    assert steps(None) == [(1.0, 0)]


def test_all_at_once_is_watched_before_the_old_fleet_ends():
    assert steps(blue_green("ALL_AT_ONCE")) == [(1.0, 120)]


def test_a_canary_gets_its_share_first():
    assert steps(blue_green("CANARY", CanarySize=percent(20))) == [(0.2, 60), (1.0, 120)]
    assert steps(blue_green("CANARY", CanarySize=count(3))) == [(0.3, 60), (1.0, 120)]


def test_linear_traffic_moves_by_equal_steps():
    moved = steps(blue_green("LINEAR", LinearStepSize=percent(25)))
    assert moved == [(0.25, 60), (0.5, 60), (0.75, 60), (1.0, 120)]


def test_a_rolling_update_moves_by_batches():
    assert steps(rolling(percent(50))) == [(0.5, 30), (1.0, 30)]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (blue_green("CANARY"), "CanarySize must be given"),
        (blue_green("ALL_AT_ONCE", CanarySize=percent(10)), "CanarySize must be given with"),
        (blue_green("CANARY", CanarySize=percent(60)), "from 1% to 50%"),
        (blue_green("LINEAR", LinearStepSize=percent(5)), "from 10% to 50%"),
        (blue_green("CANARY", CanarySize=percent(10), MaximumExecutionTimeoutInSeconds=179), "total waiting time"),
        ({**blue_green("ALL_AT_ONCE"), **rolling(percent(10))}, "Only one of"),
        (rolling(count(6)), "from 5% to 50%"),
    ],
)
def test_a_configuration_that_cannot_be_carried_out_is_refused(config, words):
    with pytest.raises(AwsError, match=words):
        check(config, 10)


@pytest.mark.parametrize(
    "config", [blue_green("CANARY", CanarySize=count(1)), blue_green("LINEAR", LinearStepSize=percent(50)), None]
)
def test_one_instance_can_be_deployed_to(config):
    check(config, 1)


def test_a_share_is_kept_to_the_request():
    blue, green = (Fleet(EndpointConfig(name, name, {}, now())) for name in ("blue", "green"))
    traffic = Traffic(blue)
    traffic.shift(green, 0.1)
    assert [traffic.next_fleet() is green for _ in range(20)] == ([False] * 9 + [True]) * 2
    traffic.shift(green, 1.0)
    assert all(traffic.next_fleet() is green for _ in range(20))
