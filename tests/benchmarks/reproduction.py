"""P7: two builds at other times, in other folders and with other hash seeds are the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from row import Row

from mlops_templates.catalog import load_products
from mlops_templates.data import data_folder
from mlops_templates.localaws import environments
from mlops_templates.localaws.world import World

ROOT = Path(__file__).parents[2]
DEFINITION_PROGRAM = Path(__file__).with_name("definition_program.py")
KINDS = ("cloudformation/*.yaml", "*.zip", "*/manifest.json", "*.whl", "*/definition.json")
"""What a build makes: one of each kind must have been compared."""

NO_PART = shutil.ignore_patterns(".*", "dist", "__pycache__")


def rows() -> Iterator[Row]:
    """Files that differ, of all that two builds make: templates, seed archives, manifests, wheel, definition."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        seed_python = str(_seed_python(Path(folder)))
        one, another = Path(folder) / "one", Path(folder) / "another" / "place"
        shutil.copytree(ROOT, one, ignore=NO_PART)
        shutil.copy(ROOT / ".gitignore", one)
        shutil.copytree(one, another, copy_function=shutil.copy)  # which makes new dates
        first = _built(one, seed_python, {"PYTHONHASHSEED": "1", "TZ": "UTC"})
        second = _built(another, seed_python, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"})
    for kind in KINDS:
        if not any(fnmatch(name, kind) for name in first):
            raise FileNotFoundError(f"the builds made no {kind}")
    differing = sum(first.get(name) != second.get(name) for name in first.keys() | second.keys())
    what = "templates, seeds, manifests, wheel and pipeline definition that differ"
    yield Row("P7", what, differing, len(first), "files compared", "files", "0x")


def _seed_python(folder: Path) -> Path:
    """The interpreter of the environment that the requirements of the build seed make."""
    requirements = ["-r", "requirements.txt"]
    seed = data_folder("seed_code") / "model_build"
    return environments.for_requirements(World(folder / "world"), environments.base(), requirements, seed).python


def _built(folder: Path, seed_python: str, surroundings: dict[str, str]) -> dict[str, str]:
    """The digest of every file that a build in this copy of the checkout makes."""
    environment = {**os.environ, **surroundings, "PYTHONPATH": str(folder)}
    program = [sys.executable, "-m", "mlops_templates.cli"]
    providers = sorted({scm for product in load_products().values() for scm in product.scms})
    commands = [[*program, "synth"]]
    commands += [[*program, "bundle", "--scm", scm, "--out", f"dist/{scm}"] for scm in providers]
    commands += [[sys.executable, "-m", "hatchling", "build", "-t", "wheel"]]
    for argv in commands:
        subprocess.run(argv, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    with (folder / "dist" / "definition.json").open("w") as definition:
        seed, program = folder / "seed_code" / "model_build", [seed_python, str(DEFINITION_PROGRAM)]
        nowhere = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "PYTHONPATH": str(seed)}
        subprocess.run(program, cwd=seed, env=environment | nowhere, check=True, stdout=definition)
    made = [path for part in ("cloudformation", "dist") for path in (folder / part).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in made}
