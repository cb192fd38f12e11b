"""The build specs of the model_deploy seed do in CodeBuild's shell what the pipeline expects of them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.seed_code.model_deploy import fake_model
from tests.seed_code.model_deploy.fake_registry import Project

SEED = Path(__file__).parents[3] / "seed_code" / "model_deploy"
Build = Callable[..., dict[str, str]]


def spec(path: str) -> Any:
    return yaml.safe_load((SEED / path).read_text())


@pytest.fixture
def build(seed: Path, project: Project, python_of: Callable[[Path], Path], plain_environment: dict[str, str]) -> Build:
    """Runs the commands after the installation in one shell, as CodeBuild does; gives the exported variables."""

    def build(path: str, **variables: str) -> dict[str, str]:
        document = spec(path)
        phases = [phase for name, phase in document["phases"].items() if name != "install"]
        commands = [command for phase in phases for command in phase["commands"]]
        script = "\n".join(["set -e", "{", *commands, "} >&2", "env -0"])
        got = subprocess.run(
            ["bash", "-c", script],
            cwd=seed,
            env={
                **plain_environment,
                **project.environment,
                **document["env"].get("variables", {}),
                **variables,
                "PATH": os.pathsep.join([str(python_of(SEED).parent), plain_environment["PATH"]]),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert got.returncode == 0, got.stderr
        values = dict(line.partition("=")[::2] for line in got.stdout.split("\0"))
        return {name: values[name] for name in document["env"]["exported-variables"]}

    return build


def test_render_exports_the_version_and_leaves_the_files_of_the_contract(
    build: Build, seed: Path, project: Project
) -> None:
    arn = project.register("Approved")
    exported = build("build_spec.yml")
    assert exported.pop("APPROVAL_SUMMARY").startswith("Model version 1: auc 1.0000, threshold 0.9 | Production: ")
    assert exported == {"MODEL_PACKAGE_ARN": arn, "MODEL_PACKAGE_VERSION": "1"}
    artifacts = spec("build_spec.yml")["artifacts"]
    assert sorted(artifacts["files"]) == ["endpoint.yaml", "model.json", "prod.json", "staging.json"]
    assert all((seed / artifacts["base-directory"] / file).is_file() for file in artifacts["files"])


def test_faults_of_the_configuration_are_named_before_anything_else_is_checked() -> None:
    first, *others = spec("build_spec.yml")["phases"]["pre_build"]["commands"]
    assert first == "python -m deployment --check"
    assert others == ["python -m ruff check .", "python -m ruff format --check ."]


def test_unit_tests_run_for_a_release_and_do_not_delay_the_word_that_nothing_is_approved() -> None:
    commands = spec("build_spec.yml")["phases"]["build"]["commands"]
    assert commands == ["python -m deployment", "python -m pytest --quiet", ". ./exports.sh"]


def test_the_staging_tests_export_the_approval_text(build: Build, seed: Path, project: Project) -> None:
    project.deploy("staging", project.register("Approved"))
    build("build_spec.yml")
    (seed / "rendered").rename(seed / "artifact")
    with fake_model.serving(fake_model.Model()) as url:
        exported = build(
            "tests/build_spec.yml",
            STAGE="staging",
            SUITE="staging",
            AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME=url,
            CODEBUILD_SRC_DIR_Rendered=str(seed / "artifact"),
        )
    assert exported["APPROVAL_SUMMARY"].startswith("Model version 1: auc 1.0000, threshold 0.9 | ")
