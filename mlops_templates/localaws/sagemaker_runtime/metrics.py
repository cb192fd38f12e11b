"""The metrics of invocations, in namespace AWS/SageMaker: by endpoint and variant, and by configuration besides."""

from dataclasses import dataclass

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudwatch.metrics import put_metric

NAMESPACE = "AWS/SageMaker"
UNKNOWN = -1.0
"""The seconds of an answer that never came."""


@dataclass(frozen=True)
class Place:
    """What a request was answered by."""

    endpoint: str
    variant: str
    config: str

    def dimensions(self) -> list[dict[str, str]]:
        both = {"EndpointName": self.endpoint, "VariantName": self.variant}
        return [both, {**both, "EndpointConfigName": self.config}]


def keep(call: Call, place: Place, status: int, seconds: float) -> None:
    """Count an invocation with its status and, where there is an answer, the time of the model."""
    for dimensions in place.dimensions():
        for name, value, unit in _figures(status, seconds):
            put_metric(call, NAMESPACE, name, value, dimensions, unit)


def _figures(status: int, seconds: float) -> list[tuple[str, float, str]]:
    counts = [
        ("Invocations", 1.0, "None"),
        ("Invocation4XXErrors", float(400 <= status < 500), "None"),
        ("Invocation5XXErrors", float(status >= 500), "None"),
        ("InvocationModelErrors", float(status >= 400), "None"),
    ]
    return counts if seconds == UNKNOWN else [*counts, ("ModelLatency", round(seconds * 1_000_000), "Microseconds")]
