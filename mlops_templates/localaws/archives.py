"""Zips and tars from outside: nothing in them lands outside its folder, and none fills the disk."""

from __future__ import annotations

import io
import posixpath
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 4 << 30
MOST_FILES = 100_000
LONGEST_PATH, LONGEST_NAME = 4096, 255

UNREADABLE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)
"""What the libraries raise for an archive that is broken, encrypted, or compressed in a way that they do not know."""


class BadArchiveError(ValueError):
    """An archive that cannot be unpacked, and why."""


@dataclass(frozen=True)
class Entry:
    """One thing in an archive; `link` is what it points to, seen from the top of the archive."""

    path: str
    size: int = 0
    link: str | None = None
    folder: bool = False
    special: bool = False


def unpack_zip(archive: bytes, folder: Path) -> None:
    """Unpack a zip with its executable bits and symbolic links.

    Raises:
        BadArchiveError: nothing, or only a part, was unpacked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            check(_zip_entries(opened))
            links = [member for member in opened.infolist() if _is_link(member)]
            for member in opened.infolist():
                if member not in links:
                    target = Path(opened.extract(member, folder))
                    if not member.is_dir() and member.external_attr >> 16 & stat.S_IXUSR:
                        target.chmod(0o755)
            for member in links:
                place = folder / member.filename
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(opened.read(member).decode())
    except UNREADABLE as error:
        raise BadArchiveError(f"{error}") from error


def unpack_tar(archive: Path, folder: Path) -> None:
    """Unpack a tar, compressed or not.

    Raises:
        BadArchiveError: nothing, or only a part, was unpacked.
    """
    try:
        with tarfile.open(archive) as opened:
            check(_tar_entry(member) for member in opened)
            opened.extractall(folder, filter="data")
    except UNREADABLE as error:
        raise BadArchiveError(f"{error}") from error


def check_zip(archive: bytes) -> None:
    """Refuse a zip that must not be unpacked.

    Raises:
        BadArchiveError: naming what is wrong.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            check(_zip_entries(opened))
    except UNREADABLE as error:
        raise BadArchiveError(f"{error}") from error


def check(entries: Iterable[Entry]) -> None:
    """Refuse what leads out of the folder, is no file, has the name of another, or is too much."""
    links: dict[str, str] = {}
    files: set[str] = set()
    folders: set[str] = set()
    size = 0
    for number, entry in enumerate(entries, start=1):
        size += entry.size
        if size > MOST_BYTES or number > MOST_FILES:
            raise BadArchiveError(f"the archive holds more than {MOST_BYTES} bytes or {MOST_FILES} files")
        path = _inside(entry.path, entry.path)
        if entry.special:
            raise BadArchiveError(f"the archive holds a device: {entry.path!r}")
        if path in files or (path in folders and not entry.folder):
            raise BadArchiveError(f"the archive holds two things with the name {entry.path!r}")
        (folders if entry.folder else files).add(path)
        folders.update(_above(path))
        if entry.link is not None:
            links[path] = entry.link
    if both := sorted(files & folders):
        raise BadArchiveError(f"the archive holds both a file and a folder with the name {both[0]!r}")
    for path, target in links.items():
        _inside(target, path)
        if through := [each for each in _above(target) if posixpath.normpath(each) in links]:
            raise BadArchiveError(f"the archive holds a link through another link: {path!r} through {through[0]!r}")


def _inside(path: str, named: str) -> str:
    """The path without detours, if it stays in the archive."""
    normal = posixpath.normpath(path)
    out = normal == ".." or normal.startswith(("../", "/")) or path.startswith("/") or path[1:3] in (":\\", ":/")
    if out or "\0" in path or "\\" in path:
        raise BadArchiveError(f"the archive holds a path that leads out of it: {named!r}")
    if len(path) > LONGEST_PATH or any(len(part.encode("utf-8", "replace")) > LONGEST_NAME for part in path.split("/")):
        raise BadArchiveError(f"the archive holds a name that is too long: {named[:60]!r}...")
    return normal


def _above(path: str) -> list[str]:
    """Every folder on the way to a path."""
    parts = path.split("/")
    return ["/".join(parts[:number]) for number in range(1, len(parts))]


def _is_link(member: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(member.external_attr >> 16)


def _zip_entries(opened: zipfile.ZipFile) -> Iterator[Entry]:
    for member in opened.infolist():
        mode, path, link = member.external_attr >> 16, member.orig_filename, None
        if _is_link(member):
            if member.file_size > LONGEST_PATH:
                raise BadArchiveError(f"the archive holds a link that is too long: {path!r}")
            link = _seen_from_the_top(path, opened.read(member).decode("utf-8", "replace"))
        special = stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK)
        yield Entry(path, member.file_size, link, member.is_dir(), special)


def _tar_entry(member: tarfile.TarInfo) -> Entry:
    link = member.linkname if member.islnk() else None
    if member.issym():
        link = _seen_from_the_top(member.name, member.linkname)
    special = not (member.isreg() or member.isdir() or member.issym() or member.islnk())
    return Entry(member.name, member.size, link, member.isdir(), special)


def _seen_from_the_top(path: str, target: str) -> str:
    return posixpath.join(posixpath.dirname(path), target)
