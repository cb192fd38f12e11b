"""`local set-variables`: variables of a GitHub repository, from a text that a project tells."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from mlops_templates.cli.local.options import attached, state_option


@click.command("set-variables", epilog="Exit codes: 0 set; 2 a line is no variable, no such repository, or none runs.")
@state_option
@click.argument("repository", metavar="OWNER/NAME")
@click.argument("file", type=click.File(encoding="utf-8"), default="-")
def command(state: Path, repository: str, file: TextIO) -> None:
    """Give the repository OWNER/NAME of the local git host variables, from a FILE of lines NAME=value.

    Without a file they come from standard input, as for `gh variable set --env-file -`.
    """
    from mlops_templates.localaws import visit

    made = visit.set_variables(attached(state).environment, repository, file.read())
    click.echo(f"{repository} has the variables {', '.join(made['Variables'])}")
