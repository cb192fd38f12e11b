"""This checkout as git sees it: what a commit of the working tree would hold."""

from __future__ import annotations

import shutil
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path

from mlops_templates.data import LEFT_BEHIND

ROOT = Path(__file__).parent.parent


def listed(*patterns: str) -> list[Path]:
    """The files that git tracks or would track, without those that it ignores."""
    argv = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(argv, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def ignored(folder: str) -> list[Path]:
    """The files in a folder that git ignores."""
    argv = ["git", "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", folder]
    names = subprocess.run(argv, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [Path(name) for name in names if name]


def copy_to(folder: Path) -> Path:
    """Copy what git would commit, executable bits included."""
    for path in listed():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    return folder


def is_left_by_a_tool(path: Path) -> bool:
    """Whether a file is cache or scratch, never part of anything we ship."""
    return any(fnmatchcase(part, pattern) for part in path.parts for pattern in LEFT_BEHIND)
