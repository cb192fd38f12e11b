"""ListExports, ListImports."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.service import SERVICE, state_of
from mlops_templates.localaws.cloudformation.engine.results import importers
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page


@SERVICE.action
def list_exports(call: Call, request: Document) -> Document:
    """Every exported output of the account and region."""
    exports = sorted(state_of(call).exports().items())
    shown, token = page(exports, request, error="ValidationError")
    documents = [{"ExportingStackId": stack.id, "Name": name, "Value": output.value} for name, (stack, output) in shown]
    return {"Exports": documents, "NextToken": token}


@SERVICE.action
def list_imports(call: Call, request: Document) -> Document:
    """The names of the stacks that use an export."""
    name = request["ExportName"]
    stacks = importers(state_of(call), name)
    if not stacks:
        raise invalid(f"Export '{name}' is not imported by any stack.")
    shown, token = page([stack.name for stack in stacks], request, error="ValidationError")
    return {"Imports": shown, "NextToken": token}
