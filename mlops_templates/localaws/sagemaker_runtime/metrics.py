"""The metrics of invocations, in namespace AWS/SageMaker: by endpoint and variant, and by configuration besides."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.catalogue import MOTO, OWN, SHARED
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker_runtime.batches import Batches

NAMESPACE = "AWS/SageMaker"
SERVICE = "sagemaker.amazonaws.com"
UNKNOWN = -1.0
"""The seconds of an answer that never came."""

MOST = 150
"""How many figures are put at once."""


@dataclass(frozen=True)
class Place:
    """What a request was answered by."""

    endpoint: str
    variant: str
    config: str


class Figures(Batches):
    """Figures that wait to be put."""


def keep(call: Call, place: Place, status: int, seconds: float) -> None:
    """Count an invocation with its status and, where there is an answer, the time of the model."""
    if "cloudwatch" not in {*OWN, *SHARED, *MOTO}:
        return
    figures = _figures(status, seconds)
    data = [_datum(dimensions, *figure) for dimensions in _dimensions(place) for figure in figures]
    call.live(Figures).add(call, "CloudWatch", data, lambda figures: _put(call, figures))


def _figures(status: int, seconds: float) -> list[tuple[str, float, str]]:
    counts = [
        ("Invocations", 1.0, "None"),
        ("Invocation4XXErrors", float(400 <= status < 500), "None"),
        ("Invocation5XXErrors", float(status >= 500), "None"),
        ("InvocationModelErrors", float(status >= 400), "None"),
    ]
    return counts if seconds == UNKNOWN else [*counts, ("ModelLatency", round(seconds * 1_000_000), "Microseconds")]


def _dimensions(place: Place) -> list[dict[str, str]]:
    both = {"EndpointName": place.endpoint, "VariantName": place.variant}
    return [both, {**both, "EndpointConfigName": place.config}]


def _datum(dimensions: dict[str, str], name: str, value: float, unit: str) -> Document:
    listed = [{"Name": key, "Value": given} for key, given in dimensions.items()]
    return {"MetricName": name, "Dimensions": listed, "Value": value, "Unit": unit, "Timestamp": datetime.now(UTC)}


def _put(call: Call, figures: list[Any]) -> None:
    cloudwatch = call.as_service(SERVICE).client("cloudwatch")
    for start in range(0, len(figures), MOST):
        cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=figures[start : start + MOST])
