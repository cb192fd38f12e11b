"""A registry of ECR as docker uses it: what docker says to it becomes calls of ECR's actions."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3
from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.containers.image import CONFIG, Image, image_of
from mlops_templates.localaws.containers.logins import keys_at
from mlops_templates.localaws.containers.reference import Reference
from mlops_templates.localaws.containers.store import Store
from mlops_templates.localaws.document import Document

_WORDS = {
    "AccessDeniedException": "denied",
    "ImageTagAlreadyExistsException": "tag invalid",
    "RepositoryNotFoundException": "name unknown",
}
"""How docker begins to tell of an error of the registry."""


@dataclass(frozen=True)
class Registry:
    """One repository at a registry, with somebody's login."""

    ecr: Any
    place: Document
    store: Store

    def push(self, image: Image, tag: str) -> str:
        """Bring the layers that are not there, then the manifest; the digest of the image."""
        for digest in dict.fromkeys([image.id, *(each.digest for each in image.layers)]):
            self._bring(digest)
        manifest = image.manifest()
        try:
            answer = self.ecr.put_image(**self.place, imageManifest=manifest, imageTag=tag)
        except self.ecr.exceptions.ImageAlreadyExistsException:
            answer = {"image": {"imageId": self._found({"imageTag": tag})["imageId"]}}
        return str(answer["image"]["imageId"]["imageDigest"])

    def pull(self, image_id: Document) -> Image:
        """The image, with its layers in the store."""
        manifest = json.loads(self._found(image_id)["imageManifest"])
        for entry in manifest["layers"]:
            self._fetch(entry["digest"])
        return image_of(self._fetch(manifest["config"]["digest"]))

    def _found(self, image_id: Document) -> Document:
        answer = self.ecr.batch_get_image(**self.place, imageIds=[image_id], acceptedMediaTypes=[CONFIG])
        if answer["failures"]:
            tag = image_id.get("imageTag") or image_id["imageDigest"]
            raise MlopsTemplatesError(f"manifest unknown: Requested image not found: {tag}")
        return dict(answer["images"][0])

    def _bring(self, digest: str) -> None:
        asked = self.ecr.batch_check_layer_availability(**self.place, layerDigests=[digest])
        if asked["layers"][0]["layerAvailability"] == "AVAILABLE":
            return
        upload = self.ecr.initiate_layer_upload(**self.place)
        place, size, blob = {**self.place, "uploadId": upload["uploadId"]}, upload["partSize"], self._blob(digest)
        for first in range(0, len(blob), size):
            part = blob[first : first + size]
            last = first + len(part) - 1
            self.ecr.upload_layer_part(**place, partFirstByte=first, partLastByte=last, layerPartBlob=part)
        self.ecr.complete_layer_upload(**place, layerDigests=[digest])

    def _blob(self, digest: str) -> bytes:
        return self.store.layer_at(digest).read_bytes()

    def _fetch(self, digest: str) -> bytes:
        url = self.ecr.get_download_url_for_layer(**self.place, layerDigest=digest)["downloadUrl"]
        blob = Path(unquote(urlsplit(url).path)).read_bytes()
        self.store.keep(blob)
        return blob


def registry_of(reference: Reference, home: Path, store: Store) -> Registry:
    """The registry that a name leads to, with the login that docker keeps for it.

    Raises:
        MlopsTemplatesError: it is no registry of ECR, or nobody has logged in.
    """
    if reference.registry is None:
        raise MlopsTemplatesError(f"not emulated: a registry other than ECR: {reference.text}")
    account, region = reference.registry
    keys = keys_at(home, reference.host)
    if keys is None:
        raise MlopsTemplatesError("no basic auth credentials")
    ecr = boto3.client(
        "ecr",
        endpoint_url=os.environ["AWS_ENDPOINT_URL"],
        region_name=region,
        aws_access_key_id=keys.access_key,
        aws_secret_access_key=keys.secret_key,
        aws_session_token=keys.token or None,
    )
    return Registry(ecr, {"registryId": account, "repositoryName": reference.repository}, store)


def told(error: ClientError) -> str:
    """An error of the registry in docker's words."""
    facts = error.response["Error"]
    code = str(facts.get("Code", ""))
    return f"{_WORDS.get(code, code)}: {facts.get('Message', '')}"
