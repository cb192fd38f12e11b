"""Endpoints with instances and without: what each kind wants, refuses and becomes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deployment.errors import DeploymentError
from deployment.real_time import changes, parameters, rendering, settings
from deployment.real_time.serving import Serving
from deployment.real_time.settings import InferenceConfig, Serverless
from deployment.real_time.test.files import LIMITS, PROD, STAGING, faults, write
from deployment.real_time.test.templates import PLAIN, properties
from deployment.test.examples import PROJECT, model_version

NOVALUE = {"Ref": "AWS::NoValue"}
WITH_INSTANCES = InferenceConfig("prod", "ml.m5.large", 2, 0)
WITHOUT = InferenceConfig("prod", serverless=Serverless(3072, 5))
CHOSEN = {"kind": "serverless"}
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("an instance", {"instance_type": "ml.m5.large"}, 'instance_type = "ml.m5.large": must not be there: leave it out'),
    ("instances", {"instance_count": 2}, "instance_count = 2: must not be there: leave it out: serverless.max_conc"),
    ("capture", {"data_capture_percentage": 10}, "data_capture_percentage = 10: must be 0: leave it out: SageMaker"),
    ("monitoring", {"monitoring": True}, "monitoring = true: must be false: leave it out: monitoring compares"),
    (
        "monitoring without capture",
        {"monitoring": {}, "data_capture_percentage": 0},
        "monitoring = {}: must be false: leave it out",
    ),
    (
        "a canary",
        {"rollout": {"strategy": "canary"}},
        'rollout.strategy = "canary": must be another one: choose all_at_once: a serverless endpoint has one version',
    ),
    ("linear steps", {"rollout": {"strategy": "linear"}}, 'rollout.strategy = "linear": must be another one: choose'),
    ("a shadow", {"rollout": {"strategy": "shadow"}}, 'rollout.strategy = "shadow": must be another one: choose all'),
    ("two versions", {"rollout": {"strategy": "ab"}}, 'rollout.strategy = "ab": must be another one: choose all_at'),
    ("a word as size", {"serverless": "large"}, 'serverless = "large": must be of type object: give the size'),
    ("an odd size", {"serverless": {"memory_mb": 2000}}, "serverless.memory_mb = 2000: must be one of 1024, 2048, 30"),
    ("nobody", {"serverless": {"max_concurrency": 0}}, "serverless.max_concurrency = 0: must be at least 1: give how"),
    ("too many", {"serverless": {"max_concurrency": 201}}, "serverless.max_concurrency = 201: must be at most 200"),
    ("a typing error", {"serverless": {"memory": 1024}}, "serverless.memory = 1024: is not a known key: did you mean"),
]


def of(config: InferenceConfig) -> dict[str, str]:
    return parameters.document(PROJECT, config, model_version(), "", "shape")["Parameters"]


def test_without_instances_a_size_is_all_that_is_asked_for(tmp_path: Path) -> None:
    staging = {**CHOSEN, "test_limits": LIMITS}
    prod = {**CHOSEN, "serverless": {"memory_mb": 4096}, "rollout": {"strategy": "all_at_once"}, "monitoring": False}
    first, last = settings.read(write(tmp_path, staging=staging, prod=prod))
    assert first == InferenceConfig("staging", serverless=Serverless(2048, 20))
    assert last == InferenceConfig("prod", serverless=Serverless(4096, 20))


@pytest.mark.parametrize("named", [{}, {"kind": "real_time"}])
def test_an_endpoint_has_instances_if_nothing_else_is_said(tmp_path: Path, named: dict[str, str]) -> None:
    staging, prod = settings.read(write(tmp_path, staging={**STAGING, **named}, prod={**PROD, **named}))
    assert (staging.serverless, prod.serverless, prod.instance_count) == (None, None, 2)


def test_with_instances_they_must_be_told(tmp_path: Path) -> None:
    lines = faults(write(tmp_path, prod={"kind": "real_time"}))
    assert [line.split(" ")[1] for line in lines] == ["data_capture_percentage", "instance_count", "instance_type"]


@pytest.mark.parametrize(("change", "line"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_does_not_go_with_serverless_is_refused_with_what_to_write(
    tmp_path: Path, change: dict[str, Any], line: str
) -> None:
    (fault,) = faults(write(tmp_path, prod={**CHOSEN, **change}))
    assert fault.startswith(f"prod/inference_config.json: {line}")


def test_the_one_template_has_instances_or_none() -> None:
    (variant, _) = properties(PLAIN, "EndpointConfig")["ProductionVariants"]
    size = {"MemorySizeInMB": {"Ref": "ServerlessMemory"}, "MaxConcurrency": {"Ref": "ServerlessConcurrency"}}
    assert variant["ServerlessConfig"] == {"Fn::If": ["IsServerless", size, NOVALUE]}
    assert variant["InstanceType"] == {"Fn::If": ["IsServerless", NOVALUE, {"Ref": "InstanceType"}]}
    assert variant["InitialInstanceCount"] == {"Fn::If": ["IsServerless", NOVALUE, {"Ref": "InstanceCount"}]}


def test_each_kind_gives_its_size_and_makes_a_release_of_its_own() -> None:
    before, after = of(WITH_INSTANCES), of(WITHOUT)
    assert (before["ServerlessMemory"], before["InstanceCount"]) == ("0", "2")
    assert (after["ServerlessMemory"], after["ServerlessConcurrency"], after["InstanceCount"]) == ("3072", "5", "0")
    larger = of(replace(WITHOUT, serverless=Serverless(3072, 6)))
    assert len({before["ReleaseName"], after["ReleaseName"], larger["ReleaseName"]}) == 3


def test_an_approver_reads_both_sizes() -> None:
    serving = Serving("arn", "", 0, 0, (), serverless=Serverless(3072, 5))
    size = "serverless, 3072 MB, 5 requests at a time"
    assert changes.of_settings(serving, WITHOUT) == ()
    assert changes.of_settings(serving, WITH_INSTANCES) == (f"size {size} -> 2 x ml.m5.large",)


def test_an_endpoint_with_instances_is_not_made_serverless() -> None:
    with pytest.raises(DeploymentError, match='set "kind" to "real_time" in inference_config/prod'):
        rendering.check_kind(Serving("arn", "ml.m5.large", 2, 0, ()), WITHOUT, "churn-p-1-prod")
    for now in (None, Serving("arn", "", 0, 0, (), serverless=Serverless())):
        rendering.check_kind(now, WITHOUT, "churn-p-1-prod")
    rendering.check_kind(Serving("arn", "", 0, 0, (), serverless=Serverless()), WITH_INSTANCES, "churn-p-1-prod")
