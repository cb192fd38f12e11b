"""Objects cut into requests, and answers put together again."""

from collections.abc import Iterator, Sequence

from mlops_templates.localaws.document import Document

MEGABYTE = 1024 * 1024
DEFAULT_MEGABYTES = 6

Payload = list[bytes]
"""The records of one request; a whole object is one record."""


class TooLargeError(ValueError):
    """A record does not fit into a request."""


def split(body: bytes, request: Document) -> list[Payload]:
    """The requests that an object is sent in, by SplitType, BatchStrategy and MaxPayloadInMB.

    Raises:
        TooLargeError: one record is larger than a request may be.
    """
    limit = request.get("MaxPayloadInMB", DEFAULT_MEGABYTES) * MEGABYTE
    if request["TransformInput"].get("SplitType", "None") == "None":
        records = [body]
    else:
        records = [line.removesuffix(b"\r") for line in body.split(b"\n") if line.strip()]
    if limit and any(len(record) > limit for record in records):
        raise TooLargeError(f"a record is larger than MaxPayloadInMB ({limit // MEGABYTE} MB) allows")
    if request.get("BatchStrategy", "MultiRecord") == "SingleRecord":
        return [[record] for record in records]
    return list(_batches(records, limit))


def joined(records: Sequence[bytes]) -> bytes:
    """Records as the body of a request."""
    return b"\n".join(records)


def assemble(answers: Sequence[bytes], assemble_with: str) -> bytes:
    """The answers as one object; `Line` ends each with a line feed."""
    if assemble_with == "None":
        return b"".join(answers)
    return b"".join(answer.removesuffix(b"\n") + b"\n" for answer in answers)


def _batches(records: Sequence[bytes], limit: int) -> Iterator[Payload]:
    batch: Payload = []
    size = 0
    for record in records:
        if batch and limit and size + 1 + len(record) > limit:
            yield batch
            batch, size = [], 0
        size += len(record) + (1 if batch else 0)
        batch.append(record)
    if batch:
        yield batch
