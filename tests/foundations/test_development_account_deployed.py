"""A development account on the embedded AWS: who gets in, and how far its roles reach into the tooling account."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from mlops_templates.foundations.target_account import FILE_NAME, STACK_NAME
from mlops_templates.synth.foundations import synthesize_foundation
from tests.conftest import REGION, Aws, policy
from tests.foundations.test_target_account_deployed import pipeline_role, session

TOOLING, DEVELOPMENT = "123456789012", "333500000008"
TEMPLATES = f"sagemaker-x-artifacts-{DEVELOPMENT}"
NETWORK = {"SubnetIds": "subnet-0aaaaaaaaaaaaaaaa,subnet-0bbbbbbbbbbbbbbbb", "SecurityGroupId": "sg-0cccccccccccccccc"}
MAIN, OF_BRANCH = "churn-p-1-training", "churn-p-1-training-feature-x"
DEFINITION = '{"Version": "2020-12-01", "Parameters": [], "Steps": [{"Name": "No", "Type": "Fail", "Arguments": {}}]}'


def role(duty: str) -> str:
    return f"arn:aws:iam::{DEVELOPMENT}:role/mlops/mlops-templates-target-{duty}-{REGION}"


def stack(name: str, **network: str) -> dict[str, Any]:
    """The request for a development account."""
    form = {"ToolingAccountId": TOOLING, "Development": "yes", **network}
    return {
        "StackName": name,
        "TemplateURL": f"https://{TEMPLATES}.s3.{REGION}.amazonaws.com/{FILE_NAME}",
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in form.items()],
    }


@pytest.fixture(scope="module")
def development(aws: Aws) -> boto3.session.Session:
    """An administrator of the account in which the stack has been made."""
    made = session(aws, f"arn:aws:iam::{DEVELOPMENT}:role/OrganizationAccountAccessRole")
    s3, cloudformation = (made.client(service, endpoint_url=aws.url) for service in ("s3", "cloudformation"))
    s3.create_bucket(Bucket=TEMPLATES)
    s3.put_object(Bucket=TEMPLATES, Key=FILE_NAME, Body=synthesize_foundation(FILE_NAME, ()).encode())
    cloudformation.create_stack(**stack(STACK_NAME, Network="import", **NETWORK))
    cloudformation.get_waiter("stack_create_complete").wait(StackName=STACK_NAME, WaiterConfig={"Delay": 1})
    return made


def test_no_development_account_is_made_without_a_network(aws: Aws, development: boto3.session.Session) -> None:
    cloudformation = development.client("cloudformation", endpoint_url=aws.url)
    with pytest.raises(ClientError, match="its jobs need a private network"):
        cloudformation.create_stack(**stack("without", Network="none"))


def builder(aws: Aws, name: str, duty: str) -> Any:
    """SageMaker there, for a role of this name in the tooling account."""
    entered = session(aws, role(duty), pipeline_role(aws, name))
    return entered.client("sagemaker", endpoint_url=aws.url)


def job(aws: Aws, duty: str, service: str) -> Any:
    """What a job with the training role uses."""
    there = replace(aws.call(), account=DEVELOPMENT)
    return there.as_role(role(duty), "job", "sagemaker.amazonaws.com").client(service)


def bucket(aws: Aws, project: str, *statements: dict[str, Any]) -> str:
    """The ML data bucket of a project, with an object and with these statements."""
    s3, name = aws.client("s3"), f"sagemaker-{project}-ml-data-{TOOLING}"
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="rows.csv", Body=b"1")
    if statements:
        s3.put_bucket_policy(
            Bucket=name, Policy=policy(*({**one, "Resource": f"arn:aws:s3:::{name}/*"} for one in statements))
        )
    return name


def request(name: str, duty: str) -> dict[str, str]:
    return {"PipelineName": name, "PipelineDefinition": DEFINITION, "RoleArn": role(duty)}


def test_a_build_of_main_makes_the_pipeline_of_main(aws: Aws, development: boto3.session.Session) -> None:
    made = builder(aws, "sagemaker-p-1-build", "build").create_pipeline(**request(MAIN, "training"))
    assert made["PipelineArn"] == f"arn:aws:sagemaker:{REGION}:{DEVELOPMENT}:pipeline/{MAIN}"


def test_a_build_of_a_branch_makes_and_deletes_its_own_pipeline_and_no_other(
    aws: Aws, development: boto3.session.Session
) -> None:
    sagemaker = builder(aws, "sagemaker-p-2-branch", "branch")
    sagemaker.create_pipeline(**request(OF_BRANCH, "training-branch"))
    sagemaker.delete_pipeline(PipelineName=OF_BRANCH)
    for work in (sagemaker.update_pipeline, sagemaker.create_pipeline):
        with pytest.raises(ClientError, match=r"not authorized to perform: sagemaker:\w+Pipeline"):
            work(**request("churn-p-2-training", "training-branch"))


def test_a_build_of_a_branch_hands_on_no_role_that_registers_for_main(
    aws: Aws, development: boto3.session.Session
) -> None:
    with pytest.raises(ClientError, match="not authorized to perform: iam:PassRole"):
        builder(aws, "sagemaker-p-3-branch", "branch").create_pipeline(**request(OF_BRANCH, "training"))


@pytest.mark.parametrize(
    ("name", "duty"),
    [("sagemaker-p-4-branch", "build"), ("sagemaker-p-5-scientist", "build"), ("sagemaker-p-6-build", "trial")],
)
def test_a_role_of_another_duty_does_not_get_in(
    name: str, duty: str, aws: Aws, development: boto3.session.Session
) -> None:
    with pytest.raises(ClientError, match="not authorized to perform: sts:AssumeRole"):
        builder(aws, name, duty)


def test_jobs_reach_the_data_of_a_project_that_lets_them_and_of_no_other(
    aws: Aws, development: boto3.session.Session
) -> None:
    let = {
        "Effect": "Allow",
        "Principal": {"AWS": DEVELOPMENT},
        "Action": ["s3:GetObject", "s3:PutObject"],
        "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:role/mlops/mlops-templates-target-training-*"}},
    }
    s3, own, other = job(aws, "training", "s3"), bucket(aws, "p-7", let), bucket(aws, "p-8")
    s3.put_object(Bucket=own, Key="model.tar.gz", Body=b"2")
    assert s3.get_object(Bucket=own, Key="rows.csv")["Body"].read() == b"1"
    for use, what in ((s3.get_object, {"Key": "rows.csv"}), (s3.put_object, {"Key": "x"})):
        with pytest.raises(ClientError, match="AccessDenied"):
            use(Bucket=other, **what)


@pytest.mark.parametrize(("duty", "refused"), [("training", ""), ("training-branch", "no identity-based policy")])
def test_jobs_of_a_branch_register_in_no_main_group(
    duty: str, refused: str, aws: Aws, development: boto3.session.Session
) -> None:
    """A group that lets the account: what is refused then is refused by the role."""
    sagemaker, group = aws.client("sagemaker"), f"churn-p-9-{duty}"
    own = f"arn:aws:sagemaker:{REGION}:{TOOLING}:model-package"
    sagemaker.create_model_package_group(ModelPackageGroupName=group)
    let = {"Effect": "Allow", "Principal": {"AWS": DEVELOPMENT}, "Action": "sagemaker:CreateModelPackage"}
    sagemaker.put_model_package_group_policy(
        ModelPackageGroupName=group, ResourcePolicy=policy({**let, "Resource": f"{own}/{group}/*"})
    )
    container = {"Image": f"683313688378.dkr.ecr.{REGION}.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3"}
    version = {
        "ModelPackageGroupName": f"{own}-group/{group}",
        "InferenceSpecification": {
            "Containers": [container],
            "SupportedContentTypes": [],
            "SupportedResponseMIMETypes": [],
        },
    }
    register = job(aws, duty, "sagemaker").create_model_package
    if refused:
        with pytest.raises(ClientError, match=refused):
            register(**version)
    else:
        assert register(**version)["ModelPackageArn"] == f"{own}/{group}/1"
