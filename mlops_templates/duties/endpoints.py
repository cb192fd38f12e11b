"""What roles do with the endpoints that the model_deploy repository makes: they are in no product template.

SageMaker may write names in ARNs in lower case, so the ARNs start after the project's name.
"""

from __future__ import annotations

from troposphere import Sub

from mlops_templates.duties.own import own_arn
from mlops_templates.model import Permission
from mlops_templates.naming import PROJECT_ID

ENDPOINTS = own_arn("sagemaker", f"endpoint/*-{PROJECT_ID}-*")
CONFIGURATIONS = own_arn("sagemaker", f"endpoint-config/*-{PROJECT_ID}-*")
MODELS = own_arn("sagemaker", f"model/*-{PROJECT_ID}-*")


def inspect_endpoints(stage: str = "*") -> tuple[Permission, ...]:
    return (
        Permission(("sagemaker:DescribeEndpoint",), (_endpoint(stage),)),
        Permission(("sagemaker:DescribeEndpointConfig",), (CONFIGURATIONS,)),
        Permission(("sagemaker:DescribeModel",), (MODELS,)),
    )


def invoke_endpoints(stage: str = "*") -> Permission:
    return Permission(("sagemaker:InvokeEndpoint",), (_endpoint(stage),))


def _endpoint(stage: str) -> Sub:
    return own_arn("sagemaker", f"endpoint/*-{PROJECT_ID}-{stage}")
