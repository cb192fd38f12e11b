"""Floors of one house: a project that is promoted keeps everything that holds state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlops_templates.conformance.check import Check, judged
from mlops_templates.conformance.rendering import Rendering, render
from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.model import Phase, Product


def floor_below(product: Product, products: Mapping[str, Product]) -> Product | None:
    """The product that one of this name grows from: `repeatable-batch` below `reliable-batch`.

    Where the phase below has no product of that kind, its only one.
    """
    kind = product.name.removeprefix(f"{product.phase}-")
    if product.phase is Phase.INITIAL or kind == product.name:
        return None
    phase = list(Phase)[product.phase.number - 2]
    below = [other for other in products.values() if other.phase is phase and other.name.startswith(f"{phase}-")]
    same = [other for other in below if other.name == f"{phase}-{kind}"]
    return next(iter(same or (below if len(below) == 1 else [])), None)


def floor(rendering: Rendering, below: Product) -> Check | None:
    """Every retained resource of the floor below is here, and no change would replace it; None without a common scm."""
    if rendering.scm not in below.scms:
        return None
    check, lower = render(below, rendering.scm)
    if lower is None:
        return check
    kept = {name: one for name, one in lower.document["Resources"].items() if _is_retained(one)}
    faults = [
        fault
        for name, resource in kept.items()
        if (fault := _fault(name, resource, rendering.document["Resources"].get(name)))
    ]
    return judged("floors", rendering.scm, faults, f"keeps {len(kept)} resources of {below.name}")


def _is_retained(resource: Mapping[str, Any]) -> bool:
    return str(resource.get("DeletionPolicy", "")).startswith("Retain")


def _fault(name: str, lower: Mapping[str, Any], upper: Mapping[str, Any] | None) -> str:
    if upper is None:
        return f"{name} would be removed"
    if lower["Type"] != upper["Type"]:
        return f"{name} would become a {upper['Type']}"
    if not _is_retained(upper):
        return f"{name} would no longer be retained"
    schema = schema_of(lower["Type"])
    fixed = schema.create_only if schema else frozenset()
    replacing = [path for path in sorted(fixed) if _at(lower, path) != _at(upper, path)]
    return f"{name} would be replaced: {', '.join(replacing)} differs" if replacing else ""


def _at(resource: Mapping[str, Any], path: str) -> Any:
    value: Any = resource.get("Properties", {})
    for key in path.split("/"):
        value = value.get(key) if isinstance(value, dict) else None
    return value
