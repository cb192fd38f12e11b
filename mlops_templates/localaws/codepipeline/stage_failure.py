"""What a stage declares for its failure: `onFailure`, and the automatic retry."""

from __future__ import annotations

from mlops_templates.localaws.codepipeline.state import Execution, Pipeline, now
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated

RESULTS = frozenset({"FAIL", "RETRY", "ROLLBACK"})


def check(definition: Document) -> None:
    """Refuse what AWS refuses of the stages' `onFailure`, and what nobody emulates.

    Raises:
        AwsError: InvalidStructureException or NotEmulated.
    """
    for position, stage in enumerate(definition["stages"]):
        wanted = stage.get("onFailure")
        if wanted is not None:
            _check(definition, stage["name"], wanted, first=position == 0)


def _check(definition: Document, stage: str, wanted: Document, *, first: bool) -> None:
    result = wanted.get("result")
    if definition["pipelineType"] != "V2":
        raise _invalid(f"Stage {stage}: onFailure can only be used with pipelines of type V2")
    if result not in RESULTS:
        raise not_emulated(f"onFailure of stage {stage} with the result {result}")
    if wanted.get("retryConfiguration") and result != "RETRY":
        raise _invalid(f"Stage {stage}: retryConfiguration can only be used with the result RETRY")
    if result == "ROLLBACK" and first:
        raise _invalid(f"Stage {stage}: a source stage cannot be rolled back")
    if result == "ROLLBACK" and definition["executionMode"] == "PARALLEL":
        raise _invalid(f"Stage {stage}: a rollback is not available in the execution mode PARALLEL")


def result_of(stage: Document) -> str:
    """What happens when the stage fails."""
    return str(stage.get("onFailure", {}).get("result", "FAIL"))


def retry(pipeline: Pipeline, execution: Execution, stage: Document) -> bool:
    """Whether the stage, which has failed, is tried again: once, as on AWS."""
    name = stage["name"]
    if result_of(stage) != "RETRY" or execution.automatic_retries.get(name):
        return False
    with pipeline.changed:
        if execution.status != "InProgress":
            return False
        mode = stage["onFailure"].get("retryConfiguration", {}).get("retryMode", "FAILED_ACTIONS")
        if mode == "ALL_ACTIONS":
            execution.fresh_from = len(execution.runs)
        execution.automatic_retries[name] = 1
        execution.updated = now()
    return True


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidStructureException", message)
