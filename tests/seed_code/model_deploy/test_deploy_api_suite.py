"""The tests of an API pass on one that is as the template makes it, and fail on each kind of broken one."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.seed_code.model_deploy import fake_api, fake_model
from tests.seed_code.model_deploy.fake_api import Api
from tests.seed_code.model_deploy.fake_model import Inverted, Model, WrongKey
from tests.seed_code.model_deploy.fake_registry import Project

Run = Callable[..., subprocess.CompletedProcess[str]]
TESTS = "tests/integration_test/api/test_api.py"


@pytest.fixture
def project(released: tuple[Project, Path], seed: Path) -> Project:
    """Serves a release with an API, whose rendered files are in the seed."""
    project, rendered = released
    shutil.copytree(rendered, seed / "rendered")
    for stage in ("staging", "prod"):
        file = seed / "rendered" / f"{stage}.json"
        document: dict[str, Any] = json.loads(file.read_text())
        document["Parameters"]["WithApi"] = "yes"
        file.write_text(json.dumps(document))
    return project


def call(run: Run, project: Project, api: Api, *module: str, stage: str = "staging", suite: str = "staging") -> str:
    with fake_model.serving(Model()) as runtime, fake_api.serving(api) as gateway:
        places = {"AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": runtime, "AWS_ENDPOINT_URL_EXECUTE_API": gateway}
        places["AWS_ENDPOINT_URL_CLOUDFORMATION"] = gateway
        got = run(*module, **{**project.environment, **places, "STAGE": stage, "SUITE": suite})
    return f"{got.stdout}{got.stderr}exit {got.returncode}\n"


def test_a_good_api_passes_and_the_approver_hears_of_it(run: Run, seed: Path, project: Project) -> None:
    output = call(run, project, Api(Model()), "acceptance")
    assert output.endswith("exit 0\n"), output
    assert "API: answers signed requests as the endpoint does" in (seed / "approval_summary.txt").read_text()


def test_the_smoke_suite_asks_the_api_of_production_too(run: Run, project: Project) -> None:
    output = call(run, project, Api(Model()), "acceptance", stage="prod", suite="smoke")
    assert "9 passed" in output and output.endswith("exit 0\n"), output


BROKEN = [
    (Api(Inverted()), "test_a_signed_request_gets_the_scores_of_the_endpoint"),
    (Api(WrongKey()), "test_json_is_answered_with_json"),
    (Api(Model(), signed_only=False), "test_a_request_that_is_not_signed_is_refused"),
    (Api(Model(), checks_bodies=False), "test_json_without_rows_is_refused_before_it_reaches_the_model"),
    (Api(Model(), refusal=502), "test_rows_that_the_model_refuses_are_the_fault_of_the_caller"),
]


@pytest.mark.parametrize(("api", "test"), BROKEN, ids=[test for _, test in BROKEN])
def test_a_broken_api_fails_its_test(run: Run, project: Project, api: Api, test: str) -> None:
    output = call(run, project, api, "pytest", "--tb=short", f"{TESTS}::{test}")
    assert "1 failed" in output and output.endswith("exit 1\n"), output


def test_a_stage_without_the_api_it_should_have_is_refused(run: Run, project: Project) -> None:
    output = call(run, project, Api(Model(), address=""), "acceptance", stage="prod", suite="smoke")
    assert "has no output ApiUrl" in output and output.endswith("exit 1\n"), output
