"""Ranges of addresses: of a VPC, of subnets in it, of rules."""

from __future__ import annotations

from ipaddress import IPv4Network

from mlops_templates.localaws.errors import AwsError

LARGEST, SMALLEST = 16, 28
RESERVED = 5
"""Addresses of each subnet that AWS keeps."""


def range_of(text: str, too_large: str) -> IPv4Network:
    """The range, its host bits cleared as AWS clears them.

    Raises:
        AwsError: InvalidParameterValue; or `too_large`, a code, outside of /16 to /28.
    """
    try:
        found = IPv4Network(text, strict=False)
    except ValueError as error:
        message = f"Value ({text}) for parameter cidrBlock is invalid. This is not a valid CIDR block."
        raise AwsError("InvalidParameterValue", message) from error
    if not LARGEST <= found.prefixlen <= SMALLEST:
        raise AwsError(too_large, f"The CIDR '{text}' is invalid.")
    return found
