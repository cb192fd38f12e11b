"""What an image says of itself, and its form as a configuration of docker."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.document import Document

CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
MEMBER = "mlops-templates"
"""Where the configuration holds how the image is put together here; docker passes over it."""


@dataclass(frozen=True)
class Files:
    """A step that brings the files of a layer."""

    digest: str
    size: int


@dataclass(frozen=True)
class Packages:
    """A step that installs: the words after `pip install`, and the folder in which they are said."""

    words: tuple[str, ...]
    folder: str


Step = Files | Packages


@dataclass(frozen=True)
class Image:
    """An image: `base` is the reference of what is known here, everything else came on top."""

    base: str
    steps: tuple[Step, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    ports: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()

    @property
    def layers(self) -> tuple[Files, ...]:
        return tuple(step for step in self.steps if isinstance(step, Files))

    def config(self) -> bytes:
        """The configuration: the same bytes for the same image."""
        return json.dumps(self._config(), indent=1, sort_keys=True).encode()

    @property
    def id(self) -> str:
        return f"sha256:{hashlib.sha256(self.config()).hexdigest()}"

    def manifest(self) -> str:
        """What a registry is given."""
        config = self.config()
        return json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": MANIFEST,
                "config": {"mediaType": CONFIG, "size": len(config), "digest": self.id},
                "layers": [{"mediaType": LAYER, "size": each.size, "digest": each.digest} for each in self.layers],
            },
            indent=1,
        )

    def _config(self) -> Document:
        return {
            "architecture": "amd64",
            "os": "linux",
            "created": "1970-01-01T00:00:00Z",
            "config": {
                "Env": [f"{name}={value}" for name, value in self.variables.items()],
                "WorkingDir": self.folder,
                "User": self.user,
                "Labels": dict(self.labels),
                "ExposedPorts": {port: {} for port in self.ports},
                "Entrypoint": list(self.entrypoint) or None,
                "Cmd": list(self.command) or None,
            },
            "rootfs": {"type": "layers", "diff_ids": [each.digest for each in self.layers]},
            MEMBER: {"base": self.base, "steps": [_told(step) for step in self.steps]},
        }


def image_of(config: bytes) -> Image:
    """The image behind a configuration.

    Raises:
        MlopsTemplatesError: docker made it, and nothing here can run it.
    """
    document = json.loads(config)
    if MEMBER not in document:
        raise MlopsTemplatesError("not emulated: an image that was not built here")
    said, made = document["config"], document[MEMBER]
    return Image(
        made["base"],
        tuple(_step(each) for each in made["steps"]),
        dict(pair.split("=", 1) for pair in said["Env"]),
        said["WorkingDir"],
        said["User"],
        said["Labels"],
        tuple(said["ExposedPorts"]),
        tuple(said["Entrypoint"] or ()),
        tuple(said["Cmd"] or ()),
    )


def _told(step: Step) -> Document:
    if isinstance(step, Files):
        return {"layer": step.digest, "size": step.size}
    return {"pip": list(step.words), "folder": step.folder}


def _step(told: Document) -> Step:
    if "layer" in told:
        return Files(told["layer"], told["size"])
    return Packages(tuple(told["pip"]), told["folder"])
