"""The template configuration file of one stage: the parameters and tags of its stack."""

import hashlib
import json

from deployment.project import Project
from deployment.real_time.settings import InferenceConfig

# These instances encrypt their local disk by themselves and refuse a key for it.
LOCAL_DISK_FAMILIES = frozenset(
    {
        *("c5d", "c6gd", "c6id", "c8gd", "i3en", "m5d", "m6gd", "m6id", "m8gd", "r5d", "r6gd", "r6id", "r7gd", "r8gd"),
        *("g4dn", "g5", "g6", "g6e", "gr6", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200"),
        *("trn1", "trn1n", "trn2"),
    }
)


def document(
    project: Project, config: InferenceConfig, model_package_arn: str, template: str
) -> dict[str, dict[str, str]]:
    """What CodePipeline hands to CloudFormation beside the template."""
    parameters = {
        "DataCapturePercentage": str(config.data_capture_percentage),
        "EndpointName": project.endpoint_name(config.stage),
        "InstanceCount": str(config.instance_count),
        "InstanceType": config.instance_type,
        "KmsKeyArn": project.kms_key_arn,
        "MlDataBucket": project.ml_data_bucket,
        "ModelExecutionRoleArn": project.places[config.stage].model_role_arn,
        "ModelPackageArn": model_package_arn,
        "ProjectId": project.id,
        "ProjectName": project.name,
        "VolumeKmsKeyArn": "" if _has_local_disk(config.instance_type) else project.kms_key_arn,
    }
    parameters["ReleaseName"] = _release_name(project, parameters, template)
    return {"Parameters": parameters, "Tags": project.tags(config.stage)}


def _has_local_disk(instance_type: str) -> bool:
    return instance_type.split(".")[1] in LOCAL_DISK_FAMILIES


def _release_name(project: Project, parameters: dict[str, str], template: str) -> str:
    # CloudFormation cannot replace a named resource under its old name, so the name follows the content.
    content = json.dumps([parameters, template], sort_keys=True).encode()
    return f"{project.name}-{project.id}-{hashlib.sha256(content).hexdigest()[:8]}"
