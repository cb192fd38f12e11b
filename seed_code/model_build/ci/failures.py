"""Why an execution failed, and what to do about it, in words for the person whose push it was."""

import re
from collections.abc import Mapping
from typing import Any

from ci import job_logs
from ci.banner import StepFailed, say


def print_logs(logs: Any, steps: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The end of the log of each failed job, by step, printed and returned."""
    tails = {}
    for step in steps:
        log = job_logs.log_of(step)
        if step["StepStatus"] == "Failed" and log:
            tails[step["StepName"]] = job_logs.tail(logs, log)
            say("\n".join([f"\n-- end of the log of {step['StepName']}", *tails[step["StepName"]], "-- end"]))
    return tails


def describe(
    arn: str, status: dict[str, Any], steps: list[dict[str, Any]], tails: Mapping[str, list[str]]
) -> StepFailed:
    """What failed, with the reason AWS gives, and what to do about it."""
    failed = [step for step in steps if step["StepStatus"] == "Failed"]
    reasons = [f"{step['StepName']}: {reason(step)}" for step in failed] or [reason(status)]
    advice = [advise(step, tails.get(step["StepName"], [])) for step in failed] or ["start the build again"]
    outcome = f"pipeline execution {status['PipelineExecutionStatus']}: {arn}"
    return StepFailed("\n".join([outcome, *reasons]), "\n            ".join(advice))


def reason(thing: dict[str, Any]) -> str:
    return thing.get("FailureReason") or "no reason given"


def advise(step: dict[str, Any], tail: list[str]) -> str:
    if "Fail" in step.get("Metadata", {}):
        return (
            "improve the model or its data; the report shows where it errs. "
            "Only with the agreement of its approvers lower quality_gate.threshold in ml_pipelines/training/input.json"
        )
    log = job_logs.log_of(step)
    if not log:
        return f"correct the definition of {step['StepName']} in ml_pipelines/"
    place = f"The whole log: group {log.group}, streams that start with {log.job}"
    module = re.search(r"No module named '([^'.]+)", "\n".join(tail))
    if module:
        return (
            f"{step['StepName']} does not find {module[1]}. A package that its image lacks belongs into "
            "requirements.in in the folder of the step, then `make lock`: see 'Use your own model' in README.md. "
            f"{place}"
        )
    return f"the log above says where {step['StepName']} broke: correct its code, its data or input.json. {place}"
