"""Seed repositories as zip files that are the same bytes on every machine."""

from __future__ import annotations

import io
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from mlops_templates.data import is_executable, seed_files, seed_folder

LONG_AGO = (1980, 1, 1, 0, 0, 0)
UNIX = 3
REGULAR_FILE = 0o100000


def seed_archive(name: str) -> bytes:
    """Sorted entries, one date, two modes, no compression: zlib differs between builds of Python."""
    folder = seed_folder(name)
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for path in seed_files(name):
            entry = ZipInfo(path.relative_to(folder).as_posix(), LONG_AGO)
            entry.create_system = UNIX
            entry.external_attr = (REGULAR_FILE | (0o755 if is_executable(path) else 0o644)) << 16
            archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()
