import json
from pathlib import Path
from typing import Any

import pytest

from deployment.batch import settings
from deployment.errors import DeploymentError

SHIPPED = Path(__file__).parents[3] / "inference_config"
LIMITS = {"run_minutes": 45, "quality_tolerance": 0.02, "mean_score_tolerance": 0.15}


def write(folder: Path, **change: Any) -> Path:
    """The files of this repository, production changed."""
    for stage in ("staging", "prod"):
        document = json.loads((SHIPPED / stage / settings.FILE_NAME).read_text())
        (folder / stage).mkdir()
        changed = {**document, **change} if stage == "prod" else document
        (folder / stage / settings.FILE_NAME).write_text(json.dumps(changed))
    return folder


def test_each_stage_gets_its_own_values(tmp_path: Path) -> None:
    staging, prod = settings.read(write(tmp_path, instance_count=3.0, results_bucket="lake-landing"))
    assert (staging.stage, staging.instance_count, staging.results_bucket) == ("staging", 1, "")
    assert (prod.stage, prod.instance_count, prod.results_bucket) == ("prod", 3, "lake-landing")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"instance_count": 0}, "instance_count = 0: must be at least 1: give the number of instances"),
        ({"schedule": "daily"}, 'schedule = "daily": must match'),
        ({"schedule_timezone": ""}, 'schedule_timezone = "": must match'),
        ({"on_arrival": "yes"}, 'on_arrival = "yes": must be of type boolean: say true to start'),
        ({"results_bucket": "Lake"}, 'results_bucket = "Lake": must match'),
        ({"drift_threshold": 0}, "drift_threshold = 0: must be more than 0: give the population stability index"),
        ({"shedule": ""}, 'shedule = "": is not a known key: did you mean schedule?'),
        ({"test_limits": LIMITS}, "test_limits = "),
    ],
)
def test_a_fault_names_file_key_value_rule_and_fix(tmp_path: Path, change: dict[str, Any], line: str) -> None:
    with pytest.raises(DeploymentError) as error:
        settings.read(write(tmp_path, **change))
    (fault,) = str(error.value).splitlines()
    assert fault.removeprefix(f"{tmp_path}/").startswith(f"prod/batch_config.json: {line}")


@pytest.mark.parametrize("schedule", ["", "rate(1 day)", "cron(0 4 * * ? *)"])
def test_a_schedule_is_a_rate_or_a_cron_expression_or_none(tmp_path: Path, schedule: str) -> None:
    assert settings.read(write(tmp_path, schedule=schedule))[1].schedule == schedule


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (write(tmp_path) / "prod" / settings.FILE_NAME).unlink()
    with pytest.raises(DeploymentError, match=r"prod/batch_config\.json: is missing"):
        settings.read(tmp_path)
