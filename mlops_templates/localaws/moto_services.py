"""The services that moto answers, behind the gateway."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from moto.iam.models import IAMBackend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from mlops_templates.localaws import wire
from mlops_templates.localaws.errors import not_emulated
from mlops_templates.localaws.routing import Target
from mlops_templates.localaws.s3 import log_delivery

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

logger = logging.getLogger(__name__)


_turns: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)


def application() -> Wsgi:
    """The dispatcher of moto; the backend of a service is imported at its first request."""
    # moto looks through the roles at every request, also while another request makes one.
    IAMBackend.get_roles = _roles
    log_delivery.leave_to_us()
    dispatcher: Wsgi = DomainDispatcherApplication(_backend)
    return dispatcher


def _roles(backend: Any) -> list[Any]:
    return list(backend.roles.values())


def _turn(target: Target) -> contextlib.AbstractContextManager[object]:
    """Requests to a service one after another: moto walks through tables that other requests change.

    Not those that wait, for messages or for the body of an object.
    """
    waits = target.service == "s3" or target.action == "ReceiveMessage"
    return contextlib.nullcontext() if waits else _turns[target.service]


def _backend(service: Any) -> Any:
    application = create_backend_app(service)
    application.config["PROPAGATE_EXCEPTIONS"] = True  # else an action that moto does not know is a page of HTML
    return application


def pass_on(moto: Wsgi, environ: Environ, start_response: Callable[..., Any], target: Target) -> Iterable[bytes]:
    """Let moto answer; what moto does not know, or fails at, is refused as not emulated and never a page of HTML."""
    started: list[tuple[Any, ...]] = []
    what = f"{target.service}:{target.action}"
    try:
        with _turn(target):
            body = list(moto(environ, lambda *begin: started.append(begin)))
        if int(str(started[-1][0])[:3]) < 500:
            start_response(*started[-1])
            return body
        logger.error("moto answered %s to %s: %s", started[-1][0], what, b"".join(body)[:2000])
        error = not_emulated(f"{what} with these parameters")
    except NotImplementedError:
        error = not_emulated(what)
    except Exception:
        logger.exception("moto failed at %s", what)
        error = not_emulated(f"{what} with these parameters")
    answer = wire.refuse(target.protocol, error)
    headers = {**answer.headers, "Content-Length": str(len(answer.body))}
    start_response(f"{answer.status} Refused", list(headers.items()))
    return [answer.body]
