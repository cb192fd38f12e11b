import json
from pathlib import Path
from typing import Any

import pytest

from deployment.errors import DeploymentError
from deployment.real_time import settings
from deployment.real_time.settings import InferenceConfig

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


def test_each_stage_gets_its_own_values(tmp_path: Path) -> None:
    assert settings.read(write(tmp_path)) == (
        InferenceConfig("staging", "ml.m5.large", 1, 0),
        InferenceConfig("prod", "ml.m5.xlarge", 2, 20),
    )


CASES: list[tuple[str, dict[str, Any], str]] = [
    ("too few", {"instance_count": 0}, "instance_count = 0: must be at least 1: give the number of instances"),
    (
        "too many",
        {"data_capture_percentage": 101},
        "data_capture_percentage = 101: must be at most 100: give the share",
    ),
    ("text", {"instance_count": "2"}, 'instance_count = "2": must be of type integer: give the number of instances'),
    ("a truth value", {"instance_count": True}, "instance_count = true: must be of type integer"),
    ("no instance", {"instance_type": "m5.large"}, 'instance_type = "m5.large": must match'),
    ("a typing error", {"instance_cuont": 3}, "instance_cuont = 3: is not a known key: did you mean instance_count?"),
    ("an unknown key", {"colour": "red"}, 'colour = "red": is not a known key: known keys are'),
    ("limits of the tests in production", {"test_limits": LIMITS}, "test_limits = "),
]


@pytest.mark.parametrize(("change", "line"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_fault_names_file_key_value_rule_and_fix(tmp_path: Path, change: dict[str, Any], line: str) -> None:
    (fault,) = faults(write(tmp_path, prod={**PROD, **change}))
    assert fault.startswith(f"prod/inference_config.json: {line}")


def test_the_faults_of_both_files_are_reported_at_once(tmp_path: Path) -> None:
    staging = {**STAGING, "instance_count": 0, "test_limits": {**LIMITS, "latency_p95_ms": 0}}
    lines = faults(write(tmp_path, staging=staging, prod={"instance_type": "ml.m5.large"}))
    assert [line.split(" ")[1] for line in lines] == [
        "data_capture_percentage",
        "instance_count",
        "instance_count",
        "test_limits.latency_p95_ms",
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (write(tmp_path) / "prod" / "inference_config.json").unlink()
    assert faults(tmp_path) == [
        "prod/inference_config.json: is missing: each stage has this file; restore it from the repository's history"
    ]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = write(tmp_path) / "prod" / "inference_config.json"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert settings.read(tmp_path)[1].instance_count == 2


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (write(tmp_path) / "prod" / "inference_config.json").write_bytes(b"\xff\xfe\x00")
    assert faults(tmp_path) == ["prod/inference_config.json: is not UTF-8 text: save it as UTF-8"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{\n  "instance_type": }', "line 2, column 20: is not JSON"),
        ('{"instance_count": 1, "instance_count": 2}', "key instance_count is there twice: keep one"),
        ('{"instance_count": NaN}', "NaN is not a JSON number: write a number"),
        ("[]", "[]: must be of type object"),
    ],
)
def test_a_file_that_is_no_json_object_is_refused_with_the_place(tmp_path: Path, text: str, line: str) -> None:
    assert faults(write(tmp_path, staging=text))[0].startswith(f"staging/inference_config.json: {line}")
