"""Requests to the gateway without a socket: signed like any client's, made wrong at will."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree import ElementTree

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from werkzeug.test import Client

from mlops_templates.localaws import wire
from mlops_templates.localaws.gateway import Gateway
from tests.localaws.robust.region import REGION


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The error code, as a client reads it; empty for a success."""
        if self.status < 300:
            return ""
        if self.body.lstrip().startswith(b"<"):
            found = next((node.text for node in ElementTree.fromstring(self.body).iter() if _tag(node) == "Code"), "")
            return found or ""
        code: str = json.loads(self.body)["__type"]
        return code.rpartition("#")[2]


@dataclass(frozen=True)
class Wire:
    """Sends requests as somebody."""

    gateway: Gateway
    credentials: Credentials
    region: str = REGION

    def scoped_to(self, region: str) -> Wire:
        """The same, for another region."""
        return replace(self, region=region)

    def send(self, service: str, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answered:
        """Sign a request for a service and have it answered."""
        request = AWSRequest(method, f"http://127.0.0.1{path}", headers=dict(headers), data=body)
        request.headers["Host"] = "127.0.0.1"
        signer = S3SigV4Auth if service == "s3" else SigV4Auth
        signer(self.credentials, wire.service_model(service).signing_name, self.region).add_auth(request)
        answer = Client(self.gateway).open(path, method=method, headers=list(request.headers.items()), data=body)
        return Answered(answer.status_code, answer.get_data(), dict(answer.headers))

    def json(self, service: str, action: str, body: Any) -> Answered:
        """An action of the JSON protocol; bytes go as they are."""
        prefix = wire.service_model(service).metadata["targetPrefix"]
        headers = {"X-Amz-Target": f"{prefix}.{action}", "Content-Type": "application/x-amz-json-1.1"}
        return self.send(service, "POST", "/", headers, body if isinstance(body, bytes) else json.dumps(body).encode())

    def query(self, service: str, body: bytes) -> Answered:
        """A form of the query protocol."""
        return self.send(service, "POST", "/", {"Content-Type": "application/x-www-form-urlencoded"}, body)


def _tag(node: ElementTree.Element) -> str:
    return re.sub(r"^\{.*\}", "", node.tag)
