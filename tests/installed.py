"""This checkout as an environment sees it that has just installed it, whatever this environment knows of it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from tests.checkout import ROOT


def search_path(folder: Path) -> str:
    """A PYTHONPATH with the package and, in the folder, the entry points of pyproject.toml."""
    metadata = folder / "ours-1.0.dist-info"
    metadata.mkdir(parents=True)
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    lines = [
        line for name, group in groups.items() for line in (f"[{name}]", *(f"{k} = {v}" for k, v in group.items()))
    ]
    (metadata / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: ours\nVersion: 1.0\n", encoding="utf-8")
    return os.pathsep.join(map(str, (folder, ROOT)))
