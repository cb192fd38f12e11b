"""The target account on the embedded AWS: an account of its own, reached by projects of the tooling account."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from mlops_templates.foundations.target_account import FILE_NAME, STACK_NAME
from mlops_templates.synth.foundations import synthesize_foundation
from tests.conftest import REGION, Aws, policy

TOOLING, TARGET = "123456789012", "333500000001"
BUCKET = "sagemaker-x-artifacts-333500000001"


def session(aws: Aws, role: str, keys: dict[str, str] | None = None) -> boto3.session.Session:
    sts = aws.client("sts") if keys is None else _client(aws, _session(keys), "sts")
    return _session(sts.assume_role(RoleArn=role, RoleSessionName="pipeline")["Credentials"])


def _session(keys: dict[str, str]) -> boto3.session.Session:
    return boto3.session.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], REGION)


def _client(aws: Aws, of: boto3.session.Session, service: str) -> Any:
    return of.client(service, endpoint_url=aws.url)


@pytest.fixture(scope="module")
def target(aws: Aws) -> boto3.session.Session:
    """An administrator of the account in which the stack has been made."""
    made = session(aws, f"arn:aws:iam::{TARGET}:role/OrganizationAccountAccessRole")
    s3, cloudformation = _client(aws, made, "s3"), _client(aws, made, "cloudformation")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key=FILE_NAME, Body=synthesize_foundation(FILE_NAME, ()).encode())
    cloudformation.create_stack(
        StackName=STACK_NAME,
        TemplateURL=f"https://{BUCKET}.s3.{REGION}.amazonaws.com/{FILE_NAME}",
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=[
            {"ParameterKey": "ToolingAccountId", "ParameterValue": TOOLING},
            {"ParameterKey": "Network", "ParameterValue": "none"},
        ],
    )
    cloudformation.get_waiter("stack_create_complete").wait(StackName=STACK_NAME, WaiterConfig={"Delay": 1})
    return made


def pipeline_role(aws: Aws, name: str) -> dict[str, str]:
    """Credentials of a role of the tooling account that may become any role elsewhere, were it let."""
    iam = aws.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": TOOLING}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=name, Path="/mlops/", AssumeRolePolicyDocument=policy(trust))["Role"]
    allow = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
    iam.put_role_policy(RoleName=name, PolicyName="assume", PolicyDocument=policy(allow))
    return dict(aws.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="me")["Credentials"])


def role(duty: str) -> str:
    return f"arn:aws:iam::{TARGET}:role/mlops/mlops-templates-target-{duty}-{REGION}"


STAGE = json.dumps(
    {
        "Resources": {
            "Letters": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "sagemaker-churn-p-1-letters"}},
            "Errors": {
                "Type": "AWS::CloudWatch::Alarm",
                "Properties": {
                    "AlarmName": "sagemaker-churn-p-1-staging-errors",
                    "Namespace": "AWS/SageMaker",
                    "MetricName": "Invocation5XXErrors",
                    "Statistic": "Sum",
                    "Period": 60,
                    "EvaluationPeriods": 1,
                    "Threshold": 1,
                    "ComparisonOperator": "GreaterThanThreshold",
                },
            },
        }
    }
)


def test_stages_find_their_bucket_and_that_there_is_no_network(aws: Aws, target: boto3.session.Session) -> None:
    parameters = _client(aws, target, "ssm").get_parameters_by_path(Path="/mlops-templates/target")["Parameters"]
    facts = {found["Name"].rpartition("/")[2]: found["Value"] for found in parameters}
    assert facts["bucket"] == f"sagemaker-mlops-target-{TARGET}-{REGION}"
    assert (facts["subnet-ids"], facts["security-group-id"]) == ("none", "none")


def test_a_deploy_pipeline_of_the_tooling_account_makes_and_deletes_a_stage(
    aws: Aws, target: boto3.session.Session
) -> None:
    keys = pipeline_role(aws, "sagemaker-p-1-deploy-pipeline")
    cloudformation = _client(aws, session(aws, role("deploy"), keys), "cloudformation")
    name = "sagemaker-churn-p-1-deploy-staging"
    cloudformation.create_stack(StackName=name, TemplateBody=STAGE, RoleARN=role("stack"))
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    cloudformation.delete_stack(StackName=name)
    _client(aws, target, "cloudformation").get_waiter("stack_delete_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1}
    )


def test_it_makes_no_other_stack(aws: Aws, target: boto3.session.Session) -> None:
    keys = pipeline_role(aws, "sagemaker-p-2-deploy-pipeline")
    cloudformation = _client(aws, session(aws, role("deploy"), keys), "cloudformation")
    with pytest.raises(ClientError, match="not authorized to perform: cloudformation:CreateStack"):
        cloudformation.create_stack(StackName="anything", TemplateBody=STAGE, RoleARN=role("stack"))


def test_it_makes_no_stack_with_its_own_rights(aws: Aws, target: boto3.session.Session) -> None:
    keys = pipeline_role(aws, "sagemaker-p-3-deploy-pipeline")
    cloudformation = _client(aws, session(aws, role("deploy"), keys), "cloudformation")
    with pytest.raises(ClientError, match="not authorized to perform: iam:PassRole"):
        cloudformation.create_stack(
            StackName="sagemaker-churn-p-3-deploy-staging", TemplateBody=STAGE, RoleARN=role("monitor")
        )


@pytest.mark.parametrize(("name", "duty"), [("sagemaker-p-4-deploy-test", "deploy"), ("sagemaker-p-5-build", "test")])
def test_a_role_of_another_duty_does_not_become_it(
    name: str, duty: str, aws: Aws, target: boto3.session.Session
) -> None:
    keys = pipeline_role(aws, name)
    with pytest.raises(ClientError, match="not authorized to perform: sts:AssumeRole"):
        session(aws, role(duty), keys)


def test_the_stack_role_gives_no_rights_without_the_boundary(aws: Aws, target: boto3.session.Session) -> None:
    keys = pipeline_role(aws, "sagemaker-p-6-deploy-pipeline")
    cloudformation = _client(aws, session(aws, role("deploy"), keys), "cloudformation")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": TARGET},
                                                     "Action": "sts:AssumeRole"}]}  # fmt: skip
    admin = {"RoleName": "sagemaker-p-6-app-admin", "Path": "/mlops/", "AssumeRolePolicyDocument": trust}
    template = {"Resources": {"Admin": {"Type": "AWS::IAM::Role", "Properties": admin}}}
    name = "sagemaker-churn-p-6-deploy-staging"
    cloudformation.create_stack(
        StackName=name,
        TemplateBody=json.dumps(template),
        RoleARN=role("stack"),
        Capabilities=["CAPABILITY_NAMED_IAM"],
        OnFailure="DO_NOTHING",
    )
    waiter = _client(aws, target, "cloudformation").get_waiter("stack_create_complete")
    with pytest.raises(Exception, match="CREATE_FAILED"):
        waiter.wait(StackName=name, WaiterConfig={"Delay": 1})
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    assert any("iam:CreateRole" in event.get("ResourceStatusReason", "") for event in events)


def api_of_a_stage() -> str:
    """What stages hold beside the endpoint: an API with a log, and a role under the boundary of projects."""
    boundary = f"arn:aws:iam::{TARGET}:policy/mlops/mlops-templates-boundary-{REGION}"
    assume = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "apigateway.amazonaws.com"}}
    trust = {"Version": "2012-10-17", "Statement": [assume]}
    invoke = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*"}
    resources = {
        "ApiRole": ("AWS::IAM::Role", {
            "RoleName": "sagemaker-p-7-api-staging", "Path": "/mlops/", "PermissionsBoundary": boundary,
            "AssumeRolePolicyDocument": trust,
            "Policies": [{"PolicyName": "invoke", "PolicyDocument": {"Version": "2012-10-17", "Statement": [invoke]}}],
        }),
        "Api": ("AWS::ApiGateway::RestApi", {
            "Name": "sagemaker-churn-p-7-staging", "EndpointConfiguration": {"Types": ["REGIONAL"]},
        }),
        "Path": ("AWS::ApiGateway::Resource", {
            "RestApiId": {"Ref": "Api"}, "PathPart": "predictions",
            "ParentId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
        }),
        "Predict": ("AWS::ApiGateway::Method", {
            "RestApiId": {"Ref": "Api"}, "ResourceId": {"Ref": "Path"}, "HttpMethod": "POST",
            "AuthorizationType": "AWS_IAM",
            "Integration": {
                "Type": "AWS", "IntegrationHttpMethod": "POST", "Credentials": {"Fn::GetAtt": ["ApiRole", "Arn"]},
                "Uri": f"arn:aws:apigateway:{REGION}:runtime.sagemaker:path/endpoints/churn-p-7-staging/invocations",
                "PassthroughBehavior": "WHEN_NO_MATCH", "IntegrationResponses": [{"StatusCode": "200"}],
            },
            "MethodResponses": [{"StatusCode": "200"}],
        }),
        "Log": ("AWS::Logs::LogGroup", {
            "LogGroupName": "/aws/apigateway/sagemaker-churn-p-7-staging", "RetentionInDays": 400,
            "KmsKeyId": {"Ref": "KmsKeyArn"},
        }),
        "Stage": ("AWS::ApiGateway::Stage", {
            "RestApiId": {"Ref": "Api"}, "DeploymentId": {"Ref": "Deployment"}, "StageName": "v1",
            "AccessLogSetting": {"DestinationArn": {"Fn::GetAtt": ["Log", "Arn"]}, "Format": "$context.requestId"},
            "MethodSettings": [{"HttpMethod": "*", "ResourcePath": "/*", "LoggingLevel": "ERROR"}],
        }),
    }  # fmt: skip
    document: dict[str, Any] = {
        "Parameters": {
            "KmsKeyArn": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/mlops-templates/target/key-arn"}
        },
        "Resources": {name: {"Type": kind, "Properties": given} for name, (kind, given) in resources.items()},
    }
    deployment = {"Type": "AWS::ApiGateway::Deployment", "DependsOn": "Predict"}
    document["Resources"]["Deployment"] = {**deployment, "Properties": {"RestApiId": {"Ref": "Api"}}}
    return json.dumps(document)


def test_a_stage_gets_an_api_that_writes_its_log_with_the_key_of_the_account(
    aws: Aws, target: boto3.session.Session
) -> None:
    keys = pipeline_role(aws, "sagemaker-p-7-deploy-pipeline")
    cloudformation = _client(aws, session(aws, role("deploy"), keys), "cloudformation")
    name = "sagemaker-churn-p-7-deploy-staging"
    cloudformation.create_stack(
        StackName=name, TemplateBody=api_of_a_stage(), RoleARN=role("stack"), Capabilities=["CAPABILITY_NAMED_IAM"]
    )
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    cloudformation.delete_stack(StackName=name)
    _client(aws, target, "cloudformation").get_waiter("stack_delete_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1}
    )
