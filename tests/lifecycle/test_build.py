"""The build repository: what reaches the model registry, and what must not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.lifecycle.project_life import ProjectLife


def test_the_first_build_registers_a_model_without_an_edit(life: ProjectLife) -> None:
    pipeline = life.names.build_pipeline
    assert life.end_of(pipeline, life.newest(pipeline)) == "Succeeded"
    (version,) = life.versions()
    assert version["ModelApprovalStatus"] == "PendingManualApproval"
    package = life.client("sagemaker").describe_model_package(ModelPackageName=version["ModelPackageArn"])
    assert {"CommitId", "BuildId", "TestDataS3Uri", "EvaluationReportS3Uri"} <= set(
        package["CustomerMetadataProperties"]
    )
    assert package["DriftCheckBaselines"]["ModelDataQuality"]["Statistics"]["S3Uri"].startswith("s3://")


def test_the_five_ci_steps_ran_in_order(life: ProjectLife) -> None:
    pipeline = life.names.build_pipeline
    log = life.log_of_build(life.actions(pipeline, life.newest(pipeline))["Build/Build"])
    numbers = re.findall(r"^[=# ]*\[?(?:CI )?[Ss]tep (\d)", log, flags=re.MULTILINE)
    assert sorted(set(numbers)) == list("12345")
    assert [n for i, n in enumerate(numbers) if n not in numbers[:i]] == list("12345")


def test_a_model_under_the_threshold_is_not_registered(life: ProjectLife) -> None:
    before = life.versions()
    pipeline, last = life.names.build_pipeline, life.newest(life.names.build_pipeline)
    folder = life.clone("model-build")
    configuration = folder / "ml_pipelines" / "training" / "input.json"
    wanted = json.loads(configuration.read_text(encoding="utf-8"))
    wanted["quality_gate"]["threshold"] = 0.99999
    configuration.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
    life.push(folder, "Ask for more than the model can do")
    execution = life.started_after(pipeline, last)
    assert life.end_of(pipeline, execution) == "Failed"
    assert "0.99999" in life.log_of_build(life.actions(pipeline, execution)["Build/Build"])
    assert life.versions() == before


def test_a_broken_step_script_stops_the_build_with_its_log(life: ProjectLife) -> None:
    before = life.versions()
    pipeline, last = life.names.build_pipeline, life.newest(life.names.build_pipeline)
    folder = life.clone("model-build")
    script = next(folder.glob("algorithms/preprocessing/*/__main__.py"))
    script.write_text(
        script.read_text(encoding="utf-8") + '\nraise RuntimeError("broken on purpose")\n', encoding="utf-8"
    )
    life.push(folder, "Break the preprocessing step")
    execution = life.started_after(pipeline, last)
    assert life.end_of(pipeline, execution) == "Failed"
    assert "broken on purpose" in life.log_of_build(life.actions(pipeline, execution)["Build/Build"])
    assert life.versions() == before
