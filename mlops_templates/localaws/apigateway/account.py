"""Settings of the account: the role with which access logs are written."""

from mlops_templates.localaws.apigateway.patches import patch
from mlops_templates.localaws.apigateway.records import ApiState, refused
from mlops_templates.localaws.apigateway.service import SERVICE
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.authorization.roles import refusal_of_trust
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document

PRINCIPAL = "apigateway.amazonaws.com"
UNTRUSTED = "The role ARN does not have required permissions set to API Gateway: it must trust apigateway.amazonaws.com"


@SERVICE.action
def get_account(call: Call, request: Document) -> Document:
    return _described(call)


@SERVICE.action
def update_account(call: Call, request: Document) -> Document:
    settings: Document = {"cloudwatchRoleArn": call.state(ApiState).log_role}
    patch(settings, request, {"cloudwatchRoleArn": str})
    role = settings.get("cloudwatchRoleArn", "")
    if role and refusal_of_trust(Caller(PRINCIPAL, call.account, service=PRINCIPAL), role, call.region):
        raise refused(UNTRUSTED)
    with call.world.lock:
        call.state(ApiState).log_role = role
    return _described(call)


def _described(call: Call) -> Document:
    role = call.state(ApiState).log_role
    limits = {"burstLimit": 5000, "rateLimit": 10000.0}
    return {"throttleSettings": limits, "features": [], **({"cloudwatchRoleArn": role} if role else {})}
