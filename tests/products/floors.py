"""What a promotion to the next floor would lose or replace, read from two templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.model import Phase, Product
from tests.rendered import Document

# Types that hold what people made, whatever their template says of deletion.
STATEFUL = {
    "AWS::CodeCommit::Repository",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SageMaker::CodeRepository",
    "AWS::SageMaker::ModelPackageGroup",
}
RULES_OF_A_PARAMETER = ("Type", "AllowedPattern", "AllowedValues", "MaxLength", "MinLength")


def neighbours(products: Iterable[Product]) -> list[tuple[str, str, str]]:
    """Each product, the product of the next floor that continues it, and a provider that both have."""
    products = tuple(products)
    return [
        (lower.name, upper.name, scm)
        for lower in products
        for upper in products
        if upper.phase.number == lower.phase.number + 1 and _continues(upper, lower)
        for scm in lower.scms
        if scm in upper.scms
    ]


def _continues(upper: Product, lower: Product) -> bool:
    return lower.phase is Phase.INITIAL or _kind(upper) == _kind(lower)


def _kind(product: Product) -> str:
    return product.name.removeprefix(f"{product.phase}-")


def losses(lower: Document, upper: Document) -> list[str]:
    """Stateful resources of the lower floor that the upper one has not, has otherwise, or only sometimes."""
    return [
        name
        for name, resource in lower["Resources"].items()
        if is_stateful(resource) and _kept(resource) != _kept(upper["Resources"].get(name, {}))
    ]


def is_stateful(resource: Document) -> bool:
    return resource["Type"] in STATEFUL or "Retain" in resource.get("DeletionPolicy", "")


def _kept(resource: Document) -> list[object]:
    return [resource.get(key) for key in ("Type", "Condition", "DeletionPolicy", "UpdateReplacePolicy")]


def replacements(lower: Document, upper: Document) -> list[str]:
    """Resources of both that CloudFormation would make anew, with the property that differs.

    One with a name of its own could not even be made anew: its old self still has the name.
    """
    found = []
    for name in lower["Resources"].keys() & upper["Resources"].keys():
        before, after = lower["Resources"][name], upper["Resources"][name]
        if before["Type"] != after["Type"]:
            found.append(f"{name}: {before['Type']} becomes {after['Type']}")
        found += [f"{name}.{path}" for path in create_only(before["Type"]) if at(before, path) != at(after, path)]
    return sorted(found)


def create_only(kind: str) -> frozenset[str]:
    schema = schema_of(kind)
    assert schema, kind
    return schema.create_only


def at(resource: Document, path: str) -> list[Any]:
    """The values of a property by its path; `*` stands for each entry of a list."""
    values: list[Any] = [resource.get("Properties", {})]
    for step in path.split("/"):
        if step == "*":
            values = [each for value in values if isinstance(value, list) for each in value]
        else:
            values = [value[step] for value in values if isinstance(value, dict) and step in value]
    return values


def stricter_parameters(lower: Document, upper: Document) -> list[str]:
    """Parameters that a project has already, and that the next floor judges by other rules."""
    return [
        name
        for name in lower["Parameters"].keys() & upper["Parameters"].keys()
        if any(
            lower["Parameters"][name].get(rule) != upper["Parameters"][name].get(rule) for rule in RULES_OF_A_PARAMETER
        )
    ]
