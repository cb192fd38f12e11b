"""Rollbacks: an execution of its own that runs one stage with what an earlier execution brought to it."""

from __future__ import annotations

import json

from mlops_templates.localaws.codepipeline import stage_failure
from mlops_templates.localaws.codepipeline.state import Execution, Pipeline, Trigger
from mlops_templates.localaws.document import Document


def after_failure(pipeline: Pipeline, execution: Execution, stage: Document) -> Execution | None:
    """The rollback of a stage that has failed, if its definition wants one and there is something to go back to.

    The caller holds `pipeline.changed`. A rollback that fails is not rolled back.
    """
    name = stage["name"]
    failed = execution.stages[name] == "Failed" and execution.kind == "STANDARD"
    if not failed or stage_failure.result_of(stage) != "ROLLBACK":
        return None
    target = _last_good(pipeline, execution, name)
    if target is None:
        return None
    detail = json.dumps({"FailedPipelineExecutionId": execution.id}, separators=(",", ":"))
    return begin(pipeline, name, target, Trigger("AutomatedRollback", detail))


def begin(pipeline: Pipeline, stage: str, target: Execution, trigger: Trigger) -> Execution:
    """Note a rollback and let it into its stage. The caller holds `pipeline.changed`."""
    rollback = Execution(
        target.definition,
        trigger,
        {name: dict(values) for name, values in target.variables.items()},
        artifacts=dict(target.artifacts),
        rolled_back_to=target.id,
        rolled_back_stage=stage,
        taken_revisions=list(target.found_revisions),
    )
    rollback.variables["codepipeline"] = {"PipelineExecutionId": rollback.id}
    rollback.stages[stage] = "InProgress"
    pipeline.executions.append(rollback)
    door = pipeline.door(stage)
    door.inside.add(rollback.id)
    door.latest = rollback.id
    return rollback


def _last_good(pipeline: Pipeline, failed: Execution, stage: str) -> Execution | None:
    """The last execution of this version of the pipeline that succeeded in the stage."""
    for each in reversed(pipeline.executions):
        same = each.definition["version"] == pipeline.definition["version"] == failed.definition["version"]
        if same and each is not failed and each.kind == "STANDARD" and each.stages.get(stage) == "Succeeded":
            return each
    return None
