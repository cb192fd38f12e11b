"""Requests to moto's services, several of them at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from moto.iam.models import iam_backends

from mlops_templates.localaws.moto_services import pass_on
from mlops_templates.localaws.routing import Target
from tests.conftest import Aws


def test_a_role_may_be_made_while_others_look_through_the_roles(aws: Aws) -> None:
    account = "111111111113"
    aws.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole", RoleSessionName="looking"
    )
    backend = iam_backends[account]["aws"]
    looked = 0
    for looked, _ in enumerate(backend.get_roles(), 1):
        backend.create_role(f"made-{looked}", "{}", "/", None, "", {}, "3600")
    assert looked >= 1


@pytest.mark.parametrize(
    ("service", "action", "together"),
    [("sns", "CreateTopic", 1), ("sqs", "ReceiveMessage", 2), ("s3", "PutObject", 2)],
)
def test_requests_to_a_service_take_turns_unless_they_may_wait(service: str, action: str, together: int) -> None:
    inside = threading.Barrier(2)
    met: list[bool] = []

    def moto(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        try:
            inside.wait(timeout=60 if together == 2 else 0.5)
            met.append(True)
        except threading.BrokenBarrierError:
            met.append(False)
        start("200 OK", [])
        return [b""]

    target = Target(service, action, "query")
    threads = [threading.Thread(target=pass_on, args=(moto, {}, lambda *_: None, target)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met == [together == 2] * 2
