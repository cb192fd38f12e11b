from pathlib import Path

import pytest

from deployment.real_time import settings
from deployment.real_time.settings import AlarmLimits, Api, InferenceConfig, Monitoring, Rollout
from deployment.real_time.test.files import LIMITS, PROD, STAGING, faults, write


def test_each_stage_gets_its_own_values(tmp_path: Path) -> None:
    assert settings.read(write(tmp_path)) == (
        InferenceConfig("staging", "ml.m5.large", 1, 0),
        InferenceConfig("prod", "ml.m5.xlarge", 2, 20),
    )


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


@pytest.mark.parametrize("strategy", ["shadow", "ab"])
def test_staging_takes_over_whole_because_its_tests_must_reach_the_new_version(tmp_path: Path, strategy: str) -> None:
    (fault,) = faults(write(tmp_path, staging={**STAGING, "rollout": {"strategy": strategy}}))
    assert fault == (
        f'staging/inference_config.json: rollout.strategy = "{strategy}": must be another one: '
        "choose all_at_once, canary or linear: the tests in staging must reach the new version"
    )


def test_true_takes_the_defaults_and_an_object_what_differs(tmp_path: Path) -> None:
    staging = {**STAGING, "api": True, "rollout": {"strategy": "all_at_once", "wait_seconds": 0}}
    prod = {**PROD, "api": {"burst": 7}, "monitoring": {"drift_threshold": 0.4}, "alarms": {"latency_ms": 20}}
    first, last = settings.read(write(tmp_path, staging=staging, prod=prod))
    assert (first.api, first.monitoring, first.rollout) == (Api(), None, Rollout(wait_seconds=0))
    assert (last.api, last.monitoring) == (Api(burst=7), Monitoring(drift_threshold=0.4))
    assert last.alarms == AlarmLimits(latency_ms=20)


def test_the_files_of_this_repository_are_valid() -> None:
    staging, prod = settings.read(Path(__file__).parents[3] / "inference_config")
    assert (staging.stage, prod.stage) == ("staging", "prod")
