"""Which requests change something, and in which parts of the state."""

from __future__ import annotations

from mlops_templates.localaws.catalogue import MOTO, OWN
from mlops_templates.localaws.routing import Target

READING = (
    "BatchGet", "Decrypt", "Describe", "Detect", "Encrypt", "Estimate", "Filter", "Generate", "Get", "Head",
    "InvokeEndpoint", "List", "ReEncrypt", "Search", "Sign", "Simulate", "Test", "Validate", "Verify",
)  # fmt: skip
"""What the names of actions begin with that leave everything as it is."""

BESIDES = {"s3": ("authorization", "sns", "sqs"), "sns": ("sqs",), "sts": ("iam",), "iam": ("sts",)}
"""What else a service of moto changes by itself: bucket policies are kept apart, notifications are delivered."""


def parts_changed_by(target: Target) -> tuple[str, ...]:
    """The parts that an action may change; none for one that only reads."""
    service = target.service
    if target.action.startswith(READING) or (service not in OWN and service not in MOTO):
        return ()
    return (service, *BESIDES.get(service, ()))
