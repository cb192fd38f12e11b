"""AWS::SageMaker::ModelPackageGroup, CodeRepository and Pipeline."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import policy_text, refuse_others
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.sagemaker_gone import gone_from_sagemaker
from mlops_templates.localaws.cloudformation.sagemaker_tags import given_tags, request_of, retag
from mlops_templates.localaws.document import Document

GROUP_POLICY = "ModelPackageGroupPolicy"


def _create_group(call: Call, resource: Resource) -> Made:
    request = {key: value for key, value in request_of(resource).items() if key != GROUP_POLICY}
    sagemaker = call.client("sagemaker")
    arn = sagemaker.create_model_package_group(**request)["ModelPackageGroupArn"]
    if policy := resource.properties.get(GROUP_POLICY):
        with undone_by(lambda: sagemaker.delete_model_package_group(ModelPackageGroupName=arn)):
            _put_policy(call, arn, policy)
    described = call.client("sagemaker").describe_model_package_group(ModelPackageGroupName=arn)
    created = described["CreationTime"].strftime("%Y-%m-%dT%H:%M:%SZ")
    return Made(arn, {"ModelPackageGroupArn": arn, "ModelPackageGroupStatus": "Completed", "CreationTime": created})


def _update_group(call: Call, resource: Resource, old: Document) -> Made:
    retag(call, resource.physical_id, resource)
    if resource.properties.get(GROUP_POLICY) != old.get(GROUP_POLICY):
        _put_policy(call, resource.physical_id, resource.properties.get(GROUP_POLICY))
    return Made(resource.physical_id, resource.attributes)


def _put_policy(call: Call, arn: str, policy: Document | str | None) -> None:
    """Bring the policy of a group to what the template says; without one, to none."""
    sagemaker, name = call.client("sagemaker"), arn.rpartition("/")[2]
    if policy:
        sagemaker.put_model_package_group_policy(ModelPackageGroupName=name, ResourcePolicy=policy_text(policy))
        return
    with gone_from_sagemaker():
        sagemaker.get_model_package_group_policy(ModelPackageGroupName=name)
        sagemaker.delete_model_package_group_policy(ModelPackageGroupName=name)


def _delete_group(call: Call, resource: Resource) -> None:
    with gone_from_sagemaker():
        call.client("sagemaker").delete_model_package_group(ModelPackageGroupName=resource.physical_id)


def _create_repository(call: Call, resource: Resource) -> Made:
    request = request_of(resource, "CodeRepositoryName")
    arn = call.client("sagemaker").create_code_repository(**request)["CodeRepositoryArn"]
    return Made(arn, {"CodeRepositoryArn": arn, "CodeRepositoryName": request["CodeRepositoryName"]})


def _update_repository(call: Call, resource: Resource, old: Document) -> Made:
    secret = resource.properties["GitConfig"].get("SecretArn")
    if secret != old["GitConfig"].get("SecretArn"):
        call.client("sagemaker").update_code_repository(
            CodeRepositoryName=resource.attributes["CodeRepositoryName"], GitConfig={"SecretArn": secret or ""}
        )
    retag(call, resource.physical_id, resource)
    return Made(resource.physical_id, resource.attributes)


def _delete_repository(call: Call, resource: Resource) -> None:
    with gone_from_sagemaker():
        call.client("sagemaker").delete_code_repository(CodeRepositoryName=resource.physical_id.rpartition("/")[2])


def _create_pipeline(call: Call, resource: Resource) -> Made:
    call.client("sagemaker").create_pipeline(**_pipeline(resource), Tags=given_tags(resource))
    return Made(resource.properties["PipelineName"])


def _update_pipeline(call: Call, resource: Resource, old: Document) -> Made:
    call.client("sagemaker").update_pipeline(**_pipeline(resource))
    retag(call, call.arn("sagemaker", f"pipeline/{resource.physical_id}"), resource)
    return Made(resource.physical_id)


def _delete_pipeline(call: Call, resource: Resource) -> None:
    with gone_from_sagemaker():
        call.client("sagemaker").delete_pipeline(PipelineName=resource.physical_id)


def _pipeline(resource: Resource) -> Document:
    """The properties in the words of the API."""
    members = {key: value for key, value in resource.properties.items() if key not in ("PipelineDefinition", "Tags")}
    definition = resource.properties["PipelineDefinition"]
    if "PipelineDefinitionBody" in definition:
        return {**members, "PipelineDefinition": definition["PipelineDefinitionBody"]}
    place = definition["PipelineDefinitionS3Location"]
    refuse_others(place, {"Bucket", "Key", "Version"}, "AWS::SageMaker::Pipeline PipelineDefinitionS3Location")
    version = {"VersionId": place["Version"]} if "Version" in place else {}
    location = {"Bucket": place["Bucket"], "ObjectKey": place["Key"], **version}
    return {**members, "PipelineDefinitionS3Location": location}


TYPES = (
    ResourceType(
        "AWS::SageMaker::ModelPackageGroup",
        create=_create_group,
        update=_update_group,
        delete=_delete_group,
        properties=frozenset({"ModelPackageGroupName", "ModelPackageGroupDescription", GROUP_POLICY, "Tags"}),
    ),
    ResourceType(
        "AWS::SageMaker::CodeRepository",
        create=_create_repository,
        update=_update_repository,
        delete=_delete_repository,
        properties=frozenset({"CodeRepositoryName", "GitConfig", "Tags"}),
    ),
    ResourceType("AWS::SageMaker::Pipeline", create=_create_pipeline, update=_update_pipeline, delete=_delete_pipeline),
)
