"""Which resource of which product needs a permission of its launch role, and in which part of its life."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mlops_templates.foundations.launch_actions import PASSED_CONNECTIONS, ResourceUse, needed_actions, resource_uses
from mlops_templates.handlers import needed_by
from tests.foundations.documents import Document, documents_by_product, launch_statements

FOR_SERVICE_CATALOG = frozenset({"Stacks", "Templates", "ServiceCatalogCopies"})
PARTS = {"create": ("create", "read"), "update": ("update",), "delete": ("delete",)}
"""Parts of a life, in their order, and the handlers that work in them first."""


@dataclass(frozen=True)
class Need:
    """A permission that resources of a type need in a part of their life."""

    resource_type: str
    part: str


@cache
def granted(product: str) -> frozenset[str]:
    """Every permission of the product's launch role, as its template spells it."""
    return frozenset(action for statement in launch_statements(product) for action in statement["Action"])


@cache
def for_resources(product: str) -> frozenset[str]:
    """Those that the role holds for the resources of projects, not for Service Catalog's own work."""
    statements = [one for one in launch_statements(product) if one["Sid"] not in FOR_SERVICE_CATALOG]
    return frozenset(action for statement in statements for action in statement["Action"])


@cache
def needs(product: str) -> dict[str, frozenset[Need]]:
    """By permission: the resources of the product that need it."""
    found: dict[str, set[Need]] = {}
    for use in resource_uses(documents_by_product()[product]):
        for permission in needed_actions(use):
            found.setdefault(permission, set()).update(_needs(use, permission))
    return {permission: frozenset(each) for permission, each in found.items()}


def _needs(use: ResourceUse, permission: str) -> Iterator[Need]:
    for part, verbs in PARTS.items():
        if any(permission in needed_by(use.resource_type, verb, use.properties) for verb in verbs):
            yield Need(use.resource_type, part)
    if permission in PASSED_CONNECTIONS:
        yield Need(use.resource_type, "create")


def documents_with(product: str, need: Need, permission: str) -> Iterator[tuple[Document, str]]:
    """Templates of the product that have such a resource, each with the resource's name."""
    for document in documents_by_product()[product]:
        for name, resource in document["Resources"].items():
            if resource["Type"] == need.resource_type and permission in _needed_for(document, name):
                yield document, name


def _needed_for(document: Document, name: str) -> frozenset[str]:
    [use] = resource_uses([{"Resources": {name: document["Resources"][name]}}])
    return needed_actions(use)
