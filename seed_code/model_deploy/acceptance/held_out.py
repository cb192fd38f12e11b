"""The rows that the model has not seen in training, kept with its version."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from acceptance.tasks import Task
from deployment.errors import DeploymentError
from deployment.model_version import split_s3_uri


@dataclass(frozen=True)
class HeldOut:
    """Targets and features of the held-out rows, in the order of the file."""

    features: tuple[str, ...]
    targets: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]

    def batches(self, size: int) -> Iterator[tuple[tuple[str, ...], ...]]:
        for start in range(0, len(self.rows), size):
            yield self.rows[start : start + size]


def read(s3: Any, uri: str, task: Task) -> HeldOut:
    """The CSV at this address: a header, then the target in the first column."""
    bucket, key = split_s3_uri(uri)
    text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    header, *records = [record for record in csv.reader(io.StringIO(text)) if record] or [[]]
    if not records:
        raise DeploymentError(f"{uri} holds no rows: register the model again with the build repository's pipeline.")
    try:
        targets = tuple(task.target(record[0]) for record in records)
    except ValueError as error:
        raise DeploymentError(f"{uri}: the first column must be the target, {error} in each row.") from None
    return HeldOut(tuple(header[1:]), targets, tuple(tuple(record[1:]) for record in records))
