"""The settings of an endpoint: those of inference_config/ that are not for batch deployments."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deployment import config_file

SCHEMA = Path(__file__).with_name("inference_config.schema.json")


@dataclass(frozen=True)
class InferenceConfig:
    """How one stage serves the model."""

    stage: str
    instance_type: str
    instance_count: int
    data_capture_percentage: int


def read(folder: Path) -> tuple[InferenceConfig, ...]:
    """The configuration of each stage; raises one error that lists the faults of all files."""
    return tuple(_config(stage, document) for stage, document in config_file.read(folder, SCHEMA).items())


def _config(stage: str, document: dict[str, Any]) -> InferenceConfig:
    return InferenceConfig(
        stage=stage,
        instance_type=document["instance_type"],
        instance_count=int(document["instance_count"]),
        data_capture_percentage=int(document["data_capture_percentage"]),
    )
