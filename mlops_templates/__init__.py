"""The template library of SageMaker Projects: one hardened Service Catalog product per phase of MLOps maturity."""

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Phase, Product, SeedRepository

__all__ = ["MlopsTemplatesError", "Phase", "Product", "SeedRepository"]
