"""Which images of a repository a request means."""

from __future__ import annotations

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ecr.state import Image, Repository, named
from mlops_templates.localaws.errors import AwsError


def find_image(repository: Repository, image_id: Document) -> Image | None:
    """The image of a digest, a tag, or both when they are one image's."""
    digest, tag = image_id.get("imageDigest", ""), image_id.get("imageTag", "")
    found = repository.tagged(tag) if tag else repository.images.get(digest)
    return found if found and digest in ("", found.digest) else None


def picked(repository: Repository, image_ids: list[Document]) -> list[Image]:
    """All of these images.

    Raises:
        AwsError: ImageNotFoundException.
    """
    found = []
    for each in image_ids:
        image = find_image(repository, each)
        if image is None:
            parts = [("imageDigest", each.get("imageDigest")), ("imageTag", each.get("imageTag"))]
            told = ", ".join(f"{name}:'{value}'" for name, value in parts if value)
            raise AwsError(
                "ImageNotFoundException", f"The image with imageId {{{told}}} does not exist within {named(repository)}"
            )
        found.append(image)
    return found


def selected(repository: Repository, request: Document) -> list[Image]:
    """The images that the filter of a request leaves."""
    status = request.get("filter", {}).get("tagStatus", "ANY")
    images = repository.images.values()
    return [image for image in images if status == "ANY" or bool(image.tags) == (status == "TAGGED")]


def missing(repository: Repository, image_id: Document, failures: list[Document]) -> Image | None:
    """The image; when there is none, a failure says so."""
    image = find_image(repository, image_id)
    if image is None:
        given = bool(image_id.get("imageDigest") or image_id.get("imageTag"))
        code = "ImageNotFound" if given else "MissingDigestAndTag"
        reason = (
            "Requested image not found" if given else "Invalid request parameters: both tag and digest cannot be null"
        )
        failures.append({"imageId": image_id, "failureCode": code, "failureReason": reason})
    return image
