"""The page for a person's errands takes them from persons who sign in, and from nobody else."""

from __future__ import annotations

import http.client
from typing import Any
from urllib.parse import urlsplit

import pytest

ERRAND = "/_local/errands/us-east-1/create-remote"
BODY = b'{"FullRepositoryId": "acme/stolen", "ProviderType": "GitHub"}'


def ask(aws: Any, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(aws.url).netloc, timeout=180)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_who_does_not_sign_in_is_turned_away(aws: Any) -> None:
    assert ask(aws, "POST", ERRAND, BODY).status == 401
    assert ask(aws, "POST", ERRAND, BODY, Authorization="Basic bm9ib2R5OnNlY3JldA==").status == 403
    assert aws.account.create_remote("acme/stolen")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ERRAND),
        ("POST", "/_local/errands/us-east-1/unknown"),
        ("POST", "/_local/errands/"),
    ],
)
def test_an_errand_that_there_is_not_is_not_found(aws: Any, method: str, path: str) -> None:
    assert ask(aws, method, path, BODY).status == 404


@pytest.mark.parametrize("place", ["remotes/us-east-1/github.com/acme/x", "connections/codeconnections/1/r/x/acme/x"])
def test_git_must_sign_in_too(aws: Any, place: str) -> None:
    answer = ask(aws, "GET", f"/git/{place}.git/info/refs?service=git-upload-pack")
    assert answer.status in (401, 404)
    assert ask(aws, "GET", f"/git/{place}.git/config").status == 404
