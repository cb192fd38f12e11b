"""inference_config/<stage>/batch_config.json: how a stage scores rows that lie in its bucket."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deployment import config_file
from deployment.project import STAGES

FILE_NAME = "batch_config.json"
SCHEMA = Path(__file__).with_name("batch_config.schema.json")


@dataclass(frozen=True)
class BatchSettings:
    """How one stage scores, when it starts by itself, and where its results go besides."""

    stage: str
    instance_type: str
    instance_count: int
    processing_instance_type: str
    volume_size_in_gb: int
    max_runtime_in_seconds: int
    schedule: str
    schedule_timezone: str
    on_arrival: bool
    results_bucket: str
    drift_threshold: float
    drifted_share_limit: float


def read(folder: Path) -> tuple[BatchSettings, ...]:
    """The settings of each stage; one error lists the faults of both files."""
    documents = config_file.read(folder, SCHEMA, FILE_NAME)
    return tuple(_settings(stage, documents[stage]) for stage in STAGES)


def _settings(stage: str, document: dict[str, Any]) -> BatchSettings:
    values = {name: value for name, value in document.items() if name != "test_limits"}
    # JSON writes 2.0 for 2 where it likes, and the schema takes both.
    whole = {name: int(values[name]) for name in ("instance_count", "volume_size_in_gb", "max_runtime_in_seconds")}
    return BatchSettings(stage=stage, **{**values, **whole})
