"""A run from its start to its end, and what it leaves in a folder."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ci.banner import StepFailed, say
from ci.local import jobs
from ci.local.expressions import Scope, holds, resolve
from ci.local.jobs import Machine
from ci.local.store import Store

Perform = Callable[[Machine, str, Mapping[str, Any]], dict[str, Any]]
PERFORMERS: dict[str, Perform] = {
    "Processing": jobs.processing,
    "Training": jobs.training,
    "Tuning": jobs.tuning,
}
NO_MODEL = (
    "improve the model or its data; report.html shows where it errs. "
    "Only with the agreement of its approvers change quality_gate in the settings"
)


def execute(definition: Mapping[str, Any], given: Mapping[str, Any], store: Store, output: Path) -> None:
    """Run every step of a definition; its report, metrics and model are in `output` even when the gate is missed."""
    parameters = {entry["Name"]: entry.get("DefaultValue") for entry in definition["Parameters"]} | dict(given)
    scope = Scope(parameters, {"PipelineExecutionArn": "local", "PipelineExecutionId": "local"})
    with tempfile.TemporaryDirectory() as work:
        machine = Machine(store, Path(work), output / "logs")
        for step in definition["Steps"]:
            perform(step, scope, machine, output)


def perform(step: Mapping[str, Any], scope: Scope, machine: Machine, output: Path) -> None:
    name, kind, begin = step["Name"], step["Type"], time.monotonic()
    if kind == "Condition":
        decide(step["Arguments"], scope, machine, output)
        return
    if kind == "Fail":
        raise StepFailed(resolve(step["Arguments"], scope)["ErrorMessage"], NO_MODEL)
    arguments = resolve(step["Arguments"], scope)
    if kind == "RegisterModel":
        (output / "model-package.json").write_text(json.dumps(arguments, indent=2) + "\n", encoding="utf-8")
        keep(machine.store.path(model_of(arguments)), output)
    else:
        scope.properties[name] = PERFORMERS[kind](machine, name, arguments)
        keep_files(step, scope, machine, output)
    say(f"{time.monotonic() - begin:7.1f} s  {name:<20} {kind}")


def decide(arguments: Mapping[str, Any], scope: Scope, machine: Machine, output: Path) -> None:
    passed = all(holds(condition, scope) for condition in arguments["Conditions"])
    for step in arguments["IfSteps" if passed else "ElseSteps"]:
        perform(step, scope, machine, output)


def keep_files(step: Mapping[str, Any], scope: Scope, machine: Machine, output: Path) -> None:
    """The property files of a step for later ones, with all that lies beside them for people."""
    outputs = scope.properties[step["Name"]].get("ProcessingOutputConfig", {}).get("Outputs", {})
    for file in step.get("PropertyFiles", []):
        folder = machine.store.path(outputs[file["OutputName"]]["S3Output"]["S3Uri"])
        shutil.copytree(folder, output, dirs_exist_ok=True)
        reference = f"Steps.{step['Name']}.PropertyFiles.{file['PropertyFileName']}"
        scope.files[reference] = json.loads((folder / file["FilePath"]).read_text(encoding="utf-8"))


def model_of(package: Mapping[str, Any]) -> str:
    (container,) = package["InferenceSpecification"]["Containers"]
    return container["ModelDataUrl"]


def keep(file: Path, output: Path) -> None:
    shutil.copy(file, output)
