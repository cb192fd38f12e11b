"""`local run`: an embedded AWS for the length of one command."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from mlops_templates.cli.local.options import port_option, region_option
from mlops_templates.errors import MlopsTemplatesError


@click.command(
    "run",
    context_settings={"ignore_unknown_options": True},
    epilog="Exit status: that of the command; 2 when the server or the command cannot be started.",
)
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    show_default="a temporary folder, removed at the end",
    help="The one folder in which it keeps everything.",
)
@port_option
@region_option
@click.argument("argv", nargs=-1, required=True, type=click.UNPROCESSED, metavar="-- COMMAND [ARGUMENT]...")
@click.pass_context
def command(ctx: click.Context, state: Path | None, port: int, region: str, argv: tuple[str, ...]) -> None:
    """Start an embedded AWS, run COMMAND with the AWS variables set, stop it, and end as COMMAND ended.

    Example: mlops-templates local run -- aws s3 mb s3://my-bucket
    """
    from mlops_templates.localaws import local_aws

    if shutil.which(argv[0]) is None:
        raise MlopsTemplatesError(f"{argv[0]}: no such command. Is it on PATH?")
    with _folder(state) as root, local_aws(root, port, region, keep=state is not None) as aws:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        status = _run(list(argv), {**environment, **aws.environment})
    ctx.exit(status)


@contextlib.contextmanager
def _folder(state: Path | None) -> Iterator[Path]:
    if state is not None:
        yield state
        return
    with tempfile.TemporaryDirectory(prefix="mlops-local-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _run(argv: list[str], environment: dict[str, str]) -> int:
    with _left_to_the_command(signal.SIGINT):
        status = subprocess.Popen(argv, env=environment).wait()  # noqa: S603 - the person's own command
    return status if status >= 0 else 128 - status


@contextlib.contextmanager
def _left_to_the_command(number: signal.Signals) -> Iterator[None]:
    """The command gets the same Ctrl-C and decides how to end.

    An exception here might come between the end of the command and the reading of its status, which would then be lost.
    """
    before = signal.getsignal(number)
    if before is not signal.SIG_IGN:  # one that is ignored is ignored by the command, too
        signal.signal(number, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(number, before)
