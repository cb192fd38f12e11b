import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import boto3
import pytest

from acceptance import api
from acceptance.api import Api
from acceptance.endpoint import CSV, JSON, Answer
from deployment.errors import DeploymentError
from deployment.test.examples import stubbed

URL = "https://abc123.execute-api.eu-west-1.amazonaws.com/v1/predictions"


class Gateway(BaseHTTPRequestHandler):
    """Answers with the statuses it is given, the last one for ever, and keeps what it was asked."""

    statuses: list[int]
    asked: list[dict[str, str]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append({**self.headers, "path": self.path, "body": body})
        self.send_response(self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0])
        self.send_header("Content-Type", "text/csv; charset=utf-8")
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"0.5\n")

    def log_message(self, *arguments: object) -> None:
        return


@pytest.fixture
def gateway() -> Iterator[tuple[str, type[Gateway]]]:
    handler = type("Handler", (Gateway,), {"statuses": [200], "asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", handler
    server.shutdown()
    server.server_close()


def at(address: str) -> Api:
    session = boto3.Session(aws_access_key_id="testing", aws_secret_access_key="testing", region_name="eu-west-1")
    return Api(URL, session, address)


def test_a_request_is_signed_for_the_host_of_the_api(gateway: tuple[str, type[Gateway]]) -> None:
    address, handler = gateway
    assert at(address).call("1,2\n", CSV, JSON) == Answer(200, CSV, "0.5\n")
    (asked,) = handler.asked
    assert (asked["path"], asked["body"], asked["Accept"]) == ("/v1/predictions", "1,2\n", JSON)
    assert asked["Host"] == "abc123.execute-api.eu-west-1.amazonaws.com"
    assert "/eu-west-1/execute-api/aws4_request" in asked["Authorization"]
    assert "host" in asked["Authorization"].split("SignedHeaders=")[1].split(",")[0]


def test_a_request_may_go_without_a_signature(gateway: tuple[str, type[Gateway]]) -> None:
    address, handler = gateway
    at(address).call("1,2\n", CSV, CSV, signed=False)
    assert "Authorization" not in handler.asked[0]


def test_trouble_behind_a_new_api_is_waited_for(gateway: tuple[str, type[Gateway]]) -> None:
    address, handler = gateway
    handler.statuses = [502, 500, 200]
    assert at(address).wait_for("1,2\n", CSV, pause=0).status == 200


def test_trouble_that_lasts_is_told(gateway: tuple[str, type[Gateway]]) -> None:
    address, handler = gateway
    handler.statuses = [502]
    assert at(address).wait_for("1,2\n", CSV, pause=0).status == 502
    assert len(handler.asked) == api.TRIES


class Session:
    """A session with one client."""

    def __init__(self, client: Any) -> None:
        self.known = client

    def client(self, service: str) -> Any:
        assert service == "cloudformation"
        return self.known


def stack(outputs: list[dict[str, str]]) -> Session:
    client, stubber = stubbed("cloudformation")
    facts = {"StackName": "s", "CreationTime": "2026-01-01T00:00:00Z", "StackStatus": "CREATE_COMPLETE"}
    stubber.add_response("describe_stacks", {"Stacks": [{**facts, "Outputs": outputs}]}, {"StackName": "s"})
    return Session(client)


def test_the_address_is_an_output_of_the_stack() -> None:
    session = stack([{"OutputKey": "ApiUrl", "OutputValue": URL}])
    assert api.of_stack(session, "s", {"AWS_ENDPOINT_URL": "http://here"}) == Api(URL, session, "http://here")


def test_a_stack_without_an_api_is_said_plainly() -> None:
    with pytest.raises(DeploymentError, match="the stack s has no output ApiUrl"):
        api.of_stack(stack([]), "s", {})
