"""IAM resources are only made when the caller acknowledges them."""

from collections.abc import Collection

from mlops_templates.localaws.cloudformation.template.declarations import Template
from mlops_templates.localaws.errors import AwsError

_NAMES = {
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
}
_UNNAMED = {"AWS::IAM::AccessKey", "AWS::IAM::Policy", "AWS::IAM::UserToGroupAddition", "AWS::IAM::RolePolicy"}
_UNNAMED |= {"AWS::IAM::GroupPolicy", "AWS::IAM::UserPolicy"}


def needed_capabilities(template: Template) -> tuple[list[str], list[str]]:
    """The capabilities a template needs, and the types that need them; custom names need more."""
    named = any(_NAMES.get(item.type) in item.properties for item in template.resources.values())
    kinds = sorted({item.type for item in template.resources.values()} & (_NAMES.keys() | _UNNAMED))
    return (["CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"] if kinds else []), kinds


def check_expansion(given: Collection[str]) -> None:
    """Refuse a template with a transform whose expansion was not acknowledged."""
    if "CAPABILITY_AUTO_EXPAND" not in given:
        raise AwsError("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_AUTO_EXPAND]")


def check_capabilities(template: Template, given: Collection[str]) -> None:
    """Refuse a template whose IAM resources were not acknowledged."""
    needed, _ = needed_capabilities(template)
    if needed and "CAPABILITY_NAMED_IAM" not in given and needed[0] not in given:
        raise AwsError("InsufficientCapabilitiesException", f"Requires capabilities : [{needed[0]}]")
