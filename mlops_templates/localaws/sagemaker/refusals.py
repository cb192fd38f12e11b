"""SageMaker's error words, each said in one place."""

from mlops_templates.localaws.errors import AwsError


def invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)


def not_found(message: str) -> AwsError:
    return AwsError("ResourceNotFound", message)


def in_use(message: str) -> AwsError:
    return AwsError("ResourceInUse", message)


def conflict(message: str) -> AwsError:
    return AwsError("ConflictException", message)
