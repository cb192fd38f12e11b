"""The template library of SageMaker Projects: one hardened Service Catalog product per phase of MLOps maturity."""

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Phase, Product, SeedRepository

# Also in pyproject.toml. Asking the installed metadata would take `--version` as long as all the rest.
__version__ = "0.1.0"

__all__ = ["MlopsTemplatesError", "Phase", "Product", "SeedRepository"]
