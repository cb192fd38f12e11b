"""One call to a service: who calls, where, and the means to call on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from mlops_templates.localaws.authorization.guard import authorize, denied
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.authorization.roles import refusal_of_trust
from mlops_templates.localaws.clients import Credentials
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.reach import Keys, client_variables
from mlops_templates.localaws.world import World

State = TypeVar("State")


@dataclass(frozen=True)
class Call:
    """The identity, account and region of a caller, carried through everything that is done for it."""

    world: World
    account: str
    region: str
    credentials: Credentials

    @property
    def principal(self) -> str:
        """The ARN of the caller."""
        return self.caller.arn

    @property
    def caller(self) -> Caller:
        """The caller as IAM sees it."""
        return self.credentials.caller

    def client(self, service: str) -> Any:
        """A boto3 client at this server with the caller's credentials."""
        return self.world.clients.get(service, self.region, self.credentials)

    def as_role(self, role_arn: str, session: str, service: str = "", source_arn: str = "") -> Call:
        """The same place as seen by a role; the account is the role's.

        A service (`codebuild.amazonaws.com`) assumes it for the resource `source_arn`; without one the caller does,
        by a real `sts:AssumeRole`.

        Raises:
            AwsError: the trust policy does not let the service, or there is no such role.
        """
        name = re.sub(r"[^\w+=,.@-]", "-", session)[:64]
        if service:
            caller = Caller(service, self.account, service=service, source_arn=source_arn)
            if refusal := refusal_of_trust(caller, role_arn, self.region):
                raise denied("sts", refusal)
            credentials = self.world.sessions.of_role(role_arn, name, self.region)
        else:
            credentials = self.world.clients.assume(role_arn, name, self.region, self.credentials)
        return replace(self, account=role_arn.split(":")[4], credentials=credentials)

    def as_identity(self, credentials: Credentials) -> Call:
        """The same place as seen by somebody who has credentials here."""
        return replace(self, credentials=credentials)

    def as_service(self, service: str, source_arn: str = "") -> Call:
        """The same place as seen by a service that acts for itself, for the resource `source_arn`."""
        credentials = self.world.sessions.of_service(self.account, service, source_arn, self.region)
        return replace(self, credentials=credentials)

    def require(self, service: str, operation: str, request: Document) -> None:
        """Judge what is done for the caller without a request of its own.

        Raises:
            AwsError: AccessDenied.
        """
        authorize(self, service, operation, request)

    def resource_tags(self, arn: str) -> Mapping[str, str]:
        """The tags of a SageMaker resource or of a connection, of whichever account."""
        from mlops_templates.localaws.codeconnections.state import connection_at
        from mlops_templates.localaws.sagemaker.tags import TagState

        if connection := connection_at(self.world, arn):
            return connection.tags
        parts = arn.split(":")
        return self.world.state(TagState, parts[4], parts[3]).by_arn.get(arn, {}) if len(parts) > 5 else {}

    def state(self, kind: type[State]) -> State:
        """The state of a service in this account and region."""
        return self.world.state(kind, self.account, self.region)

    def live(self, kind: type[State]) -> State:
        """What a service runs in this account and region, as long as this server lives."""
        return self.world.live(kind, self.account, self.region)

    def arn(self, service: str, resource: str) -> str:
        """`arn:aws:<service>:<region>:<account>:<resource>`."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"

    def environment(self, *, signs_in: bool = True) -> dict[str, str]:
        """Variables with which a child process acts as this caller: AWS's, and git's for the clone URLs of AWS.

        Unless it `signs_in`, git has no user name and no password.
        """
        return client_environment(self.world, self.account, self.region, self.credentials, signs_in=signs_in)


def client_environment(
    world: World, account: str, region: str, credentials: Credentials, *, signs_in: bool = True
) -> dict[str, str]:
    """The variables with which a child process acts as somebody."""
    from mlops_templates.localaws.codeconnections.remotes import rewrites

    keys, found = Keys(credentials.access_key, credentials.secret_key, credentials.token), rewrites(world, region)
    return client_variables(world.url, account, region, keys, signs_in=signs_in, rewrites=found)
