"""Which products a command is about."""

from __future__ import annotations

from collections.abc import Sequence

from mlops_templates.catalog import find_product, load_products
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Product


def chosen_products(names: Sequence[str], scm: str) -> tuple[Product, ...]:
    """The products named, or all; each must be offered with the source-code provider when it is named."""
    products = tuple(find_product(name) for name in dict.fromkeys(names)) or tuple(load_products().values())
    offered = tuple(product for product in products if scm in product.scms)
    if not offered or (names and offered != products):
        known = sorted({known for product in products for known in product.scms})
        raise MlopsTemplatesError(
            f"Not offered with source-code provider {scm!r}: "
            f"{', '.join(product.name for product in products if product not in offered)}. "
            f"Known providers: {', '.join(known)}."
        )
    return offered
