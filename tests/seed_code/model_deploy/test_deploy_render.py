"""The model_deploy seed renders what CloudFormation deploys from the registry and inference_config."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.seed_code.model_deploy.fake_registry import ACCOUNT, REGION, Project

CFN_LINT = Path(sys.executable).with_name("cfn-lint")
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


def in_phase_reliable(project: Project) -> dict[str, str]:
    """What the Render job of such a project gets; both stages are in the project's own account."""
    own = {"STAGING_ACCOUNT_ID": ACCOUNT, "PRODUCTION_ACCOUNT_ID": ACCOUNT}
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:sagemaker-{project.name}-p-1-alarms"
    return {**project.environment, "PHASE": "reliable", **own, "ALARM_TOPIC_ARN": topic}


def findings(template: str, tmp_path: Path) -> list[str]:
    """Of cfn-lint to the last hint, and of our rules that are not about the form of a product."""
    file = tmp_path / "endpoint.yaml"
    file.write_text(template)
    command = [CFN_LINT, "--include-checks", "I", "--append-rules", "mlops_templates.policy"]
    forms = ["--ignore-checks", "E9513"]
    got = subprocess.run([*command, "--regions", REGION, *forms, "--format", "parseable", "--template", file],
                         capture_output=True, text=True, check=False)  # fmt: skip
    return (got.stdout + got.stderr).splitlines()


@pytest.mark.parametrize("phase", ["repeatable", "reliable"])
def test_the_template_has_no_finding(run: Run, seed: Path, project: Project, tmp_path: Path, phase: str) -> None:
    project.register("Approved")
    environment = in_phase_reliable(project) if phase == "reliable" else project.environment
    got = run("deployment", **environment)
    assert got.returncode == 0, got.stderr
    template = (seed / "rendered" / "endpoint.yaml").read_text()
    assert ("AWS::ApiGateway::RestApi" in template, "AWS::Scheduler::Schedule" in template) == (
        (phase == "reliable",) * 2
    )
    assert findings(template, tmp_path) == []


def test_a_finding_would_be_seen(tmp_path: Path) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"Colour": "red"}}
    (finding,) = [line for line in findings(json.dumps({"Resources": {"Queue": queue}}), tmp_path) if "Colour" in line]
    assert "E3002" in finding


def test_the_stages_of_phase_reliable_use_the_roles_and_the_bucket_of_their_accounts(
    run: Run, seed: Path, project: Project
) -> None:
    project.register("Approved")
    got = run("deployment", **in_phase_reliable(project))
    assert got.returncode == 0, got.stderr
    for stage, monitored in (("staging", "no"), ("prod", "yes")):
        parameters = json.loads((seed / "rendered" / f"{stage}.json").read_text())["Parameters"]
        role = f"arn:aws:iam::{ACCOUNT}:role/mlops/mlops-templates-target-model-{REGION}"
        assert parameters["ModelExecutionRoleArn"] == role
        assert parameters["DataBucket"] == f"sagemaker-mlops-target-{ACCOUNT}-{REGION}"
        assert parameters["AlarmTopicArn"].endswith("-alarms")
        assert (parameters["WithApi"], parameters["Monitored"]) == ("yes", monitored)


def test_the_code_of_monitoring_is_laid_into_the_data_bucket_once(run: Run, seed: Path, project: Project) -> None:
    project.register("Approved")
    addresses = set()
    for _ in range(2):
        assert run("deployment", **in_phase_reliable(project)).returncode == 0
        parameters = json.loads((seed / "rendered" / "prod.json").read_text())["Parameters"]
        addresses.add(parameters["MonitoringCode"])
    (address,) = addresses
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    objects = project.client("s3").list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]
    assert {"compare.py", "drift.py"} <= {one["Key"].removeprefix(prefix) for one in objects}


def test_a_rejected_version_gives_way_to_the_newest_that_is_still_approved(
    run: Run, seed: Path, project: Project
) -> None:
    before = project.register("Approved")
    rejected = project.register("Approved")
    project.deploy("prod", rejected)
    decision = {"ModelPackageArn": rejected, "ModelApprovalStatus": "Rejected"}
    project.client("sagemaker").update_model_package(**decision)
    got = run("deployment", **project.environment)
    assert got.returncode == 0, got.stderr
    assert json.loads((seed / "rendered" / "prod.json").read_text())["Parameters"]["ModelPackageArn"] == before
    assert "  model version: 2 -> 1\n" in got.stdout


def test_when_the_only_version_is_rejected_production_goes_on_and_the_log_says_why(run: Run, project: Project) -> None:
    only = project.register("Approved")
    project.client("sagemaker").update_model_package(ModelPackageArn=only, ModelApprovalStatus="Rejected")
    got = run("deployment", **project.environment)
    assert (got.returncode, got.stderr.split(":")[0]) == (1, "nothing approved yet")


def test_an_account_that_is_not_named_stops_it(run: Run, project: Project) -> None:
    got = run("deployment", **project.environment, PHASE="reliable")
    assert got.returncode == 2
    assert "STAGING_ACCOUNT_ID, PRODUCTION_ACCOUNT_ID" in got.stderr


def test_a_kind_of_deployment_that_nobody_knows_stops_it(run: Run, project: Project) -> None:
    got = run("deployment", **project.environment, DEPLOYMENT="stream")
    assert (got.returncode, got.stderr) == (2, "DEPLOYMENT is 'stream', it must be real-time or batch.\n")


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
