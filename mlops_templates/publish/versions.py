"""Versions of a product: a list that only grows, carried over from the deployed portfolio stack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlops_templates.bundle import BundledTemplate
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.portfolio import Version, template_url

LIMIT = 100


def deployed_versions(template: Mapping[str, Any], offer: str) -> tuple[Version, ...]:
    """The versions of an offer in a deployed portfolio template, oldest first."""
    product = template.get("Resources", {}).get(f"{offer}Product", {})
    entries = product.get("Properties", {}).get("ProvisioningArtifactParameters", ())
    return tuple(
        Version(entry["Name"], entry["Description"], _key(entry["Info"]["LoadTemplateFromURL"]["Fn::Sub"]))
        for entry in entries
    )


def with_newest(versions: tuple[Version, ...], bundled: BundledTemplate, package_version: str) -> tuple[Version, ...]:
    """The list with the bundled template as its newest version; the same list when it is that already."""
    if versions and versions[-1].template_key == bundled.asset.key:
        return versions
    if len(versions) >= LIMIT:
        raise MlopsTemplatesError(
            f"{bundled.product.name} has {len(versions)} versions, which is all that Service Catalog allows. "
            "Remove versions that no project uses before publishing another one."
        )
    taken = {version.name for version in versions}
    name = version_name(package_version, bundled.digest, taken)
    description = f"mlops-templates {package_version}, template {bundled.digest[:16]}"
    return (*versions, Version(name, description, bundled.asset.key))


def version_name(package_version: str, digest: str, taken: set[str]) -> str:
    """Package version and template digest; a template that returns after another one gets an ordinal."""
    name = f"{package_version}-{digest[:8]}"
    ordinals = (name if number == 1 else f"{name}.{number}" for number in range(1, LIMIT + 2))
    return next(candidate for candidate in ordinals if candidate not in taken)


def _key(url: str) -> str:
    return url.removeprefix(template_url(""))
