"""Requests signed by hand, with botocore's own arithmetic."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import botocore.credentials
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest

from mlops_templates.localaws.clients import Credentials


@dataclass
class HandMade:
    """One request, to be signed and sent."""

    url: str
    service: str
    method: str = "POST"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    region: str = "us-east-1"

    def signed(self, credentials: Credentials) -> dict[str, str]:
        """The headers with which the holder of the credentials would send it."""
        keys = botocore.credentials.Credentials(
            credentials.access_key, credentials.secret_key, credentials.token or None
        )
        request = AWSRequest(self.method, self.url, headers=dict(self.headers), data=self.body)
        signer: Any = S3SigV4Auth if self.service == "s3" else SigV4Auth
        request.context["payload_signing_enabled"] = True
        signer(keys, self.service, self.region).add_auth(request)
        return dict(request.headers.items())

    def send(self, headers: Mapping[str, str]) -> tuple[int, str]:
        """The status and the text of the answer."""
        request = urllib.request.Request(self.url, data=self.body or None, method=self.method, headers=dict(headers))
        try:
            with urllib.request.urlopen(request) as answer:
                return int(answer.status), answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused as answer:
                return int(answer.code), answer.read().decode()
