"""What a source action gives instead of files: where a build has to clone from, with its own rights (full clone)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

_MARK = b'{"CODEBUILD_CLONE_REF": '


@dataclass(frozen=True)
class CloneReference:
    """A commit of a repository, at the address at which a build signs in."""

    url: str
    commit: str

    def content(self) -> bytes:
        """The artifact: no zip, so that nobody but a build can use it."""
        return _MARK + json.dumps(asdict(self)).encode() + b"}"


def read(artifact: bytes) -> CloneReference | None:
    """The reference that an artifact holds; None for files."""
    if not artifact.startswith(_MARK):
        return None
    return CloneReference(**json.loads(artifact)["CODEBUILD_CLONE_REF"])
