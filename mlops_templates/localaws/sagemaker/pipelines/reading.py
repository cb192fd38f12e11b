"""From the text of a definition to values. What is not understood is refused, never passed over.

`PipelineExperimentConfig` is the one thing accepted without effect: the SDK writes it into every definition.
"""

import json
from datetime import timedelta
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.sagemaker.pipelines import durations
from mlops_templates.localaws.sagemaker.pipelines.definition import Definition, Parameter, PropertyFile, Step
from mlops_templates.localaws.sagemaker.refusals import invalid

EMULATED = ("Processing", "Training", "Tuning", "Transform", "Model", "RegisterModel", "Condition", "Fail")
TOP = {"Version", "Metadata", "Parameters", "PipelineExperimentConfig", "MlflowConfig", "Steps"}
STEP = {
    "Name", "Type", "Arguments", "DependsOn", "PropertyFiles", "CacheConfig", "DisplayName", "Description",
    "RetryPolicies",
}  # fmt: skip


def unparsable(why: str) -> AwsError:
    return invalid(f"Unable to parse pipeline definition. {why}")


def read(text: str) -> Definition:
    """The definition that a text says.

    Raises:
        AwsError: ValidationException for what AWS refuses, NotEmulated for what is not imitated here.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise unparsable(f"It is not valid JSON: {error}") from error
    if not isinstance(document, dict):
        raise unparsable("It is not a JSON object.")
    _only(document, TOP, "the definition")
    if document.get("Version") != "2020-12-01":
        raise unparsable("Version must be '2020-12-01'.")
    if document.get("MlflowConfig"):
        raise not_emulated("MlflowConfig of a pipeline")
    if not document.get("Steps"):
        raise unparsable("Steps must hold at least one step.")
    parameters = tuple(_parameter(entry) for entry in _list(document, "Parameters"))
    return Definition(parameters, _steps(document["Steps"], "Steps"))


def _parameter(entry: Document) -> Parameter:
    _only(entry, {"Name", "Type", "DefaultValue", "EnumValues"}, "a parameter")
    name, kind = _text(entry, "Name", "a parameter"), entry.get("Type")
    if kind not in ("String", "Integer", "Float", "Boolean"):
        raise unparsable(f"Parameter {name} has unknown type '{kind}'.")
    return Parameter(name, kind, entry.get("DefaultValue"), tuple(entry.get("EnumValues") or ()))


def _steps(entries: Any, where: str) -> tuple[Step, ...]:
    if not isinstance(entries, list):
        raise unparsable(f"{where} must be a list.")
    return tuple(_step(entry) for entry in entries)


def _step(entry: Any) -> Step:
    if not isinstance(entry, dict):
        raise unparsable("A step must be an object.")
    name = _text(entry, "Name", "a step")
    _only(entry, STEP, f"step {name}")
    kind = _text(entry, "Type", f"step {name}")
    if kind not in EMULATED:
        raise not_emulated(f"step type {kind}")
    if entry.get("RetryPolicies"):
        raise not_emulated("RetryPolicies of a step")
    arguments = entry.get("Arguments", {})
    if not isinstance(arguments, dict):
        raise unparsable(f"Arguments of step {name} must be an object.")
    return Step(
        name=name,
        type=kind,
        arguments=arguments,
        depends_on=tuple(_list(entry, "DependsOn")),
        property_files=tuple(_property_file(file, name) for file in _list(entry, "PropertyFiles")),
        expire_after=_cache(entry.get("CacheConfig"), name),
        display_name=entry.get("DisplayName") or "",
        description=entry.get("Description") or "",
        if_steps=_steps(arguments.get("IfSteps") or [], "IfSteps") if kind == "Condition" else (),
        else_steps=_steps(arguments.get("ElseSteps") or [], "ElseSteps") if kind == "Condition" else (),
    )


def _property_file(entry: Document, step: str) -> PropertyFile:
    _only(entry, {"PropertyFileName", "OutputName", "FilePath"}, f"a property file of step {step}")
    where = f"a property file of step {step}"
    return PropertyFile(
        _text(entry, "PropertyFileName", where), _text(entry, "OutputName", where), _text(entry, "FilePath", where)
    )


def _cache(entry: Document | None, step: str) -> timedelta | None:
    if not entry or not entry.get("Enabled"):
        return None
    if "ExpireAfter" not in entry:
        raise unparsable(f"CacheConfig of step {step} needs ExpireAfter.")
    try:
        return durations.parse(entry["ExpireAfter"])
    except ValueError as error:
        raise unparsable(f"CacheConfig of step {step}: {error}.") from error


def _only(entry: Document, known: set[str], where: str) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        raise unparsable(f"Unknown property '{unknown[0]}' in {where}.")


def _text(entry: Document, member: str, where: str) -> str:
    value = entry.get(member)
    if not isinstance(value, str) or not value:
        raise unparsable(f"{member} of {where} must be a text.")
    return value


def _list(entry: Document, member: str) -> list[Any]:
    value = entry.get(member) or []
    if not isinstance(value, list):
        raise unparsable(f"{member} must be a list.")
    return value
