"""What the batch pipeline of a stage scores with right now."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from deployment.batch.settings import BatchSettings
from deployment.model_version import ModelVersion
from deployment.release import ProductionVersion


@dataclass(frozen=True)
class InUse:
    """The model version in a pipeline, and the machines of its scoring step."""

    model_package_arn: str
    instance_type: str
    instance_count: int


def now_in_use(sagemaker: Any, pipeline_name: str) -> InUse | None:
    """What the pipeline scores with; None when there is no such pipeline."""
    try:
        text = sagemaker.describe_pipeline(PipelineName=pipeline_name)["PipelineDefinition"]
    except ClientError as error:
        if error.response["Error"]["Code"] in ("ResourceNotFound", "ResourceNotFoundException"):
            return None
        raise
    (arguments,) = (step["Arguments"] for step in json.loads(text)["Steps"] if step["Type"] == "Transform")
    resources = arguments["TransformResources"]
    return InUse(
        model_package_arn=_model_package_arn(sagemaker.describe_model(ModelName=arguments["ModelName"])),
        instance_type=resources["InstanceType"],
        instance_count=resources["InstanceCount"],
    )


def changed_settings(now: InUse | None, settings: BatchSettings) -> tuple[str, ...]:
    """Only what becomes different, beside the model version; nothing for a pipeline that is new."""
    facts = _facts(now, settings) if now else ()
    return tuple(f"{name} {before} -> {after}" for name, before, after in facts if before != after)


def describe(
    now: InUse | None, before: ProductionVersion | None, model: ModelVersion, settings: BatchSettings
) -> Iterator[str]:
    """One line per fact of production: as it is, and as this release makes it."""
    if now is None:
        yield f"  batch pipeline: none yet, this release makes it with version {model.version}"
        return
    version = ("model version", before.version if before else "unknown", model.version)
    for name, old, new in (version, *_facts(now, settings)):
        yield f"  {name}: {new}, as now" if old == new else f"  {name}: {old} -> {new}"


def _facts(now: InUse, settings: BatchSettings) -> Iterator[tuple[str, object, object]]:
    yield "instance type", now.instance_type, settings.instance_type
    yield "instance count", now.instance_count, settings.instance_count


def _model_package_arn(model: dict[str, Any]) -> str:
    containers = [model.get("PrimaryContainer", {}), *model.get("Containers", [])]
    return next((str(container["ModelPackageName"]) for container in containers if "ModelPackageName" in container), "")
