"""The properties of a step: the description of what it made, as AWS's Describe action gives it."""

from typing import Any

from mlops_templates.localaws.sagemaker.pipelines.paths import tokens
from mlops_templates.localaws.wire import service_model

DESCRIPTIONS = {
    "Processing": ("DescribeProcessingJobResponse",),
    "Training": ("DescribeTrainingJobResponse",),
    "Tuning": ("DescribeHyperParameterTuningJobResponse", "ListTrainingJobsForHyperParameterTuningJobResponse"),
    "Transform": ("DescribeTransformJobResponse",),
    "Model": ("DescribeModelOutput",),
    "RegisterModel": ("DescribeModelPackageOutput",),
}


def check_property(step_type: str, path: str) -> bool:
    """Whether steps of this type have such a property."""
    if step_type == "Condition":
        return path == "Outcome"
    return any(_has(name, path) for name in DESCRIPTIONS.get(step_type, ()))


def _has(name: str, path: str) -> bool:
    shape = service_model("sagemaker").shape_for(name)
    try:
        for token in tokens(path):
            shape = _member(shape, token)
    except (LookupError, ValueError):
        return False
    return bool(path)


def _member(shape: Any, token: str | int) -> Any:
    if shape.type_name == "structure":
        return shape.members[token]
    if shape.type_name == "list":
        return shape.member
    if shape.type_name == "map":
        return shape.value
    raise LookupError(token)
