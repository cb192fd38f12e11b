"""The `docker` that a build finds on its PATH; one of the machine must not be found: a build would pass by chance."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import mlops_templates

_DOCKER = """#!/bin/sh
exec {python} -I -c 'import sys; sys.path.insert(0, sys.argv.pop(1))
from mlops_templates.localaws.containers.command import main
sys.exit(main(sys.argv[1:]))' {root} {bin} {privileged} "$@"
"""


def put(bin_folder: Path, *, privileged: bool) -> None:
    """Put docker beside the other commands of a build; it has a daemon where the project is privileged."""
    path = bin_folder / "docker"
    words = {
        "python": shlex.quote(sys.executable),
        "root": shlex.quote(str(Path(mlops_templates.__file__).parent.parent)),
        "bin": shlex.quote(str(bin_folder)),
        "privileged": "yes" if privileged else "no",
    }
    path.write_text(_DOCKER.format(**words), encoding="utf-8")
    path.chmod(0o755)
