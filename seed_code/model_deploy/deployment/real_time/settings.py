"""The settings of an endpoint: those of inference_config/<stage>/inference_config.json."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from deployment import config_file

Option = TypeVar("Option")
SCHEMA = Path(__file__).with_name("inference_config.schema.json")


@dataclass(frozen=True)
class Serverless:
    """The size of an endpoint without instances."""

    memory_mb: int = 2048
    max_concurrency: int = 20

    def __str__(self) -> str:
        return f"serverless, {self.memory_mb} MB, {self.max_concurrency} requests at a time"


@dataclass(frozen=True)
class Rollout:
    """How a new version takes over from the one that serves."""

    strategy: str = "all_at_once"
    step_percent: int = 10
    wait_seconds: int = 300
    keep_old_seconds: int = 0
    new_share_percent: int = 10


@dataclass(frozen=True)
class AlarmLimits:
    """What is too much: it raises an alarm, and rolls a release back while it is rolled out."""

    errors_per_minute: int = 1
    latency_ms: float = 1000


@dataclass(frozen=True)
class Api:
    """How much the API in front of the endpoint lets through."""

    requests_per_second: int = 50
    burst: int = 100
    tracing: bool = False


@dataclass(frozen=True)
class Monitoring:
    """When captured requests are compared with training, and what counts as drift."""

    schedule: str = "rate(1 day)"
    instance_type: str = "ml.m5.large"
    drift_threshold: float = 0.2
    missing_share_limit: float = 0.05
    drifted_share_limit: float = 0.3


@dataclass(frozen=True)
class InferenceConfig:
    """How one stage serves the model: on instances, or without them."""

    stage: str
    instance_type: str = ""
    instance_count: int = 0
    data_capture_percentage: int = 0
    rollout: Rollout = Rollout()
    alarms: AlarmLimits = AlarmLimits()
    api: Api | None = None
    monitoring: Monitoring | None = None
    serverless: Serverless | None = None


def read(folder: Path) -> tuple[InferenceConfig, ...]:
    """The configuration of each stage; raises one error that lists the faults of all files."""
    return tuple(_config(stage, document) for stage, document in config_file.read(folder, SCHEMA).items())


def _config(stage: str, document: dict[str, Any]) -> InferenceConfig:
    return InferenceConfig(
        stage=stage,
        instance_type=document.get("instance_type", ""),
        instance_count=int(document.get("instance_count", 0)),
        data_capture_percentage=int(document.get("data_capture_percentage", 0)),
        rollout=Rollout(**document.get("rollout", {})),
        alarms=AlarmLimits(**document.get("alarms", {})),
        api=_option(Api, document.get("api", False)),
        monitoring=_option(Monitoring, document.get("monitoring", False)),
        serverless=_option(Serverless, document.get("kind") == "serverless" and document.get("serverless", True)),
    )


def _option(kind: type[Option], value: bool | dict[str, Any]) -> Option | None:
    """Nothing for false, the defaults for true, else what differs from them."""
    if isinstance(value, bool):
        return kind() if value else None
    return kind(**value)
