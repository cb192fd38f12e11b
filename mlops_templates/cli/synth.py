"""`synth`: products to CloudFormation files."""

from __future__ import annotations

from pathlib import Path

import click

from mlops_templates.errors import MlopsTemplatesError


@click.command("synth", epilog="Exit codes: 0 written, or current; 1 with --check: a file is stale; 2 bad input.")
@click.option("--check", is_flag=True, help="Write nothing; list the files that are changed, missing or of no product.")
@click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False), help="Default: cloudformation/ in the checkout."
)
@click.pass_context
def command(ctx: click.Context, check: bool, folder: Path | None) -> None:
    """Write the templates of all products, and delete those that no product makes."""
    from mlops_templates.catalog import load_products
    from mlops_templates.data import data_folder, in_checkout
    from mlops_templates.synth import stale, write

    if not (folder or check or in_checkout()):
        raise MlopsTemplatesError("mlops-templates is installed here, not checked out. Name a folder with --folder.")
    target = folder or data_folder("cloudformation")
    products = load_products().values()
    changed = stale(products, target) if check else write(products, target)
    for path in changed:
        click.echo(f"{'stale' if check else 'wrote' if path.exists() else 'deleted'} {path}")
    if not changed:
        click.echo(f"{target}: current")
    ctx.exit(1 if check and changed else 0)
