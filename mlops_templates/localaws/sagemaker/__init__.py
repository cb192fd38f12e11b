"""SageMaker: every module of this package that has actions registers them when it is imported here."""

import importlib
import pkgutil

from mlops_templates.localaws.sagemaker.service import SERVICE

__all__ = ["SERVICE"]

for _module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(_module.name)
