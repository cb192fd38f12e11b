"""All products known to this installation: ours, then those of installed plug-ins."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Phase, Product, SeedRepository
from mlops_templates.products import PRODUCTS
from mlops_templates.products.seeds import SCMS

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "mlops_templates.products"
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def load_products() -> dict[str, Product]:
    """Products by name. An entry point names a `Product`; two of one name are an error, never a silent choice."""
    products = {product.name: product for product in PRODUCTS}
    owners = dict.fromkeys(products, "mlops-templates")
    for product, owner in _offered():
        if product.name in products:
            raise MlopsTemplatesError(
                f"{owner} offers a product {product.name!r}, which {owners[product.name]} has already: "
                "uninstall one of them, or have one renamed"
            )
        products[product.name], owners[product.name] = product, owner
    return products


def offered_by(product: Product) -> str | None:
    """The distribution of a plug-in that offers this very product; None for ours, and for what nobody offers."""
    return next((owner for offered, owner in _offered() if offered == product), None)


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


def _offered() -> Iterator[tuple[Product, str]]:
    """The products of plug-ins, each with its distribution."""
    for point in _plug_ins():
        owner = _distribution(point)
        product = _load(point, owner)
        if fault := _fault(product):
            raise MlopsTemplatesError(f"{owner} offers {point.value}, {fault}")
        yield product, owner


def _load(point: EntryPoint, owner: str) -> Product:
    try:
        product = point.load()
    except (Exception, SystemExit) as error:
        reason = "it ended the program" if isinstance(error, SystemExit) else str(error) or type(error).__name__
        raise MlopsTemplatesError(f"{owner} offers {point.value}, which fails to load: {reason}") from error
    if not isinstance(product, Product):
        raise MlopsTemplatesError(f"{owner} offers {point.value}, which is no Product")
    return product


def _fault(product: Product) -> str:
    """What is wrong with a product before it is built."""
    if not (isinstance(product.name, str) and NAME.fullmatch(product.name)):
        return f"whose name {product.name!r} is not of lower-case words joined by hyphens, such as acme-lake"
    if not isinstance(product.phase, Phase):
        return f"whose phase {product.phase!r} is no Phase, such as Phase.{Phase.INITIAL.name}"
    known = ", ".join(SCMS)
    if not product.scms:
        return f"which names no source-code provider; there are: {known}"
    if unknown := [scm for scm in product.scms if scm not in SCMS]:
        return f"which names the source-code provider {unknown[0]!r}; there are: {known}"
    return _seed_fault(product)


def _seed_fault(product: Product) -> str:
    # Here, because it takes a third of the time of `ls`, which seldom has a plug-in.
    from mlops_templates.data import seed_folder

    for seed in product.seeds:
        if not isinstance(seed, SeedRepository):
            return f"whose seed {seed!r} is no SeedRepository"
        try:
            seed_folder(seed.name)
        except MlopsTemplatesError as error:
            return f"which cannot be used: {error}"
    return ""


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value
