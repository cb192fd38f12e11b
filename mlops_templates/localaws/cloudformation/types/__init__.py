"""Every resource type of the embedded AWS: the TYPES of each module of this package."""

from importlib import import_module
from pkgutil import iter_modules

from mlops_templates.localaws.cloudformation.resource_type import ResourceType


def _collect() -> dict[str, ResourceType]:
    """All types by name; two modules that define one type are an error."""
    found: dict[str, ResourceType] = {}
    for module in sorted(item.name for item in iter_modules(__path__)):
        for kind in import_module(f"{__name__}.{module}").TYPES:
            if kind.name in found:
                message = f"two modules define the resource type {kind.name}"
                raise ValueError(message)
            found[kind.name] = kind
    return found


RESOURCE_TYPES = _collect()
