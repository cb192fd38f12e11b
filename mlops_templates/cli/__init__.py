"""The command line: one file per verb, imported only when it is called. The only room that prints."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import NoReturn

import click

from mlops_templates import __version__
from mlops_templates.errors import MlopsTemplatesError

PROGRAM = "mlops-templates"
INTERRUPTED = 130
"""What a shell makes of a Ctrl-C: 128 and the number of SIGINT."""

VERBS = {
    "bundle": "write what publish uploads: templates, seed archives, manifest",
    "conform": "check all that is asked of a product, with the life of a project",
    "lint": "check templates with cfn-lint and our own rules",
    "local": "an AWS on this machine: start, stop, run a command against it",
    "ls": "list the products",
    "new-product": "write a distribution with a product of your own",
    "publish": "offer products in Service Catalog and so in SageMaker Studio",
    "show": "describe a product, or draw its diagram",
    "synth": "write the CloudFormation templates, or check that they are current",
    "teams": "look after accounts of teams: list, show, plan a removal, remove",
}
"""Add a verb: `command` in a file of that name, then its line here."""


class Verbs(click.Group):
    """Knows every verb of a folder by name and help, and imports the one that is called."""

    package = __name__
    verbs: Mapping[str, str] = VERBS

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.verbs:
            return None
        command: click.Command = import_module(f"{self.package}.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.verbs.items()))


class Program(Verbs):
    """The verbs of the command line itself."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            ctx.fail(_unknown(args[0]))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(f"{PROGRAM}: interrupted", err=True)
            ctx.exit(INTERRUPTED)


def _unknown(verb: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(verb, VERBS, n=1)
    return f"no command {verb!r}; " + (f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(VERBS)}")


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"{PROGRAM} {__version__}")
        ctx.exit()


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done; 1 findings, stale files, or not confirmed; 2 bad input; 130 interrupted. "
    "A command that has more says so in its own help.",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print it.")
def cli() -> None:
    """SageMaker project templates for every phase of MLOps maturity.

    Write and check the templates, publish them to Service Catalog and SageMaker Studio, and live through a whole
    project on this machine without an AWS account.
    """


def main() -> None:
    """Run the command line; an error for a person is one line, without a traceback."""
    # Most commands end before anything that they make is garbage, and to look for it takes a tenth of their time.
    gc.set_threshold(100_000, 50, 50)
    # Nor is it worth the time to look through it once more when all of it goes.
    atexit.register(gc.freeze)
    try:
        cli(prog_name=PROGRAM)
    except MlopsTemplatesError as error:
        _fail(str(error))
    except OSError as error:
        if error.filename is None:
            raise
        _fail(f"{error.filename}: {error.strerror}. Name another place, or make this one usable.")


def _fail(message: str) -> NoReturn:
    click.echo(f"{PROGRAM}: error: {message}", err=True)
    sys.exit(2)
