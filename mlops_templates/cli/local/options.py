"""Options that several verbs of `local` share."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from mlops_templates.errors import MlopsTemplatesError

if TYPE_CHECKING:
    from mlops_templates.localaws import LocalAws

Function = TypeVar("Function", bound=Callable[..., object])


def default_state() -> Path:
    """`$XDG_STATE_HOME/mlops-templates/local`, or under `~/.local/state`."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "mlops-templates" / "local"


def program() -> str:
    """How this person can call us: by name when that is on PATH, else by the path beside this interpreter."""
    name = "mlops-templates"
    return name if shutil.which(name) else shlex.quote(str(Path(sys.executable).with_name(name)))


def line_for(verb: str, state: Path) -> str:
    """What a person types to use a verb on a state folder, whatever the folder is called."""
    return f"{program()} local {verb} --state {shlex.quote(str(state))}"


def attached(state: Path) -> LocalAws:
    """The embedded AWS that runs on a state folder.

    Raises:
        MlopsTemplatesError: none does.
    """
    from mlops_templates.localaws import attach

    aws = attach(state.resolve())
    if aws is None:
        raise MlopsTemplatesError(f"no embedded AWS runs on {state}. Start one: {line_for('start', state)}")
    return aws


def state_option(function: Function) -> Function:
    """`--state DIR`, with a default in the user's state folder."""
    option = click.option(
        "--state",
        type=click.Path(file_okay=False, path_type=Path),
        default=default_state,
        show_default="~/.local/state/mlops-templates/local",
        help="The one folder in which it keeps everything.",
    )
    return option(function)


port_option = click.option("--port", type=click.IntRange(0, 65535), default=0, show_default="a free one")
region_option = click.option(
    "--region", default="us-east-1", show_default=True, help="The region that clients default to."
)
