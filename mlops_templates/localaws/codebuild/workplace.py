"""The folders of one build on this machine."""

from __future__ import annotations

import io
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workplace:
    """Where a build keeps its sources, its home and its own commands; deleted when the build is over."""

    root: Path

    @property
    def primary(self) -> Path:
        """The folder of the primary source, in which the commands start."""
        return self.root / "src"

    @property
    def home(self) -> Path:
        return self.root / "home"

    def secondary(self, identifier: str) -> Path:
        return self.root / "secondary" / identifier

    def make(self) -> None:
        for folder in (self.primary, self.home):
            folder.mkdir(parents=True)


def unpack(archive: bytes, folder: Path) -> None:
    """Unpack a zip file with its executable bits; nothing lands outside the folder.

    Raises:
        zipfile.BadZipFile: the archive is no zip file.
        ValueError: a path in it leads out of the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    root = folder.resolve()
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for member in opened.infolist():
            target = (root / member.filename).resolve()
            if not target.is_relative_to(root):
                raise ValueError(f"the archive holds a path that leads out of it: {member.filename!r}")
            opened.extract(member, root)
            if not member.is_dir() and member.external_attr >> 16 & stat.S_IXUSR:
                target.chmod(0o755)
