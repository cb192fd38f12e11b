"""Experiment tracking with MLflow, if asked for: an app, or a server of its own; artifacts in a private bucket."""

from __future__ import annotations

from awacs.aws import PolicyDocument
from troposphere import AWSHelperFn, Equals, GetAtt, If, Not, Ref, Sub, Template, s3, sagemaker

from mlops_templates.blocks.bucket import (
    abandoned_uploads,
    closed_to_the_public,
    owned_by_the_account,
    replaced_versions,
)
from mlops_templates.blocks.tls_only import tls_only
from mlops_templates.foundations.form import Field, add_field
from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.grants import put_objects, read_bucket, use_key
from mlops_templates.model import Permission
from mlops_templates.naming import ACCOUNT, REGION

NAME = "mlops-templates-studio"
WANTED, APP, SERVER = "HasMlflow", "HasMlflowApp", "HasMlflowServer"
BUCKET = f"sagemaker-mlops-mlflow-{ACCOUNT}-{REGION}"


def add_mlflow(template: Template, *, key: AWSHelperFn) -> AWSHelperFn:
    """The ARN of what tracks experiments, or `none`."""
    _add_form(template)
    _add_bucket(template, key)
    role = add_foundation_role(
        template,
        FoundationRole(
            "Mlflow",
            name=f"mlops-templates-mlflow-{REGION}",
            duty="MLflow keeps artifacts of experiments",
            trust=trusts_service("sagemaker.amazonaws.com"),
            permissions=(
                *read_bucket("MlflowBucket"),
                put_objects("MlflowBucket"),
                Permission(("s3:DeleteObject",), (Sub("${MlflowBucket.Arn}/*"),)),
                use_key(key),
            ),
            condition=WANTED,
        ),
    )
    store = Sub("s3://${MlflowBucket}/experiments")
    app = template.add_resource(
        sagemaker.MlflowApp(
            "MlflowApp",
            Condition=APP,
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            Name=NAME,
            ArtifactStoreUri=store,
            RoleArn=role,
        )
    )
    server = template.add_resource(
        sagemaker.MlflowTrackingServer(
            "MlflowTrackingServer",
            Condition=SERVER,
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            TrackingServerName=NAME,
            TrackingServerSize="Small",
            ArtifactStoreUri=store,
            RoleArn=role,
        )
    )
    server_arn = GetAtt(server, "TrackingServerArn")
    return If(APP, GetAtt(app, "Arn"), If(SERVER, server_arn, "none"))


def _add_form(template: Template) -> None:
    add_field(
        template,
        "Experiments",
        Field(
            "Mlflow",
            "MLflow",
            "What tracks experiments: nothing, an MLflow app, or a tracking server, which costs while it runs.",
            "must be none, app or server",
            choices=("none", "app", "server"),
            default="none",
        ),
    )
    template.add_condition(WANTED, Not(Equals(Ref("Mlflow"), "none")))
    template.add_condition(APP, Equals(Ref("Mlflow"), "app"))
    template.add_condition(SERVER, Equals(Ref("Mlflow"), "server"))


def _add_bucket(template: Template, key: AWSHelperFn) -> None:
    default = s3.ServerSideEncryptionByDefault(SSEAlgorithm="aws:kms", KMSMasterKeyID=key)
    encryption = s3.ServerSideEncryptionRule(ServerSideEncryptionByDefault=default, BucketKeyEnabled=True)
    template.add_resource(
        s3.Bucket(
            "MlflowBucket",
            Condition=WANTED,
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            BucketName=Sub(BUCKET),
            BucketEncryption=s3.BucketEncryption(ServerSideEncryptionConfiguration=[encryption]),
            LifecycleConfiguration=s3.LifecycleConfiguration(Rules=[abandoned_uploads(), replaced_versions(180)]),
            OwnershipControls=owned_by_the_account(),
            PublicAccessBlockConfiguration=closed_to_the_public(),
            VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
        )
    )
    both = [GetAtt("MlflowBucket", "Arn"), Sub("${MlflowBucket.Arn}/*")]
    template.add_resource(
        s3.BucketPolicy(
            "MlflowBucketPolicy",
            Condition=WANTED,
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            Bucket=Ref("MlflowBucket"),
            PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[tls_only("s3", "*", both)]),
        )
    )
