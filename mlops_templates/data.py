"""Where seed repositories and committed templates are, in a checkout or in an installed wheel."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fnmatch import translate
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError

# What tools leave behind, wherever a seed forgets to name it in its own .gitignore.
LEFT_BEHIND = (
    ".DS_Store",
    ".coverage",
    ".git",
    ".hypothesis",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "*.pyc",
    "__pycache__",
)

_known_digests: ContextVar[dict[str, str]] = ContextVar("_known_digests")
"""Only where seeds are looked at once."""


def in_checkout() -> bool:
    """Whether this is a checkout of the repository, and not an installed wheel."""
    return (Path(__file__).parent.parent / "pyproject.toml").is_file()


def data_folder(name: str) -> Path:
    """Find `seed_code` or `cloudformation`: at the root of a checkout, under `_data` in a wheel."""
    package = Path(__file__).parent
    return package.parent / name if in_checkout() else package / "_data" / name


def seed_folder(name: str) -> Path:
    folder = data_folder("seed_code") / name
    if not folder.is_dir():
        known = ", ".join(sorted(path.name for path in data_folder("seed_code").glob("[!._]*") if path.is_dir()))
        raise MlopsTemplatesError(f"no seed repository {name!r} in {folder.parent}; there are: {known or 'none'}")
    return folder


def seed_files(name: str) -> list[Path]:
    """The files of a seed repository that git would track, sorted by path."""
    return [Path(entry.path) for _, entry in _entries(seed_folder(name))]


def is_executable(path: Path) -> bool:
    return _runs(path.stat().st_mode)


def _runs(mode: int) -> bool:
    return bool(mode & 0o100)


def seed_digest(name: str) -> str:
    """16 digits that name the tree (paths, executable bits, bytes), whatever archive it is packed in."""
    known = _known_digests.get({})
    if name not in known:
        folder = seed_folder(name)
        known[name] = _digest(folder, tuple((path, _touched(entry.stat())) for path, entry in _entries(folder)))
    return known[name]


@contextmanager
def seeds_looked_at_once() -> Iterator[None]:
    """For work that names the same seeds many times, and during which nobody changes them."""
    before = _known_digests.set({})
    try:
        yield
    finally:
        _known_digests.reset(before)


@lru_cache(maxsize=8)
def _digest(folder: Path, files: tuple[tuple[str, tuple[int, int, int]], ...]) -> str:
    """Read once as long as nothing is touched: each template of a catalogue names the same seeds."""
    tree = hashlib.sha256()
    for name, (_, _, mode) in files:
        content = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        tree.update(f"{name}\0{_runs(mode):d}\0{content}\n".encode())
    return tree.hexdigest()[:16]


def _touched(state: os.stat_result) -> tuple[int, int, int]:
    return state.st_mtime_ns, state.st_size, state.st_mode


def _ignored_by(gitignore: Path) -> list[str]:
    """Patterns of one name each, anywhere or (with a leading slash) at the top: all that seeds use."""
    lines = gitignore.read_text(encoding="utf-8").splitlines() if gitignore.is_file() else []
    patterns = [line.strip().rstrip("/") for line in lines if line.strip() and not line.startswith("#")]
    if unknown := [pattern for pattern in patterns if "/" in pattern[1:] or pattern.startswith("!")]:
        raise MlopsTemplatesError(f"{gitignore}: only patterns of one name are understood, not {', '.join(unknown)}")
    return patterns


@lru_cache(maxsize=8)
def _matcher(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(translate(pattern) for pattern in patterns))


def _entries(folder: Path) -> list[tuple[str, os.DirEntry[str]]]:
    """The files that git would track, by path below the folder, in order."""
    ignored = _matcher((*LEFT_BEHIND, *_ignored_by(folder / ".gitignore")))
    return sorted(_kept(str(folder), "", ignored), key=itemgetter(0))


def _kept(folder: str, above: str, ignored: re.Pattern[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """What is in the folder; an ignored folder is not looked into. A leading slash stands for the top."""
    for entry in os.scandir(folder):
        at_the_top = not above and ignored.match(f"/{entry.name}")
        if ignored.match(entry.name) or at_the_top:
            continue
        if entry.is_dir():
            yield from _kept(entry.path, f"{above}{entry.name}/", ignored)
        elif entry.is_file():
            yield f"{above}{entry.name}", entry
