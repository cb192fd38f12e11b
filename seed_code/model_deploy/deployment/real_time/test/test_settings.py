import json
from pathlib import Path
from typing import Any

import pytest

from deployment.errors import DeploymentError
from deployment.real_time import settings
from deployment.real_time.settings import AlarmLimits, Api, InferenceConfig, Monitoring, Rollout

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
    ("no strategy", {"rollout": {}}, "rollout.strategy is missing: it is required: add it"),
    (
        "an unknown strategy",
        {"rollout": {"strategy": "fast"}},
        'rollout.strategy = "fast": must be one of all_at_once, canary, linear, shadow, ab: choose how',
    ),
    (
        "a canary of the whole",
        {"rollout": {"strategy": "canary", "step_percent": 60}},
        "rollout.step_percent = 60: must be at most 50: give the share of instances",
    ),
    (
        "a canary of a single instance",
        {"rollout": {"strategy": "canary"}, "instance_count": 1},
        "instance_count = 1: must be at least 2: give 2 or more: canary and linear move one share of them first",
    ),
    (
        "a linear rollout of a single instance",
        {"rollout": {"strategy": "linear"}, "instance_count": 1},
        "instance_count = 1: must be at least 2",
    ),
    (
        "a wait of two hours",
        {"rollout": {"strategy": "canary", "wait_seconds": 7200}},
        "rollout.wait_seconds = 7200: must be at most 3600: give the seconds in which the alarms watch",
    ),
    (
        "the old instances for two hours",
        {"rollout": {"strategy": "canary", "keep_old_seconds": 7200}},
        "rollout.keep_old_seconds = 7200: must be at most 3600",
    ),
    (
        "all for the new version",
        {"rollout": {"strategy": "ab", "new_share_percent": 100}},
        "rollout.new_share_percent = 100: must be at most 99",
    ),
    ("an alarm on nothing", {"alarms": {"errors_per_minute": 0}}, "alarms.errors_per_minute = 0: must be at least 1"),
    ("no time to answer", {"alarms": {"latency_ms": 0}}, "alarms.latency_ms = 0: must be more than 0"),
    ("a word for an API", {"api": "yes"}, 'api = "yes": must be of type boolean, object: give true, false, or'),
    ("no requests", {"api": {"requests_per_second": 0}}, "api.requests_per_second = 0: must be at least 1"),
    ("no burst", {"api": {"burst": 0}}, "api.burst = 0: must be at least 1"),
    ("a word for tracing", {"api": {"tracing": "on"}}, 'api.tracing = "on": must be of type boolean'),
    (
        "monitoring of nothing",
        {"monitoring": True, "data_capture_percentage": 0},
        "data_capture_percentage = 0: must be at least 1: give 1 or more: monitoring compares what is captured",
    ),
    ("a time in words", {"monitoring": {"schedule": "daily"}}, 'monitoring.schedule = "daily": must match'),
    (
        "no instance to monitor",
        {"monitoring": {"instance_type": "large"}},
        'monitoring.instance_type = "large": must match',
    ),
    ("no drift allowed", {"monitoring": {"drift_threshold": 0}}, "monitoring.drift_threshold = 0: must be more than 0"),
    (
        "more than all features",
        {"monitoring": {"drifted_share_limit": 1.5}},
        "monitoring.drifted_share_limit = 1.5: must be at most 1",
    ),
    (
        "more gaps than rows",
        {"monitoring": {"missing_share_limit": 2}},
        "monitoring.missing_share_limit = 2: must be at most 1",
    ),
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
