"""The images that one build has made or pulled, in its own folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from mlops_templates.localaws.containers.image import Image, image_of
from mlops_templates.localaws.containers.layer import digest_of


@dataclass(frozen=True)
class Store:
    """Blobs by their digest, and which names lead to which image."""

    folder: Path

    def layer_at(self, digest: str) -> Path:
        return self.folder / digest.replace(":", "-")

    def keep(self, blob: bytes) -> str:
        """The digest of a blob, which is there from now on."""
        digest = digest_of(blob)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.layer_at(digest).write_bytes(blob)
        return digest

    def name(self, name: str, image: Image) -> None:
        """Give an image a name; another one loses it."""
        self.keep(image.config())
        self._names_file.write_text(json.dumps({**self.names(), name: image.id}), encoding="utf-8")

    def names(self) -> dict[str, str]:
        """The ids of images by their names."""
        path = self._names_file
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

    def find(self, name: str) -> Image | None:
        """The image of a name or of an id, which may be cut short."""
        names = self.names()
        digest = names.get(name) or names.get(f"{name}:latest")
        if digest is None:
            fitting = {each for each in names.values() if each.removeprefix("sha256:").startswith(bare(name))}
            digest = fitting.pop() if len(fitting) == 1 else None
        return image_of(self.layer_at(digest).read_bytes()) if digest else None

    @property
    def _names_file(self) -> Path:
        return self.folder / "names.json"


def bare(image_id: str) -> str:
    """An id without its kind; a text that is no id fits none."""
    found = image_id.removeprefix("sha256:")
    return found if len(found) >= 4 and set(found) <= set("0123456789abcdef") else "-"
