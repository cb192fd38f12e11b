"""`ls`: the products of this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mlops_templates.catalog import load_products

if TYPE_CHECKING:
    from mlops_templates.model import Product


@click.command("ls", epilog="Exit codes: 0 listed; 2 a plug-in offers a product that cannot be used.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(output: str) -> None:
    """List the products, in order of maturity."""
    products = sorted(load_products().values(), key=lambda product: product.phase.number)
    if output == "json":
        import json

        click.echo(json.dumps([as_json(product) for product in products], indent=2))
        return
    width = max(len(product.name) for product in products)
    for product in products:
        click.echo(f"{product.name:<{width}}  {product.phase:<10}  {product.title}")


def as_json(product: Product) -> dict[str, object]:
    return {
        "name": product.name,
        "phase": product.phase.value,
        "title": product.title,
        "description": product.description,
        "scms": list(product.scms),
        "seeds": [seed.name for seed in product.seeds],
    }
