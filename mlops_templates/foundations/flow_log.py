"""Who talked to whom in a network made here: kept for a year, encrypted with the key of the foundation."""

from __future__ import annotations

from troposphere import AWSHelperFn, GetAtt, Ref, Template, ec2, logs

from mlops_templates.blocks.log_group import RETENTION_DAYS
from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.model import Permission
from mlops_templates.naming import REGION


def add_flow_log(template: Template, vpc: ec2.VPC, *, name: str, condition: str, boundary: AWSHelperFn | None) -> None:
    group = logs.LogGroup(
        "FlowLogGroup",
        Condition=condition,
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        LogGroupName=f"/{name}/flows",
        RetentionInDays=RETENTION_DAYS,
        KmsKeyId=GetAtt("Key", "Arn"),
    )
    template.add_resource(group)
    role = add_foundation_role(
        template,
        FoundationRole(
            "FlowLog",
            name=f"{name}-flow-log-{REGION}",
            duty="VPC flow logs reach their log group",
            trust=trusts_service("vpc-flow-logs.amazonaws.com"),
            permissions=(
                Permission(("logs:CreateLogStream", "logs:PutLogEvents"), (GetAtt(group, "Arn"),)),
                Permission(("logs:DescribeLogStreams",), (GetAtt(group, "Arn"),)),
                Permission(("logs:DescribeLogGroups",), ("*",)),
            ),
            boundary=boundary,
            condition=condition,
        ),
    )
    template.add_resource(
        ec2.FlowLog(
            "FlowLog",
            Condition=condition,
            ResourceType="VPC",
            ResourceId=Ref(vpc),
            TrafficType="ALL",
            LogDestinationType="cloud-watch-logs",
            LogGroupName=Ref(group),
            DeliverLogsPermissionArn=role,
        )
    )
