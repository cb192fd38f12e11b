"""The service behind a method: asked with the role of the integration, its answer chosen by status code."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.localaws.apigateway.account import PRINCIPAL
from mlops_templates.localaws.apigateway.methods import URI
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

SESSION = "BackplaneAssumeRoleSession"
MEMBERS = {
    "content-type": "ContentType",
    "accept": "Accept",
    "x-amzn-sagemaker-custom-attributes": "CustomAttributes",
    "x-amzn-sagemaker-target-variant": "TargetVariant",
    "x-amzn-sagemaker-inference-id": "InferenceId",
}
"""Headers of the SageMaker runtime, and what the API calls them."""

FAILED = b'{"message": "Internal server error"}'


@dataclass(frozen=True)
class Reply:
    """What a caller gets."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    behind: str = "-"
    """The status of the service behind."""
    error: str = "-"


def ask(call: Call, source_arn: str, method: Document, headers: Mapping[str, str], body: bytes) -> Reply:
    """Pass a request on. `call` is at the place of the API."""
    integration = method["methodIntegration"]
    found = URI.fullmatch(integration["uri"])
    try:
        role = call.as_role(integration["credentials"], SESSION, PRINCIPAL, source_arn)
        runtime = role.world.clients.get("sagemaker-runtime", found["region"] if found else "", role.credentials)
    except (AwsError, BotoCoreError, ClientError) as error:
        told = f"API Gateway does not have permission to assume the provided role {integration['credentials']}: {error}"
        return Reply(500, FAILED, _json(), error=f"Execution failed due to configuration error: {told}")
    sent = _sent(integration, headers)
    given = {member: sent[name] for name, member in MEMBERS.items() if sent.get(name)}
    try:
        answer = runtime.invoke_endpoint(EndpointName=found["endpoint"] if found else "", Body=body, **given)
    except ClientError as error:
        return _chosen(method, error.response["ResponseMetadata"]["HTTPStatusCode"], _said(error), {})
    except BotoCoreError as error:
        return Reply(504, b'{"message": "Endpoint request timed out"}', _json(), error=str(error))
    return _chosen(method, 200, answer["Body"].read(), {"content-type": answer["ContentType"]})


def _sent(integration: Document, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that the service behind gets: the content type, and those that are mapped."""
    sent = {"content-type": headers.get("content-type", "application/json")}
    for target, source in (integration.get("requestParameters") or {}).items():
        kind, _, name = target.removeprefix("integration.request.").partition(".")
        value = source[1:-1] if source.startswith("'") else headers.get(source.rpartition(".")[2].lower(), "")
        if kind == "header" and value:
            sent[name.lower()] = value
    return sent


def _chosen(method: Document, status: int, body: bytes, headers: Mapping[str, str]) -> Reply:
    """The answer whose pattern fits the status of the service behind, or the one without a pattern."""
    responses: dict[str, Document] = method["methodIntegration"]["integrationResponses"]
    fitting = [each for each in responses.values() if _pattern_fits(each, status)]
    default = [each for each in responses.values() if not each.get("selectionPattern")]
    if not fitting and not default:
        told = (
            "Execution failed due to configuration error: No match for output mapping and no default endpoint mapping"
        )
        return Reply(500, FAILED, _json(), str(status), told)
    chosen = (fitting or default)[0]
    mapped: dict[str, str] = _json()
    for target, source in (chosen.get("responseParameters") or {}).items():
        value = source[1:-1] if source.startswith("'") else headers.get(source.rpartition(".")[2].lower(), "")
        if value:
            mapped[target.rpartition("header.")[2]] = value
    return Reply(int(chosen["statusCode"]), body, mapped, str(status))


def _pattern_fits(response: Document, status: int) -> bool:
    pattern = str(response.get("selectionPattern") or "")
    return bool(pattern) and re.fullmatch(pattern, str(status)) is not None


def _said(error: ClientError) -> bytes:
    answer: dict[str, Any] = error.response
    detail = {key: answer[key] for key in ("OriginalStatusCode", "OriginalMessage", "LogStreamArn") if key in answer}
    return json.dumps({"ErrorCode": answer["Error"]["Code"], "Message": answer["Error"]["Message"], **detail}).encode()


def _json() -> dict[str, str]:
    return {"Content-Type": "application/json"}
