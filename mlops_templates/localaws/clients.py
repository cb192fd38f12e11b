"""boto3 clients at this server, made once per service, region and identity."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import botocore.session
from botocore.config import Config

from mlops_templates.localaws.authorization.principals import Caller

ACCOUNT = "123456789012"
"""The account of the person at the keyboard."""

INNER = "localaws-inner"
"""In the user agent of the server's own clients: whoever waits for what they do, waits until it is kept."""

CONFIG = Config(
    retries={"max_attempts": 1},
    read_timeout=300,
    max_pool_connections=50,
    s3={"addressing_style": "path"},
    user_agent_extra=INNER,
)


@dataclass(frozen=True)
class Credentials:
    """Keys that this server issued or takes for granted, and whom they stand for."""

    access_key: str
    secret_key: str
    token: str
    caller: Caller


class Clients:
    """Cached clients; safe to use from every thread."""

    def __init__(self, url: Callable[[], str]) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._session = botocore.session.Session()
        self._clients: dict[tuple[str, str, str], Any] = {}

    def get(self, service: str, region: str, credentials: Credentials) -> Any:
        """A client that signs with these credentials."""
        key = (service, region, credentials.access_key)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._session.create_client(
                    service,
                    region_name=region,
                    endpoint_url=self._url(),
                    aws_access_key_id=credentials.access_key,
                    aws_secret_access_key=credentials.secret_key,
                    aws_session_token=credentials.token or None,
                    config=CONFIG,
                )
            return self._clients[key]

    def assume(self, role_arn: str, session_name: str, region: str, credentials: Credentials) -> Credentials:
        """Credentials of a role, by a real `sts:AssumeRole`."""
        sts = self.get("sts", region, credentials)
        answer = sts.assume_role(RoleArn=role_arn, RoleSessionName=session_name)
        issued, session = answer["Credentials"], answer["AssumedRoleUser"]["Arn"]
        caller = Caller(session, role_arn.split(":")[4], entity=role_arn)
        return Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"], caller)
