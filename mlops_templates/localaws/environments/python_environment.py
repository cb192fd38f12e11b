"""One Python environment of the cache."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PythonEnvironment:
    """A folder with an interpreter and packages; shared between jobs, so it never changes once made."""

    path: Path

    @property
    def name(self) -> str:
        """The digest of everything that the environment was made from."""
        return self.path.name

    @property
    def bin(self) -> Path:
        return self.path / "bin"

    @property
    def python(self) -> Path:
        return self.bin / "python"
