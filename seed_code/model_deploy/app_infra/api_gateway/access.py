"""Who gets through the API and how it is written down: its role, its limits, its log."""

import json

from troposphere import GetAtt, Ref, Sub, iam
from troposphere.apigateway import AccessLogSetting, Deployment, MethodSetting, Stage
from troposphere.logs import LogGroup

from deployment.stack_text import project_tags

STAGE_NAME = "v1"
LOG_GROUP = "/aws/apigateway/sagemaker-${ProjectName}-${ProjectId}-${Stage}"
KEPT_DAYS = 400
# No body and no signature: who asked for what, how it ended, how long it took.
LOGGED = {
    "requestId": "$context.requestId",
    "requestTime": "$context.requestTime",
    "caller": "$context.identity.userArn",
    "sourceIp": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "path": "$context.resourcePath",
    "status": "$context.status",
    "endpointStatus": "$context.integration.status",
    "latency": "$context.responseLatency",
    "error": "$context.error.message",
}


def role() -> iam.Role:
    """The role that API Gateway calls the endpoint with: this one endpoint, and nothing else."""
    return iam.Role(
        "ApiRole",
        Path="/mlops/",
        RoleName=Sub("sagemaker-${ProjectId}-api-${Stage}"),
        Description="API Gateway invokes the endpoint of the stage",
        PermissionsBoundary=Sub(
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/mlops/mlops-templates-boundary-${AWS::Region}"
        ),
        AssumeRolePolicyDocument=_document(
            {
                "Principal": {"Service": "apigateway.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"aws:SourceAccount": Ref("AWS::AccountId")}},
            }
        ),
        Policies=[
            iam.Policy(
                PolicyName="invoke-endpoint",
                PolicyDocument=_document({"Action": "sagemaker:InvokeEndpoint", "Resource": Ref("Endpoint")}),
            )
        ],
        Tags=project_tags(),
    )


def log_group() -> LogGroup:
    """Kept when the stack goes: it says who asked."""
    return LogGroup(
        "ApiLog",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        LogGroupName=Sub(LOG_GROUP),
        KmsKeyId=Ref("KmsKeyArn"),
        RetentionInDays=KEPT_DAYS,
        Tags=project_tags(),
    )


def stage(deployment: Deployment) -> Stage:
    """What callers reach: throttled, logged, traced where the stage says so."""
    return Stage(
        "ApiStage",
        RestApiId=Ref("Api"),
        DeploymentId=Ref(deployment),
        StageName=STAGE_NAME,
        Description="Predictions",
        TracingEnabled=Ref("ApiTracing"),
        AccessLogSetting=AccessLogSetting(DestinationArn=GetAtt("ApiLog", "Arn"), Format=json.dumps(LOGGED)),
        MethodSettings=[
            MethodSetting(
                HttpMethod="*",
                ResourcePath="/*",
                MetricsEnabled=True,
                DataTraceEnabled=False,
                LoggingLevel="ERROR",
                ThrottlingRateLimit=Ref("ApiRequestsPerSecond"),
                ThrottlingBurstLimit=Ref("ApiBurst"),
            )
        ],
        Tags=project_tags(),
    )


def _document(statement: dict[str, object]) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}
