"""A pipeline reads one repository over a connection: the one that its role is tagged with."""

from __future__ import annotations

from awacs.aws import Condition, StringEqualsIgnoreCase
from troposphere import Sub

from mlops_templates.duties.own import OWN_REPOSITORY
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import arn

# The service was renamed; connections of both names are in use.
SERVICES = ("codeconnections", "codestar-connections")


def use_connection(repository: str) -> tuple[Permission, ...]:
    """The connection itself is not known to a shared policy; the repository is."""
    return tuple(
        Permission(
            (f"{service}:UseConnection",),
            (Sub(arn(service, "connection/*")),),
            Condition(StringEqualsIgnoreCase({f"{service}:FullRepositoryId": repository})),
        )
        for service in SERVICES
    )


SOURCE_CONNECTION = Duty(
    name="source-connection",
    purpose="Reads a repository over a connection",
    services=("codepipeline.amazonaws.com",),
    permissions=use_connection(OWN_REPOSITORY),
)
