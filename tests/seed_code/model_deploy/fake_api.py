"""API Gateway in front of a fake model: as the seed's template makes it, or broken in one way.

CloudFormation is there too, with one stack that knows the address of the API.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from tests.seed_code.model_deploy.fake_model import JSON, Model, Refusal


@dataclass
class Api:
    """What the API does with a request."""

    model: Model
    signed_only: bool = True
    checks_bodies: bool = True
    refusal: int = 424
    address: str = "https://abc123.execute-api.us-east-1.amazonaws.com/v1/predictions"

    def answer(self, body: str, headers: dict[str, str]) -> tuple[int, str, str]:
        if self.signed_only and not headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 "):
            return 403, '{"message":"Missing Authentication Token"}', JSON
        kind = headers["Content-Type"]
        if self.checks_bodies and kind == JSON and "instances" not in json.loads(body):
            return 400, '{"message":"Invalid request body"}', JSON
        try:
            return (200, *self.model.answer(body, kind, headers["Accept"]))
        except Refusal:
            return self.refusal, '{"OriginalStatusCode":400}', JSON


@contextmanager
def serving(api: Api) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(api))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def stack(request: str, address: str) -> str:
    """What CloudFormation says of the stack that the request names."""
    (name,) = parse_qs(request)["StackName"]
    output = f"<member><OutputKey>ApiUrl</OutputKey><OutputValue>{address}</OutputValue></member>" if address else ""
    return (
        '<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>'
        f"<Stacks><member><StackName>{name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus>"
        f"<CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>{output}</Outputs></member></Stacks>"
        "</DescribeStacksResult></DescribeStacksResponse>"
    )


def _handler(api: Api) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            described = (200, stack(body, api.address), "text/xml") if "Action=DescribeStacks" in body else None
            status, text, kind = described or api.answer(body, dict(self.headers))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *arguments: object) -> None:
            return

    return Handler
