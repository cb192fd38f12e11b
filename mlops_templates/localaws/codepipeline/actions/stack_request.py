"""The request for a stack, from an action's configuration and artifacts."""

from __future__ import annotations

import json
from typing import Any

from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated


def stack_request(job: Job) -> Document:
    """Members that CreateStack, UpdateStack and CreateChangeSet have in common."""
    given = job.configuration
    settings = _settings(job)
    parameters = {**settings.get("Parameters", {}), **_overrides(job)}
    capabilities = [word.strip() for word in given.get("Capabilities", "").split(",") if word.strip()]
    return {
        "StackName": given["StackName"],
        "TemplateBody": job.input_file(given["TemplatePath"]),
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": _text(value)} for key, value in sorted(parameters.items())
        ],
        "Tags": [{"Key": key, "Value": _text(value)} for key, value in sorted(settings.get("Tags", {}).items())],
        "Capabilities": capabilities,
        "RoleARN": given["RoleArn"],
    }


def _settings(job: Job) -> Document:
    """The template configuration file."""
    reference = job.configuration.get("TemplateConfiguration")
    if reference is None:
        return {}
    settings = _json(job.input_file(reference), f"Template configuration {reference}")
    if settings.get("StackPolicy"):
        raise not_emulated("StackPolicy of a template configuration")
    unknown = sorted(set(settings) - {"Parameters", "Tags", "StackPolicy"})
    if unknown:
        message = f"Template configuration {reference} has unknown members: {', '.join(unknown)}"
        raise ActionFailedError("InvalidConfiguration", message)
    return settings


def _overrides(job: Job) -> Document:
    text = job.configuration.get("ParameterOverrides")
    overrides = _json(text, "ParameterOverrides") if text else {}
    return {key: _value(job, value) for key, value in overrides.items()}


def _value(job: Job, value: Any) -> Any:
    """A plain value, or what Fn::GetArtifactAtt and Fn::GetParam stand for."""
    if not isinstance(value, dict):
        return value
    if "Fn::GetArtifactAtt" in value:
        name, attribute = value["Fn::GetArtifactAtt"]
        location = job.record.inputs[name]
        url = f"https://{location.bucket}.s3.{job.call.region}.amazonaws.com/{location.key}"
        return {"BucketName": location.bucket, "ObjectKey": location.key, "URL": url}[attribute]
    if "Fn::GetParam" in value:
        name, path, key = value["Fn::GetParam"]
        return _json(job.input_file(f"{name}::{path}"), path)[key]
    raise ActionFailedError("InvalidConfiguration", f"ParameterOverrides has an unknown function: {', '.join(value)}")


def _json(text: str, what: str) -> Document:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ActionFailedError("InvalidConfiguration", f"{what} is not valid JSON: {error}") from error
    if not isinstance(found, dict):
        raise ActionFailedError("InvalidConfiguration", f"{what} is not a JSON object")
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(_text(item) for item in value)
    return str(value)
