"""Refuses requests in plain text, whoever makes them."""

from __future__ import annotations

from collections.abc import Sequence

from awacs.aws import Action, Bool, Condition, Deny, Principal, Statement
from troposphere import AWSHelperFn


def tls_only(service: str, action: str, resources: Sequence[AWSHelperFn]) -> Statement:
    """The statement for a resource's own policy."""
    return Statement(
        Sid="TlsOnly",
        Effect=Deny,
        Principal=Principal("*"),
        Action=[Action(service, action)],
        Resource=list(resources),
        # A boolean, not the text "false": the rule sets of scanners compare types.
        Condition=Condition(Bool({"aws:SecureTransport": False})),
    )
