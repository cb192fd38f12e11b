"""What every container needs that SageMaker starts: its image, its log, its metrics, its place in a network."""

from __future__ import annotations

from awacs.aws import Condition, StringLike
from troposphere import Sub

from mlops_templates.duties.own import own_arn
from mlops_templates.model import Permission
from mlops_templates.naming import arn, project_image_repository

PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
LOG = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")
ATTACH = (
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
)
LOOK_AROUND = (
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
)
NETWORK = ("network-interface/*", "security-group/*", "subnet/*")


def framework_images() -> Sub:
    """AWS's framework images: they belong to accounts of AWS, another one in each region."""
    return Sub("arn:${AWS::Partition}:ecr:${AWS::Region}:*:repository/sagemaker-*")


def run_containers() -> tuple[Permission, ...]:
    log_groups = arn("logs", "log-group:/aws/sagemaker/*")
    metrics = Condition(StringLike({"cloudwatch:namespace": ["/aws/sagemaker/*", "aws/sagemaker/*"]}))
    return (
        Permission(("ecr:GetAuthorizationToken",), ("*",)),
        Permission(PULL, (framework_images(), own_arn("ecr", f"repository/{project_image_repository()}"))),
        Permission(LOG, (Sub(log_groups), Sub(f"{log_groups}:log-stream:*"))),
        Permission(("cloudwatch:PutMetricData",), ("*",), metrics),
    )


def join_network() -> tuple[Permission, ...]:
    """A container in a VPC has a network interface there."""
    return (
        Permission(ATTACH, tuple(Sub(arn("ec2", kind)) for kind in NETWORK)),
        Permission(LOOK_AROUND, ("*",)),
    )
