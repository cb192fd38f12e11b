"""One thing of each kind, all called `thing`, so that generated requests meet something; and names worth trying."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

from tests.localaws.robust.region import ACCOUNT, REGION

ROLE = f"arn:aws:iam::{ACCOUNT}:role/thing"
TEMPLATE = '{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}'
FAILING = {"Name": "Stop", "Type": "Fail", "Arguments": {"ErrorMessage": "thing"}}
PIPELINE = json.dumps({"Version": "2020-12-01", "Parameters": [], "Steps": [FAILING]})
NAMES = [
    "thing", "x", "main", ROLE, "s3://thing/key", "s3://thing/template.json", "https://thing.s3.amazonaws.com/template.json",
    "{}", "[]", "0", "-1", "..", "a/b", "a" * 70, "ünï", "a b", "2026-01-01", TEMPLATE, PIPELINE, "arn:aws:s3:::thing",
    '{"Version": "2012-10-17", "Statement": []}', "https://thing.example/x", "eyJhIjogMX0=", "b2Zmc2V0OjE=", "thing:1",
    "01234567-0123-0123-0123-0123456789ab", "prod-0123456789abc", "port-0123456789abc", "alias/thing", "version: 0.2",
    *(
        f"arn:aws:{kind}:{REGION}:{ACCOUNT}:{resource}" for kind, resource in (
            ("sagemaker", "model-package/thing/1"), ("sagemaker", "model-package-group/thing"), ("sns", "thing"),
            ("sagemaker", "pipeline/thing"), ("sagemaker", "endpoint/thing"), ("cloudformation", "stack/thing/1"),
            ("codebuild", "project/thing"), ("codepipeline", "thing"), ("codecommit", "thing"), ("sqs", "thing"),
            ("logs", "log-group:thing"), ("kms", "key/thing"),
        )
    ),
]  # fmt: skip
"""What a member may be called; the same in every run, because generated requests are drawn from it."""

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {
                "Service": [
                    f"{name}.amazonaws.com"
                    for name in ("sagemaker", "codebuild", "codepipeline", "cloudformation", "events", "servicecatalog")
                ]
            },
        }
    ],
}
ALL = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


def make(client: Callable[[str], Any]) -> None:
    """Make them all; what another run in this process has made before stays."""
    for create in _creations(client):
        with suppress(ClientError):
            create()


def _creations(client: Callable[[str], Any]) -> Iterator[Callable[[], object]]:
    iam, s3, sagemaker = client("iam"), client("s3"), client("sagemaker")
    yield lambda: iam.create_role(RoleName="thing", AssumeRolePolicyDocument=json.dumps(TRUST))
    yield lambda: iam.put_role_policy(RoleName="thing", PolicyName="thing", PolicyDocument=ALL)
    yield lambda: s3.create_bucket(Bucket="thing", CreateBucketConfiguration={"LocationConstraint": REGION})
    yield lambda: s3.put_object(Bucket="thing", Key="template.json", Body=TEMPLATE.encode())
    yield lambda: client("codecommit").create_repository(repositoryName="thing")
    yield lambda: client("codecommit").put_file(
        repositoryName="thing", branchName="main", fileContent=b"x", filePath="x", commitMessage="x"
    )
    yield lambda: client("codebuild").create_project(
        name="thing",
        source={"type": "NO_SOURCE", "buildspec": "version: 0.2"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "LINUX_CONTAINER", "image": "x", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole=ROLE,
    )
    yield lambda: client("codepipeline").create_pipeline(**codepipeline())
    yield lambda: sagemaker.create_model_package_group(ModelPackageGroupName="thing")
    yield lambda: sagemaker.create_pipeline(
        PipelineName="thing", PipelineDefinition=PIPELINE, RoleArn=ROLE, ClientRequestToken=uuid.uuid4().hex
    )
    yield lambda: client("cloudformation").create_stack(StackName="thing", TemplateBody=TEMPLATE)
    yield lambda: client("servicecatalog").create_portfolio(
        DisplayName="thing", ProviderName="thing", IdempotencyToken="thing"
    )
    yield lambda: client("servicecatalog").create_product(
        Name="thing",
        Owner="thing",
        IdempotencyToken="thing",
        ProductType="CLOUD_FORMATION_TEMPLATE",
        ProvisioningArtifactParameters={
            "Name": "thing",
            "Info": {"LoadTemplateFromURL": "https://thing.s3.amazonaws.com/template.json"},
            "Type": "CLOUD_FORMATION_TEMPLATE",
        },
    )
    yield lambda: client("sns").create_topic(Name="thing")
    yield lambda: client("sqs").create_queue(QueueName="thing")
    yield lambda: client("logs").create_log_group(logGroupName="thing")
    yield lambda: client("ssm").put_parameter(Name="thing", Value="thing", Type="String")


def codepipeline() -> dict[str, Any]:
    """A request for a pipeline that takes a commit and waits for an approval."""
    source = {
        "name": "Source",
        "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
        "configuration": {"RepositoryName": "thing", "BranchName": "main", "PollForSourceChanges": "false"},
        "outputArtifacts": [{"name": "Source"}],
    }
    approve = {
        "name": "Approve",
        "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"},
    }
    stages = [{"name": "Source", "actions": [source]}, {"name": "Approve", "actions": [approve]}]
    store = {"type": "S3", "location": "thing"}
    settings = {"name": "thing", "roleArn": ROLE, "artifactStore": store, "pipelineType": "V2", "stages": stages}
    return {"pipeline": settings}
