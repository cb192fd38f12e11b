"""The rows that the model was trained on, as the statistics of its version describe them."""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from acceptance.held_out import HeldOut
from app_infra.batch_inference.steps import drift
from deployment.errors import DeploymentError
from deployment.model_version import split_s3_uri

# Fewer rows say nothing about a distribution.
LEAST_ROWS = 50


@dataclass(frozen=True)
class Baseline:
    """Statistics of the training rows, the target first."""

    document: dict[str, Any]

    def drifted(self, rows: HeldOut, threshold: float) -> list[str]:
        """The features whose values are other ones than in training; none of rows that are too few."""
        if len(rows.rows) < LEAST_ROWS:
            return []
        features = drift.features_of(self.document)
        drift.count(features, rows.rows)
        return [f"{one.name} {one.index:.2f}" for one in features if one.index > one.limit(threshold)]

    @property
    def mean(self) -> float:
        """Of the target: for classes 0 and 1 the share of the positive rows."""
        return float(self._target["mean"])

    @property
    def deviation(self) -> float:
        return float(self._target["std_dev"])

    def shares(self, classes: int) -> Sequence[float]:
        """The share of each class of the target, by its number; nothing when its buckets do not tell them apart."""
        buckets = self._target["distribution"]["kll"]["buckets"]
        edges = [bucket["lower_bound"] for bucket in buckets[1:]]
        places = [bisect_right(edges, number) for number in range(classes)]
        if any(one == two for one, two in pairwise(places)):
            return ()
        whole = sum(bucket["count"] for bucket in buckets)
        return [buckets[place]["count"] / whole for place in places]

    @property
    def _target(self) -> dict[str, Any]:
        return dict(self.document["features"][0]["numerical_statistics"])


def read(s3: Any, uri: str) -> Baseline:
    """The statistics at this address."""
    if not uri:
        raise DeploymentError(
            "the version has no BaselineS3Uri in its metadata: register it again with the build repository's pipeline."
        )
    bucket, key = split_s3_uri(uri)
    return Baseline(json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read()))
