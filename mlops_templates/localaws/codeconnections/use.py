"""The use of a connection: what IAM is asked, and what the connection itself must be."""

from __future__ import annotations

from mlops_templates.localaws.authorization.guard import authorize
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codeconnections.state import AVAILABLE, Connection, connection_at
from mlops_templates.localaws.errors import AwsError

WRITING = frozenset({"GitPush"})


def usable(call: Call, arn: str, repository: str, action: str, branch: str = "") -> Connection:
    """The connection, if the caller may use it at the provider for an action to a repository.

    Raises:
        AwsError: AccessDeniedException, or that there is no such connection, or that it is not authorised yet.
    """
    asked = {
        "ConnectionArn": arn,
        "FullRepositoryId": repository,
        "OwnerId": repository.rpartition("/")[0],
        "RepositoryName": repository.rpartition("/")[2],
        "ProviderAction": action,
        "ProviderPermissionsRequired": "read_write" if action in WRITING else "read_only",
        **({"BranchName": branch} if branch else {}),
    }
    authorize(call, service_of(arn), "UseConnection", asked)
    found = connection_at(call.world, arn)
    if found is None:
        raise AwsError("ResourceNotFoundException", f"Connection {arn} not found")
    if found.status != AVAILABLE:
        raise AwsError("ResourceUnavailableException", f"Connection {arn} is not available: it is {found.status}")
    return found


def clone_url(arn: str, repository: str) -> str:
    """The address of a repository through a connection."""
    _, _, service, region, account, resource = arn.split(":")
    identifier = resource.partition("/")[2]
    return f"https://{service}.{region}.amazonaws.com/git-http/{account}/{region}/{identifier}/{repository}.git"


def may_pass(call: Call, arn: str, to: str) -> None:
    """Ask whether the caller may hand the connection to a service, and whether there is one.

    Raises:
        AwsError: AccessDeniedException or ResourceNotFoundException.
    """
    authorize(call, service_of(arn), "PassConnection", {"ConnectionArn": arn, "PassedToService": to})
    if connection_at(call.world, arn) is None:
        raise AwsError("ResourceNotFoundException", f"Connection {arn} not found")


def service_of(arn: str) -> str:
    """The service of a connection's ARN, by which its actions are named."""
    parts = arn.split(":")
    return parts[2] if len(parts) > 5 and parts[2] == "codestar-connections" else "codeconnections"
