"""Parameters of an execution: known, of their type, among their choices."""

from collections.abc import Iterable

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.pipelines.definition import Definition, Parameter, Value
from mlops_templates.localaws.sagemaker.pipelines.reading import unparsable
from mlops_templates.localaws.sagemaker.refusals import invalid

_TYPES: dict[str, tuple[type, ...]] = {"String": (str,), "Integer": (int,), "Float": (float, int), "Boolean": (bool,)}


def check_default(parameter: Parameter) -> None:
    """Refuse a default value of another type or outside the choices."""
    default = parameter.default
    if default is None:
        return
    wrong_kind = isinstance(default, bool) != (parameter.type == "Boolean")
    if wrong_kind or not isinstance(default, _TYPES[parameter.type]):
        raise unparsable(f"DefaultValue of parameter {parameter.name} is not of type {parameter.type}.")
    if parameter.choices and default not in parameter.choices:
        raise unparsable(f"DefaultValue of parameter {parameter.name} is not one of its EnumValues.")


def effective(definition: Definition, given: Iterable[Document]) -> dict[str, Value]:
    """The value of every parameter: as given, else its default."""
    texts = {entry["Name"]: entry["Value"] for entry in given}
    unknown = sorted(set(texts) - {parameter.name for parameter in definition.parameters})
    if unknown:
        raise invalid(f"Unknown pipeline parameter: {', '.join(unknown)}")
    return {parameter.name: _value(parameter, texts.get(parameter.name)) for parameter in definition.parameters}


def _value(parameter: Parameter, text: str | None) -> Value:
    value = parameter.default if text is None else _typed(parameter, text)
    if value is None:
        raise invalid(f"Pipeline parameter {parameter.name} has no default value and must be given.")
    if parameter.choices and value not in parameter.choices:
        choices = ", ".join(parameter.choices)
        raise invalid(f"Pipeline parameter {parameter.name} must be one of [{choices}], not '{value}'.")
    return value


def _typed(parameter: Parameter, text: str) -> Value:
    try:
        if parameter.type == "Integer":
            return int(text)
        if parameter.type == "Float":
            return float(text)
        if parameter.type == "Boolean":
            return {"true": True, "false": False}[text.lower()]
    except (KeyError, ValueError) as error:
        raise invalid(f"Pipeline parameter {parameter.name} has the value '{text}', which is not of type "
                      f"{parameter.type}.") from error  # fmt: skip
    return text
