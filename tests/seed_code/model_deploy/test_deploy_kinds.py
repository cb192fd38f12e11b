"""The model_deploy seed serves without instances: rendered, deployed, asked, tested and made larger."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.localaws.testing import LocalAccount
from tests.seed_code.model_deploy import batch_project
from tests.seed_code.model_deploy.guarded_project import HANDLER, GuardedProject, new_project
from tests.seed_code.model_deploy.test_deploy_reliable import accept, rendered

Run = Callable[..., subprocess.CompletedProcess[str]]
INSTANCES = ("instance_type", "instance_count", "data_capture_percentage", "monitoring")
ENDPOINT = "churn-p-1-staging"


@pytest.fixture
def guarded(local_aws: LocalAccount, monkeypatch: pytest.MonkeyPatch) -> GuardedProject:
    monkeypatch.setattr(batch_project, "HANDLER", HANDLER)
    project = new_project(local_aws)
    project.project.register(sign="")
    return project


def choose(seed: Path, **size: int) -> None:
    """Make both stages serverless, of this size."""
    for file in (seed / "inference_config").glob("*/inference_config.json"):
        settings = {key: value for key, value in json.loads(file.read_text()).items() if key not in INSTANCES}
        file.write_text(json.dumps({**settings, "kind": "serverless", "serverless": size}))


def served(account: LocalAccount) -> Any:
    (variant,) = account.client("sagemaker").describe_endpoint(EndpointName=ENDPOINT)["ProductionVariants"]
    return variant["CurrentServerlessConfig"]


def test_an_endpoint_without_instances_passes_the_tests_of_staging_and_grows(
    local_aws: LocalAccount, run: Run, seed: Path, guarded: GuardedProject
) -> None:
    choose(seed, memory_mb=2048, max_concurrency=50)
    guarded.deploy(rendered(run, seed, guarded), "staging")
    assert served(local_aws) == {"MemorySizeInMB": 2048, "MaxConcurrency": 50}
    output = accept(run, guarded, "staging", "staging")
    assert output.endswith("exit 0\n"), output
    choose(seed, memory_mb=3072, max_concurrency=50)
    guarded.deploy(rendered(run, seed, guarded), "staging")
    assert served(local_aws)["MemorySizeInMB"] == 3072
    answer = local_aws.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=ENDPOINT, ContentType="text/csv", Accept="text/csv", Body="50,0"
    )
    assert float(answer["Body"].read()) > 0.99
