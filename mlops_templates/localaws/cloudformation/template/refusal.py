"""The error of everything that is wrong with a template or its parameters."""

from collections.abc import Iterable

from mlops_templates.localaws.errors import AwsError


def invalid(message: str) -> AwsError:
    """CloudFormation's `ValidationError`."""
    return AwsError("ValidationError", message)


def untransformed(message: str) -> AwsError:
    """The error of the transform AWS::LanguageExtensions."""
    return invalid(f"Transform AWS::LanguageExtensions failed with: {message}")


def unresolved(names: Iterable[str], block: str) -> AwsError:
    """The error of a reference to something that does not exist."""
    listed = ", ".join(sorted(set(names)))
    return invalid(
        f"Template format error: Unresolved resource dependencies [{listed}] in the {block} block of the template"
    )


def unresolved_condition(name: str, block: str) -> AwsError:
    """The error of a condition that does not exist."""
    return invalid(
        f"Template format error: Unresolved condition dependency {name} in the {block} block of the template"
    )
