"""An account of the embedded AWS, seen by a test."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3
import botocore.session
from botocore.config import Config

from mlops_templates.localaws import visit
from mlops_templates.localaws.reach import Keys, client_variables
from mlops_templates.localaws.testing import projects, stacks
from mlops_templates.localaws.testing.templates import Template, Value

NOTHING_OF_THE_USER = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}
CONFIG = Config(retries={"total_max_attempts": 1}, read_timeout=300, proxies={}, s3={"addressing_style": "path"})


@dataclass(frozen=True)
class LocalAccount:
    """An account, a region, and an identity in it."""

    id: str
    region: str
    url: str
    principal: str
    """The ARN of the role as which the test acts; a fresh account gives an administrator."""
    keys: Keys = field(repr=False)
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False, compare=False)
    _rewrites: list[tuple[str, str]] = field(default_factory=list, repr=False, compare=False)

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which child processes (AWS CLI, git, anything with an SDK) act here."""
        return client_variables(self.url, self.id, self.region, self.keys, rewrites=self._rewrites)

    @contextlib.contextmanager
    def active(self) -> Iterator[None]:
        """Let `boto3.client(...)` of this process, and child processes, act here for the length of a `with` block."""
        ours, session = self.environment, boto3.DEFAULT_SESSION
        before = {name: value for name, value in os.environ.items() if name.startswith("AWS_") or name in ours}
        _exchange(before, ours)
        boto3.DEFAULT_SESSION = None
        try:
            yield
        finally:
            boto3.DEFAULT_SESSION = session
            _exchange(ours, before)

    def client(self, service: str, region: str = "") -> Any:
        """A boto3 client."""
        key = (service, region or self.region)
        if key not in self._clients:
            self._clients[key] = _aws().client(
                service,
                region_name=key[1],
                endpoint_url=self.url,
                aws_access_key_id=self.keys.access_key,
                aws_secret_access_key=self.keys.secret_key,
                aws_session_token=self.keys.token or None,
                config=CONFIG,
            )
        return self._clients[key]

    def authorize_connection(self, arn: str) -> None:
        """Authorise a connection, as a person does in a browser."""
        visit.authorize_connection(self.environment, arn)

    def fire_schedule(self, name: str, group: str = "default") -> None:
        """Have a schedule of EventBridge Scheduler call its target now."""
        visit.fire_schedule(self.environment, name, group)

    def create_remote(self, full_name: str, provider: str = "GitHub") -> str:
        """Create an empty repository `owner/name` at a provider; from now on git finds its address here."""
        made = visit.create_remote(self.environment, full_name, provider)
        self._rewrites.extend((path, address) for path, address in made["Rewrites"])
        return str(made["Url"])

    def deploy(
        self,
        template: Template,
        parameters: Mapping[str, Value] | None = None,
        *,
        name: str = "test",
        role: str = "",
        tags: Mapping[str, str] | None = None,
        capabilities: Sequence[str] = stacks.CAPABILITIES,
    ) -> stacks.Stack:
        """Create the stack `name`, or update it, and wait; with a role CloudFormation has that role's rights only.

        Raises:
            StackFailedError: with what CloudFormation said, or the reason of each resource that failed.
        """
        __tracebackhide__ = True
        return stacks.deploy(self, template, parameters or {}, name, role, tags or {}, capabilities)

    def create_project(
        self,
        template: Template,
        parameters: Mapping[str, Value] | None = None,
        *,
        name: str = "test",
        launch_role: str = "",
    ) -> projects.Project:
        """Offer the template in Service Catalog, create a SageMaker project of it, and wait.

        Raises:
            ProjectFailedError: with what SageMaker said, or the reason of each resource that failed.
        """
        __tracebackhide__ = True
        return projects.create_project(self, name, template, parameters or {}, launch_role)

    def role(self, name: str, *, trusts: Sequence[str] = (), allows: Sequence[str] | Mapping[str, Any] = ("*",)) -> str:
        """The ARN of a new role.

        It trusts services (`codebuild.amazonaws.com`), accounts and ARNs, by default this account. It may do the
        actions to every resource; or give a whole policy document.
        """
        services = [each for each in trusts if each.endswith(".amazonaws.com")]
        others = [each for each in trusts or (self.id,) if each not in services]
        principals = {"Service": services} if services else {}
        principals |= {"AWS": others} if others else {}
        rights = allows if isinstance(allows, Mapping) else _policy(Action=list(allows), Resource="*")
        iam, trust = self.client("iam"), _policy(Principal=principals, Action="sts:AssumeRole")
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]
        iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=json.dumps(rights))
        return str(made["Arn"])

    def as_role(self, arn: str) -> LocalAccount:
        """The same place as a role sees it; the role's trust policy has to allow it."""
        issued = self.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        keys = Keys(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
        return LocalAccount(arn.split(":")[4], self.region, self.url, arn, keys)

    def close(self) -> None:
        """Close the connections of its clients."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()


def _exchange(old: Mapping[str, str], new: Mapping[str, str]) -> None:
    for name in old:
        os.environ.pop(name, None)
    os.environ.update(new)


def _policy(**statement: object) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}


@cache
def _aws() -> boto3.Session:
    """One session for all accounts, because each reads the models of the services anew."""
    return boto3.Session(botocore_session=botocore.session.Session(session_vars=NOTHING_OF_THE_USER))
