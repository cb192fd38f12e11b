"""Who writes the catalogue: a state machine that hears of every stack of an account set, without any code of its own.

CloudFormation tells when a stack is made, changed or deleted; the parameters of the stack are the entry.
"""

from __future__ import annotations

import json

from troposphere import AWSHelperFn, GetAtt, Sub, Template, events, logs
from troposphere.stepfunctions import (
    CloudWatchLogsLogGroup,
    LogDestination,
    LoggingConfiguration,
    StateMachine,
    TracingConfiguration,
)

from mlops_templates.blocks.log_group import RETENTION_DAYS
from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.governance.catalogue import TABLE
from mlops_templates.foundations.governance.failures import add_failure_alarms
from mlops_templates.foundations.grants import use_key
from mlops_templates.foundations.undelivered import add_undelivered
from mlops_templates.model import Permission
from mlops_templates.naming import PARTITION, REGION, arn

NAME = "mlops-templates-catalogue"
SETTLED = ("CREATE_COMPLETE", "DELETE_COMPLETE", "DELETE_FAILED", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
PATTERN = {
    "source": ["aws.cloudformation"],
    "detail-type": ["CloudFormation Stack Status Change"],
    "detail": {
        "stack-id": [{"wildcard": "arn:*:stack/SC-*"}],
        "status-details": {"status": list(SETTLED)},
    },
}
ATTRIBUTES = ("CostCenter", "DevelopmentAccountId", "ProductionAccountId", "StagingAccountId", "ToolingAccountId")
LOG_DELIVERY = (
    "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
)  # fmt: skip
TRACES = (
    "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
)  # fmt: skip


def add_writer(template: Template, *, table: AWSHelperFn, key: AWSHelperFn) -> None:
    group = template.add_resource(
        logs.LogGroup(
            "CatalogueLogGroup",
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            LogGroupName="/mlops-templates-governance/catalogue",
            RetentionInDays=RETENTION_DAYS,
            KmsKeyId=key,
        )
    )
    logged = LogDestination(CloudWatchLogsLogGroup=CloudWatchLogsLogGroup(LogGroupArn=GetAtt(group, "Arn")))
    machine = template.add_resource(
        StateMachine(
            "CatalogueWriter",
            StateMachineName=NAME,
            StateMachineType="STANDARD",
            RoleArn=_add_role(template, table, key),
            DefinitionString=Sub(json.dumps(definition(), separators=(",", ":"))),
            LoggingConfiguration=LoggingConfiguration(
                Destinations=[logged], IncludeExecutionData=True, Level="ALL"
            ),
            TracingConfiguration=TracingConfiguration(Enabled=True),
        )
    )  # fmt: skip
    _add_rule(template, GetAtt(machine, "Arn"), key)
    add_failure_alarms(template, machine=GetAtt(machine, "Arn"), name=NAME)


def definition() -> dict[str, object]:
    """Look at the stack; if it is an account set, put its entry, but the end of a stack never hides another one."""
    names = ("TeamName", *ATTRIBUTES)
    values = {name: f"$.Stacks[0].Parameters[?(@.ParameterKey=='{name}')].ParameterValue" for name in names}
    entry: dict[str, object] = {name: {"S.$": f"$.stack.{name}[0]"} for name in ATTRIBUTES}
    entry |= {
        "Team": {"S.$": "$.stack.TeamName[0]"},
        "StackId": {"S.$": "$.detail.stack-id"},
        "Status": {"S.$": "$.detail.status-details.status"},
        "Updated": {"S.$": "$.time"},
    }
    retry = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 5, "BackoffRate": 2}]
    return {
        "StartAt": "LookAtStack",
        "States": {
            "LookAtStack": {
                "Type": "Task",
                "Resource": f"arn:{PARTITION}:states:::aws-sdk:cloudformation:describeStacks",
                "Parameters": {"StackName.$": "$.detail.stack-id"},
                "ResultSelector": {f"{name}.$": path for name, path in values.items()},
                "ResultPath": "$.stack",
                "Retry": retry,
                "Next": "IsAccountSet",
            },
            "IsAccountSet": {
                "Type": "Choice",
                "Choices": [
                    {
                        "And": [
                            {"Variable": "$.stack.TeamName[0]", "IsPresent": True},
                            {"Variable": "$.stack.StagingAccountId[0]", "IsPresent": True},
                        ],
                        "Next": "LookAtEntry",
                    }
                ],
                "Default": "IsNone",
            },
            "LookAtEntry": {
                "Type": "Task",
                "Resource": f"arn:{PARTITION}:states:::dynamodb:getItem",
                "Parameters": {"TableName": TABLE, "Key": {"Team": entry["Team"]}, "ConsistentRead": True},
                "ResultPath": "$.entry",
                "Retry": retry,
                "Next": "IsItsOwn",
            },
            "IsItsOwn": {"Type": "Choice", "Choices": [_end_of_another()], "Default": "PutEntry"},
            "IsNone": {"Type": "Succeed"},
            "PutEntry": {
                "Type": "Task",
                "Resource": f"arn:{PARTITION}:states:::dynamodb:putItem",
                "Parameters": {"TableName": TABLE, "Item": entry},
                "Retry": retry,
                "End": True,
            },
        },
    }


def _end_of_another() -> dict[str, object]:
    """A set that was made by mistake, beside the one that the team has, and that is gone again."""
    held = "$.entry.Item.StackId.S"
    ended = {"Variable": "$.detail.status-details.status", "StringMatches": "DELETE_*"}
    own = {"Variable": held, "StringEqualsPath": "$.detail.stack-id"}
    return {"And": [ended, {"Variable": held, "IsPresent": True}, {"Not": own}], "Next": "IsNone"}


def _add_role(template: Template, table: AWSHelperFn, key: AWSHelperFn) -> AWSHelperFn:
    return add_foundation_role(
        template,
        FoundationRole(
            "CatalogueWriter",
            name=f"{NAME}-writer-{REGION}",
            duty="Step Functions writes the catalogue of teams",
            trust=trusts_service("states.amazonaws.com"),
            permissions=(
                Permission(("cloudformation:DescribeStacks",), (Sub(arn("cloudformation", "stack/SC-*/*")),)),
                Permission(("dynamodb:GetItem", "dynamodb:PutItem"), (table,)),
                use_key(key),
                # They know no resource.
                Permission((*LOG_DELIVERY, *TRACES), ("*",)),
            ),
        ),
    )


def _add_rule(template: Template, machine: AWSHelperFn, key: AWSHelperFn) -> None:
    role = add_foundation_role(
        template,
        FoundationRole(
            "CatalogueStarter",
            name=f"{NAME}-starter-{REGION}",
            duty="EventBridge starts the writer of the catalogue",
            trust=trusts_service("events.amazonaws.com"),
            permissions=(Permission(("states:StartExecution",), (machine,)),),
        ),
    )
    queue = add_undelivered(template, name=NAME, key=key)
    template.add_resource(
        events.Rule(
            "AccountSetRule",
            Name=NAME,
            Description="Stacks of account sets are made, changed or deleted",
            EventPattern=PATTERN,
            Targets=[
                events.Target(
                    Id="CatalogueWriter",
                    Arn=machine,
                    RoleArn=role,
                    DeadLetterConfig=events.DeadLetterConfig(Arn=queue),
                    RetryPolicy=events.RetryPolicy(MaximumEventAgeInSeconds=86400, MaximumRetryAttempts=185),
                )
            ],
        )
    )
