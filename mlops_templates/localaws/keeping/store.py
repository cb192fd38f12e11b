"""The folder of kept state: files that are there whole or not at all."""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.keeping import manifest
from mlops_templates.localaws.keeping.manifest import Manifest, Snapshot

FOLDER = "kept"
_LIST = "manifest.json"


class Store:
    """Snapshots and objects under a state folder."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.folder = state / FOLDER
        self._parts = self.folder / "parts"
        self._objects = self.folder / "objects"
        self._temporary = self.folder / "temporary"
        self._counter = itertools.count()
        self._known: set[str] = set()
        self._read: set[str] = set()

    @property
    def used(self) -> bool:
        """Whether something is kept here."""
        return (self.folder / _LIST).exists()

    def make(self) -> None:
        """Make the folders; what a killed server was about to write is forgotten."""
        for folder in (self._parts, self._objects, self._temporary):
            folder.mkdir(parents=True, exist_ok=True)
        for left in self._temporary.iterdir():
            left.unlink()
        self._known = {path.name for path in self._objects.iterdir()}

    def read(self) -> Manifest:
        """The list of what is kept.

        Raises:
            MlopsTemplatesError: it is damaged, or was written by other versions.
        """
        try:
            return manifest.read((self.folder / _LIST).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise MlopsTemplatesError(f"the list of what is kept cannot be read ({error})") from error

    def snapshot(self, kept: Snapshot) -> bytes:
        """The bytes of a snapshot.

        Raises:
            MlopsTemplatesError: they are not what was written.
        """
        return _checked(self._parts / kept.file, kept.sha256)

    def put(self, part: str, data: bytes) -> Snapshot:
        """Write a snapshot beside the one that counts."""
        digest = hashlib.sha256(data).hexdigest()
        made = Snapshot(f"{part}-{digest[:16]}", digest, len(data))
        if not (self._parts / made.file).exists():
            self._write(self._parts / made.file, data)
        return made

    def object(self, digest: str) -> bytes:
        """The content of an object.

        Raises:
            MlopsTemplatesError: it is not what was written.
        """
        self._read.add(digest)
        return _checked(self._objects / digest, digest)

    def put_object(self, data: bytes) -> str:
        """Write the content of an object, once, and give its digest."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._known:
            self._write(self._objects / digest, data)
            self._known.add(digest)
        return digest

    def commit(self, current: Manifest) -> None:
        """From now on these snapshots count; others are removed."""
        self._write(self.folder / _LIST, current.text().encode())
        wanted = {snapshot.file for snapshot in current.parts.values()}
        for path in self._parts.iterdir():
            if path.name not in wanted:
                path.unlink()

    def forget_unread_objects(self) -> None:
        """Remove the contents that no snapshot asked for when all were read."""
        for digest in self._known - self._read:
            (self._objects / digest).unlink()
        self._known &= self._read

    def sizes(self) -> dict[str, int]:
        """How many bytes are kept as snapshots and as objects."""
        folders = {"snapshots": self._parts, "objects": self._objects}
        return {name: sum(path.stat().st_size for path in folder.iterdir()) for name, folder in folders.items()}

    def _write(self, path: Path, data: bytes) -> None:
        part = self._temporary / str(next(self._counter))
        part.write_bytes(data)
        part.replace(path)


def _checked(path: Path, digest: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MlopsTemplatesError(f"{path.name} cannot be read ({error})") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise MlopsTemplatesError(f"{path.name} is damaged")
    return data
