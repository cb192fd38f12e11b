"""A new environment that starts with the packages of another one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from mlops_templates.localaws.environments.base import make_empty
from mlops_templates.localaws.environments.python_environment import PythonEnvironment

_OWN = frozenset({"bin", "lib64", "pyvenv.cfg", ".complete"})


def copy_of(parent: PythonEnvironment, folder: Path) -> PythonEnvironment:
    """Make `folder` an environment with the parent's packages and console scripts.

    Files are hard links, so that a copy of a large environment takes a second and no room.
    Installers replace files and never write into them: the parent stays as it is.
    """
    make_empty(folder)
    for entry in sorted(parent.path.iterdir()):
        if entry.name not in _OWN:
            _link_tree(entry, folder / entry.name)
    for script in sorted(parent.bin.iterdir()):
        target = folder / "bin" / script.name
        if not target.exists() and not script.is_dir():
            _copy_script(script, target, parent.path, folder)
    return PythonEnvironment(folder)


def _link_tree(source: Path, target: Path) -> None:
    if source.is_dir() and not source.is_symlink():
        target.mkdir(exist_ok=True)
        for entry in os.scandir(source):
            _link_tree(Path(entry.path), target / entry.name)
    elif not target.exists():
        _link(source, target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        # Another file system, or the limit of links of one file.
        shutil.copy2(source, target, follow_symlinks=False)


def _copy_script(script: Path, target: Path, parent: Path, folder: Path) -> None:
    content = b"" if script.is_symlink() else script.read_bytes()
    if not content.startswith(b"#!"):
        _link(script, target)
        return
    target.write_bytes(content.replace(os.fsencode(parent), os.fsencode(folder)))
    shutil.copymode(script, target)
