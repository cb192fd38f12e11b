"""The two inference_config.json files as unit tests write them, and the faults that reading them tells."""

import json
from pathlib import Path
from typing import Any

import pytest

from deployment.errors import DeploymentError
from deployment.real_time import settings

LIMITS = {"latency_p95_ms": 500, "quality_tolerance": 0.02, "mean_score_tolerance": 0.15}
STAGING = {"instance_type": "ml.m5.large", "instance_count": 1, "data_capture_percentage": 0, "test_limits": LIMITS}
PROD = {"instance_type": "ml.m5.xlarge", "instance_count": 2, "data_capture_percentage": 20}


def write(folder: Path, staging: Any = STAGING, prod: Any = PROD) -> Path:
    for stage, content in (("staging", staging), ("prod", prod)):
        (folder / stage).mkdir()
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / stage / "inference_config.json").write_text(text)
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(DeploymentError) as error:
        settings.read(folder)
    assert error.value.exit_status == 2
    return [line.removeprefix(f"{folder}/") for line in str(error.value).splitlines()]
