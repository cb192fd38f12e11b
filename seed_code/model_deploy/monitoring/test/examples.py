"""A baseline of two features, captured requests, and S3 and CloudWatch in memory."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


def column(name: str, counts: list[int], missing: int = 0) -> dict[str, Any]:
    buckets = [{"lower_bound": low, "upper_bound": low + 1, "count": count} for low, count in enumerate(counts)]
    common = {"num_present": sum(counts), "num_missing": missing}
    return {
        "name": name,
        "numerical_statistics": {"common": common, "distribution": {"kll": {"buckets": buckets}}},
    }


def baseline(missing: int = 0) -> dict[str, Any]:
    """A thousand rows that lie evenly between 0 and 4; the first column is the target."""
    return {"features": [column(name, [250] * 4, missing) for name in ("target", "height", "width")]}


def request(data: str, content_type: str = "text/csv", encoding: str = "CSV") -> str:
    """A line as SageMaker captures it."""
    asked = {"observedContentType": content_type, "mode": "INPUT", "data": data, "encoding": encoding}
    answered = {"observedContentType": "text/csv", "mode": "OUTPUT", "data": "0.5\n", "encoding": "CSV"}
    return json.dumps({"captureData": {"endpointInput": asked, "endpointOutput": answered}, "eventVersion": "0"})


def even_rows(number: int, shift: float = 0.0) -> list[list[str]]:
    """Rows as those of training, moved by `shift`."""
    return [[str(row % 4 + 0.5 + shift), str(row % 4 + 0.5)] for row in range(number)]


@dataclass
class Bucket:
    """An S3 client with one bucket: key to content and time."""

    objects: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    listed_after: list[str] = field(default_factory=list)
    put: list[dict[str, Any]] = field(default_factory=list)

    def put_object(self, **request: Any) -> None:
        self.put.append(request)
        self.objects[request["Key"]] = (request["Body"], datetime.min)

    def get_object(self, Bucket: str, Key: str) -> dict[str, Any]:
        return {"Body": io.BytesIO(self.objects[Key][0])}

    def list_objects_v2(self, Bucket: str, Prefix: str, **options: Any) -> dict[str, Any]:
        start, delimiter = options.get("StartAfter", ""), options.get("Delimiter")
        keys = sorted(key for key in self.objects if key.startswith(Prefix) and key > start)
        if delimiter:
            folders = {Prefix + key[len(Prefix) :].split(delimiter)[0] + delimiter for key in keys}
            return {"CommonPrefixes": [{"Prefix": folder} for folder in sorted(folders)]}
        self.listed_after.append(start)
        return {"Contents": [{"Key": key, "LastModified": self.objects[key][1]} for key in keys]}

    def get_paginator(self, operation: str) -> "Bucket":
        return self

    def paginate(self, **request: Any) -> Iterator[dict[str, Any]]:
        yield self.list_objects_v2(**request)


@dataclass
class Metrics:
    """A CloudWatch client that keeps what it is told."""

    data: list[dict[str, Any]] = field(default_factory=list)

    def put_metric_data(self, Namespace: str, MetricData: list[dict[str, Any]]) -> None:
        assert Namespace == "mlops-templates/drift"
        assert len(MetricData) <= 1000
        self.data += MetricData

    def value(self, name: str, feature: str = "") -> float | None:
        for one in self.data:
            dimensions = {each["Name"]: each["Value"] for each in one["Dimensions"]}
            assert (dimensions["ProjectId"], dimensions["Stage"]) == ("p-1", "prod")
            if one["MetricName"] == name and dimensions.get("Feature", "") == feature:
                return float(one["Value"])
        return None
