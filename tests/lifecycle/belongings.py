"""What an account holds under a project's name, seen through the services' own lists."""

from __future__ import annotations

from typing import Any

import boto3

# CloudFormation type: service, operation, where the names are.
LISTS = {
    "AWS::CloudFormation::Stack": ("cloudformation", "list_stacks", "StackSummaries[?DeletionTime==null].StackName"),
    "AWS::CodeBuild::Project": ("codebuild", "list_projects", "projects"),
    "AWS::CodeCommit::Repository": ("codecommit", "list_repositories", "repositories[].repositoryName"),
    "AWS::CodePipeline::Pipeline": ("codepipeline", "list_pipelines", "pipelines[].name"),
    "AWS::Events::Rule": ("events", "list_rules", "Rules[].Name"),
    "AWS::IAM::Role": ("iam", "list_roles", "Roles[].RoleName"),
    "AWS::Logs::LogGroup": ("logs", "describe_log_groups", "logGroups[].logGroupName"),
    "AWS::S3::Bucket": ("s3", "list_buckets", "Buckets[].Name"),
    "AWS::SNS::Topic": ("sns", "list_topics", "Topics[].TopicArn"),
    "AWS::SQS::Queue": ("sqs", "list_queues", "QueueUrls"),
    "AWS::SageMaker::CodeRepository": (
        "sagemaker",
        "list_code_repositories",
        "CodeRepositorySummaryList[].CodeRepositoryName",
    ),
    "AWS::SageMaker::Endpoint": ("sagemaker", "list_endpoints", "Endpoints[].EndpointName"),
    "AWS::SageMaker::EndpointConfig": ("sagemaker", "list_endpoint_configs", "EndpointConfigs[].EndpointConfigName"),
    "AWS::SageMaker::Model": ("sagemaker", "list_models", "Models[].ModelName"),
    "AWS::SageMaker::ModelPackageGroup": (
        "sagemaker",
        "list_model_package_groups",
        "ModelPackageGroupSummaryList[].ModelPackageGroupName",
    ),
    "AWS::SageMaker::Pipeline": ("sagemaker", "list_pipelines", "PipelineSummaries[].PipelineName"),
}


def belongings(project: str, project_id: str) -> set[tuple[str, str]]:
    """Type and name of everything that bears the project's id, and the project itself."""
    found = {(kind, name) for kind in LISTS for name in _names(kind) if project_id in name}
    itself = {("AWS::SageMaker::Project", project)} & {("AWS::SageMaker::Project", name) for name in _projects()}
    return found | itself | {("AWS::KMS::Key", key) for key in _keys(project_id)}


def name_in(physical_id: str) -> str:
    """The name that an ARN ends in; a name is itself."""
    return physical_id.rpartition("/")[2] if physical_id.startswith("arn:") else physical_id


def _names(kind: str) -> list[str]:
    service, operation, names = LISTS[kind]
    client: Any = boto3.client(service)
    return [str(name) for name in client.get_paginator(operation).paginate().search(names) if name]


def _projects() -> list[str]:
    """No paginator: this account has few."""
    return [str(one["ProjectName"]) for one in boto3.client("sagemaker").list_projects()["ProjectSummaryList"]]


def _keys(project_id: str) -> list[str]:
    """Keys have no name of their own: those that carry the project's tag and are not going."""
    kms: Any = boto3.client("kms")
    keys = [key["KeyId"] for page in kms.get_paginator("list_keys").paginate() for key in page["Keys"]]
    return [
        key
        for key in keys
        if kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"
        and project_id in [tag["TagValue"] for tag in kms.list_resource_tags(KeyId=key)["Tags"]]
    ]
