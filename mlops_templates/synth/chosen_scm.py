"""The source-code provider that a product is synthesised for."""

from __future__ import annotations

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Product, Scm
from mlops_templates.scm import SCMS


def chosen_scm(product: Product, name: str) -> Scm:
    """The provider of that name, if the product works with it."""
    if name not in product.scms or name not in SCMS:
        offered = ", ".join(scm for scm in product.scms if scm in SCMS)
        raise MlopsTemplatesError(f"{product.name} has no source-code provider {name!r}; it has: {offered or 'none'}")
    return SCMS[name]
