"""The work of a training job: channels from S3, the script, model and output archives to S3."""

import json
import tarfile
from pathlib import Path

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.images import Prepared
from mlops_templates.localaws.sagemaker.jobs import toolkit, transfer
from mlops_templates.localaws.sagemaker.jobs.container import OPT_ML
from mlops_templates.localaws.sagemaker.jobs.lifecycle import enter
from mlops_templates.localaws.sagemaker.jobs.metrics import final_metrics
from mlops_templates.localaws.sagemaker.jobs.workplace import Workplace

DAY = 86_400
SDK_LAUNCHER_CHANNEL = "sm_drivers"


def work(place: Workplace) -> None:
    """Run the job from its request."""
    enter(place.job, "Downloading")
    image = place.prepare(place.job.request["AlgorithmSpecification"]["TrainingImage"])
    for folder in ("input/config", "input/data", "model", "output/data"):
        (place.container.opt_ml / folder).mkdir(parents=True, exist_ok=True)
    channels = _pull_channels(place)
    resource = _resource(place.job.request)
    _write_configuration(place, channels, resource)
    enter(place.job, "Training")
    _train(place, image, list(channels), resource)
    enter(place.job, "Uploading")
    place.job.metrics = final_metrics(place.job.request["AlgorithmSpecification"], place.log)
    _push_results(place)


def _pull_channels(place: Workplace) -> Document:
    s3, channels = place.call.client("s3"), {}
    for channel in place.job.request.get("InputDataConfig", []):
        name = channel["ChannelName"]
        folder = place.container.opt_ml / "input" / "data" / name
        transfer.pull(s3, channel["DataSource"]["S3DataSource"]["S3Uri"], folder)
        if name == SDK_LAUNCHER_CHANNEL:
            place.container.rewrite_launchers(folder)
        channels[name] = {
            "ContentType": channel.get("ContentType", ""),
            "TrainingInputMode": "File",
            "S3DistributionType": "FullyReplicated",
            "RecordWrapperType": "None",
        }
    return channels


def _resource(request: Document) -> Document:
    return {
        "current_host": "algo-1",
        "current_instance_type": request["ResourceConfig"].get("InstanceType", ""),
        "current_group_name": "homogeneousCluster",
        "hosts": ["algo-1"],
        "instance_groups": [],
        "network_interface_name": "eth0",
    }


def _write_configuration(place: Workplace, channels: Document, resource: Document) -> None:
    folder = place.container.opt_ml / "input" / "config"
    parameters = place.job.request.get("HyperParameters", {})
    for name, content in (
        ("hyperparameters", parameters),
        ("inputdataconfig", channels),
        ("resourceconfig", resource),
    ):
        text = place.container.rewrite(json.dumps(content))
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def _train(place: Workplace, image: Prepared, channels: list[str], resource: Document) -> None:
    request = place.job.request
    values = {**_program_of(image), **toolkit.decoded(request.get("HyperParameters", {}))}
    variables = {
        **image.variables,
        "TRAINING_JOB_NAME": place.job.name,
        "TRAINING_JOB_ARN": place.job.arn,
        **toolkit.variables(values, channels, resource),
        **request.get("Environment", {}),
    }
    limit = request.get("StoppingCondition", {}).get("MaxRuntimeInSeconds", DAY)
    specification = request["AlgorithmSpecification"]
    if entrypoint := specification.get("ContainerEntrypoint"):
        argv = [*entrypoint, *specification.get("ContainerArguments", [])]
        place.run(argv, variables, cwd=image.folder, limit=limit)
        return
    if not image.toolkit or toolkit.PROGRAM not in values:
        place.run([*image.entrypoint, "train"], variables, cwd=image.folder, limit=limit)
        return
    code = toolkit.unpack_source(place, values[toolkit.SUBMIT_DIRECTORY])
    if (code / "requirements.txt").is_file():
        place.run(["pip", "install", "-r", "requirements.txt"], variables, cwd=code, limit=limit)
    program = str(values[toolkit.PROGRAM])
    start = ["/bin/sh", "-c", f'./{program} "$@"', program] if program.endswith(".sh") else ["python3", program]
    place.run([*start, *toolkit.arguments(toolkit.user_parameters(values))], variables, cwd=code, limit=limit)


def _program_of(image: Prepared) -> Document:
    """What an image that was built upon a framework image says of the script that it brings."""
    program = image.variables.get("SAGEMAKER_PROGRAM")
    folder = image.variables.get("SAGEMAKER_SUBMIT_DIRECTORY", f"{OPT_ML}/code")
    return {toolkit.PROGRAM: program, toolkit.SUBMIT_DIRECTORY: folder} if program else {}


def _push_results(place: Workplace) -> None:
    target = place.job.request["OutputDataConfig"]
    prefix, key = f"{target['S3OutputPath'].rstrip('/')}/{place.job.name}/output", target.get("KmsKeyId", "")
    s3, opt_ml = place.call.client("s3"), place.container.opt_ml
    if target.get("CompressionType") == "NONE":
        transfer.push(s3, opt_ml / "model", f"{prefix}/model", key)
        place.job.model_artifacts = f"{prefix}/model/"
    else:
        place.job.model_artifacts = f"{prefix}/model.tar.gz"
        transfer.upload(s3, _archive(opt_ml / "model"), place.job.model_artifacts, key)
    if any((opt_ml / "output" / "data").iterdir()):
        transfer.upload(s3, _archive(opt_ml / "output" / "data"), f"{prefix}/output.tar.gz", key)


def _archive(folder: Path) -> Path:
    path = folder.with_name(f"{folder.name}.tar.gz")
    with tarfile.open(path, "w:gz", compresslevel=6) as archive:
        for entry in sorted(folder.iterdir()):
            archive.add(entry, entry.name)
    return path
