"""The outputs and exports of a stack."""

from __future__ import annotations

import re
from typing import Any

from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.state import CloudFormationState, Output, Stack
from mlops_templates.localaws.cloudformation.template.declarations import OutputDeclaration
from mlops_templates.localaws.cloudformation.template.evaluation import Scope, resolve
from mlops_templates.localaws.cloudformation.template.functions import text
from mlops_templates.localaws.cloudformation.template.refusal import invalid

_EXPORT_NAME = re.compile(r"[A-Za-z0-9:-]+")


def set_outputs(operation: Operation) -> None:
    """Resolve the outputs and publish the exports.

    Raises:
        AwsError: `ValidationError` when an export belongs to another stack, or is in use and would change.
    """
    scope = operation.scope(operation.live)
    outputs = [_output(declaration, scope) for declaration in operation.intent.blueprint.outputs.values()]
    with operation.call.world.lock:
        _check_exports(operation, outputs)
        operation.stack.outputs = outputs
        operation.stack.imports = set(operation.imports)


def importers(state: CloudFormationState, export: str) -> list[Stack]:
    """The stacks that use an export."""
    return [stack for stack in list(state.stacks.values()) if not stack.gone and export in stack.imports]


def output_text(declaration: OutputDeclaration, value: Any) -> str:
    """The value of an output, which must be text."""
    if isinstance(value, list | dict) or value is None:
        raise invalid(
            f"Template format error: Output {declaration.key} is malformed. "
            "The Value field of every Outputs member must evaluate to a String."
        )
    return text(value)


def planned_outputs(operation: Operation, scope: Scope) -> list[Any]:
    """The outputs as far as they are known before anything is changed."""
    return [
        [item.key, item.description, resolve(item.value, scope), resolve(item.export, scope)]
        for item in operation.intent.blueprint.outputs.values()
    ]


def _output(declaration: OutputDeclaration, scope: Scope) -> Output:
    value = output_text(declaration, resolve(declaration.value, scope))
    export = resolve(declaration.export, scope)
    if export is not None:
        _check_export(declaration.key, text(export), value)
    return Output(declaration.key, value, declaration.description, None if export is None else text(export))


def _check_export(key: str, name: str, value: str) -> None:
    if not _EXPORT_NAME.fullmatch(name):
        raise invalid(
            f"Template format error: Output {key} is malformed. The Name field of every Export member must be "
            "specified and consist only of alphanumeric characters, colons, or hyphens."
        )
    if not value.strip():
        raise invalid(f"Cannot export output {key}. Exported values must not be empty or whitespace-only.")


def _check_exports(operation: Operation, outputs: list[Output]) -> None:
    stack, state = operation.stack, operation.state
    new = {output.export: output.value for output in outputs if output.export is not None}
    for name, (owner, _) in state.exports().items():
        if name in new and owner is not stack:
            raise invalid(f"Export with name {name} is already exported by stack {owner.name}.")
    for old in stack.outputs:
        if old.export is None or new.get(old.export) == old.value:
            continue
        if users := importers(state, old.export):
            verb = "updated" if old.export in new else "deleted"
            raise invalid(f"Export {old.export} cannot be {verb} as it is in use by {users[0].name}")
