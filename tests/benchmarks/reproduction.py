"""P7: two builds at other times, in other folders and with other hash seeds are the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from row import Row

from mlops_templates.catalog import load_products

ROOT = Path(__file__).parents[2]
NO_PART = shutil.ignore_patterns(".*", "dist", "__pycache__")


def rows() -> Iterator[Row]:
    """Files that differ, of all that two builds make: templates, seed archives, manifests, the wheel."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        one, another = Path(folder) / "one", Path(folder) / "another" / "place"
        shutil.copytree(ROOT, one, ignore=NO_PART)
        shutil.copy(ROOT / ".gitignore", one)
        shutil.copytree(one, another, copy_function=shutil.copy)  # which makes new dates
        first, second = _built(one, hash_seed="1"), _built(another, hash_seed="2")
    differing = sum(first.get(name) != second.get(name) for name in first.keys() | second.keys())
    what = "templates, seeds, manifests and wheel that differ"
    yield Row("P7", what, differing, len(first), "files compared", "files", "0x")


def _built(folder: Path, hash_seed: str) -> dict[str, str]:
    """The digest of every file that a build in this copy of the checkout makes."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(folder)}
    program = [sys.executable, "-m", "mlops_templates.cli"]
    providers = sorted({scm for product in load_products().values() for scm in product.scms})
    commands = [[*program, "synth"]]
    commands += [[*program, "bundle", "--scm", scm, "--out", f"dist/{scm}"] for scm in providers]
    commands += [[sys.executable, "-m", "hatchling", "build", "-t", "wheel"]]
    for argv in commands:
        subprocess.run(argv, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    made = [path for part in ("cloudformation", "dist") for path in (folder / part).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in made}
