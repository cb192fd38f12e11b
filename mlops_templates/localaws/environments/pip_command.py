"""The pip of a job: installing switches the job to another environment and never changes one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.environments import job
from mlops_templates.localaws.environments.base import with_pip
from mlops_templates.localaws.environments.request import Request, request
from mlops_templates.localaws.environments.resolution import Resolution, resolve


def main(arguments: Sequence[str]) -> int:
    """Carry out `pip WORDS` for the job whose bin folder comes before the words."""
    bin_folder, words = Path(arguments[0]), list(arguments[1:])
    # The job's HOME is its own: the cache is where the recorded variables say.
    os.environ["MLOPS_TEMPLATES_CACHE"] = job.installer_variables(bin_folder, {})["MLOPS_TEMPLATES_CACHE"]
    asked = request(words, Path.cwd())
    if asked.changes_environment:
        return _switch(bin_folder, asked)
    return _pass_on(bin_folder, words)


def _switch(bin_folder: Path, asked: Request) -> int:
    try:
        resolution = resolve(
            job.current(bin_folder),
            asked,
            private=bin_folder.parent / "environments",
            variables=job.installer_variables(bin_folder, os.environ),
        )
    except MlopsTemplatesError as error:
        sys.stderr.write(f"ERROR: {error}\n")
        return 1
    job.switch(bin_folder, resolution.environment)
    sys.stdout.write(f"{_report(asked, resolution)}\n")
    return 0


def _report(asked: Request, resolution: Resolution) -> str:
    if asked.empty:
        return f"pip {asked.command}: nothing to do, pip itself stays as it is"
    how = "from the cache" if resolution.seconds is None else f"made in {resolution.seconds:.1f} s"
    return f"pip {asked.command} {' '.join(asked.words())}: environment {resolution.environment.name} ({how})"


def _pass_on(bin_folder: Path, words: list[str]) -> int:
    python = job.current(bin_folder).python
    command = [str(with_pip().python), "-m", "pip", "--python", str(python), *words]
    os.execve(command[0], command, job.installer_variables(bin_folder, os.environ))  # noqa: S606 - pip, without a shell
