"""Service Catalog: what an administrator publishes and what an end user provisions."""

import importlib
import pkgutil

from mlops_templates.localaws.servicecatalog.service import SERVICE

__all__ = ["SERVICE"]

for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(_module.name)
