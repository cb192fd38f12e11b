"""Keys that a service uses on behalf of a caller: for messages, and for the disks of jobs and endpoints."""

from __future__ import annotations

import jmespath

from mlops_templates.localaws.document import Document

MESSAGES = {
    "sns:Publish": ("kms:GenerateDataKey", "kms:Decrypt"),
    "sns:PublishBatch": ("kms:GenerateDataKey", "kms:Decrypt"),
    "sqs:ReceiveMessage": ("kms:Decrypt",),
    "sqs:SendMessage": ("kms:GenerateDataKey", "kms:Decrypt"),
    "sqs:SendMessageBatch": ("kms:GenerateDataKey", "kms:Decrypt"),
}
"""What an operation on an encrypted topic or queue does with its key."""

ENDPOINTS = frozenset({"sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint"})
"""Operations for which SageMaker has the key of the endpoint configuration granted to itself."""

REPOSITORIES = frozenset({"ecr:CreateRepository"})
"""Operations for which ECR has the key of a repository granted to itself."""

_DISKS = {
    "sagemaker:CreateHyperParameterTuningJob": "TrainingJobDefinition.ResourceConfig.VolumeKmsKeyId",
    "sagemaker:CreateProcessingJob": "ProcessingResources.ClusterConfig.VolumeKmsKeyId",
    "sagemaker:CreateTrainingJob": "ResourceConfig.VolumeKmsKeyId",
    "sagemaker:CreateTransformJob": "TransformResources.VolumeKmsKeyId",
}


def disk_key(action: str, request: Document) -> str:
    """The key of the disks of a job, which SageMaker has granted to itself."""
    path = _DISKS.get(action)
    return str(jmespath.search(path, request) or "") if path else ""


def repository_key(request: Document) -> str:
    """The key of a new repository of images, if it has one of its own."""
    return str((request.get("encryptionConfiguration") or {}).get("kmsKey") or "")
