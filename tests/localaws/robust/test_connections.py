"""What goes over a connection, byte by byte: nothing of it hangs, and only this machine is answered."""

from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

import pytest

from mlops_templates.localaws.incoming import LIMIT
from mlops_templates.localaws.server import Server

SIGNED = (
    "Authorization: AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/codecommit/aws4_request, "
    "SignedHeaders=host;x-amz-date, Signature=00\r\nX-Amz-Date: 20260101T000000Z\r\n"
    "X-Amz-Target: CodeCommit_20150413.ListRepositories\r\n"
)


def told(server: Server, text: str | bytes) -> tuple[int, bytes]:
    """Status and body of the answer to these very bytes, after which the client says no more."""
    address = urlsplit(server.world.url)
    with socket.create_connection((address.hostname, address.port), timeout=180) as connection:
        connection.sendall(text if isinstance(text, bytes) else text.encode("latin-1"))
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def request(headers: str, body: str = "", host: str = "127.0.0.1", line: str = "POST / HTTP/1.1") -> str:
    named = f"Host: {host}\r\n" if host else ""
    return f"{line}\r\n{named}{headers}\r\n{body}"


NO_LENGTHS = ["-5", "abc", "1e3", "+2", "\xb2", "9" * 30]


@pytest.mark.parametrize("length", [*NO_LENGTHS, "50"])
def test_a_length_that_is_none_or_a_lie(server: Server, length: str) -> None:
    status, body = told(server, request(f"{SIGNED}Content-Length: {length}\r\n", "{}"))
    assert (status, json.loads(body)["__type"]) == (400, "InvalidRequest")


@pytest.mark.parametrize("length", NO_LENGTHS)
def test_a_length_of_a_push_that_is_none(server: Server, length: str) -> None:
    line = "POST /git/us-east-1/123456789012/v1/repos/thing/git-receive-pack HTTP/1.1"
    assert told(server, request(f"Content-Length: {length}\r\n", "0000", line=line))[0] == 400


def test_a_length_that_is_too_long_is_refused_before_the_body_is_there(server: Server) -> None:
    status, body = told(server, request(f"{SIGNED}Content-Length: 999999999999\r\n", "{}"))
    assert (status, json.loads(body)["__type"]) == (413, "RequestEntityTooLarge")


@pytest.mark.parametrize("chunks", ["zz\r\n{}\r\n0\r\n\r\n", "-2\r\n{}\r\n0\r\n\r\n", "2\r\n{}"])
def test_chunks_that_cannot_be_read(server: Server, chunks: str) -> None:
    status, body = told(server, request(f"{SIGNED}Transfer-Encoding: chunked\r\n", chunks))
    assert (status, json.loads(body)["__type"]) == (400, "InvalidRequest")


def test_chunks_that_are_together_too_long(server: Server) -> None:
    signed, chunk = SIGNED.replace("codecommit", "ssm"), "a" * (LIMIT // 4 + 1)
    chunks = f"{len(chunk):x}\r\n{chunk}\r\n" * 4
    status, body = told(server, request(f"{signed}Transfer-Encoding: chunked\r\n", f"{chunks}0\r\n\r\n"))
    assert (status, json.loads(body)["__type"]) == (413, "RequestEntityTooLarge")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.0.0.1@evil",
        "",
        "0.0.0.0",
    ],
)
@pytest.mark.parametrize("line", ["POST / HTTP/1.1", "GET /_local/status HTTP/1.1", "GET /git/x HTTP/1.1"])
def test_a_request_that_is_addressed_to_another_machine(server: Server, host: str, line: str) -> None:
    """A page in a browser whose name was made to lead here must not use the server."""
    status, body = told(server, request(SIGNED, host=host, line=line))
    assert (status, json.loads(body)["__type"]) == (403, "AccessDenied")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:1234", "localhost", "LOCALHOST:80", "[::1]:80", "bucket.localhost"]
)
def test_a_request_that_is_addressed_to_this_machine(server: Server, host: str) -> None:
    assert told(server, request("", host=host, line="GET /_local/status HTTP/1.1"))[0] == 200


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=", "AWS4-HMAC-SHA256 Credential=a/b/c", "AWS a:b",
     "AWS4-HMAC-SHA256 Credential=AK/2026/us-east-1/codecommit/aws4_request", "\xff\xfe"],
)  # fmt: skip
def test_a_signature_that_is_none(server: Server, authorization: str) -> None:
    status, body = told(server, request(f"Authorization: {authorization}\r\nContent-Length: 2\r\n", "{}"))
    assert status in (400, 403)
    assert json.loads(body)["__type"]


@pytest.mark.parametrize(
    "text",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"",
        b"\r\n" * 100,
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    ],
)
def test_bytes_that_are_no_request_leave_the_server_alive(server: Server, text: bytes) -> None:
    address = urlsplit(server.world.url)
    with socket.create_connection((address.hostname, address.port), timeout=180) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        while part := connection.recv(65536):
            assert b"Traceback" not in part
    assert told(server, request("", line="GET /_local/status HTTP/1.1"))[0] == 200
