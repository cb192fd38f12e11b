"""What the parameter store refuses of a parameter; moto keeps it without asking."""

from __future__ import annotations

import re

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

STANDARD, ADVANCED = 4096, 8192
"""Characters of a value, by tier."""
_MORE = "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"


def check(operation: str, request: Document) -> None:
    """Refuse a value that its own pattern does not allow, or that its tier has no room for.

    Raises:
        AwsError: InvalidAllowedPatternException, ParameterPatternMismatchException or ValidationException.
    """
    if operation != "PutParameter":
        return
    value, pattern = str(request.get("Value") or ""), request.get("AllowedPattern")
    if pattern and not _fits(pattern, value):
        message = f"Parameter value, cannot be validated against allowedPattern: {pattern}"
        raise AwsError("ParameterPatternMismatchException", message)
    if len(value) > ADVANCED:
        raise _invalid(f"Advanced tier parameters support a maximum parameter value of {ADVANCED} characters.")
    if len(value) > STANDARD and request.get("Tier", "Standard") == "Standard":
        raise _invalid(
            f"Standard tier parameters support a maximum parameter value of {STANDARD} characters. To create a larger "
            "parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see "
            f"{_MORE}"
        )


def _fits(pattern: str, value: str) -> bool:
    try:
        return re.fullmatch(pattern, value) is not None
    except re.error as error:
        message = f"The allowed pattern is not a valid regular expression: {error}"
        raise AwsError("InvalidAllowedPatternException", message) from error


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)
