"""A repository, and small images in it."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from mlops_templates.localaws.ecr.images import MANIFEST


@dataclass(frozen=True)
class Registry:
    """A repository of its own and short ways to put images into it."""

    ecr: Any
    name: str

    def upload(self, blob: bytes) -> str:
        """The digest of a new layer."""
        upload = self.ecr.initiate_layer_upload(repositoryName=self.name)["uploadId"]
        place = {"repositoryName": self.name, "uploadId": upload}
        self.ecr.upload_layer_part(**place, partFirstByte=0, partLastByte=len(blob) - 1, layerPartBlob=blob)
        digest = f"sha256:{hashlib.sha256(blob).hexdigest()}"
        return str(self.ecr.complete_layer_upload(**place, layerDigests=[digest])["layerDigest"])

    def manifest(self, *layers: str, config: str) -> str:
        entries = [{"digest": digest} for digest in layers]
        return json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": {"digest": config}, "layers": entries})

    def push(self, text: str, *tags: str) -> str:
        """The digest of an image with a layer that holds the text."""
        config, layer = self.upload(f"config of {text}".encode()), self.upload(text.encode())
        manifest = self.manifest(layer, config=config)
        for tag in tags:
            put = self.ecr.put_image(repositoryName=self.name, imageManifest=manifest, imageTag=tag)
        return str(put["image"]["imageId"]["imageDigest"])


@pytest.fixture
def ecr(aws: Any) -> Any:
    return aws.client("ecr")


@pytest.fixture
def registry(ecr: Any) -> Registry:
    name = f"images/{uuid.uuid4().hex[:8]}"
    ecr.create_repository(repositoryName=name)
    return Registry(ecr, name)
