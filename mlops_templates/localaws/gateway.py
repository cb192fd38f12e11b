"""The front door: one WSGI application that sends each request to our own services, to moto, or refuses it.

Service, region and identity come from the signature, the action from the protocol. What nobody emulates is answered
with status 501 and `NotEmulated`, never passed over in silence.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wrappers import Request as HttpRequest

from mlops_templates.localaws import member_accounts, members, moto_services, requests, status, wire
from mlops_templates.localaws.authorization.asking.s3 import S3Request
from mlops_templates.localaws.authorization.guard import authorize, authorize_s3
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.catalogue import MOTO, OWN, service_named
from mlops_templates.localaws.codecommit import git_http
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.identity import Signature, credentials_of, read_signature
from mlops_templates.localaws.routing import Target, target_of
from mlops_templates.localaws.s3 import bucket_policies
from mlops_templates.localaws.wire import Answer
from mlops_templates.localaws.world import World

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

logger = logging.getLogger(__name__)


class Gateway:
    """Answers AWS's APIs on one address."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._moto = moto_services.application()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if path.startswith("/git/"):
            return git_http.answer(self.world, environ, start_response)
        if path.startswith(status.PREFIX):
            return _send(status.answer(self.world), start_response)
        signature = read_signature(environ.get("HTTP_AUTHORIZATION", ""))
        if signature is None:
            return self._unsigned(environ, start_response)
        return self._signed(signature, environ, start_response)

    def _unsigned(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if "X-Amz-Credential=" in environ.get("QUERY_STRING", "") or "Signature=" in environ.get("QUERY_STRING", ""):
            return self._presigned(environ, start_response)
        error = AwsError("MissingAuthenticationToken", "Missing Authentication Token", status=403)
        return _send(wire.refuse("json", error), start_response)

    def _presigned(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """An address of S3 that carries its signature itself."""
        target = target_of("s3", HttpRequest(environ))
        if not members.passed_on("s3", target.action):
            return _send(wire.refuse("rest-xml", not_emulated(f"s3:{target.action}")), start_response)
        return moto_services.pass_on(self._moto, environ, start_response, target)

    def _signed(self, signature: Signature, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        started, told = time.monotonic(), ""
        request = moto_services.read_request(environ, whole=signature.service != "s3")
        target = target_of(signature.service, request)
        try:
            answer = self._answer(signature, target, request)
        except AwsError as error:
            answer, told = wire.refuse(_protocol(target), error), f" {error.code}"
        except Exception as error:
            logger.exception("%s:%s failed", target.service, target.action)
            failure = AwsError("InternalFailure", f"{type(error).__name__}: {error}", status=500)
            answer, told = wire.refuse(_protocol(target), failure), f" {failure.code}"
        if answer is None:
            logger.info("%s:%s to moto", target.service, target.action)
            return moto_services.pass_on(self._moto, environ, start_response, target)
        took = time.monotonic() - started
        logger.info("%s:%s %d%s %.3fs", target.service, target.action, answer.status, told, took)
        return _send(answer, start_response)

    def _answer(self, signature: Signature, target: Target, request: HttpRequest) -> Answer | None:
        account, credentials = credentials_of(self.world.sessions, signature.access_key)
        call = Call(self.world, account, signature.region, credentials)
        known = target.service in OWN or target.service in MOTO
        if not known or not members.passed_on(target.service, target.action):
            raise not_emulated(f"{target.service}:{target.action}")
        if (target.service, target.action) == ("sts", "AssumeRole"):
            member_accounts.open_account(self.world, request.values.get("RoleArn", ""), signature.region)
        if target.service == "s3":
            authorize_s3(call, _s3_request(request))
            return bucket_policies.answer(call, request)
        service = service_named(target.service)
        action = service.actions.get(target.action)
        if action is None and target.service in OWN:
            raise not_emulated(f"{target.service}:{target.action}")
        if action is None and target.action not in members.listed(target.service):
            authorize(call, target.service, target.action, requests.guessed(target, request))
            return None
        parsed = requests.read(service, target, request)
        authorize(call, target.service, target.action, parsed)
        return wire.answer(service.name, target.action, action(call, parsed) or {}) if action else None


def _s3_request(request: HttpRequest) -> S3Request:
    bucket, _, key = request.path.lstrip("/").partition("/")
    headers = {name.lower(): value for name, value in request.headers}
    return S3Request(request.method, bucket, key, request.args, headers)


def _protocol(target: Target) -> str:
    if target.service == "s3":
        return "rest-xml"
    return wire.protocol_of(target.service) if target.service in OWN else target.protocol


def _send(answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
    headers = {**answer.headers, "Content-Length": str(len(answer.body))}
    start_response(f"{answer.status} {'OK' if answer.status < 300 else 'Refused'}", list(headers.items()))
    return [answer.body]
