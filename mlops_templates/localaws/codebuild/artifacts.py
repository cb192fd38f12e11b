"""Collects the files that a build leaves."""

from __future__ import annotations

import glob
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from mlops_templates.localaws.codebuild.buildspec import Artifacts
from mlops_templates.localaws.codebuild.failure import BuildFailure


def collect(artifacts: Artifacts, source: Path) -> dict[str, Path]:
    """The files of an artifact by their names in it.

    Raises:
        BuildFailure: CLIENT_ERROR, if the base folder or a pattern matches nothing.
    """
    base = _base(artifacts, source)
    excluded = {path for pattern in artifacts.exclude for path in _matches(base, pattern)}
    found: dict[str, Path] = {}
    for pattern in artifacts.files:
        paths = [path for path in _matches(base, pattern) if path not in excluded]
        if not paths:
            raise BuildFailure("CLIENT_ERROR", f"no matching artifact paths found: {pattern}")
        for path in paths:
            found[PurePosixPath(path).name if artifacts.discard_paths else path] = base / path
    return found


def zip_of(files: dict[str, Path]) -> bytes:
    """The files as a zip, with their executable bits, in the order of their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for name, path in sorted(files.items()):
            archive.write(path, name)
    return buffer.getvalue()


def _base(artifacts: Artifacts, source: Path) -> Path:
    if not artifacts.base:
        return source
    found = [source / path for path in _glob(source, artifacts.base)]
    folders = [path for path in found if path.is_dir() and path.resolve().is_relative_to(source.resolve())]
    if not folders:
        raise BuildFailure("CLIENT_ERROR", f"no matching base directory path found for {artifacts.base}")
    return folders[0]


def _matches(base: Path, pattern: str) -> Iterator[str]:
    """The files below the base folder that a pattern means; `**` reaches into folders, hidden files count."""
    for path in _glob(base, pattern):
        if (base / path).is_file() and (base / path).resolve().is_relative_to(base.resolve()):
            yield (base / path).relative_to(base).as_posix()


def _glob(base: Path, pattern: str) -> list[str]:
    # Path.glob is no help here: for it `**` means folders only, and an absolute pattern is an error.
    return sorted(glob.glob(pattern, root_dir=base, recursive=True, include_hidden=True))  # noqa: PTH207
