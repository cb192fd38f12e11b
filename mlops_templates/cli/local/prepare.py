"""`local prepare`: the Python environments of the seed repositories, made once."""

from __future__ import annotations

import click

from mlops_templates.data import data_folder


@click.command("prepare", epilog="Exit codes: 0 all there; 2 one could not be made.")
def command() -> None:
    """Make the cached Python environments in which seed repositories build, test, train and serve.

    They are made on first use anyway; this does it ahead, so that the first build need not wait. The cache is
    $MLOPS_TEMPLATES_CACHE, by default ~/.cache/mlops-templates. Instant when they are there.
    """
    from mlops_templates.localaws import environments

    seeds = data_folder("seed_code")
    environments.prepare(
        sorted(seeds.glob("*/requirements.txt")),
        environments.known(),
        steps=sorted(seeds.glob("*/algorithms/**/requirements.txt")),
        report=click.echo,
    )
