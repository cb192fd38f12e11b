"""The commands of the deployment's GitHub workflow, typed as they stand, bring a version to production."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.localaws.testing import LocalAccount
from tests.seed_code.model_deploy.batch_project import new_project
from tests.seed_code.workflows import DEPLOY, INSTALL, commands, workflow

SEED = DEPLOY.parents[2]


@pytest.fixture
def run_job(
    seed: Path,
    local_aws: LocalAccount,
    python_of: Callable[[Path], Path],
    plain_environment: dict[str, str],
    tmp_path: Path,
) -> Callable[..., str]:
    """Types the `run` steps of a job in bash, as GitHub's runner does; gives what they told the workflow."""
    document = workflow(DEPLOY)
    python = str(python_of(SEED).parent)

    def run_job(name: str, **variables: str) -> str:
        job = document["jobs"][name]
        told = tmp_path / name
        told.write_text("")
        environment = {
            **plain_environment,
            **local_aws.environment,
            **{key: filled(value, variables) for key, value in {**document["env"], **job.get("env", {})}.items()},
            "GITHUB_OUTPUT": str(told),
            "GITHUB_STEP_SUMMARY": str(told),
            "STACK_POLL_SECONDS": "1",
            "PATH": os.pathsep.join([python, plain_environment["PATH"]]),
        }
        for command in commands(job):
            if command != INSTALL:
                argv = ["bash", "-e", "-c", command]
                got = subprocess.run(argv, cwd=seed, env=environment, capture_output=True, text=True, check=False)
                assert got.returncode == 0, f"{command}\n{got.stdout}{got.stderr}"
        return told.read_text()

    return run_job


def filled(value: Any, variables: dict[str, str]) -> str:
    """A value of `env` with the variables of the repository; one that is not there is empty text."""
    return re.sub(r"\$\{\{ vars\.(\w+) \}\}", lambda match: variables.get(match[1], ""), str(value))


def test_a_version_reaches_production_and_is_no_news_then(
    run_job: Callable[..., str], seed: Path, local_aws: LocalAccount
) -> None:
    project = new_project(local_aws)
    project.register()
    for stage in ("staging", "prod"):
        file = seed / "inference_config" / stage / "batch_config.json"
        file.write_text(file.read_text().replace('"on_arrival": true', '"on_arrival": false'))
    stack_role = local_aws.role("stacks", trusts=["cloudformation.amazonaws.com"])
    variables = {
        **project.environment,
        "STAGING_STACK_ROLE_ARN": stack_role,
        "PRODUCTION_STACK_ROLE_ARN": stack_role,
    }
    rendered = run_job("render", **variables)
    assert rendered.startswith("news=yes\nModel version 1: auc 1.0000, threshold 0.9 | ")
    assert "auc 1.0000 on 120 rows" in run_job("staging", **variables)
    assert "Tests passed: 2" in run_job("production", **variables)
    assert run_job("render", **variables).startswith("news=no\n")
