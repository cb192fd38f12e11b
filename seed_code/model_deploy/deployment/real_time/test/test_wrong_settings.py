"""What each wrong setting of an endpoint is answered with."""

import json
from pathlib import Path
from typing import Any

import pytest

from deployment.real_time import settings
from deployment.real_time.test.files import LIMITS, PROD, STAGING, faults, write
from deployment.real_time.test.test_kinds import WRONG

PRODUCTION: list[tuple[str, dict[str, Any], str]] = [
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
    ("an unknown kind", {"kind": "edge"}, 'kind = "edge": must be one of real_time, serverless: choose how'),
    ("a size beside instances", {"serverless": {}}, "serverless = {}: must not be there: leave it out, or set kind"),
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


@pytest.mark.parametrize(("change", "line"), [case[1:] for case in PRODUCTION], ids=[case[0] for case in PRODUCTION])
def test_a_fault_of_production_names_file_key_value_rule_and_fix(
    tmp_path: Path, change: dict[str, Any], line: str
) -> None:
    (fault,) = faults(write(tmp_path, prod={**PROD, **change}))
    assert fault.startswith(f"prod/inference_config.json: {line}")


def limits(**change: Any) -> dict[str, Any]:
    return {"test_limits": {**LIMITS, **change}}


def ml_tests(kind: str, **entry: Any) -> dict[str, Any]:
    return {"ml_tests": {kind: [entry]}}


CHANGE = {"feature": "age", "change_percent": 1, "tolerance": 0.1}
STAGING_ALONE: list[tuple[str, dict[str, Any], str]] = [
    ("no limits", {"test_limits": {}}, "test_limits.latency_p95_ms is missing: it is required: add it"),
    (
        "no time for an answer",
        limits(latency_p95_ms=0),
        "test_limits.latency_p95_ms = 0: must be more than 0: give the",
    ),
    ("no quality", limits(quality_tolerance=2), "test_limits.quality_tolerance = 2: must be at most 1: give how far"),
    (
        "a word for a tolerance",
        limits(mean_score_tolerance="low"),
        'test_limits.mean_score_tolerance = "low": must be of',
    ),
    (
        "no rate",
        limits(requests_per_second=0),
        "test_limits.requests_per_second = 0: must be more than 0: give the rate",
    ),
    ("a flood", limits(requests_per_second=1e6), "test_limits.requests_per_second = 1000000.0: must be at most 500"),
    (
        "no time under load",
        limits(load_seconds=0),
        "test_limits.load_seconds = 0: must be more than 0: give the seconds",
    ),
    ("a load for hours", limits(load_seconds=7200), "test_limits.load_seconds = 7200: must be at most 600"),
    (
        "more failures than requests",
        limits(error_share=1.1),
        "test_limits.error_share = 1.1: must be at most 1: give the",
    ),
    ("a median of nothing", limits(latency_p50_ms=0), "test_limits.latency_p50_ms = 0: must be more than 0"),
    ("the last in minutes", limits(latency_p99_ms=1e5), "test_limits.latency_p99_ms = 100000.0: must be at most 60000"),
    (
        "all has drifted",
        limits(drift_threshold=0),
        "test_limits.drift_threshold = 0: must be more than 0: give the popul",
    ),
    (
        "less than no feature",
        limits(drifted_share_limit=-1),
        "test_limits.drifted_share_limit = -1: must be at least 0",
    ),
    ("a limit misspelt", limits(latency_p59_ms=5), "test_limits.latency_p59_ms = 5: is not a known key: did you mean"),
    (
        "a list of tests",
        {"ml_tests": []},
        "ml_tests = []: must be of type object: give slices, invariance and direction",
    ),
    ("one slice", {"ml_tests": {"slices": {}}}, "ml_tests.slices = {}: must be of type array: give a list of slices"),
    (
        "a slice in words",
        {"ml_tests": {"slices": ["old"]}},
        'ml_tests.slices.0 = "old": must be of type object: give a',
    ),
    ("a slice without a name", ml_tests("slices", feature="age"), "ml_tests.slices.0.name is missing: it is required"),
    ("an empty name", ml_tests("slices", name="", feature="age"), 'ml_tests.slices.0.name = "": must have at least 1'),
    ("a slice of nothing", ml_tests("slices", name="old"), "ml_tests.slices.0.feature is missing: it is required"),
    (
        "a range in words",
        ml_tests("slices", name="old", feature="age", least="60"),
        'ml_tests.slices.0.least = "60": must',
    ),
    (
        "a slice misspelt",
        ml_tests("slices", name="a", feature="b", les=1),
        "ml_tests.slices.0.les = 1: is not a known key",
    ),
    (
        "a change without tolerance",
        ml_tests("invariance", feature="age", change_percent=1),
        "ml_tests.invariance.0.tolerance is missing: it is required",
    ),
    (
        "a change of all",
        ml_tests("invariance", **{**CHANGE, "change_percent": 500}),
        "ml_tests.invariance.0.change_perc",
    ),
    (
        "no tolerance",
        ml_tests("invariance", **{**CHANGE, "tolerance": -1}),
        "ml_tests.invariance.0.tolerance = -1: must",
    ),
    (
        "a direction without end",
        ml_tests("direction", feature="age", add=1),
        "ml_tests.direction.0.expect is missing: it is required",
    ),
    (
        "a direction that is none",
        ml_tests("direction", feature="age", add=1, expect="up"),
        'ml_tests.direction.0.expect = "up": must be one of higher, lower: choose where',
    ),
    (
        "nobody must follow",
        ml_tests("direction", feature="age", add=1, expect="lower", share=0),
        "ml_tests.direction.0.share = 0: must be more than 0: give the share of rows",
    ),
    (
        "a class by its name",
        ml_tests("direction", feature="age", add=1, expect="lower", class_number="b"),
        'ml_tests.direction.0.class_number = "b": must be of type integer',
    ),
]


@pytest.mark.parametrize(
    ("change", "line"), [case[1:] for case in STAGING_ALONE], ids=[case[0] for case in STAGING_ALONE]
)
def test_a_fault_of_staging_names_file_key_value_rule_and_fix(
    tmp_path: Path, change: dict[str, Any], line: str
) -> None:
    first, *_ = faults(write(tmp_path, staging={**STAGING, **change}))
    assert first.startswith(f"staging/inference_config.json: {line}")


def test_production_has_no_tests_of_its_model(tmp_path: Path) -> None:
    (fault,) = faults(write(tmp_path, prod={**PROD, "ml_tests": {}}))
    assert fault.startswith("prod/inference_config.json: ml_tests = {}: is not a known key: known keys are")


def test_every_key_of_the_files_has_a_wrong_value_in_these_tables() -> None:
    schema = json.loads(settings.SCHEMA.read_text())
    defined = {"rollout", "alarms", "api", "monitoring", "serverless", "test_limits"}
    keys = {key for stage in schema["properties"].values() for key in stage["properties"]} - defined
    keys |= {f"{key}.{part}" for key in defined for part in schema["$defs"][key]["properties"]}
    told = " ".join(line for _, _, line in [*PRODUCTION, *STAGING_ALONE, *WRONG])
    assert {key for key in keys if key not in told} == set()
    assert len(PRODUCTION) + len(STAGING_ALONE) >= 40
