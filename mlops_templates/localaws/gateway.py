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

from mlops_templates.localaws import (
    afterwards,
    incoming,
    member_accounts,
    members,
    moto_services,
    owners,
    parameters,
    requests,
    status,
    subscriptions,
    wire,
    xml_body,
)
from mlops_templates.localaws import authentication_errors as refused
from mlops_templates.localaws.apigateway.execution import address as api_address
from mlops_templates.localaws.apigateway.execution import door as api_door
from mlops_templates.localaws.authorization.asking.s3 import S3Request
from mlops_templates.localaws.authorization.guard import authorize, authorize_s3
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.catalogue import BREACHES, MOTO, OWN, service_named
from mlops_templates.localaws.codecommit import git_http
from mlops_templates.localaws.codeconnections import git_http as remote_git
from mlops_templates.localaws.codeconnections import provider_site
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.events import rules
from mlops_templates.localaws.iam import web_identity
from mlops_templates.localaws.identity import authenticate
from mlops_templates.localaws.keeping import settled
from mlops_templates.localaws.routing import Target, check, check_region, protocol_of, service_of, target_of
from mlops_templates.localaws.s3 import bucket_policies, names, notifications
from mlops_templates.localaws.signature import MalformedSignatureError, Signature, read_signature
from mlops_templates.localaws.wire import Answer
from mlops_templates.localaws.world import World

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

PUSH = "/git-receive-pack"

OBJECT_BODIES = frozenset({"PutObject", "UploadPart", "PostObject"})
"""Operations of S3 whose body is an object, which moto reads as it comes."""

FURTHER_CHECKS: dict[str, Callable[[str, Document], None]] = {
    "events": rules.check,
    "sns": subscriptions.check,
    "ssm": parameters.check,
}
"""What AWS refuses and moto, which answers, would take."""

logger = logging.getLogger(__name__)


class Gateway:
    """Answers AWS's APIs on one address."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._moto = moto_services.application()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        try:
            incoming.check_host(environ)
            incoming.length_of(environ)
        except AwsError as error:
            return _send(wire.refuse("json", error), start_response)
        if path.startswith(("/git/connections/", "/git/remotes/")):
            answer = remote_git.answer(self.world, environ, start_response)
            return settled.stream(self.world, "codeconnections", answer) if path.endswith(PUSH) else answer
        if path.startswith("/git/"):
            answer = git_http.answer(self.world, environ, start_response)
            return settled.stream(self.world, "codecommit", answer) if path.endswith(PUSH) else answer
        if path.startswith(provider_site.PREFIX):
            return settled.stream(
                self.world, "codeconnections", provider_site.answer(self.world, environ, start_response)
            )
        if path.startswith(status.PREFIX):
            return _send(status.answer(self.world), start_response)
        if address := api_address.address_of(environ):
            return _send(api_door.answer(self.world, address, environ), start_response)
        try:
            signature = read_signature(environ)
        except MalformedSignatureError as error:
            protocol = "rest-xml" if "X-Amz-" in environ.get("QUERY_STRING", "") else "json"
            return _send(wire.refuse(protocol, refused.malformed(str(error), protocol)), start_response)
        if signature is None:
            if web_identity.meant(environ):
                return _send(web_identity.answer(self.world, environ), start_response)
            return _send(wire.refuse("json", refused.missing()), start_response)
        return self._signed(signature, environ, start_response)

    def _signed(self, signature: Signature, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        service = service_of(signature.service)
        target = Target(service, "?", protocol_of(service))
        try:
            if signature.service == "s3":
                credentials = authenticate(self.world.sessions, signature, environ, None)
                target, request = _s3_target(environ), HttpRequest(environ)
            else:
                request = incoming.read(environ, service)
                credentials = authenticate(self.world.sessions, signature, environ, request.get_data())
                target = target_of(service, request)
        except Exception as error:
            refusal, told = _refusal(target, error)
            logger.info("%s:%s %d %s", target.service, target.action, refusal.status, told)
            return _send(refusal, start_response)

        def answer(start_response: StartResponse) -> Iterable[bytes]:
            call = Call(self.world, credentials.caller.account, signature.region, credentials)
            return self._respond(call, target, request, environ, start_response)

        return settled.answer(self.world, target, environ, answer, start_response)

    def _respond(
        self,
        call: Call,
        target: Target,
        request: HttpRequest,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        started, told = time.monotonic(), ""
        try:
            answer = self._answer(call, target, request)
        except Exception as error:
            answer, told = _refusal(target, error)
        if answer is None:
            logger.info("%s:%s to moto", target.service, target.action)

            def pass_on(begin: StartResponse) -> Iterable[bytes]:
                return moto_services.pass_on(self._moto, environ, begin, target)

            return afterwards.follow(call, target, environ, pass_on, start_response)
        took = time.monotonic() - started
        logger.info("%s:%s %d %s%.3fs", target.service, target.action, answer.status, told and f"{told} ", took)
        return _send(answer, start_response)

    def _answer(self, call: Call, target: Target, request: HttpRequest) -> Answer | None:
        request.environ[owners.HEADER] = call.account
        if target.service not in OWN and target.service not in MOTO:
            raise not_emulated(f"{target.service}:{target.action}")
        check_region(call.region)
        check(target, request)
        if not members.passed_on(target.service, target.action):
            raise not_emulated(f"{target.service}:{target.action}")
        if (target.service, target.action) == ("sts", "AssumeRole"):
            member_accounts.open_account(self.world, request.values.get("RoleArn", ""), call.region)
        if target.service == "s3":
            if target.action == "CreateBucket":
                names.check(request.path.strip("/"))
            authorize_s3(call, _s3_request(request))
            return bucket_policies.answer(call, request) or notifications.answer(request)
        service = service_named(target.service)
        action = service.actions.get(target.action)
        if action is None and target.service in OWN:
            raise not_emulated(f"{target.service}:{target.action}")
        parsed = requests.read(service, target, request)
        authorize(call, target.service, target.action, parsed)
        if further := FURTHER_CHECKS.get(target.service):
            further(target.action, parsed)
        request.environ[owners.HEADER] = owners.owner(call, target.service, target.action, parsed)
        return wire.answer(service.name, target.action, action(call, parsed) or {}) if action else None


def _s3_request(request: HttpRequest) -> S3Request:
    bucket, _, key = request.path.lstrip("/").partition("/")
    headers = {name.lower(): value for name, value in request.headers}
    deleted = _deleted(request) if request.method == "POST" and not key and "delete" in request.args else ()
    return S3Request(request.method, bucket, key, request.args, headers, deleted)


def _deleted(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    named = xml_body.rows(request.get_data(), "Object")
    request.environ["wsgi.input"].seek(0)  # moto reads it again
    return tuple((row.get("Key", ""), row.get("VersionId", "")) for row in named)


def _s3_target(environ: Environ) -> Target:
    """The operation of S3; a body that is not an object is read, and a document compared with XML."""
    target = target_of("s3", HttpRequest(environ))
    if target.action not in OBJECT_BODIES:
        body = incoming.read_document(environ, xml_body.LIMIT)
        if xml_body.expected(target.action):
            xml_body.check(body)
    return target


def _refusal(target: Target, error: Exception) -> tuple[Answer, str]:
    """The answer to a request that is refused or that we fail at, and the error code."""
    if isinstance(error, RecursionError):
        breach = BREACHES.get(target.service) or service_named(target.service).breach or "InvalidInputException"
        error = AwsError(breach, "The request holds a text that is nested too deeply")
    if not isinstance(error, AwsError):
        logger.exception("%s:%s failed", target.service, target.action)
        error = AwsError("InternalFailure", f"{type(error).__name__}: {error}", status=500)
    return wire.refuse(target.protocol, error), error.code


def _send(answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
    headers = {**answer.headers, "Content-Length": str(len(answer.body))}
    start_response(f"{answer.status} {'OK' if answer.status < 300 else 'Refused'}", list(headers.items()))
    return [answer.body]
