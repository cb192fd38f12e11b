"""What follows a request that moto answered: services that live here hear of what it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mlops_templates.localaws import owners
from mlops_templates.localaws.cloudwatch import queues
from mlops_templates.localaws.s3 import object_events

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call
    from mlops_templates.localaws.routing import Target

Environ = dict[str, Any]
Start = Callable[..., Any]


def _count_messages(call: Call, target: Target, environ: Environ, answered: Iterable[bytes]) -> None:
    """Messages came or went, perhaps in the account of somebody else's queue."""
    place = replace(call, account=environ.get(owners.HEADER) or call.account)
    if queues.watched(place):
        queues.changed(place)


def _tell_of_objects(call: Call, target: Target, environ: Environ, answered: Iterable[bytes]) -> None:
    object_events.tell(call, target.action, environ, answered)


FOLLOWING: dict[str, Callable[[Call, Target, Environ, Iterable[bytes]], None]] = {
    "s3": _tell_of_objects,
    "sns": _count_messages,
    "sqs": _count_messages,
}
"""By service, what is done after each of its requests that succeeded."""


def follow(
    call: Call, target: Target, environ: Environ, answer: Callable[[Start], Iterable[bytes]], start_response: Start
) -> Iterable[bytes]:
    """Answer a request, and do what follows when it succeeded."""
    following = FOLLOWING.get(target.service)
    if following is None:
        return answer(start_response)
    begun: list[tuple[Any, ...]] = []
    body = answer(lambda *begin: begun.append(begin))
    if str(begun[-1][0]).startswith("2"):
        following(call, target, environ, body)
    start_response(*begun[-1])
    return body
