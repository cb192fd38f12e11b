"""Images: manifests with their tags."""

from __future__ import annotations

import hashlib
import json

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ecr.selection import missing, picked, selected
from mlops_templates.localaws.ecr.service import SERVICE
from mlops_templates.localaws.ecr.state import Image, Repository, find, named
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.paging import page

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
TYPES = frozenset({MANIFEST, "application/vnd.oci.image.manifest.v1+json"})


@SERVICE.action
def put_image(call: Call, request: Document) -> Document:
    text, tag = request["imageManifest"], request.get("imageTag", "")
    digest = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    with call.world.lock:
        repository = find(call, request)
        _check_digest(request, digest)
        media_type, size = _read(repository, text, request.get("imageManifestMediaType", ""))
        known = repository.images.get(digest)
        if known and (not tag or tag in known.tags):
            raise AwsError("ImageAlreadyExistsException", _exists(repository, digest, tag))
        _move_tag(repository, tag)
        image = known or Image(digest, text, media_type, size)
        repository.images[digest] = image
        image.tags += [tag] if tag else []
    return {"image": _shown(repository, image, tag)}


@SERVICE.action
def describe_images(call: Call, request: Document) -> Document:
    repository = find(call, request)
    ids = request.get("imageIds")
    found = picked(repository, ids) if ids else selected(repository, request)
    kept, token = page(
        found,
        request,
        size_key="maxResults",
        token_key="nextToken",  # noqa: S106 - the name of a request member
        error="InvalidParameterException",
    )
    return {"imageDetails": [_detail(repository, image) for image in kept], "nextToken": token}


@SERVICE.action
def list_images(call: Call, request: Document) -> Document:
    """One entry for each tag, and one for an image that has none."""
    found = [
        {"imageDigest": image.digest, **({"imageTag": tag} if tag else {})}
        for image in selected(find(call, request), request)
        for tag in image.tags or [""]
    ]
    kept, token = page(
        found,
        request,
        size_key="maxResults",
        token_key="nextToken",  # noqa: S106 - the name of a request member
        error="InvalidParameterException",
    )
    return {"imageIds": kept, "nextToken": token}


@SERVICE.action
def batch_get_image(call: Call, request: Document) -> Document:
    repository = find(call, request)
    found: list[Document] = []
    failures: list[Document] = []
    for each in request["imageIds"]:
        image = missing(repository, each, failures)
        if image:
            found.append(_shown(repository, image, each.get("imageTag", "")))
    return {"images": found, "failures": failures}


@SERVICE.action
def batch_delete_image(call: Call, request: Document) -> Document:
    """A tag takes its image along when it was the last; a digest takes all tags along."""
    gone: list[Document] = []
    failures: list[Document] = []
    with call.world.lock:
        repository = find(call, request)
        for each in request["imageIds"]:
            if image := missing(repository, each, failures):
                gone += _delete(repository, image, each)
    return {"imageIds": gone, "failures": failures}


def _delete(repository: Repository, image: Image, each: Document) -> list[Document]:
    tags = [each["imageTag"]] if each.get("imageTag") else list(image.tags)
    image.tags = [tag for tag in image.tags if tag not in tags]
    if not image.tags:
        del repository.images[image.digest]
    return [{"imageDigest": image.digest, "imageTag": tag} for tag in tags] or [{"imageDigest": image.digest}]


def _check_digest(request: Document, digest: str) -> None:
    if request.get("imageDigest", digest) != digest:
        raise AwsError(
            "ImageDigestDoesNotMatchException",
            "The specified image digest does not match the digest that Amazon ECR calculated for the image.",
        )


def _read(repository: Repository, text: str, media_type: str) -> tuple[str, int]:
    """The type of a manifest, and the size of the layers that it names, which must be there."""
    try:
        manifest = json.loads(text)
        kind = media_type or manifest.get("mediaType", "")
        layers = [manifest["config"], *manifest["layers"]] if kind in TYPES else []
        digests = [layer["digest"] for layer in layers]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise AwsError(
            "InvalidParameterException",
            "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
        ) from None
    if not digests:
        raise not_emulated(f"a manifest of type {kind or 'unknown'}")
    if absent := [digest for digest in digests if digest not in repository.layers]:
        raise AwsError(
            "LayersNotFoundException", f"The layers [{', '.join(absent)}] do not exist in {named(repository)}"
        )
    return kind, sum(repository.layers[digest] for digest in digests)


def _move_tag(repository: Repository, tag: str) -> None:
    holder = repository.tagged(tag) if tag else None
    if holder is None:
        return
    if repository.mutability == "IMMUTABLE":
        raise AwsError(
            "ImageTagAlreadyExistsException",
            f"The image tag '{tag}' already exists in the '{repository.name}' repository and cannot be overwritten "
            "because the tag is immutable.",
        )
    holder.tags.remove(tag)


def _exists(repository: Repository, digest: str, tag: str) -> str:
    tagged = f" and tag '{tag}'" if tag else ""
    return f"Image with digest '{digest}'{tagged} already exists in {named(repository)}"


def _shown(repository: Repository, image: Image, tag: str) -> Document:
    return {
        "registryId": repository.registry,
        "repositoryName": repository.name,
        "imageId": {"imageDigest": image.digest, **({"imageTag": tag} if tag else {})},
        "imageManifest": image.manifest,
        "imageManifestMediaType": image.media_type,
    }


def _detail(repository: Repository, image: Image) -> Document:
    return {
        "registryId": repository.registry,
        "repositoryName": repository.name,
        "imageDigest": image.digest,
        **({"imageTags": list(image.tags)} if image.tags else {}),
        "imageSizeInBytes": image.size,
        "imagePushedAt": image.pushed,
        "imageManifestMediaType": image.media_type,
        "artifactMediaType": "application/vnd.docker.container.image.v1+json",
    }
