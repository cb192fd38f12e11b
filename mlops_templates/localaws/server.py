"""The server in this process: listens on loopback, serves until it is closed."""

from __future__ import annotations

import contextlib
import logging
import threading
from pathlib import Path

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.clients import ACCOUNT, Credentials
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.gateway import Gateway
from mlops_templates.localaws.keeping import opening, resumption
from mlops_templates.localaws.world import World

HOST = "127.0.0.1"
ADMINISTRATOR = "LocalAdministrator"
"""The role as which a person at the keyboard acts."""


WARMED = {
    "s3": "list_buckets",
    "cloudformation": "list_stacks",
    "kms": "list_keys",
    "events": "list_rules",
    "servicecatalog": "list_portfolios",
    "sagemaker": "list_projects",
    "codepipeline": "list_pipelines",
    "codebuild": "list_projects",
    "codecommit": "list_repositories",
    "sns": "list_topics",
    "sqs": "list_queues",
    "logs": "describe_log_groups",
}
"""Services whose first request is slow, in the order in which a project needs them, and a harmless read of each."""


class _Handler(MotoRequestHandler):  # type: ignore[misc]  # moto is not followed
    """Silent on standard error: requests are logged by the gateway."""

    timeout = 60
    """Seconds for which a client may fall silent in the middle of a request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        logging.getLogger(__name__).debug(message, *args)


class Server:
    """An embedded AWS in this process; with `keep` it goes on from what an earlier one kept in its folder.

    Raises:
        MlopsTemplatesError: git is missing, the port is taken, or what is kept cannot be read.
    """

    def __init__(self, root: Path, port: int = 0, region: str = "us-east-1", *, keep: bool = False) -> None:
        git.require()
        self.world = World(root)
        self.region = region
        before = opening.open_world(self.world) if keep else None
        self._goes_on = before is not None
        self._http = self._listen(port, before.port if before else 0)
        self.world.port = self._http.server_port
        self.world.url = f"http://{HOST}:{self.world.port}"
        self.credentials = self.world.sessions.of_root(ACCOUNT, region)

    def serve_in_background(self) -> None:
        """Answer requests in a thread, sign the person at the keyboard in, and end or resume what was under way."""
        threading.Thread(target=self._http.serve_forever, name="http", daemon=True).start()
        if self.world.keeper:
            self.world.keeper.start()
        self.credentials = self.world.sessions.administrator or _administrator(self.world, self.region)
        self.world.sessions.administrator = self.credentials
        if self._goes_on:
            resumption.resume(self.world)
        try:
            self.world.settle()
        except AwsError as error:
            raise MlopsTemplatesError(error.message) from error

    def warm(self) -> None:
        """Have moto import its slow services before somebody waits for them; failing to is no harm."""
        for service, operation in WARMED.items():
            with contextlib.suppress(Exception):
                getattr(self.world.clients.get(service, self.region, self.credentials), operation)()

    def _listen(self, port: int, before: int) -> BaseWSGIServer:
        """Take the port that was asked for; without one that of the server before, if it is free."""
        for candidate in [port] if port or not before else [before, 0]:
            try:
                return make_server(HOST, candidate, Gateway(self.world), threaded=True, request_handler=_Handler)
            except (OSError, SystemExit):
                continue
        raise MlopsTemplatesError(
            f"port {port} on {HOST} is taken. Choose another with --port, or leave it out for a free one."
        )

    def close(self) -> None:
        """End every job and endpoint, then stop listening."""
        self.world.close()
        self._http.shutdown()
        self._http.server_close()


def _administrator(world: World, region: str) -> Credentials:
    iam = world.clients.get("iam", region, world.sessions.of_root(ACCOUNT, region))
    trust = f'{{"Statement": [{{"Effect": "Allow", "Principal": {{"AWS": "{ACCOUNT}"}}, "Action": "sts:AssumeRole"}}]}}'
    role = iam.create_role(RoleName=ADMINISTRATOR, AssumeRolePolicyDocument=trust)["Role"]
    everything = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
    iam.put_role_policy(RoleName=ADMINISTRATOR, PolicyName="AdministratorAccess", PolicyDocument=everything)
    return world.sessions.of_role(role["Arn"], "local", region)
