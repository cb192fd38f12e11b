"""Which requests change something, and which parts of the state requests are about."""

from __future__ import annotations

from mlops_templates.localaws.catalogue import MOTO, OWN
from mlops_templates.localaws.routing import Target

READING = (
    "BatchGet", "Decrypt", "Describe", "Detect", "Encrypt", "Estimate", "Filter", "Generate", "Get", "Head",
    "InvokeEndpoint", "List", "ReEncrypt", "Scan", "Search", "Sign", "Simulate", "Test", "Validate", "Verify",
)  # fmt: skip
"""What the names of actions begin with that leave everything as it is."""

BESIDES = {
    "s3": ("authorization", "sns", "sqs"),
    "events": ("authorization",),
    "sns": ("sqs",),
    "sts": ("iam",),
    "iam": ("sts",),
    "codestar-connections": ("codeconnections",),
}
"""What else a service changes by itself: policies of buckets and buses are kept apart, notifications are delivered,
one service has two names."""


def changes(target: Target) -> bool:
    """Whether an action may change something."""
    return not target.action.startswith(READING)


def parts_of(target: Target) -> tuple[str, ...]:
    """The parts that an action may change or tell of; none when nobody here answers it."""
    service = target.service
    return (service, *BESIDES.get(service, ())) if service in OWN or service in MOTO else ()
