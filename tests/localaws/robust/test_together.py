"""Many at once: answers are kept apart, and the same request of the same moment makes one thing."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mlops_templates.localaws.clients import Credentials
from mlops_templates.localaws.identity import Caller
from tests.conftest import Aws
from tests.localaws.robust.region import REGION
from tests.localaws.robust.things import make
from tests.waiting import until

TEMPLATE = {
    "Parameters": {
        "SageMakerProjectName": {"Type": "String"},
        "SageMakerProjectId": {"Type": "String"},
        "Purpose": {"Type": "String"},
    },
    "Resources": {
        "Repository": {
            "Type": "AWS::CodeCommit::Repository",
            "Properties": {
                "RepositoryName": {"Fn::Sub": "${SageMakerProjectName}-${SageMakerProjectId}"},
                "RepositoryDescription": {"Ref": "Purpose"},
            },
        },
        "Groups": {
            "Type": "AWS::SageMaker::ModelPackageGroup",
            "Properties": {
                "ModelPackageGroupName": {"Fn::Sub": "${SageMakerProjectName}-${SageMakerProjectId}"},
                "ModelPackageGroupDescription": {"Ref": "Purpose"},
            },
        },
        "Topic": {
            "Type": "AWS::SNS::Topic",
            "Properties": {"TopicName": {"Fn::Sub": "${SageMakerProjectName}-${SageMakerProjectId}"}},
        },
    },
}


def name() -> str:
    return f"together-{uuid.uuid4().hex[:8]}"


def together(work: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all of it at the very same moment."""
    gate = threading.Barrier(len(work))

    def through(each: Callable[[], Any]) -> Any:
        gate.wait()
        return each()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(through, work))


def credentials_in(aws: Aws, account: str) -> Credentials:
    """The administrator of another account."""
    role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
    found = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="together")["Credentials"]
    keys = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
    return Credentials(*keys, Caller(role, account, entity=role))


def test_a_hundred_requests_of_all_kinds_keep_their_answers_apart(aws: Aws) -> None:
    administrators = [aws.server.credentials, credentials_in(aws, "210987654321"), credentials_in(aws, "210987654322")]
    regions = ["us-west-1", "ca-central-1", "sa-east-1"]

    def ask(number: int) -> list[str]:
        keys, region = administrators[number % 3], regions[number // 3 % 3]
        here, own = f"{keys.caller.account}:{region}:{number}", f"{name()}-{number}"

        def client(service: str) -> Any:
            return aws.world.clients.get(service, region, keys)

        client("codecommit").create_repository(repositoryName=own, repositoryDescription=here)
        client("ssm").put_parameter(Name=own, Value=here, Type="String")
        group = {"ModelPackageGroupName": own, "ModelPackageGroupDescription": here}
        client("sagemaker").create_model_package_group(**group)
        queue = client("sqs").create_queue(QueueName=own)["QueueUrl"]
        client("sqs").send_message(QueueUrl=queue, MessageBody=here)
        found = client("codecommit").get_repository(repositoryName=own)["repositoryMetadata"]
        assert f":{region}:{keys.caller.account}:" in found["Arn"]
        return [
            here,
            found["repositoryDescription"],
            client("ssm").get_parameter(Name=own)["Parameter"]["Value"],
            client("sagemaker").describe_model_package_group(ModelPackageGroupName=own)["ModelPackageGroupDescription"],
            client("sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"],
            f"{client('sts').get_caller_identity()['Account']}:{region}:{number}",
        ]

    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(ask, range(100)))
    assert [answer for answer in answers if len(set(answer)) > 1] == []
    assert len({answer[0] for answer in answers}) == 100


@pytest.fixture(scope="module")
def things(aws: Aws) -> Callable[[str], Any]:
    def client(service: str) -> Any:
        return aws.client(service, REGION)

    make(client)
    return client


PRODUCT = {
    "Owner": "us",
    "ProductType": "CLOUD_FORMATION_TEMPLATE",
    "ProvisioningArtifactParameters": {
        "Name": "v1",
        "Info": {"LoadTemplateFromURL": "https://thing.s3.amazonaws.com/template.json"},
        "Type": "CLOUD_FORMATION_TEMPLATE",
    },
}
ONE: dict[str, tuple[str, str, Callable[[str], dict[str, Any]], Callable[[dict[str, Any]], str]]] = {
    "portfolio": (
        "servicecatalog",
        "create_portfolio",
        lambda own: {"DisplayName": own, "ProviderName": "us", "IdempotencyToken": own},
        lambda answer: answer["PortfolioDetail"]["Id"],
    ),
    "product": (
        "servicecatalog",
        "create_product",
        lambda own: {**PRODUCT, "Name": own, "IdempotencyToken": own},
        lambda answer: answer["ProductViewDetail"]["ProductViewSummary"]["ProductId"],
    ),
    "SageMaker pipeline execution": (
        "sagemaker",
        "start_pipeline_execution",
        lambda own: {"PipelineName": "thing", "ClientRequestToken": own * 2},
        lambda answer: answer["PipelineExecutionArn"],
    ),
    "build": (
        "codebuild",
        "start_build",
        lambda own: {"projectName": "thing", "idempotencyToken": own},
        lambda answer: answer["build"]["id"],
    ),
    "CodePipeline execution": (
        "codepipeline",
        "start_pipeline_execution",
        lambda own: {"name": "thing", "clientRequestToken": own},
        lambda answer: answer["pipelineExecutionId"],
    ),
    "stack": (
        "cloudformation",
        "create_stack",
        lambda own: {
            "StackName": own,
            "ClientRequestToken": own,
            "TemplateBody": '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}',
        },
        lambda answer: answer["StackId"],
    ),
}


@pytest.mark.parametrize("kind", ONE)
def test_one_token_of_one_moment_makes_one_thing(things: Callable[[str], Any], kind: str) -> None:
    service, operation, request, identity = ONE[kind]
    given = request(name())
    answers = together([lambda: getattr(things(service), operation)(**given)] * 8)
    assert len({identity(answer) for answer in answers}) == 1


@pytest.mark.parametrize("kind", ONE)
def test_two_tokens_make_two_things(things: Callable[[str], Any], kind: str) -> None:
    service, operation, request, identity = ONE[kind]
    names = [name(), name()]
    answers = together([lambda own=own: getattr(things(service), operation)(**request(own)) for own in names])
    assert len({identity(answer) for answer in answers}) == 2


def settled(sagemaker: Any, project: str) -> dict[str, Any]:
    def found() -> dict[str, Any] | None:
        shown = sagemaker.describe_project(ProjectName=project)
        return None if shown["ProjectStatus"].endswith(("Progress", "Pending")) else dict(shown)

    return until(found, f"the rest of project {project}")


def test_ten_projects_at_once_neither_fail_nor_mix(aws: Aws) -> None:
    bucket, sagemaker, names = name(), aws.client("sagemaker"), [f"p{n}-{uuid.uuid4().hex[:8]}" for n in range(10)]
    aws.client("s3").create_bucket(Bucket=bucket)
    aws.client("s3").put_object(Bucket=bucket, Key="template.json", Body=json.dumps(TEMPLATE).encode())
    address = f"https://{bucket}.s3.us-east-1.amazonaws.com/template.json"

    def create(own: str) -> str:
        given = [{"Key": "Purpose", "Value": f"that of {own}"}]
        template = {"TemplateName": "t", "TemplateURL": address, "Parameters": given}
        providers = [{"CfnTemplateProvider": template}]
        return str(sagemaker.create_project(ProjectName=own, TemplateProviders=providers)["ProjectId"])

    ids = together([lambda own=own: create(own) for own in names])
    assert {settled(sagemaker, own)["ProjectStatus"] for own in names} == {"CreateCompleted"}
    assert len(set(ids)) == 10
    for own, project_id in zip(names, ids, strict=True):
        found = aws.client("codecommit").get_repository(repositoryName=f"{own}-{project_id}")["repositoryMetadata"]
        group = sagemaker.describe_model_package_group(ModelPackageGroupName=f"{own}-{project_id}")
        purpose = f"that of {own}"
        assert (found["repositoryDescription"], group["ModelPackageGroupDescription"]) == (purpose, purpose)
    together([lambda own=own: sagemaker.delete_project(ProjectName=own) for own in names])
    assert {settled(sagemaker, own)["ProjectStatus"] for own in names} == {"DeleteCompleted"}
    left = aws.client("codecommit").list_repositories()["repositories"]
    assert not {f"{own}-{project_id}" for own, project_id in zip(names, ids, strict=True)} & {
        each["repositoryName"] for each in left
    }
