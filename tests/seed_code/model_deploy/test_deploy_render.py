"""The model_deploy seed renders what CloudFormation deploys from the registry and inference_config."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from cfnlint.api import lint

from tests.seed_code.model_deploy.fake_registry import Project

Run = Callable[..., subprocess.CompletedProcess[str]]


def rendered(seed: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((seed / "rendered").iterdir())}


def test_nothing_approved_is_said_plainly_and_writes_nothing(run: Run, seed: Path, project: Project) -> None:
    project.register("PendingManualApproval")
    got = run("deployment", **project.environment)
    assert got.returncode == 1
    assert got.stderr == (
        f"nothing approved yet: approve a version of {project.group} in the model registry, "
        "this pipeline then starts by itself\n"
    )
    assert not (seed / "rendered").exists()


def test_the_newest_approved_version_is_rendered_for_both_stages(run: Run, seed: Path, project: Project) -> None:
    project.register("Approved")
    newest = project.register("Approved")
    project.register("Rejected")
    got = run("deployment", **project.environment)
    assert got.returncode == 0, got.stderr
    files = rendered(seed)
    assert list(files) == ["endpoint.yaml", "model.json", "prod.json", "staging.json"]
    for stage in ("staging", "prod"):
        parameters = json.loads(files[f"{stage}.json"])["Parameters"]
        assert (parameters["EndpointName"], parameters["ModelPackageArn"]) == (f"{project.group}-{stage}", newest)
    facts = json.loads(files["model.json"])
    assert (facts["model_package_arn"], facts["version"], facts["production"]) == (newest, 2, None)
    exports = (seed / "exports.sh").read_text()
    assert exports.startswith(
        f"export MODEL_PACKAGE_ARN={newest}\nexport MODEL_PACKAGE_VERSION=2\nexport APPROVAL_SUMMARY="
    )


def test_two_renders_are_equal_byte_for_byte(run: Run, seed: Path, project: Project) -> None:
    project.register("Approved")
    run("deployment", **project.environment)
    first = rendered(seed)
    run("deployment", PYTHONHASHSEED="7", **project.environment)
    assert first and rendered(seed) == first


def test_the_template_has_no_finding(run: Run, seed: Path, project: Project) -> None:
    project.register("Approved")
    run("deployment", **project.environment)
    assert lint((seed / "rendered" / "endpoint.yaml").read_text(), regions=["us-east-1"]) == []


def test_the_log_shows_what_changes_for_production(run: Run, project: Project) -> None:
    project.deploy("prod", project.register("Approved"))
    project.register("Approved")
    got = run("deployment", **project.environment)
    assert "  model version: 1 -> 2\n" in got.stdout
    assert "  instance count: 1 -> 2\n" in got.stdout
    assert "  instance type: ml.m5.large, as now\n" in got.stdout


def test_faults_of_the_configuration_stop_it_before_it_asks_aws(run: Run, seed: Path) -> None:
    (seed / "inference_config" / "prod" / "inference_config.json").write_text('{"instance_type": "big"}')
    got = run("deployment")
    assert got.returncode == 2
    assert [line.split(": ")[1].split(" ")[0] for line in got.stderr.splitlines()] == [
        "data_capture_percentage",
        "instance_count",
        "instance_type",
    ]
    assert not (seed / "rendered").exists()
