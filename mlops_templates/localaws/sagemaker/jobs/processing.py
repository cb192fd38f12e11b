"""The work of a processing job: inputs from S3, the command, outputs to S3."""

import json

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.images import Prepared
from mlops_templates.localaws.sagemaker.jobs import transfer
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed
from mlops_templates.localaws.sagemaker.jobs.workplace import Workplace

DAY = 86_400
SDK_LAUNCHER_INPUT = "entrypoint"


def work(place: Workplace) -> None:
    """Run the job from its request."""
    request, container = place.job.request, place.container
    specification = request["AppSpecification"]
    image = place.prepare(specification["ImageUri"])
    _pull_inputs(place)
    outputs = request.get("ProcessingOutputConfig", {}).get("Outputs", [])
    for output in outputs:
        container.local(output["S3Output"]["LocalPath"]).mkdir(parents=True, exist_ok=True)
    _write_configuration(place)
    argv = _command(specification, image)
    variables = {**image.variables, "PROCESSING_JOB_NAME": place.job.name, **request.get("Environment", {})}
    limit = request.get("StoppingCondition", {}).get("MaxRuntimeInSeconds", DAY)
    try:
        place.run(argv, variables, cwd=image.folder, limit=limit)
    finally:
        place.job.exit_message = _exit_message(place)
    _push_outputs(place, outputs)


def _command(specification: Document, image: Prepared) -> list[str]:
    """As docker does it: another entry point forgets the image's CMD, and so do arguments."""
    entrypoint, arguments = specification.get("ContainerEntrypoint"), specification.get("ContainerArguments")
    if entrypoint:
        return [*entrypoint, *(arguments or ())]
    if not (image.entrypoint or arguments or image.command):
        raise JobFailed("ClientError: API error (400): no command specified")
    return [*image.entrypoint, *(arguments or image.command)]


def _pull_inputs(place: Workplace) -> None:
    s3, container = place.call.client("s3"), place.container
    for channel in place.job.request.get("ProcessingInputs", []):
        source = channel["S3Input"]
        folder = container.local(source["LocalPath"])
        folder.mkdir(parents=True, exist_ok=True)
        transfer.pull(s3, source["S3Uri"], folder)
        if channel["InputName"] == SDK_LAUNCHER_INPUT:
            container.rewrite_launchers(folder)


def _write_configuration(place: Workplace) -> None:
    """The two files by which a container learns what it is."""
    cluster = place.job.request["ProcessingResources"]["ClusterConfig"]
    resource: Document = {
        "current_host": "algo-1",
        "hosts": ["algo-1"],
        "network_interface_name": "eth0",
        "current_instance_type": cluster["InstanceType"],
    }
    job = {**place.job.request, "ProcessingJobArn": place.job.arn}
    folder = place.container.opt_ml / "config"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("processingjobconfig", job), ("resourceconfig", resource)):
        text = place.container.rewrite(json.dumps(content, default=str))
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def _push_outputs(place: Workplace, outputs: list[Document]) -> None:
    s3 = place.call.client("s3")
    key = place.job.request.get("ProcessingOutputConfig", {}).get("KmsKeyId", "")
    for output in outputs:
        target = output["S3Output"]
        transfer.push(s3, place.container.local(target["LocalPath"]), target["S3Uri"], key)


def _exit_message(place: Workplace) -> str:
    path = place.container.opt_ml / "output" / "message"
    return path.read_text(encoding="utf-8", errors="replace")[:1024] if path.is_file() else ""
