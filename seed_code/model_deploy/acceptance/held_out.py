"""The rows that the model has not seen in training, kept with its version."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deployment.errors import DeploymentError
from deployment.model_version import split_s3_uri

CLASSES = {"0": 0, "1": 1, "0.0": 0, "1.0": 1}


@dataclass(frozen=True)
class HeldOut:
    """Targets and features of the held-out rows, in the order of the file."""

    targets: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]

    def batches(self, size: int) -> Iterator[tuple[tuple[str, ...], ...]]:
        for start in range(0, len(self.rows), size):
            yield self.rows[start : start + size]

    @property
    def positive_share(self) -> float:
        return sum(self.targets) / len(self.targets)


def read(s3: Any, uri: str) -> HeldOut:
    """The CSV at this address: a header, then the target in the first column."""
    bucket, key = split_s3_uri(uri)
    text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    _, *records = [record for record in csv.reader(io.StringIO(text)) if record]
    if not records:
        raise DeploymentError(f"{uri} holds no rows: register the model again with the build repository's pipeline.")
    if not {record[0] for record in records} <= CLASSES.keys():
        raise DeploymentError(f"{uri}: the first column must be the target, 0 or 1 in each row.")
    return HeldOut(
        targets=tuple(CLASSES[record[0]] for record in records),
        rows=tuple(tuple(record[1:]) for record in records),
    )
