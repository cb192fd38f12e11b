"""Where seed repositories and committed templates are, in a checkout or in an installed wheel."""

import hashlib
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError

# What a person's tools leave behind; git ignores all of it, and a wheel or zip must not carry it.
IGNORED_FOLDERS = frozenset(
    {
        ".git",
        ".hypothesis",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".venv",
        "__pycache__",
        "build",
        "dist",
    }
)
IGNORED_SUFFIXES = frozenset({".pyc", ".pyo"})
IGNORED_FILES = frozenset({".DS_Store", ".coverage"})


def data_folder(name: str) -> Path:
    """Find `seed_code` or `cloudformation`: at the root of a checkout, under `_data` in a wheel."""
    package = Path(__file__).parent
    in_checkout = (package.parent / "pyproject.toml").is_file()
    return package.parent / name if in_checkout else package / "_data" / name


def seed_folder(name: str) -> Path:
    folder = data_folder("seed_code") / name
    if not folder.is_dir():
        known = ", ".join(sorted(path.name for path in data_folder("seed_code").glob("[!._]*") if path.is_dir()))
        raise MlopsTemplatesError(f"no seed repository {name!r} in {folder.parent}; there are: {known or 'none'}")
    return folder


def seed_files(name: str) -> list[Path]:
    """The files of a seed repository that git would track, sorted by path."""
    folder = seed_folder(name)
    files = [path for path in folder.rglob("*") if path.is_file() and _is_shipped(path.relative_to(folder))]
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def is_executable(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o100)


def seed_digest(name: str) -> str:
    """16 digits that name the tree (paths, executable bits, bytes), whatever archive it is packed in."""
    folder = seed_folder(name)
    tree = hashlib.sha256()
    for path in seed_files(name):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        tree.update(f"{path.relative_to(folder).as_posix()}\0{is_executable(path):d}\0{content}\n".encode())
    return tree.hexdigest()[:16]


def _is_shipped(path: Path) -> bool:
    return (
        IGNORED_FOLDERS.isdisjoint(path.parts[:-1])
        and path.suffix not in IGNORED_SUFFIXES
        and path.name not in IGNORED_FILES
    )
