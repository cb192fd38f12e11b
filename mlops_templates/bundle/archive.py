"""Seed repositories as zip files that are the same bytes on every machine."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from mlops_templates.bundle.deflate import deflated
from mlops_templates.data import is_executable, seed_files, seed_folder

STORED, DEFLATED = 0, 8
VERSION = 20
UNIX = 3 << 8
NAMES_ARE_UTF8 = 0x800
LONG_AGO = (0, 1 << 5 | 1)
"""The first moment that a zip file can name: midnight of 1 January 1980."""

REGULAR_FILE = 0o100000


@dataclass(frozen=True)
class _Entry:
    """One file as the archive holds it."""

    name: bytes
    mode: int
    packed: bytes
    facts: bytes
    """What both of its headers say."""


def seed_archive(name: str) -> bytes:
    """Sorted entries, one date, two modes, and a compression of our own: zlib differs between builds of Python."""
    folder = seed_folder(name)
    entries = [_entry(path.relative_to(folder).as_posix(), path) for path in seed_files(name)]
    files, directory = bytearray(), bytearray()
    for entry in entries:
        place = struct.pack("<3H2I", 0, 0, 0, entry.mode << 16, len(files))
        directory += b"PK\x01\x02" + struct.pack("<H", UNIX | VERSION) + entry.facts + place + entry.name
        files += b"PK\x03\x04" + entry.facts + entry.name + entry.packed
    end = struct.pack("<4H2IH", 0, 0, len(entries), len(entries), len(directory), len(files), 0)
    return bytes(files + directory + b"PK\x05\x06" + end)


def _entry(name: str, path: Path) -> _Entry:
    content = path.read_bytes()
    packed, method = deflated(content), DEFLATED
    if len(packed) >= len(content):
        packed, method = content, STORED
    encoded = name.encode()
    about = (VERSION, NAMES_ARE_UTF8, method, *LONG_AGO, crc32(content), len(packed), len(content), len(encoded), 0)
    mode = REGULAR_FILE | (0o755 if is_executable(path) else 0o644)
    return _Entry(encoded, mode, packed, struct.pack("<5H3I2H", *about))
