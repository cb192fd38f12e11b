"""What CodeBuild refuses in a project, with its words where they are known."""

from __future__ import annotations

import re

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.trust import trusts
from mlops_templates.localaws.wire import service_model

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,149}", re.ASCII)
_SOURCES = frozenset({"CODECOMMIT", "CODEPIPELINE", "NO_SOURCE", "S3"})
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def invalid(message: str) -> AwsError:
    return AwsError("InvalidInputException", message)


def check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise invalid(
            f"Invalid project name {name}: it must start with a letter or number, contain only letters, numbers, "
            "hyphens and underscores, and have 2 to 150 characters"
        )


def check_settings(call: Call, settings: Document) -> None:
    """Refuse settings that AWS refuses, or that nobody emulates.

    Raises:
        AwsError: InvalidInputException or NotEmulated.
    """
    _check_values(settings)
    for source in (settings["source"], *settings.get("secondarySources", [])):
        _check_source(source)
    _check_artifacts(settings)
    _check_environment(settings["environment"])
    _check_minutes("timeoutInMinutes", settings, 5, 2160)
    _check_minutes("queuedTimeoutInMinutes", settings, 5, 480)
    if not trusts(call, settings["serviceRole"], "codebuild.amazonaws.com"):
        raise invalid(f"CodeBuild is not authorized to perform: sts:AssumeRole on {settings['serviceRole']}")


def _check_values(settings: Document) -> None:
    """Tell a typo from what only we lack; the words of AWS for it are not known, the code is."""
    environment = settings["environment"]
    check_value("source.type", "SourceType", settings["source"]["type"])
    check_value("artifacts.type", "ArtifactsType", settings["artifacts"]["type"])
    check_value("environment.type", "EnvironmentType", environment["type"])
    check_value("environment.computeType", "ComputeType", environment["computeType"])


def check_value(path: str, shape: str, value: str) -> None:
    """Refuse a value that the API model does not list."""
    values: list[str] = service_model("codebuild").shape_for(shape).enum
    if value not in values:
        raise invalid(f"Invalid {path}: {value} (must be one of {', '.join(values)})")


def _check_source(source: Document) -> None:
    kind = source["type"]
    if kind not in _SOURCES:
        raise not_emulated(f"CodeBuild source type {kind}")
    if kind in {"CODECOMMIT", "S3"} and not source.get("location"):
        raise invalid(f"Invalid project source: location is required for source type {kind}")
    if kind == "NO_SOURCE" and not source.get("buildspec"):
        raise invalid("Invalid project source: buildspec is required for source type NO_SOURCE")


def _check_artifacts(settings: Document) -> None:
    source, artifacts = settings["source"]["type"], settings["artifacts"]["type"]
    if (source == "CODEPIPELINE") != (artifacts == "CODEPIPELINE"):
        raise invalid(
            "Invalid input: when using CodePipeline both sourceType, and artifactType must be set to: CODEPIPELINE"
        )
    for each in (settings["artifacts"], *settings.get("secondaryArtifacts", [])):
        if each["type"] == "S3" and not each.get("location"):
            raise invalid("Invalid artifacts: location is required for artifacts type S3")


def _check_environment(environment: Document) -> None:
    if not environment["type"].startswith(("LINUX_", "ARM_")):
        raise not_emulated(f"CodeBuild environment type {environment['type']}")
    check_variables(environment.get("environmentVariables", []))


def check_variables(variables: list[Document]) -> None:
    for variable in variables:
        if not _VARIABLE.fullmatch(variable["name"]):
            raise invalid(f"Invalid environment variable name: {variable['name']}")
        check_value("environment variable type", "EnvironmentVariableType", variable.get("type", "PLAINTEXT"))
        if variable.get("type") == "SECRETS_MANAGER":
            raise not_emulated("CodeBuild environment variables of type SECRETS_MANAGER")


def _check_minutes(member: str, settings: Document, least: int, most: int) -> None:
    if member in settings and not least <= settings[member] <= most:
        raise invalid(f"Invalid {member}: {settings[member]} (must be between {least} and {most})")
