"""What the caller of StartBuild changes for one build."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.project_rules import check_settings
from mlops_templates.localaws.codebuild.projects import with_defaults
from mlops_templates.localaws.document import Document

_SETTINGS = {
    "artifactsOverride": "artifacts",
    "cacheOverride": "cache",
    "encryptionKeyOverride": "encryptionKey",
    "logsConfigOverride": "logsConfig",
    "queuedTimeoutInMinutesOverride": "queuedTimeoutInMinutes",
    "secondaryArtifactsOverride": "secondaryArtifacts",
    "secondarySourcesOverride": "secondarySources",
    "secondarySourcesVersionOverride": "secondarySourceVersions",
    "serviceRoleOverride": "serviceRole",
    "timeoutInMinutesOverride": "timeoutInMinutes",
}
_SOURCE = {
    "buildspecOverride": "buildspec",
    "gitCloneDepthOverride": "gitCloneDepth",
    "sourceLocationOverride": "location",
    "sourceTypeOverride": "type",
}
_ENVIRONMENT = {
    "computeTypeOverride": "computeType",
    "environmentTypeOverride": "type",
    "imageOverride": "image",
    "imagePullCredentialsTypeOverride": "imagePullCredentialsType",
    "privilegedModeOverride": "privilegedMode",
}


def overridden(call: Call, settings: Document, request: Document) -> Document:
    """The project's settings with the overrides of a request.

    Raises:
        AwsError: InvalidInputException, or NotEmulated for a setting that nobody emulates.
    """
    changed = {
        **settings,
        **_renamed(request, _SETTINGS),
        "source": {**settings["source"], **_renamed(request, _SOURCE)},
        "environment": {**settings["environment"], **_renamed(request, _ENVIRONMENT)},
    }
    if changed != settings:
        changed = with_defaults(call, changed)
        check_settings(call, changed)
    return changed


def initiator_of(call: Call) -> str:
    """Who started the build, as AWS names it: `user` or `role/session`, without the account."""
    return call.principal.partition(":user/")[2] or call.principal.rpartition(":")[2].removeprefix("assumed-role/")


def _renamed(request: Document, names: dict[str, str]) -> Document:
    return {name: request[member] for member, name in names.items() if member in request}
