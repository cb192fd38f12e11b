"""The role as which API Gateway writes logs: one setting for all APIs of an account; no stage is made without it."""

from __future__ import annotations

from troposphere import Equals, Ref, Sub, Template, apigateway

from mlops_templates.foundations.form import Field, add_field
from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.target_account.names import target_role
from mlops_templates.model import Permission
from mlops_templates.naming import arn

SETS_LOGS = "SetsGatewayLogs"
# Those of AWS's policy AmazonAPIGatewayPushToCloudWatchLogs.
WRITE = (
    "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:FilterLogEvents",
    "logs:GetLogEvents", "logs:PutLogEvents",
)  # fmt: skip


def add_gateway_logs(template: Template) -> None:
    add_field(template, "Data", _choice())
    template.add_condition(SETS_LOGS, Equals(Ref("GatewayLogs"), "yes"))
    groups = arn("logs", "log-group:*")
    role = add_foundation_role(
        template,
        FoundationRole(
            "GatewayLogs",
            name=target_role("gateway"),
            duty="API Gateway writes the logs of the APIs of this account",
            trust=trusts_service("apigateway.amazonaws.com", states_its_account=False),
            permissions=(
                Permission(WRITE, (Sub(groups), Sub(f"{groups}:log-stream:*"))),
                Permission(("logs:DescribeLogGroups",), ("*",)),
            ),
            condition=SETS_LOGS,
        ),
    )
    template.add_resource(apigateway.Account("GatewayAccount", Condition=SETS_LOGS, CloudWatchRoleArn=role))


def _choice() -> Field:
    return Field(
        "GatewayLogs",
        "Logs of API Gateway",
        "Whether API Gateway gets a role here that writes the logs of APIs; no where this account has set one already.",
        "must be yes or no",
        choices=("yes", "no"),
        default="yes",
    )
