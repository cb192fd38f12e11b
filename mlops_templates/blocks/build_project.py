"""A CodeBuild project that runs inside a pipeline: own role, encrypted log, privileged only to make images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from troposphere import AWSHelperFn, GetAtt, Ref, Sub, Template, codebuild

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.log_group import LogGroup
from mlops_templates.blocks.ml_data_bucket import MlDataBucket
from mlops_templates.blocks.model_registry import ModelRegistry
from mlops_templates.blocks.role import Besides, add_role
from mlops_templates.model import Duty
from mlops_templates.naming import logical_id, project_resource
from mlops_templates.versions import codebuild_image

Environment = Mapping[str, AWSHelperFn | str]


@dataclass(frozen=True)
class BuildProject:
    """Runs one buildspec of a seed repository."""

    name: AWSHelperFn
    arn: AWSHelperFn


@dataclass(frozen=True)
class Workplace:
    """What every build of a project knows."""

    key: Key
    ml_data: MlDataBucket
    registry: ModelRegistry
    log: LogGroup

    def environment(self) -> Environment:
        return {
            "KMS_KEY_ARN": self.key.arn,
            "ML_DATA_BUCKET": self.ml_data.bucket.name,
            "SAGEMAKER_PROJECT_ID": Ref("SageMakerProjectId"),
            "SAGEMAKER_PROJECT_NAME": Ref("SageMakerProjectName"),
        }


def add_build_project(
    template: Template,
    duty: Duty,
    *,
    build_spec: str,
    minutes: int,
    workplace: Workplace,
    environment: Environment,
    source: codebuild.Source | None = None,
    besides: Besides | None = None,
    privileged: AWSHelperFn | None = None,
) -> BuildProject:
    """The project of that duty; without a source of its own it works on what a pipeline hands it."""
    name = project_resource(duty.name)
    role = add_role(template, duty, key=workplace.key, besides=besides)
    identifier = logical_id(duty.name, "project")
    template.add_resource(
        codebuild.Project(
            identifier,
            Name=Sub(name),
            ServiceRole=role.arn,
            EncryptionKey=workplace.key.arn,
            Source=source or codebuild.Source(Type="CODEPIPELINE", BuildSpec=build_spec),
            Artifacts=codebuild.Artifacts(Type="NO_ARTIFACTS" if source else "CODEPIPELINE"),
            Environment=_environment(environment, privileged),
            LogsConfig=_logs(workplace.log),
            TimeoutInMinutes=minutes,
        )
    )
    return BuildProject(name=Ref(identifier), arn=GetAtt(identifier, "Arn"))


def _environment(variables: Environment, privileged: AWSHelperFn | None) -> codebuild.Environment:
    made = codebuild.Environment(
        Type="LINUX_CONTAINER",
        ComputeType="BUILD_GENERAL1_SMALL",
        Image=codebuild_image(),
        EnvironmentVariables=[
            codebuild.EnvironmentVariable(Name=name, Value=value) for name, value in sorted(variables.items())
        ],
    )
    if privileged is not None:
        made.PrivilegedMode = privileged
    return made


def _logs(log: LogGroup) -> codebuild.LogsConfig:
    return codebuild.LogsConfig(CloudWatchLogs=codebuild.CloudWatchLogs(Status="ENABLED", GroupName=log.name))
