"""Parameters of a foundation as the form of the console shows them: each in a group, bounded, and explained."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Parameter, Ref, Template

ACCOUNT_ID = r"[0-9]{12}"
SUBNET_ID = r"subnet-[0-9a-f]{8,17}"


@dataclass(frozen=True)
class Field:
    """One parameter: a text that fits the pattern, or one of the choices."""

    name: str
    label: str
    description: str
    constraint: str
    pattern: str = ""
    choices: tuple[str, ...] = ()
    default: str | None = None
    longest: int = 1024


def add_field(template: Template, group: str, field: Field) -> Ref:
    bounds = {"AllowedValues": list(field.choices)} if field.choices else {"AllowedPattern": f"^({field.pattern})$"}
    parameter = Parameter(
        field.name,
        Type="String",
        Description=field.description,
        ConstraintDescription=field.constraint,
        MaxLength=field.longest,
        **bounds,
        **({} if field.default is None else {"Default": field.default}),
    )
    template.add_parameter(parameter)
    template.add_parameter_to_group(parameter, group)
    template.set_parameter_label(parameter, field.label)
    return Ref(field.name)
