"""How traffic moves to new instances, and that an alarm brings it back: blue/green with automatic rollback."""

from collections.abc import Sequence

from troposphere import Equals, If, NoValue, Ref, Template, cloudwatch
from troposphere.sagemaker import (
    Alarm,
    AutoRollbackConfig,
    BlueGreenUpdatePolicy,
    CapacitySize,
    DeploymentConfig,
    TrafficRoutingConfig,
)

PARAMETERS = {
    "TrafficRouting": ("String", "ALL_AT_ONCE, CANARY or LINEAR"),
    "StepPercent": ("Number", "Share of instances of a canary, or of each linear step"),
    "WaitSeconds": ("Number", "Seconds in which the alarms watch after each step"),
    "KeepOldSeconds": ("Number", "Seconds in which the old instances are kept after the last step"),
}


def deployment_config(template: Template, alarms: Sequence[cloudwatch.Alarm]) -> DeploymentConfig:
    """The update policy of the endpoint; the first release has nothing to roll back to, and ignores it."""
    template.add_condition("IsCanary", Equals(Ref("TrafficRouting"), "CANARY"))
    template.add_condition("IsLinear", Equals(Ref("TrafficRouting"), "LINEAR"))
    step = CapacitySize(Type="CAPACITY_PERCENT", Value=Ref("StepPercent"))
    return DeploymentConfig(
        AutoRollbackConfiguration=AutoRollbackConfig(Alarms=[Alarm(AlarmName=Ref(alarm)) for alarm in alarms]),
        BlueGreenUpdatePolicy=BlueGreenUpdatePolicy(
            TerminationWaitInSeconds=Ref("KeepOldSeconds"),
            TrafficRoutingConfiguration=TrafficRoutingConfig(
                Type=Ref("TrafficRouting"),
                WaitIntervalInSeconds=Ref("WaitSeconds"),
                CanarySize=If("IsCanary", step, NoValue),
                LinearStepSize=If("IsLinear", step, NoValue),
            ),
        ),
    )
