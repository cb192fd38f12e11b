"""Answers that are given when what they tell is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from mlops_templates.localaws import wire
from mlops_templates.localaws.clients import INNER
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.keeping.requests import changes, parts_of
from mlops_templates.localaws.routing import Target

if TYPE_CHECKING:
    from mlops_templates.localaws.world import World

StartResponse = Callable[..., Any]


def answer(
    world: World,
    target: Target,
    environ: dict[str, Any],
    respond: Callable[[StartResponse], Iterable[bytes]],
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Answer a request when everything is kept that it changed, or that it tells of.

    The server's own clients do not wait: whoever waits for what they do, does.
    """
    parts = parts_of(target)
    if not parts or world.keeper is None:
        return respond(start_response)
    head: list[Any] = []
    inner = INNER in environ.get("HTTP_USER_AGENT", "")
    with world.changes.to(parts if changes(target) else ()), world.steps.for_another() if inner else nullcontext():
        body = list(respond(lambda *given: head.extend(given)))
    if not inner and world.changes.seen().intersection(parts):
        try:
            world.settle()
        except AwsError as error:
            refusal = wire.refuse(target.protocol, error)
            start_response(f"{refusal.status} Refused", list(refusal.headers.items()))
            return [refusal.body]
    start_response(*head)
    return body


def stream(world: World, part: str, body: Iterable[bytes]) -> Iterator[bytes]:
    """Pass on what comes; the end comes when it is kept."""
    with world.changes.to([part]):
        yield from body
    world.settle()
