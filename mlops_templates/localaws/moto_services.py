"""The services that moto answers, behind the gateway."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Request

from mlops_templates.localaws import wire
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.routing import Target

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

logger = logging.getLogger(__name__)


def application() -> Wsgi:
    """The dispatcher of moto; the backend of a service is imported at its first request."""
    dispatcher: Wsgi = DomainDispatcherApplication(_backend)
    return dispatcher


def _backend(service: Any) -> Any:
    application = create_backend_app(service)
    application.config["PROPAGATE_EXCEPTIONS"] = True  # else an action that moto does not know is a page of HTML
    return application


def read_request(environ: Environ, *, whole: bool) -> Request:
    """The request; with `whole`, its body is read and put back, so that moto can read it again."""
    if whole:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        environ["wsgi.input"] = io.BytesIO(body)
        request = Request(environ)
        request.get_data(cache=True, parse_form_data=False)
        environ["wsgi.input"] = io.BytesIO(body)
        form = Request({**environ, "wsgi.input": io.BytesIO(body)})
        request.__dict__["values"] = form.values
        return request
    return Request(environ)


def pass_on(moto: Wsgi, environ: Environ, start_response: Callable[..., Any], target: Target) -> Iterable[bytes]:
    """Let moto answer; what moto does not know, or fails at, is an AWS error and never a page of HTML."""
    try:
        return list(moto(environ, start_response))
    except NotImplementedError:
        error = not_emulated(f"{target.service}:{target.action}")
    except Exception as failure:
        logger.exception("moto failed at %s:%s", target.service, target.action)
        error = AwsError("InternalFailure", f"{target.service}:{target.action}: {failure}", status=500)
    answer = wire.refuse(target.protocol, error)
    headers = {**answer.headers, "Content-Length": str(len(answer.body))}
    start_response(f"{answer.status} Refused", list(headers.items()))
    return [answer.body]
