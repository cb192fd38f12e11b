"""`new-product`: a distribution of one's own with a working product."""

from __future__ import annotations

from pathlib import Path

import click

PHASES = ("initial", "repeatable", "reliable", "scalable")


@click.command("new-product", epilog="Exit codes: 0 written; 2 bad name, or it is there already: nothing written.")
@click.argument("name", metavar="NAME")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Default: this one.")
@click.option("--phase", type=click.Choice(PHASES), default="initial", show_default=True, help="Its maturity.")
def command(name: str, folder: Path, phase: str) -> None:
    """Write a distribution that offers a product of its own: pyproject, product, test, README.

    Example: mlops-templates new-product acme-experiment
    """
    from mlops_templates.model import Phase
    from mlops_templates.new_product import write_product

    for path in write_product(name, folder, Phase(phase)):
        click.echo(f"wrote {path}")
    click.echo(f"Next: cd {folder / name}; python -m pip install --editable '.[test]'; mlops-templates conform {name}")
