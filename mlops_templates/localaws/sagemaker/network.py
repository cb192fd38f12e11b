"""Networks of jobs and models: of the right shape, and with a role that may make network interfaces."""

import re

from mlops_templates.localaws.authorization.guard import require_somewhere
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.refusals import invalid

SHAPES = {
    "Subnets": re.compile(r"subnet-[0-9a-zA-Z]+"),
    "SecurityGroupIds": re.compile(r"sg-[0-9a-zA-Z]+"),
}

INTERFACES = (
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeVpcs",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeSubnets",
    "ec2:DescribeSecurityGroups",
)
"""What AWS's guide asks of the execution role of whatever runs in a VPC."""


def check_network(call: Call, config: Document | None, role_arn: str) -> None:
    """Refuse a VpcConfig whose ids are none, or whose role could not attach anything to it.

    No network exists here, so an id of the right shape is taken for one that is there.
    """
    if not config:
        return
    for member, shape in SHAPES.items():
        for identity in config.get(member, []):
            if not shape.fullmatch(identity):
                raise invalid(f"Invalid VpcConfig: '{identity}' is not one of its {member}.")
    role = call.as_role(role_arn, "SageMaker", "sagemaker.amazonaws.com")
    require_somewhere(role, INTERFACES, "what runs in a VPC makes its own network interfaces", "sagemaker")
