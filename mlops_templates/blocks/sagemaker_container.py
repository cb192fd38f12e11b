"""What every container needs that SageMaker starts: its image, its log, its metrics."""

from __future__ import annotations

from awacs.aws import Condition, StringLike
from troposphere import Sub

from mlops_templates.model import Permission
from mlops_templates.naming import arn

PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
LOG = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")


def container_permissions() -> tuple[Permission, ...]:
    # AWS's framework images belong to accounts of AWS, another one in each region.
    images = Sub("arn:${AWS::Partition}:ecr:${AWS::Region}:*:repository/sagemaker-*")
    log_groups = arn("logs", "log-group:/aws/sagemaker/*")
    metrics = Condition(StringLike({"cloudwatch:namespace": ["/aws/sagemaker/*", "aws/sagemaker/*"]}))
    return (
        Permission(("ecr:GetAuthorizationToken",), ("*",)),
        Permission(PULL, (images,)),
        Permission(LOG, (Sub(log_groups), Sub(f"{log_groups}:log-stream:*"))),
        Permission(("cloudwatch:PutMetricData",), ("*",), metrics),
    )
