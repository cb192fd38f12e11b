"""All products known to this installation: ours, then those of installed plug-ins."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Product
from mlops_templates.products import PRODUCTS

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "mlops_templates.products"


def load_products() -> dict[str, Product]:
    """Products by name. An entry point names a `Product`; two of one name are an error, never a silent choice."""
    products = {product.name: product for product in PRODUCTS}
    owners = dict.fromkeys(products, "mlops-templates")
    for point in _plug_ins():
        product, owner = _load(point), _distribution(point)
        if product.name in products:
            raise MlopsTemplatesError(
                f"{owner} offers a product {product.name!r}, which {owners[product.name]} has already: "
                "uninstall one of them, or have one renamed"
            )
        products[product.name], owners[product.name] = product, owner
    return products


def find_product(name: str) -> Product:
    products = load_products()
    if name not in products:
        from difflib import get_close_matches

        near = get_close_matches(name, products, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(products)}"
        raise MlopsTemplatesError(f"no product {name!r}; {hint}")
    return products[name]


def _plug_ins() -> list[EntryPoint]:
    """Entry points by name. `importlib.metadata` costs more than all else in `ls`, so it is for those who need it."""
    if not any(GROUP.encode() in listing.read_bytes() for listing in _entry_point_files()):
        return []
    from importlib.metadata import entry_points

    return sorted(entry_points(group=GROUP), key=lambda point: point.name)


def _entry_point_files() -> Iterator[Path]:
    for folder in sys.path:
        yield from Path(folder or ".").glob("*.*-info/entry_points.txt")


def _load(point: EntryPoint) -> Product:
    try:
        product = point.load()
    except Exception as error:
        raise MlopsTemplatesError(
            f"{_distribution(point)} offers {point.value}, which fails to load: {error}"
        ) from error
    if not isinstance(product, Product):
        raise MlopsTemplatesError(f"{_distribution(point)} offers {point.value}, which is no Product")
    return product


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value
