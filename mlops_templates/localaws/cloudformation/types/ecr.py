"""AWS::ECR::Repository."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import policy_text, refuse_others
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags, tag_list
from mlops_templates.localaws.document import Document


def _create(call: Call, resource: Resource) -> Made:
    ecr, properties = call.client("ecr"), resource.properties
    name = properties.get("RepositoryName") or resource.generated_name(256, lower=True)
    encryption = properties.get("EncryptionConfiguration", {})
    made = ecr.create_repository(
        repositoryName=name,
        tags=tag_list(resource.tags),
        imageTagMutability=properties.get("ImageTagMutability", "MUTABLE"),
        imageScanningConfiguration={"scanOnPush": _scans(properties)},
        encryptionConfiguration={
            "encryptionType": encryption.get("EncryptionType", "AES256"),
            **({"kmsKey": encryption["KmsKey"]} if "KmsKey" in encryption else {}),
        },
    )["repository"]
    with undone_by(lambda: ecr.delete_repository(repositoryName=name, force=True)):
        _set_policies(call, name, properties, {})
    return Made(name, {"Arn": made["repositoryArn"], "RepositoryUri": made["repositoryUri"]})


def _update(call: Call, resource: Resource, old: Document) -> Made:
    ecr, name, properties = call.client("ecr"), resource.physical_id, resource.properties
    mutability = properties.get("ImageTagMutability", "MUTABLE")
    if mutability != old.get("ImageTagMutability", "MUTABLE"):
        ecr.put_image_tag_mutability(repositoryName=name, imageTagMutability=mutability)
    if _scans(properties) != _scans(old):
        ecr.put_image_scanning_configuration(
            repositoryName=name, imageScanningConfiguration={"scanOnPush": _scans(properties)}
        )
    _set_policies(call, name, properties, old)
    arn = resource.attributes["Arn"]
    if gone := removed_tags(resource):
        ecr.untag_resource(resourceArn=arn, tagKeys=gone)
    if resource.tags:
        ecr.tag_resource(resourceArn=arn, tags=tag_list(resource.tags))
    return Made(name, resource.attributes)


def _set_policies(call: Call, name: str, new: Document, old: Document) -> None:
    ecr = call.client("ecr")
    lifecycle = _lifecycle(new)
    if lifecycle and lifecycle != _lifecycle(old):
        ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=lifecycle)
    elif _lifecycle(old) and not lifecycle:
        ecr.delete_lifecycle_policy(repositoryName=name)
    policy, before = new.get("RepositoryPolicyText"), old.get("RepositoryPolicyText")
    if policy and policy != before:
        ecr.set_repository_policy(repositoryName=name, policyText=policy_text(policy))
    elif before and not policy:
        ecr.delete_repository_policy(repositoryName=name)


def _lifecycle(properties: Document) -> str:
    given = properties.get("LifecyclePolicy", {})
    refuse_others(given, {"LifecyclePolicyText", "RegistryId"}, "LifecyclePolicy of AWS::ECR::Repository")
    return str(given.get("LifecyclePolicyText", ""))


def _scans(properties: Document) -> bool:
    given = properties.get("ImageScanningConfiguration", {}).get("ScanOnPush", False)
    return given in (True, "true")


def _delete(call: Call, resource: Resource) -> None:
    """A repository that holds images stays, unless the template says that they may go."""
    force = resource.properties.get("EmptyOnDelete") in (True, "true")
    with gone_is_fine("RepositoryNotFoundException"):
        call.client("ecr").delete_repository(repositoryName=resource.physical_id, force=force)


TYPES = (
    ResourceType(
        "AWS::ECR::Repository",
        create=_create,
        update=_update,
        delete=_delete,
        properties=frozenset(
            {
                "EmptyOnDelete",
                "EncryptionConfiguration",
                "ImageScanningConfiguration",
                "ImageTagMutability",
                "LifecyclePolicy",
                "RepositoryName",
                "RepositoryPolicyText",
                "Tags",
            }
        ),
    ),
)
