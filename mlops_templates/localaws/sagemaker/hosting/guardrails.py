"""DeploymentConfig as the stages of a deployment: how much traffic moves, and how long it is watched before more does.

What AWS says to a configuration that cannot be is not known here, but for the limits, which its guide states.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.refusals import invalid

SIZES = {"CANARY": "CanarySize", "LINEAR": "LinearStepSize"}
EXECUTION_LIMIT = 28800


@dataclass(frozen=True)
class Stage:
    """A step of a deployment: the share of the new fleet, and the member that says for how long it is watched."""

    share: float
    seconds: int
    member: str


def stages(config: Document | None, instances: int) -> list[Stage]:
    """The steps of a deployment; without a configuration all traffic moves at once and nothing is watched."""
    given = config or {}
    if rolling := given.get("RollingUpdatePolicy"):
        step = _fraction(rolling["MaximumBatchSize"], instances)
        wait = int(rolling["WaitIntervalInSeconds"])
        return [Stage(share, wait, "WaitIntervalInSeconds") for share in (*_shares(step), 1.0)]
    policy = given.get("BlueGreenUpdatePolicy") or {}
    routing = policy.get("TrafficRoutingConfiguration") or {"Type": "ALL_AT_ONCE"}
    last = Stage(1.0, int(policy.get("TerminationWaitInSeconds", 0)), "TerminationWaitInSeconds")
    wait = int(routing.get("WaitIntervalInSeconds", 0))
    if routing["Type"] == "ALL_AT_ONCE":
        return [last]
    step = _fraction(routing[SIZES[routing["Type"]]], instances)
    shares = [step] if routing["Type"] == "CANARY" else list(_shares(step))
    return [*(Stage(share, wait, "WaitIntervalInSeconds") for share in shares), last]


def alarms_of(config: Document | None) -> list[str]:
    """The alarms that end a deployment."""
    rollback = (config or {}).get("AutoRollbackConfiguration") or {}
    return [alarm["AlarmName"] for alarm in rollback.get("Alarms", []) if alarm.get("AlarmName")]


def check(config: Document | None, instances: int) -> None:
    """Refuse a configuration that cannot be carried out."""
    given = config or {}
    policies = [given[name] for name in ("BlueGreenUpdatePolicy", "RollingUpdatePolicy") if given.get(name)]
    if len(policies) > 1:
        raise invalid("Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy may be given.")
    for policy in policies:
        if "MaximumBatchSize" in policy:
            _check_size("MaximumBatchSize", policy["MaximumBatchSize"], instances, least=5)
            if size := policy.get("RollbackMaximumBatchSize"):
                _check_size("RollbackMaximumBatchSize", size, instances, least=5, most=100)
        else:
            _check_routing(policy["TrafficRoutingConfiguration"], instances)
        waiting = sum(stage.seconds for stage in stages(config, instances))
        if waiting > policy.get("MaximumExecutionTimeoutInSeconds", EXECUTION_LIMIT):
            raise invalid(
                f"MaximumExecutionTimeoutInSeconds must be larger than the total waiting time ({waiting} seconds)."
            )


def _check_routing(routing: Document, instances: int) -> None:
    needed = SIZES.get(routing["Type"])
    for member in SIZES.values():
        if (member in routing) != (member == needed):
            raise invalid(f"{member} must be given with traffic routing of its type only, not {routing['Type']}.")
    if needed:
        _check_size(needed, routing[needed], instances, least=1 if needed == "CanarySize" else 10)


def _check_size(member: str, size: Document, instances: int, *, least: int, most: int = 50) -> None:
    """A size is at most half of the instances; one instance of a single one is all there is to take."""
    percent = _fraction(size, instances) * 100
    single = size["Type"] == "INSTANCE_COUNT" and size["Value"] == 1
    if not single and not least <= percent <= most:
        raise invalid(f"{member} must be from {least}% to {most}% of the {instances} instances; it is {percent:.0f}%.")


def _fraction(size: Document, instances: int) -> float:
    whole = 100 if size["Type"] == "CAPACITY_PERCENT" else max(instances, 1)
    return min(float(size["Value"]) / whole, 1.0)


def _shares(step: float) -> Iterator[float]:
    """The shares before the last, which is everything."""
    number = 1
    while number * step < 1 - 1e-9:
        yield number * step
        number += 1
