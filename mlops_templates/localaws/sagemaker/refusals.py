"""SageMaker's error words, each said in one place."""

import re

from mlops_templates.localaws.errors import AwsError

NAME = "[a-zA-Z0-9](-*[a-zA-Z0-9])*"


def invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)


def not_found(message: str) -> AwsError:
    return AwsError("ResourceNotFound", message)


def in_use(message: str) -> AwsError:
    return AwsError("ResourceInUse", message)


def conflict(message: str) -> AwsError:
    return AwsError("ConflictException", message)


def check_name(member: str, value: str, limit: int = 63) -> None:
    """Refuse a name that is too long or holds other characters than letters, digits and inner hyphens."""
    found = f"1 validation error detected: Value '{value}' at '{member[0].lower()}{member[1:]}'"
    if len(value) > limit:
        raise invalid(f"{found} failed to satisfy constraint: Member must have length less than or equal to {limit}")
    if not re.fullmatch(NAME, value):
        raise invalid(f"{found} failed to satisfy constraint: Member must satisfy regular expression pattern: ^{NAME}$")
