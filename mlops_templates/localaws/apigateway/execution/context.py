"""What an access log can tell of a call: the `$context` variables."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mlops_templates.localaws.apigateway.execution.address import Address, Called
from mlops_templates.localaws.apigateway.execution.integration import Reply
from mlops_templates.localaws.apigateway.records import Method
from mlops_templates.localaws.authorization.principals import Caller


@dataclass(frozen=True)
class Outcome:
    """How a call went."""

    request_id: str
    reply: Reply
    caller: Caller
    began: float
    """On the monotonic clock."""


def context_of(
    called: Called, address: Address, environ: dict[str, Any], found: tuple[str, Method] | None, outcome: Outcome
) -> dict[str, str]:
    """The variables of a call by name."""
    path, method = found or (address.path, None)
    return {
        "requestId": outcome.request_id,
        "extendedRequestId": outcome.request_id,
        "apiId": called.api.id,
        "accountId": called.account,
        "stage": called.stage["stageName"],
        "httpMethod": str(environ["REQUEST_METHOD"]),
        "resourcePath": path,
        "resourceId": method.resource_id if method else "-",
        "path": f"/{called.stage['stageName']}{address.path}",
        "protocol": str(environ.get("SERVER_PROTOCOL", "HTTP/1.1")),
        "requestTime": datetime.now(UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "requestTimeEpoch": str(int(time.time() * 1000)),
        **_identity(environ, outcome.caller),
        **_result(outcome),
    }


def _identity(environ: dict[str, Any], caller: Caller) -> dict[str, str]:
    return {
        "identity.sourceIp": str(environ.get("REMOTE_ADDR", "127.0.0.1")),
        "identity.userAgent": str(environ.get("HTTP_USER_AGENT", "-")),
        "identity.userArn": caller.arn if caller.account else "-",
        "identity.accountId": caller.account or "-",
        "identity.user": caller.entity or "-",
        "identity.caller": caller.entity or "-",
    }


def _result(outcome: Outcome) -> dict[str, str]:
    latency = str(int((time.monotonic() - outcome.began) * 1000))
    reply = outcome.reply
    return {
        "status": str(reply.status),
        "responseLength": str(len(reply.body)),
        "responseLatency": latency,
        "integrationLatency": latency if reply.behind != "-" else "-",
        "integrationStatus": reply.behind,
        "integration.status": reply.behind,
        "integrationErrorMessage": reply.error,
        "integration.error": reply.error,
        "error.message": reply.error,
    }
