"""The list of what counts in the folder of kept state, and who wrote it."""

from __future__ import annotations

import functools
import importlib.metadata
import json
import sys
from dataclasses import asdict, dataclass, field

from mlops_templates.errors import MlopsTemplatesError

LAYOUT = 1


@functools.cache
def writers() -> dict[str, str]:
    """What a snapshot can be read by again: the same versions of these."""
    python = ".".join(str(number) for number in sys.version_info[:2])
    packages = ("mlops-templates", "moto", "cryptography")
    return {"layout": str(LAYOUT), "python": python, **{name: importlib.metadata.version(name) for name in packages}}


@dataclass(frozen=True)
class Snapshot:
    """The snapshot of one part: its file, and what the file must hold."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """Which snapshot of which part counts."""

    port: int
    written: str
    writers: dict[str, str]
    parts: dict[str, Snapshot] = field(default_factory=dict)

    def text(self) -> str:
        return json.dumps(asdict(self), indent=2, sort_keys=True) + "\n"


def read(text: str) -> Manifest:
    """The manifest that a text holds.

    Raises:
        MlopsTemplatesError: it is damaged, or was written by other versions.
    """
    try:
        document = json.loads(text)
        found = Manifest(
            int(document["port"]),
            str(document["written"]),
            dict(document["writers"]),
            {name: Snapshot(**snapshot) for name, snapshot in document["parts"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MlopsTemplatesError(f"the list of what is kept cannot be read ({error!r})") from error
    other = [f"{name} {theirs}" for name, theirs in found.writers.items() if writers().get(name) != theirs]
    if other or found.writers.keys() != writers().keys():
        ours = ", ".join(f"{name} {version}" for name, version in writers().items())
        raise MlopsTemplatesError(f"it was written by {', '.join(other) or 'other software'}; here is {ours}")
    return found
