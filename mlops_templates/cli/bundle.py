"""`bundle`: templates, seed archives and their manifest in one folder."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    "bundle", epilog="Exit codes: 0 written; 2 bad input, a missing seed or a stale template: nothing written."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("dist/bundle"),
    show_default=True,
    help="Folder to write. An earlier bundle there is replaced.",
)
@click.option("--product", "products", multiple=True, metavar="NAME", help="Only this product. May be repeated.")
@click.option("--scm", default="codecommit", show_default=True, help="Source-code provider of the templates.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(out: Path, products: tuple[str, ...], scm: str, output: str) -> None:
    """Write what publish uploads: the same bytes on every machine, at keys that name their content."""
    from mlops_templates.bundle import chosen_products, make_bundle, manifest, write_bundle

    bundle = make_bundle(chosen_products(products, scm), scm)
    write_bundle(bundle, out)
    if output == "json":
        click.echo(json.dumps({"folder": str(out), **manifest(bundle)}, indent=2))
        return
    for asset in bundle.assets:
        click.echo(f"{asset.sha256[:16]}  {len(asset.content):>9,}  {asset.key}")
    click.echo(f"Written to {out}, with manifest.json.")
