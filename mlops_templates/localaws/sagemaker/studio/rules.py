"""What SageMaker refuses of a domain and of a profile."""

from __future__ import annotations

from collections.abc import Iterable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2.state import Ec2State
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.refusals import invalid

VPC_ONLY = "VpcOnly"


def check_domain(call: Call, wanted: Document, verb: str) -> None:
    """Subnets and groups of one network that is there, and roles that SageMaker may assume.

    Raises:
        AwsError: ValidationException.
    """
    vpc, subnets = wanted.get("VpcId"), wanted.get("SubnetIds") or []
    if wanted.get("AppNetworkAccessType") == VPC_ONLY and not (vpc and subnets):
        raise invalid(f"VpcId and Subnet IDs are required for {verb} domains to {VPC_ONLY} mode.")
    state = call.state(Ec2State)
    if vpc and vpc not in state.vpcs:
        raise invalid(f"The vpc ID '{vpc}' does not exist")
    for id_ in subnets:
        if id_ not in state.subnets:
            raise invalid(f"The subnet ID '{id_}' does not exist")
        if vpc and state.subnets[id_].vpc != vpc:
            raise invalid(f"The subnet '{id_}' is not in the VPC '{vpc}'.")
    inside = (wanted.get("DomainSettings") or {}).get("SecurityGroupIds") or []
    for settings in (wanted.get("DefaultUserSettings"), wanted.get("DefaultSpaceSettings")):
        check_settings(call, settings, vpc)
    _check_groups(state, inside, vpc)


def check_settings(call: Call, settings: Document | None, vpc: str | None) -> None:
    """The role and the security groups of users.

    Raises:
        AwsError: ValidationException.
    """
    given = settings or {}
    if role := given.get("ExecutionRole"):
        _check_role(call, role)
    _check_groups(call.state(Ec2State), given.get("SecurityGroups") or [], vpc)


def _check_groups(state: Ec2State, groups: Iterable[str], vpc: str | None) -> None:
    for id_ in groups:
        if id_ not in state.groups:
            raise invalid(f"The security group '{id_}' does not exist")
        if vpc and state.groups[id_].vpc != vpc:
            raise invalid(f"The security group '{id_}' is not in the VPC '{vpc}'.")


def _check_role(call: Call, role: str) -> None:
    try:
        call.as_role(role, "SageMaker", "sagemaker.amazonaws.com")
    except AwsError as error:
        message = f"Could not assume role {role}. Please ensure that the role exists and allows principal "
        raise invalid(f"{message}'sagemaker.amazonaws.com' to assume the role.") from error
