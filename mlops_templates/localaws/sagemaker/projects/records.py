"""What SageMaker remembers of a project."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import invalid

_ALPHABET = string.ascii_lowercase + string.digits


def new_project_id() -> str:
    """`p-` and 12 characters."""
    return "p-" + "".join(secrets.choice(_ALPHABET) for _ in range(12))


class ProjectFailedError(Exception):
    """The resources of a project could not be made, changed or deleted."""


Work = Callable[[], None]
"""What remains to be done in the background; raises ProjectFailedError."""


class Provider(Protocol):
    """Makes, changes and deletes the resources of a project.

    Each method refuses at once what can be refused at once, with an AwsError, and gives the rest to do.
    """

    def create(self, call: Call, project: Project) -> Work: ...

    def update(self, call: Call, project: Project, request: Document) -> Work: ...

    def delete(self, call: Call, project: Project) -> Work: ...

    def resume(self, call: Call, project: Project, verb: str) -> None:
        """Wait, after a restart, for what was under way; raises ProjectFailedError."""
        ...

    def details(self, project: Project) -> Document:
        """The provider's members of DescribeProject."""
        ...


@dataclass
class Project:
    """One project."""

    name: str
    arn: str
    provider: Provider
    created_by: str
    description: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    id: str = field(default_factory=new_project_id)
    status: str = "Pending"
    message: str = ""
    """Why the last thing failed."""
    created: datetime = field(default_factory=now)
    modified: datetime = field(default_factory=now)
    modified_by: str = ""

    @property
    def moving(self) -> bool:
        return self.status == "Pending" or self.status.endswith("InProgress")

    @property
    def own_parameters(self) -> dict[str, str]:
        """The parameters that SageMaker gives to every template."""
        return {"SageMakerProjectName": self.name, "SageMakerProjectId": self.id}

    @property
    def stack_tags(self) -> list[Document]:
        """The project's tags and those by which its page finds what belongs to it."""
        own = {"sagemaker:project-name": self.name, "sagemaker:project-id": self.id}
        return [{"Key": key, "Value": value} for key, value in {**self.tags, **own}.items()]


@dataclass
class ProjectState:
    """The projects of one account and region by name; deleted ones stay until their name is used again."""

    projects: dict[str, Project] = field(default_factory=dict)


def project_named(call: Call, name: str) -> Project:
    found = call.state(ProjectState).projects.get(name)
    if found is None:
        raise invalid(f"Project with ProjectName {name} does not exist")
    return found
