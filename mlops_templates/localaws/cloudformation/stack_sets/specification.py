"""From a request to what every instance is made from: all that can be refused before an account is touched."""

from __future__ import annotations

from collections.abc import Iterable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.capabilities import check_capabilities, check_expansion
from mlops_templates.localaws.cloudformation.prepare import read_tags
from mlops_templates.localaws.cloudformation.source import template_text
from mlops_templates.localaws.cloudformation.stack_sets.state import Specification
from mlops_templates.localaws.cloudformation.template.parameters import ParameterValue, parameter_values
from mlops_templates.localaws.cloudformation.template.reading import read_template
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.cloudformation.template.transforms import declared_transforms
from mlops_templates.localaws.cloudformation.template_request import checked_template
from mlops_templates.localaws.document import Document

ADMINISTRATION_ROLE = "AWSCloudFormationStackSetAdministrationRole"
EXECUTION_ROLE = "AWSCloudFormationStackSetExecutionRole"


def specification(call: Call, request: Document, previous: Specification | None = None) -> Specification:
    """Read and check a template with its parameters.

    An update that names no roles goes back to the default ones: AWS asks to name customized roles each time.

    Raises:
        AwsError: with AWS's words for everything that is wrong.
    """
    text = template_text(call, request, previous.text if previous else None)
    template = checked_template(text)
    check_capabilities(template, request.get("Capabilities") or [])
    if declared_transforms(read_template(text)):
        check_expansion(request.get("Capabilities") or [])
    return Specification(
        text=text,
        parameters=parameter_values(
            template.parameters, request.get("Parameters") or [], previous.parameters if previous else {}, _later
        ),
        capabilities=tuple(request.get("Capabilities") or ()),
        tags=read_tags(request["Tags"]) if "Tags" in request else dict(previous.tags if previous else {}),
        description=request.get("Description") or (previous.description if previous else None),
        administration_role=request.get("AdministrationRoleARN")
        or f"arn:aws:iam::{call.account}:role/{ADMINISTRATION_ROLE}",
        execution_role=request.get("ExecutionRoleName") or EXECUTION_ROLE,
        managed=_managed(request, previous),
    )


def _managed(request: Document, previous: Specification | None) -> bool:
    given = request.get("ManagedExecution") or {}
    return bool(given.get("Active", previous.managed if previous else False))


def overrides(known: Specification, given: Iterable[Document] | None, present: dict[str, str]) -> dict[str, str]:
    """The overridden values of an instance: without a list they stay, with one it says them all.

    Raises:
        AwsError: `ValidationError` for a parameter that the template has not, or one without a value.
    """
    if given is None:
        return present
    previous = {key: ParameterValue(key, value, value) for key, value in present.items()}
    keys = {item["ParameterKey"] for item in given}
    if extra := sorted(keys - known.parameters.keys()):
        raise invalid(f"Parameters: [{', '.join(extra)}] do not exist in the template")
    declarations = checked_template(known.text).parameters
    chosen = {key: declarations[key] for key in declarations if key in keys}
    return {key: value.given for key, value in parameter_values(chosen, given, previous, _later).items()}


def differs(new: Specification, old: Specification) -> bool:
    """Whether instances of the old specification are out of date."""
    return new.text != old.text or new.parameters != old.parameters


def _later(name: str) -> str:
    """A parameter of the SSM parameter store is read in each target account."""
    return name
