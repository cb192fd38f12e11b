"""AWS's Service Authorization Reference, from the copy that cfn-lint ships: which action knows which resources."""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path

from mlops_templates.localaws.document import Document


def is_action(service: str, action: str) -> bool:
    """Whether IAM knows the action."""
    return action.lower() in _actions(service)


def actions_named(service: str) -> frozenset[str]:
    """Every action of a service, in lower case."""
    return frozenset(_actions(service))


def resource_types(service: str, action: str) -> frozenset[str]:
    """The types of resources that an action can be limited to; none: only `*`."""
    return frozenset(_actions(service).get(action.lower(), {}).get("Resources") or ())


@functools.cache
def _actions(service: str) -> Document:
    found: Document = _reference().get(service, {}).get("Actions", {})
    return found


@functools.cache
def _reference() -> Document:
    spec = importlib.util.find_spec("cfnlint")
    if spec is None or not spec.submodule_search_locations:
        message = "cfn-lint is not installed; its copy of the Service Authorization Reference is needed"
        raise FileNotFoundError(message)
    path = Path(spec.submodule_search_locations[0]) / "data" / "AdditionalSpecs" / "Policies.json"
    reference: Document = json.loads(path.read_text(encoding="utf-8"))
    return reference
