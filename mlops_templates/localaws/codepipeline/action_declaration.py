"""One action of a pipeline's definition: its type, artifacts and configuration."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from mlops_templates.localaws.codepipeline.action_types import ACTION_TYPES, ActionType
from mlops_templates.localaws.codepipeline.variables import references
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated

RESERVED_NAMESPACES = frozenset({"codepipeline", "variables"})
LONGEST_VALUE = 1000
POLLING = frozenset({"CodeCommit", "S3"})
FORMATS = frozenset({"CODE_ZIP", "CODEBUILD_CLONE_REF"})
NEED_TEMPLATE = frozenset({"CREATE_UPDATE", "REPLACE_ON_FAILURE", "CHANGE_SET_REPLACE"})
NEED_CHANGE_SET = frozenset({"CHANGE_SET_REPLACE", "CHANGE_SET_EXECUTE"})
ACTION_MODES = NEED_TEMPLATE | NEED_CHANGE_SET | {"DELETE_ONLY"}


def check_action(action: Document, *, artifacts: AbstractSet[str], namespaces: AbstractSet[str]) -> None:
    """Refuse a declaration that AWS refuses; `artifacts` and `namespaces` are what earlier actions give."""
    kind = _type_of(action)
    _check_count(action, "input", len(action["inputArtifacts"]), kind.inputs)
    _check_count(action, "output", len(action["outputArtifacts"]), kind.outputs)
    for item in action["inputArtifacts"]:
        if item["name"] not in artifacts:
            raise AwsError(
                "InvalidStructureException",
                f"Input artifact {item['name']} of action {action['name']} is not an output of an earlier action",
            )
    _check_configuration(action, kind)
    _check_references(action, namespaces)
    _check_extras(action)
    if action["actionTypeId"]["provider"] == "CloudFormation":
        _check_cloudformation(action)
    form, name = action["configuration"].get("OutputArtifactFormat", "CODE_ZIP"), action["name"]
    if form not in FORMATS:
        raise _invalid(f"Action configuration for action '{name}' has an invalid OutputArtifactFormat '{form}'")


def _type_of(action: Document) -> ActionType:
    wanted = action["actionTypeId"]
    found = ACTION_TYPES.get((wanted["category"], wanted["provider"]))
    if found is None:
        raise not_emulated(f"CodePipeline action {wanted['category']}/{wanted['provider']}")
    if wanted["owner"] != "AWS" or wanted["version"] != "1":
        named = ", ".join(
            f"{key.capitalize()}: '{wanted[key]}'" for key in ("category", "provider", "owner", "version")
        )
        raise _invalid(f"ActionType ({named}) in action '{action['name']}' is not available")
    return found


def _check_count(action: Document, side: str, count: int, bounds: tuple[int, int]) -> None:
    least, most = bounds
    if count < least:
        raise _invalid(
            f"Action {action['name']} declares {count} {side} artifacts which is less than the minimum count ({least})"
        )
    if count > most:
        raise _invalid(
            f"Action {action['name']} declares {count} {side} artifacts which is more than the maximum count ({most})"
        )


def _check_configuration(action: Document, kind: ActionType) -> None:
    given = action["configuration"]
    for key in sorted(kind.required - set(given)):
        raise _invalid(f"Action configuration for action '{action['name']}' is missing required configuration '{key}'")
    for key in sorted(set(given) - kind.required - kind.optional):
        raise _invalid(f"Action configuration for action '{action['name']}' contains unknown configuration '{key}'")
    for key, value in given.items():
        if not 1 <= len(value) <= LONGEST_VALUE:
            raise _invalid(
                f"The value of '{key}' in action '{action['name']}' must have 1 to {LONGEST_VALUE} characters"
            )


def _check_references(action: Document, namespaces: AbstractSet[str]) -> None:
    for value in action["configuration"].values():
        for namespace, name in references(value):
            if namespace not in namespaces:
                raise _invalid(
                    f"Action '{action['name']}' refers to #{{{namespace}.{name}}}, "
                    "but no earlier action has that namespace"
                )
    if action.get("namespace") in RESERVED_NAMESPACES:
        raise _invalid(f"The namespace '{action['namespace']}' of action '{action['name']}' is reserved")


def _check_extras(action: Document) -> None:
    """The members of a declaration that only some action types take."""
    name = action["name"]
    minutes = action.get("timeoutInMinutes")
    if minutes is not None and action["actionTypeId"]["category"] != "Approval":
        raise _invalid(f"Action '{name}': timeoutInMinutes is available only to the manual approval action type")
    if action.get("commands") or any(item.get("files") for item in action["outputArtifacts"]):
        raise _invalid(
            f"The following action cannot contain a commands field: {name}. "
            "To use the commands field, use a compute action."
        )
    polls = action["configuration"].get("PollForSourceChanges", "true").lower() != "false"
    if action["actionTypeId"]["provider"] in POLLING and polls:
        raise not_emulated("polling for source changes: set PollForSourceChanges to false and add an EventBridge rule")


def _check_cloudformation(action: Document) -> None:
    given = action["configuration"]
    mode = given["ActionMode"]
    if mode not in ACTION_MODES:
        raise _invalid(f"Action configuration for action '{action['name']}' has an invalid ActionMode '{mode}'")
    needed = {
        "TemplatePath": mode in NEED_TEMPLATE,
        "ChangeSetName": mode in NEED_CHANGE_SET,
        "RoleArn": mode != "CHANGE_SET_EXECUTE",
    }
    for key in (key for key, applies in needed.items() if applies and key not in given):
        raise _invalid(f"Action configuration for action '{action['name']}' is missing required configuration '{key}'")
    artifacts = {item["name"] for item in action["inputArtifacts"]}
    for key in (key for key in ("TemplatePath", "TemplateConfiguration") if key in given):
        artifact, separator, path = given[key].partition("::")
        if not (separator and path and artifact in artifacts):
            raise _invalid(
                f"{key} '{given[key]}' of action '{action['name']}' must be <input artifact>::<file>, "
                f"with an input artifact of the action"
            )


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidActionDeclarationException", message)
