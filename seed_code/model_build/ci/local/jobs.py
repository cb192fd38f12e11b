"""Processing, training and tuning jobs, by the arguments that AWS would get; each gives the properties of its step."""

import json
import shutil
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ci.local import search
from ci.local.process import Container
from ci.local.store import Store

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Machine:
    """Where jobs run: their store, their folders, their logs."""

    store: Store
    work: Path
    logs: Path

    def container(self, name: str) -> Container:
        folder = self.work / name
        folder.mkdir(parents=True)
        return Container(name, folder, self.logs / f"{name}.log")


def processing(machine: Machine, step: str, request: Document) -> dict[str, Any]:
    container = machine.container(step)
    for channel in request["ProcessingInputs"]:
        folder = container.local(channel["S3Input"]["LocalPath"])
        machine.store.pull(channel["S3Input"]["S3Uri"], folder)
        (folder / "requirements.txt").unlink(missing_ok=True)  # installed in this repository's environment already
    outputs = {output["OutputName"]: output for output in request["ProcessingOutputConfig"]["Outputs"]}
    for output in outputs.values():
        container.local(output["S3Output"]["LocalPath"]).mkdir(parents=True, exist_ok=True)
    specification = request["AppSpecification"]
    container.run([*specification["ContainerEntrypoint"], *specification.get("ContainerArguments", [])])
    for output in outputs.values():
        machine.store.push(container.local(output["S3Output"]["LocalPath"]), output["S3Output"]["S3Uri"])
    return {"ProcessingOutputConfig": {"Outputs": outputs}}


def training(machine: Machine, step: str, request: Document) -> dict[str, Any]:
    """By the contract of AWS's framework images, as far as the steps of this repository use it."""
    container, values = machine.container(step), request["HyperParameters"]
    channels = {channel["ChannelName"]: channel["DataSource"]["S3DataSource"] for channel in request["InputDataConfig"]}
    for name, source in channels.items():
        machine.store.pull(source["S3Uri"], container.folder / "input" / "data" / name)
    code, model = container.folder / "code", container.folder / "model"
    for folder in (code, model, container.folder / "output" / "data"):
        folder.mkdir(parents=True)
    with tarfile.open(machine.store.path(values["sagemaker_submit_directory"])) as archive:
        archive.extractall(code, filter="data")
    own = {name: value for name, value in values.items() if not name.startswith("sagemaker_")}
    words = [word for name, value in sorted(own.items()) for word in (f"--{name}", str(value))]
    container.run(["python3", values["sagemaker_program"], *words], variables(own, channels), cwd=code)
    uri = f"{request['OutputDataConfig']['S3OutputPath']}/{step}/output/model.tar.gz"
    pack(model, machine.store.path(uri))
    return {"TrainingJobName": step, "ModelArtifacts": {"S3ModelArtifacts": uri}}


def variables(own: Document, channels: Document) -> dict[str, str]:
    return {
        "SM_MODEL_DIR": "/opt/ml/model",
        "SM_OUTPUT_DATA_DIR": "/opt/ml/output/data",
        "SM_HPS": json.dumps(own),
        "SM_CHANNELS": json.dumps(sorted(channels)),
        **{f"SM_CHANNEL_{name.upper()}": f"/opt/ml/input/data/{name}" for name in channels},
    }


def pack(model: Path, archive: Path) -> None:
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive, "w:gz") as content:
        for entry in sorted(model.iterdir()):
            content.add(entry, entry.name)


def tuning(machine: Machine, step: str, request: Document) -> dict[str, Any]:
    """As many training jobs as the search may have, with values drawn by chance: on AWS the search is Bayesian."""
    configuration, definition = request["HyperParameterTuningJobConfig"], request["TrainingJobDefinition"]
    objective = configuration["HyperParameterTuningJobObjective"]
    definitions = definition["AlgorithmSpecification"]["MetricDefinitions"]
    regex = next(entry["Regex"] for entry in definitions if entry["Name"] == objective["MetricName"])
    found: list[tuple[float, str]] = []
    for number, drawn in enumerate(search.draws(configuration), start=1):
        name = f"{step}-{number:03}"
        training(machine, name, {**definition, "HyperParameters": {**definition["StaticHyperParameters"], **drawn}})
        found.append((search.objective(machine.logs / f"{name}.log", regex), name))
        shutil.rmtree(machine.work / name)
    best = (min if objective["Type"] == "Minimize" else max)(found)
    return {"TrainingJobDefinition": definition, "BestTrainingJob": {"TrainingJobName": best[1]}}
