"""Artifacts: zips in the artifact store of a pipeline."""

from __future__ import annotations

import io
import secrets
import string
import zipfile

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline.state import ArtifactLocation
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

_SUFFIX = string.ascii_letters + string.digits

MOST_BYTES = 5 << 20
"""How long a file of an artifact may be that the service itself reads: a template has at most 1 MB."""


def put(call: Call, definition: Document, name: str, content: bytes) -> ArtifactLocation:
    """Write an artifact at a key of AWS's layout, encrypted with the store's key."""
    store = _store(definition, call.region)
    suffix = "".join(secrets.choice(_SUFFIX) for _ in range(7))
    location = ArtifactLocation(store["location"], f"{definition['name'][:20]}/{name[:10]}/{suffix}")
    key = {"SSEKMSKeyId": store["encryptionKey"]["id"]} if "encryptionKey" in store else {}
    call.client("s3").put_object(
        Bucket=location.bucket, Key=location.key, Body=content, ServerSideEncryption="aws:kms", **key
    )
    return location


def get(call: Call, location: ArtifactLocation) -> bytes:
    """Read an artifact."""
    answer = call.client("s3").get_object(Bucket=location.bucket, Key=location.key)
    return bytes(answer["Body"].read())


def file_in(archive: bytes, path: str) -> bytes:
    """One file of an artifact.

    Raises:
        FileNotFoundError: naming the file that the artifact does not hold.
        zipfile.BadZipFile: the artifact is no zip.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        if path not in opened.namelist():
            raise FileNotFoundError(f"File [{path}] does not exist in artifact")
        if opened.getinfo(path).file_size > MOST_BYTES:
            raise zipfile.BadZipFile(f"File [{path}] has more than {MOST_BYTES} bytes")
        return opened.read(path)


def zip_of(name: str, content: bytes) -> bytes:
    """A zip with one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def _store(definition: Document, region: str) -> Document:
    store = definition.get("artifactStore") or definition["artifactStores"].get(region)
    if store is None:
        raise AwsError("InvalidStructureException", f"The pipeline has no artifact store in region {region}")
    return dict(store)
