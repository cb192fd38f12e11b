"""A build as the API shows it."""

from __future__ import annotations

import hashlib

from mlops_templates.localaws.codebuild.build_log import group_and_stream
from mlops_templates.localaws.codebuild.state import Build, Phase
from mlops_templates.localaws.document import Document

_FROM_PROJECT = (
    "cache",
    "encryptionKey",
    "queuedTimeoutInMinutes",
    "secondarySources",
    "secondarySourceVersions",
    "serviceRole",
    "source",
    "timeoutInMinutes",
    "vpcConfig",
)


def describe(build: Build) -> Document:
    """The build with its phases so far."""
    shown: Document = {
        "id": build.id,
        "arn": build.arn,
        "buildNumber": build.number,
        "startTime": build.started,
        "currentPhase": build.phase,
        "buildStatus": build.status,
        "buildComplete": build.status != "IN_PROGRESS",
        "projectName": build.project.name,
        "initiator": build.initiator,
        "phases": [_phase(phase) for phase in build.phases],
        "environment": _environment(build),
        "logs": _logs(build),
        "artifacts": _artifact(build, ""),
        "secondaryArtifacts": [_artifact(build, name) for name in sorted(build.artifacts) if name],
        "exportedEnvironmentVariables": [{"name": name, "value": value} for name, value in build.exported.items()],
    }
    shown |= {member: build.settings[member] for member in _FROM_PROJECT if member in build.settings}
    optional = {
        "endTime": build.ended,
        "sourceVersion": build.source_version,
        "resolvedSourceVersion": build.resolved_version,
    }
    return shown | {key: value for key, value in optional.items() if value}


def _phase(phase: Phase) -> Document:
    shown: Document = {"phaseType": phase.name, "startTime": phase.started}
    if phase.ended:
        shown |= {
            "phaseStatus": phase.status,
            "endTime": phase.ended,
            "durationInSeconds": int((phase.ended - phase.started).total_seconds()),
            "contexts": [{"statusCode": phase.code, "message": phase.message}],
        }
    return shown


def _environment(build: Build) -> Document:
    environment = dict(build.settings["environment"])
    overriding = {each["name"] for each in build.variables}
    kept = [each for each in environment["environmentVariables"] if each["name"] not in overriding]
    return {**environment, "environmentVariables": [*kept, *build.variables]}


def _logs(build: Build) -> Document:
    """The deep link is the log file of this machine, which is there while the build runs."""
    shown: Document = {"deepLink": build.log.as_uri()}
    place = group_and_stream(build)
    if place is None:
        return {**shown, "cloudWatchLogs": {"status": "DISABLED"}}
    group, stream = place
    region, account = build.arn.split(":")[3:5]
    return {
        **shown,
        "groupName": group,
        "streamName": stream,
        "cloudWatchLogsArn": f"arn:aws:logs:{region}:{account}:log-group:{group}:log-stream:{stream}",
        "cloudWatchLogs": {"status": "ENABLED", "groupName": group, "streamName": stream},
    }


def _artifact(build: Build, identifier: str) -> Document:
    content = build.artifacts.get(identifier)
    shown: Document = {"location": build.locations.get(identifier, "")}
    if identifier:
        shown["artifactIdentifier"] = identifier
    if content is not None:
        shown["sha256sum"] = hashlib.sha256(content).hexdigest()
    return shown
