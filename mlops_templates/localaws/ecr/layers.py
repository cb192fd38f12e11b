"""Layers: uploaded in parts, kept by their content, and given out again."""

from __future__ import annotations

import hashlib
import uuid
from urllib.parse import quote

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ecr.service import SERVICE
from mlops_templates.localaws.ecr.state import EcrState, Repository, find, layer_file, named, upload_file
from mlops_templates.localaws.errors import AwsError

PART = 10 << 20
"""How many bytes one part may have."""


@SERVICE.action
def batch_check_layer_availability(call: Call, request: Document) -> Document:
    repository = find(call, request)
    known = {digest: repository.layers.get(digest) for digest in request["layerDigests"]}
    return {
        "layers": [
            {"layerDigest": digest, "layerAvailability": "AVAILABLE", "layerSize": size}
            if size is not None
            else {"layerDigest": digest, "layerAvailability": "UNAVAILABLE"}
            for digest, size in known.items()
        ],
        "failures": [],
    }


@SERVICE.action
def initiate_layer_upload(call: Call, request: Document) -> Document:
    repository, upload = find(call, request), str(uuid.uuid4())
    path = upload_file(call, repository, upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    repository.uploads[upload] = 0
    return {"uploadId": upload, "partSize": PART}


@SERVICE.action
def upload_layer_part(call: Call, request: Document) -> Document:
    """Parts come one after the other, without holes."""
    repository = find(call, request)
    upload, blob = _upload(call, repository, request), request["layerPartBlob"]
    first, last = request["partFirstByte"], request["partLastByte"]
    if first != repository.uploads[upload] or last - first + 1 != len(blob) or len(blob) > PART:
        raise AwsError(
            "InvalidLayerPartException",
            f"Invalid layer part upload for upload with id '{upload}' in {named(repository)}",
        )
    with upload_file(call, repository, upload).open("r+b") as file:
        file.seek(first)
        file.write(blob)
        file.truncate()
    repository.uploads[upload] = last + 1
    return {
        "registryId": repository.registry,
        "repositoryName": repository.name,
        "uploadId": upload,
        "lastByteReceived": last,
    }


@SERVICE.action
def complete_layer_upload(call: Call, request: Document) -> Document:
    repository = find(call, request)
    upload = _upload(call, repository, request)
    path = upload_file(call, repository, upload)
    digest = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    if not path.stat().st_size:
        raise AwsError("EmptyUploadException", f"The upload with id '{upload}' holds no parts in {named(repository)}")
    if request["layerDigests"] != [digest]:
        raise AwsError("InvalidLayerException", f"The layer digest of the upload with id '{upload}' is {digest}")
    if digest in repository.layers:
        raise AwsError(
            "LayerAlreadyExistsException", f"The layer with digest '{digest}' already exists in {named(repository)}"
        )
    size = path.stat().st_size
    path.replace(layer_file(call, repository, digest))
    repository.layers[digest] = size
    del repository.uploads[upload]
    return {
        "registryId": repository.registry,
        "repositoryName": repository.name,
        "uploadId": upload,
        "layerDigest": digest,
    }


@SERVICE.action
def get_download_url_for_layer(call: Call, request: Document) -> Document:
    """The address of the layer: a file of this machine, where AWS gives a signed address in S3."""
    repository, digest = find(call, request), request["layerDigest"]
    if digest not in repository.layers:
        raise AwsError(
            "LayersNotFoundException", f"The layer with digest '{digest}' does not exist in {named(repository)}"
        )
    return {"downloadUrl": f"file://{quote(str(layer_file(call, repository, digest)))}", "layerDigest": digest}


def forget_layers(call: Call, gone: Repository) -> None:
    """Delete the layers of a repository that no other repository of its registry holds."""
    others = call.world.state(EcrState, gone.registry, gone.region).repositories.values()
    for digest in gone.layers.keys() - {digest for other in others if other is not gone for digest in other.layers}:
        layer_file(call, gone, digest).unlink(missing_ok=True)
    for upload in gone.uploads:
        upload_file(call, gone, upload).unlink(missing_ok=True)


def _upload(call: Call, repository: Repository, request: Document) -> str:
    upload = str(request["uploadId"])
    if upload not in repository.uploads or not upload_file(call, repository, upload).is_file():
        raise AwsError(
            "UploadNotFoundException", f"Upload with id '{upload}' could not be found for {named(repository)}"
        )
    return upload
