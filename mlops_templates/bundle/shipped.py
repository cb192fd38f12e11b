"""Templates as they were committed and reviewed; made anew only for what is not ours."""

from __future__ import annotations

from collections.abc import Iterable

from mlops_templates.catalog import load_products
from mlops_templates.data import data_folder
from mlops_templates.model import Product
from mlops_templates.products import PRODUCTS
from mlops_templates.synth import chosen_scm, synthesize, synthesize_foundation, template_name


def shipped_template(product: Product, scm: str) -> str:
    """The committed template of a product of ours, the synthesised one of a plug-in."""
    committed = data_folder("cloudformation") / template_name(product, scm)
    if product in PRODUCTS and committed.is_file():
        return committed.read_text(encoding="utf-8")
    return synthesize(product, chosen_scm(product, scm))


def shipped_foundation(file_name: str, also: Iterable[Product] = ()) -> str:
    """The template of a foundation stack; with plug-ins the launch roles must also serve their products."""
    known = load_products()
    products = (*known.values(), *(product for product in also if product.name not in known))
    committed = data_folder("cloudformation") / file_name
    if products == PRODUCTS and committed.is_file():
        return committed.read_text(encoding="utf-8")
    return synthesize_foundation(file_name, products)
