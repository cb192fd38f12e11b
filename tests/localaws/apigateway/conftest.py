"""An endpoint behind an API, made by a stack, and people who call it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.conftest import Aws, policy
from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.sagemaker.conftest import Bench
from tests.localaws.sagemaker.hosting.conftest import Hosting

REGION = "us-east-1"
SCHEMA = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "required": ["rows"],
    "properties": {"rows": {"type": "array", "items": {"type": "number"}, "minItems": 1}},
    "additionalProperties": False,
}
INFERENCE = """
import json
def model_fn(folder): return 2.0
def input_fn(body, content_type): return json.loads(body)["rows"]
def predict_fn(rows, model): return [row * model for row in rows if row < 100 or 1 / 0]
def output_fn(prediction, accept): return json.dumps(prediction), "application/json"
"""
FORMAT = (
    '{"id":"$context.requestId","status":"$context.status",'
    '"path":"$context.resourcePath","who":"$context.identity.userArn"}'
)


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any
    headers: dict[str, str]


def asks(*statements: dict[str, Any]) -> str:
    return policy(*statements)


@dataclass(frozen=True)
class Api:
    """A deployed API and ways to call it."""

    aws: Aws
    id: str
    stage: str

    def caller(self, *statements: dict[str, Any]) -> Credentials:
        """A session of a new role with these rights."""
        iam, name = self.aws.client("iam"), f"caller-{uuid.uuid4().hex[:8]}"
        trust = policy({"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"})
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        if statements:
            iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=policy(*statements))
        root = self.aws.server.credentials
        given = self.aws.world.clients.assume(role, "call", REGION, root)
        return Credentials(given.access_key, given.secret_key, given.token)

    def allowed(self) -> Credentials:
        arn = f"arn:aws:execute-api:{REGION}:123456789012:{self.id}/{self.stage}/POST/*"
        return self.caller({"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": arn})

    def call(
        self,
        body: object = None,
        who: Credentials | None = None,
        path: str = "predictions",
        kind: str = "application/json",
        by_name: bool = False,
        service: str = "execute-api",
    ) -> Reply:
        """Post a body, signed by somebody or by nobody."""
        host = f"{self.id}.execute-api.{REGION}.amazonaws.com"
        base = self.aws.url if by_name else f"{self.aws.url}/_aws/execute-api/{self.id}"
        data = body if isinstance(body, bytes) else json.dumps(body or {"rows": [1, 2]}).encode()
        headers = {"Content-Type": kind, **({"Host": host} if by_name else {})}
        request = AWSRequest("POST", f"{base}/{self.stage}/{path}", data=data, headers=headers)
        if who is not None:
            SigV4Auth(who, service, REGION).add_auth(request)
        sent = urllib.request.Request(request.url, data, dict(request.headers.items()), method="POST")
        try:
            with urllib.request.urlopen(sent) as answer:
                return Reply(answer.status, json.loads(answer.read()), dict(answer.headers.items()))
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, json.loads(error.read()), dict(error.headers.items()))


def uri(endpoint: str) -> str:
    return f"arn:aws:apigateway:{REGION}:runtime.sagemaker:path//endpoints/{endpoint}/invocations"


def resources(endpoint: str, role: str, log_role: str, group: str, **api: Any) -> dict[str, Any]:
    """An API with one method in front of an endpoint."""
    ref: Any = {"Ref": "Api"}
    success = {"method.response.header.Content-Type": "integration.response.header.Content-Type"}
    return {
        "Account": {"Type": "AWS::ApiGateway::Account", "Properties": {"CloudWatchRoleArn": log_role}},
        "Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": group}},
        "Api": {
            "Type": "AWS::ApiGateway::RestApi",
            "Properties": {"Name": group, "EndpointConfiguration": {"Types": ["REGIONAL"]}, **api},
        },
        "Path": {
            "Type": "AWS::ApiGateway::Resource",
            "Properties": {
                "RestApiId": ref,
                "ParentId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
                "PathPart": "predictions",
            },
        },
        "Body": {
            "Type": "AWS::ApiGateway::Model",
            "Properties": {"RestApiId": ref, "Name": "Body", "ContentType": "application/json", "Schema": SCHEMA},
        },
        "Validator": {
            "Type": "AWS::ApiGateway::RequestValidator",
            "Properties": {"RestApiId": ref, "Name": "body", "ValidateRequestBody": True},
        },
        "Post": {
            "Type": "AWS::ApiGateway::Method",
            "Properties": {
                "RestApiId": ref,
                "ResourceId": {"Ref": "Path"},
                "HttpMethod": "POST",
                "AuthorizationType": "AWS_IAM",
                "RequestModels": {"application/json": {"Ref": "Body"}},
                "RequestValidatorId": {"Ref": "Validator"},
                "MethodResponses": [
                    {"StatusCode": "200", "ResponseParameters": {"method.response.header.Content-Type": True}},
                    {"StatusCode": "424"},
                ],
                "Integration": {
                    "Type": "AWS",
                    "IntegrationHttpMethod": "POST",
                    "Uri": uri(endpoint),
                    "Credentials": role,
                    "IntegrationResponses": [
                        {"StatusCode": "200", "ResponseParameters": success},
                        {"StatusCode": "424", "SelectionPattern": r"[45]\d{2}"},
                    ],
                },
            },
        },
        "Deployment": {
            "Type": "AWS::ApiGateway::Deployment",
            "DependsOn": ["Post"],
            "Properties": {"RestApiId": ref},
        },
        "Stage": {
            "Type": "AWS::ApiGateway::Stage",
            "DependsOn": ["Account"],
            "Properties": {
                "RestApiId": ref,
                "StageName": "prod",
                "DeploymentId": {"Ref": "Deployment"},
                "AccessLogSetting": {"DestinationArn": {"Fn::GetAtt": ["Log", "Arn"]}, "Format": FORMAT},
                "MethodSettings": [
                    {"ResourcePath": "/*", "HttpMethod": "*", "ThrottlingRateLimit": 10, "ThrottlingBurstLimit": 5}
                ],
            },
        },
    }


@dataclass(frozen=True)
class Desk:
    """Makes APIs in front of one endpoint."""

    aws: Aws
    stacks: Stacks
    bench: Bench
    endpoint: str

    def role(self, *actions: str, service: str = "apigateway") -> str:
        return self.aws.role(self.bench.name("api"), service, actions=actions or ("sagemaker:InvokeEndpoint",))

    def resources(self, role: str = "", **api: Any) -> dict[str, Any]:
        log_role = self.role("logs:*")
        return resources(self.endpoint, role or self.role(), log_role, self.bench.name("access"), **api)

    def deployed(self, template: dict[str, Any]) -> tuple[str, Api]:
        stack = self.stacks.create(template)
        assert self.stacks.status(stack) == "CREATE_COMPLETE", self.stacks.reasons(stack)
        return stack, Api(self.aws, self.stacks.physical(stack)["Api"], "prod")

    def api(self, **api: Any) -> Api:
        return self.deployed(self.resources(**api))[1]


@pytest.fixture(scope="module")
def endpoint(aws: Aws) -> Iterator[str]:
    """One endpoint for all tests of a module."""
    name = f"bench-{uuid.uuid4().hex[:12]}"
    role = aws.role(f"models-{uuid.uuid4().hex[:8]}", "sagemaker")
    aws.client("s3").create_bucket(Bucket=name)
    hosting = Hosting(Bench(aws, aws.client("sagemaker"), name, role=role))
    served = hosting.serving(hosting.config(hosting.data("2", INFERENCE)))
    yield str(served)
    hosting.delete(served)


@pytest.fixture
def desk(aws: Aws, endpoint: str) -> Desk:
    return Desk(aws, Stacks(aws), Bench(aws, aws.client("sagemaker"), ""), endpoint)
