"""The build repository: what reaches the model registry, and what must not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.lifecycle.by_hand import FORBIDDEN, Try, scientist_of
from tests.lifecycle.trial import run_as_scientist

if TYPE_CHECKING:
    from tests.lifecycle.project_life import ProjectLife


def steps_in(log: str) -> list[str]:
    """The numbers of the CI steps that a build's log announces, in their order."""
    return list(dict.fromkeys(re.findall(r"^[=# ]*\[?(?:CI )?[Ss]tep (\d)", log, flags=re.MULTILINE)))


def log_of_the_failed_build(life: ProjectLife, last: str) -> str:
    """What the build after the one named printed; it must have failed."""
    pipeline = life.names.build_pipeline
    execution = life.started_after(pipeline, last)
    assert life.end_of(pipeline, execution) == "Failed"
    return life.log_of_build(life.actions(pipeline, execution)["Build/Build"])


def test_the_first_build_registers_a_model_without_an_edit(life: ProjectLife) -> None:
    (version,) = life.built().versions()
    assert version["ModelApprovalStatus"] == "PendingManualApproval"
    package = life.client("sagemaker").describe_model_package(ModelPackageName=version["ModelPackageArn"])
    assert {"CommitId", "BuildId", "TestDataS3Uri", "EvaluationReportS3Uri"} <= set(
        package["CustomerMetadataProperties"]
    )
    assert package["DriftCheckBaselines"]["ModelDataQuality"]["Statistics"]["S3Uri"].startswith("s3://")


def test_the_five_ci_steps_ran_in_order(life: ProjectLife) -> None:
    pipeline = life.built().names.build_pipeline
    log = life.log_of_build(life.actions(pipeline, life.newest(pipeline))["Build/Build"])
    assert steps_in(log) == list("12345")


def test_a_model_under_the_threshold_is_not_registered(life: ProjectLife) -> None:
    before = life.built().versions()
    last, folder = life.newest(life.names.build_pipeline), life.clone("model-build")
    configuration = folder / "ml_pipelines" / "training" / "input.json"
    wanted = json.loads(configuration.read_text(encoding="utf-8"))
    wanted["quality_gate"]["threshold"] = 0.99999
    configuration.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
    life.push(folder, "Ask for more than the model can do")
    assert "0.99999" in log_of_the_failed_build(life, last)
    assert life.versions() == before


def test_a_broken_step_script_stops_the_build_with_its_log(life: ProjectLife) -> None:
    """Broken so that the unit tests do not see it: only the job fails."""
    before = life.built().versions()
    last, folder = life.newest(life.names.build_pipeline), life.clone("model-build")
    reading = "    raw = read_tables(arguments.input)\n"
    broken = f'{reading}    if len(raw) > 200:\n        raise RuntimeError("broken on purpose")\n'
    life.edit(folder / "algorithms" / "preprocessing" / "split_data" / "__main__.py", reading, broken)
    life.push(folder, "Break the preprocessing step on real data")
    log = log_of_the_failed_build(life, last)
    assert steps_in(log) == list("12345")
    assert "RuntimeError: broken on purpose" in log
    assert life.versions() == before


def test_a_failing_check_stops_the_build_before_its_pipeline_is_touched(life: ProjectLife) -> None:
    before, pipeline = life.built().versions(), {"PipelineName": life.names.training_pipeline}
    definition = life.client("sagemaker").describe_pipeline(**pipeline)
    last, folder = life.newest(life.names.build_pipeline), life.clone("model-build")
    test = folder / "algorithms" / "preprocessing" / "split_data" / "test" / "test_splitting.py"
    life.edit(test, None, '\n\ndef test_fails():\n    assert 1 == 2, "wrong on purpose"\n')
    life.push(folder, "Fail a unit test")
    log = log_of_the_failed_build(life, last)
    assert steps_in(log) == list("12")
    assert "wrong on purpose" in log
    assert life.client("sagemaker").describe_pipeline(**pipeline)["LastModifiedTime"] == definition["LastModifiedTime"]
    assert life.versions() == before


def test_a_version_alone_is_enough_to_run_it_again_on_a_laptop(life: ProjectLife) -> None:
    """By whoever may read it: what earlier tests have pushed since then has no part in it."""
    (version,) = life.built().versions()
    arn = version["ModelPackageArn"]
    printed = run_as_scientist(life, arn, "--local", branch="main", program="ci.reproduce")
    assert "reproduced: every metric is as registered (" in printed


def test_a_scientist_sees_the_pipeline_that_ci_cd_made(life: ProjectLife) -> None:
    sagemaker = scientist_of(life.built().names).client("sagemaker")
    found = sagemaker.list_pipeline_executions(PipelineName=life.names.training_pipeline)["PipelineExecutionSummaries"]
    assert sagemaker.describe_pipeline_execution(PipelineExecutionArn=found[0]["PipelineExecutionArn"])


@pytest.mark.parametrize("attempt", FORBIDDEN, ids=lambda attempt: attempt.__name__)
def test_ci_cd_alone_makes_changes_and_runs_the_pipeline(life: ProjectLife, attempt: Try) -> None:
    names = life.built().names
    with pytest.raises(ClientError, match=f"not authorized to perform: {FORBIDDEN[attempt]} on resource: "):
        attempt(scientist_of(names), names)
