"""The test role: what the tests of the tooling account may do with what was deployed here."""

from __future__ import annotations

from troposphere import AWSHelperFn, Sub, Template

from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role
from mlops_templates.foundations.grants import put_objects, read_bucket, use_key
from mlops_templates.foundations.target_account.names import DEPLOY_STACKS, STAGED_PIPELINES, target_role
from mlops_templates.foundations.target_account.tooling import look_up_facts, trusts_tooling
from mlops_templates.model import Permission
from mlops_templates.naming import arn

INSPECT = (
    "sagemaker:DescribeEndpoint", "sagemaker:DescribeEndpointConfig", "sagemaker:DescribeModel",
    "sagemaker:DescribePipeline", "sagemaker:DescribePipelineExecution", "sagemaker:DescribeProcessingJob",
    "sagemaker:DescribeTransformJob", "sagemaker:ListPipelineExecutionSteps",
    "sagemaker:ListPipelineParametersForExecution",
)  # fmt: skip
# Files that tests put where rows come to, and take away again.
ROWS = "batch-input/*acceptance-"
START = ("sagemaker:StartPipelineExecution", "sagemaker:StopPipelineExecution", "sagemaker:ListPipelineExecutions")


def add_test_role(template: Template, *, key: AWSHelperFn, ceiling: AWSHelperFn) -> AWSHelperFn:
    kinds = ("endpoint", "endpoint-config", "model", "processing-job", "transform-job")
    entities = tuple(Sub(arn("sagemaker", f"{kind}/*")) for kind in kinds)
    pipelines = tuple(
        Sub(arn("sagemaker", f"{name}{execution}")) for name in STAGED_PIPELINES for execution in ("", "/execution/*")
    )
    endpoints = entities[0]
    return add_foundation_role(
        template,
        FoundationRole(
            "Test",
            name=target_role("test"),
            duty="Tests of the tooling account call what is deployed here, and a release looks at what serves",
            trust=trusts_tooling("deploy-production", "deploy-render", "deploy-staging", "deploy-test"),
            permissions=(
                Permission(INSPECT, (*entities, *pipelines)),
                Permission(("sagemaker:InvokeEndpoint",), (endpoints,)),
                Permission(START, pipelines),
                Permission(("execute-api:Invoke",), (Sub(arn("execute-api", "*/*/POST/*")),)),
                Permission(("cloudformation:DescribeStacks",), (Sub(DEPLOY_STACKS),)),
                Permission(("cloudwatch:DescribeAlarms",), (Sub(arn("cloudwatch", "alarm:sagemaker-*")),)),
                Permission(("events:DescribeRule",), (Sub(arn("events", "rule/sagemaker-*")),)),
                Permission(("scheduler:GetSchedule",), (Sub(arn("scheduler", "schedule/*/sagemaker-*")),)),
                look_up_facts(),
                *read_bucket("Bucket"),
                put_objects("Bucket", ROWS),
                Permission(("s3:DeleteObject",), (Sub(f"${{Bucket.Arn}}/{ROWS}*"),)),
                use_key(key),
            ),
            boundary=ceiling,
        ),
    )
