"""AWS::SageMaker::Domain and AWS::SageMaker::UserProfile."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.sagemaker_gone import gone_from_sagemaker
from mlops_templates.localaws.cloudformation.sagemaker_tags import given_tags, retag
from mlops_templates.localaws.document import Document

_CHANGED = (
    "AppNetworkAccessType",
    "AppSecurityGroupManagement",
    "DefaultSpaceSettings",
    "DefaultUserSettings",
    "SubnetIds",
    "TagPropagation",
    "VpcId",
)
_DOMAIN = ("AuthMode", "DomainName", "DomainSettings", "KmsKeyId", *_CHANGED)
_FOR_UPDATE = ("DockerSettings", "ExecutionRoleIdentityConfig", "SecurityGroupIds")


def _create_domain(call: Call, resource: Resource) -> Made:
    sagemaker = call.client("sagemaker")
    made = sagemaker.create_domain(**picked(resource.properties, _DOMAIN), Tags=given_tags(resource))
    id_ = made["DomainId"]
    told = sagemaker.describe_domain(DomainId=id_)
    names = ("DomainArn", "DomainId", "HomeEfsFileSystemId", "Url")
    return Made(id_, picked(told, names))


def _update_domain(call: Call, resource: Resource, old: Document) -> Made:
    settings = picked(resource.properties.get("DomainSettings", {}), _FOR_UPDATE)
    more = {"DomainSettingsForUpdate": settings} if settings else {}
    wanted = picked(resource.properties, _CHANGED)
    call.client("sagemaker").update_domain(DomainId=resource.physical_id, **wanted, **more)
    retag(call, resource.attributes["DomainArn"], resource)
    return Made(resource.physical_id, resource.attributes)


def _delete_domain(call: Call, resource: Resource) -> None:
    """The home directories stay: a template cannot say otherwise."""
    with gone_from_sagemaker():
        call.client("sagemaker").delete_domain(DomainId=resource.physical_id)


def _create_profile(call: Call, resource: Resource) -> Made:
    wanted = picked(resource.properties, ["DomainId", "UserProfileName", "UserSettings"])
    arn = call.client("sagemaker").create_user_profile(**wanted, Tags=given_tags(resource))["UserProfileArn"]
    return Made(f"{wanted['UserProfileName']}|{wanted['DomainId']}", {"UserProfileArn": arn})


def _update_profile(call: Call, resource: Resource, old: Document) -> Made:
    wanted = picked(resource.properties, ["DomainId", "UserProfileName", "UserSettings"])
    call.client("sagemaker").update_user_profile(**wanted)
    retag(call, resource.attributes["UserProfileArn"], resource)
    return Made(resource.physical_id, resource.attributes)


def _delete_profile(call: Call, resource: Resource) -> None:
    name, _, domain = resource.physical_id.partition("|")
    with gone_from_sagemaker():
        call.client("sagemaker").delete_user_profile(DomainId=domain, UserProfileName=name)


TYPES = (
    ResourceType(
        "AWS::SageMaker::Domain",
        create=_create_domain,
        update=_update_domain,
        delete=_delete_domain,
        properties=frozenset({*_DOMAIN, "Tags"}),
    ),
    ResourceType(
        "AWS::SageMaker::UserProfile",
        create=_create_profile,
        update=_update_profile,
        delete=_delete_profile,
        properties=frozenset({"DomainId", "Tags", "UserProfileName", "UserSettings"}),
    ),
)
