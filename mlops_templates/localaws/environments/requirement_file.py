"""Requirement files, with the files they name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError

_NESTED = re.compile(rb"^\s*(?:-r|--requirement|-c|--constraint)[ =]?\s*(\S+)", re.MULTILINE)
_LOCAL = re.compile(rb"^\s*(?:-e|--editable|\.|/|file:)|^[^#\n]*@\s*file:", re.MULTILINE)


@dataclass(frozen=True)
class RequirementFile:
    """The bytes that a requirement file stands for."""

    digest: str
    hashes: bool
    local: bool


def read(folder: Path, name: str) -> RequirementFile:
    """Read the file and all that it includes; a URL is known by its address only.

    Raises:
        MlopsTemplatesError: in pip's words, if there is no such file.
    """
    if "://" in name:
        return RequirementFile(name, hashes=False, local=False)
    path = folder / name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MlopsTemplatesError(
            f"Could not open requirements file: [Errno {error.errno}] {error.strerror}: '{name}'"
        ) from None
    nested = [read(path.parent, match.decode()) for match in _NESTED.findall(content)]
    digest = hashlib.sha256(content)
    for file in nested:
        digest.update(file.digest.encode())
    return RequirementFile(
        digest.hexdigest(),
        hashes=b"--hash=" in content or any(file.hashes for file in nested),
        local=_LOCAL.search(content) is not None or any(file.local for file in nested),
    )
