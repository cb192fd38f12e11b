"""Parameters of a project's template: what the user gives, and what SageMaker adds."""

from __future__ import annotations

from collections.abc import Iterable

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.projects.records import Project
from mlops_templates.localaws.sagemaker.refusals import invalid


def given_parameters(project: Project, parameters: Iterable[Document]) -> dict[str, str]:
    """The user's parameters.

    Raises:
        AwsError: ValidationException, for those that SageMaker gives itself.
    """
    given = {each["Key"]: each.get("Value", "") for each in parameters}
    reserved = sorted(set(given) & set(project.own_parameters))
    if reserved:
        raise invalid(f"Parameters are set by SageMaker and cannot be given: {', '.join(reserved)}")
    return given
