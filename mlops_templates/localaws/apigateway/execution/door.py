"""The door of deployed APIs: from a request to the answer of the service behind."""

import json
import time
import uuid
from typing import Any
from urllib.parse import parse_qsl

from mlops_templates.localaws import incoming
from mlops_templates.localaws.apigateway.execution import access_log, integration, permission, validation
from mlops_templates.localaws.apigateway.execution.address import Address, Called, find, method_at
from mlops_templates.localaws.apigateway.execution.context import Outcome, context_of
from mlops_templates.localaws.apigateway.execution.integration import Reply
from mlops_templates.localaws.apigateway.records import Method
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.identity import authenticate
from mlops_templates.localaws.signature import MalformedSignatureError, read_signature
from mlops_templates.localaws.wire import Answer
from mlops_templates.localaws.world import World

Environ = dict[str, Any]
LIMIT = 10 * incoming.MEGABYTE
SERVICE = "execute-api"
NO_TOKEN = "Missing Authentication Token"  # noqa: S105 - AWS's words, not a password


def answer(world: World, address: Address, environ: Environ) -> Answer:
    """Answer a call of an API."""
    request_id, began = str(uuid.uuid4()), time.monotonic()
    try:
        body = incoming.body_of(environ, LIMIT)
    except AwsError as error:
        return _sent(_refused(error.status, error.message), request_id)
    called = find(world, address)
    if called is None:
        return _sent(_refused(403, "Forbidden"), request_id)
    credentials = world.sessions.of_root(called.account, called.region)
    call = Call(world, called.account, called.region, credentials)
    found = method_at(called, address, str(environ["REQUEST_METHOD"]))
    reply, caller = (
        _answered(call, called, address, environ, found, body)
        if found
        else (_refused(403, NO_TOKEN), permission.ANONYMOUS)
    )
    context = context_of(called, address, environ, found, Outcome(request_id, reply, caller, began))
    world.spawn(f"access log of {called.api.id}", access_log.write, call, called, context)
    return _sent(reply, request_id)


def _answered(
    call: Call, called: Called, address: Address, environ: Environ, found: tuple[str, Method], body: bytes
) -> tuple[Reply, Caller]:
    path, method = found
    verb, caller = method.document["httpMethod"], permission.ANONYMOUS
    if method.document.get("authorizationType") == "AWS_IAM":
        try:
            caller = _caller(call.world, environ, body)
        except AwsError as error:
            return _refused(403, error.message), caller
    resource = call.arn(SERVICE, f"{called.api.id}/{called.stage['stageName']}/{verb}{address.path}")
    if refusal := permission.refusal(called, caller, resource):
        return _refused(403, str(refusal)), caller
    headers = _headers(environ)
    query = {name for name, _ in parse_qsl(str(environ.get("QUERY_STRING", "")), keep_blank_values=True)}
    if problem := validation.problem(called.deployment, method, headers, body, query):
        return _refused(400, problem), caller
    source = call.arn(SERVICE, f"{called.api.id}/{called.stage['stageName']}/{verb}{path}")
    return integration.ask(call, source, method.document, headers, body), caller


def _caller(world: World, environ: Environ, body: bytes) -> Caller:
    """Who signed the request.

    Raises:
        AwsError: nobody did, or not well.
    """
    try:
        signature = read_signature(environ)
    except MalformedSignatureError as error:
        raise AwsError("IncompleteSignatureException", str(error), status=403) from error
    if signature is None:
        raise AwsError("MissingAuthenticationTokenException", NO_TOKEN, status=403)
    if signature.service != SERVICE:
        raise AwsError("InvalidSignatureException", "Credential should be scoped to correct service: 'execute-api'.")
    return authenticate(world.sessions, signature, environ, body).caller


def _headers(environ: Environ) -> dict[str, str]:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    return {**headers, **({"content-type": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {})}


def _refused(status: int, message: str) -> Reply:
    body = json.dumps({"message": message}).encode()
    return Reply(status, body, {"Content-Type": "application/json"}, error=message)


def _sent(reply: Reply, request_id: str) -> Answer:
    return Answer(reply.status, reply.body, {**reply.headers, "x-amzn-RequestId": request_id})
