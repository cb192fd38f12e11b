"""What a data scientist may try by hand where CI/CD does it, each as one call that AWS judges."""

from __future__ import annotations

from collections.abc import Callable

import boto3

from mlops_templates.demo.life import Names

Try = Callable[[boto3.Session, Names], object]


def scientist_of(names: Names) -> boto3.Session:
    """A session of the role of the people of the project, as an administrator lets somebody have it."""
    sts = boto3.client("sts")
    account = sts.get_caller_identity()["Account"]
    role = f"arn:aws:iam::{account}:role/mlops/sagemaker-{names.project_id}-scientist"
    keys = sts.assume_role(RoleArn=role, RoleSessionName="ana")["Credentials"]
    return boto3.Session(
        keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], boto3.Session().region_name
    )


def makes_a_pipeline(session: boto3.Session, names: Names) -> object:
    account = session.client("sts").get_caller_identity()["Account"]
    return session.client("sagemaker").create_pipeline(
        PipelineName=f"{names.training_pipeline}-mine",
        PipelineDefinition='{"Version": "2020-12-01", "Steps": []}',
        ClientRequestToken="t" * 32,
        RoleArn=f"arn:aws:iam::{account}:role/mlops/sagemaker-{names.project_id}-training",
    )


def changes_the_pipeline(session: boto3.Session, names: Names) -> object:
    return session.client("sagemaker").update_pipeline(
        PipelineName=names.training_pipeline, PipelineDefinition='{"Version": "2020-12-01", "Steps": []}'
    )


def starts_the_pipeline(session: boto3.Session, names: Names) -> object:
    sagemaker = session.client("sagemaker")
    return sagemaker.start_pipeline_execution(PipelineName=names.training_pipeline, ClientRequestToken="s" * 32)


def deletes_the_pipeline(session: boto3.Session, names: Names) -> object:
    return session.client("sagemaker").delete_pipeline(
        PipelineName=names.training_pipeline, ClientRequestToken="d" * 32
    )


def starts_the_build(session: boto3.Session, names: Names) -> object:
    return session.client("codebuild").start_build(projectName=names.build_pipeline)


def starts_ci_cd(session: boto3.Session, names: Names) -> object:
    return session.client("codepipeline").start_pipeline_execution(name=names.build_pipeline)


def makes_a_stack(session: boto3.Session, names: Names) -> object:
    template = '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}'
    name = f"sagemaker-{names.group}-deploy-staging"
    return session.client("cloudformation").create_stack(StackName=name, TemplateBody=template)


FORBIDDEN: dict[Try, str] = {
    makes_a_pipeline: "sagemaker:CreatePipeline",
    changes_the_pipeline: "sagemaker:UpdatePipeline",
    starts_the_pipeline: "sagemaker:StartPipelineExecution",
    deletes_the_pipeline: "sagemaker:DeletePipeline",
    starts_the_build: "codebuild:StartBuild",
    starts_ci_cd: "codepipeline:StartPipelineExecution",
    makes_a_stack: "cloudformation:CreateStack",
}
