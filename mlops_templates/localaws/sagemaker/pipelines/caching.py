"""Step caching: a result is used again for the same step with the same arguments.

The arguments that count are those of AWS's table "Default cache key attributes by pipeline step type": the image, the
code and the data, but neither the role, the machine, the network, the tags nor where the outputs go.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mlops_templates.localaws.document import Document

KEYS = {
    "Processing": ("AppSpecification", "Environment", "ProcessingInputs"),
    "Training": (
        "AlgorithmSpecification", "CheckpointConfig", "DebugHookConfig", "DebugRuleConfigurations", "Environment",
        "HyperParameters", "InputDataConfig",
    ),
    "Tuning": ("HyperParameterTuningJobConfig", "TrainingJobDefinition"),
    "Transform": ("DataProcessing", "Environment", "ModelName", "TransformInput"),
}  # fmt: skip
"""Arguments that make the key of a step type; other types are never cached."""

OF_DEFINITION = ("AlgorithmSpecification", "HyperParameterRanges", "InputDataConfig", "StaticHyperParameters")
"""What counts of the training jobs of a search."""


@dataclass(frozen=True)
class Hit:
    """An earlier result: which job of which execution made it, and when."""

    execution_arn: str
    job_arn: str
    ended: datetime


@dataclass
class CacheState:
    """The newest result of every pipeline, step and key."""

    hits: dict[tuple[str, str, str], Hit] = field(default_factory=dict)


def key(step_type: str, arguments: Document) -> str:
    """A digest of the arguments that count; empty for types that are never cached."""
    if step_type not in KEYS:
        return ""
    counted = {name: arguments[name] for name in KEYS[step_type] if name in arguments}
    if definition := counted.get("TrainingJobDefinition"):
        counted["TrainingJobDefinition"] = {name: definition[name] for name in OF_DEFINITION if name in definition}
    return hashlib.sha256(json.dumps([step_type, counted], sort_keys=True).encode()).hexdigest()


def is_fresh(hit: Hit, expire_after: timedelta, moment: datetime) -> bool:
    return hit.ended + expire_after > moment
