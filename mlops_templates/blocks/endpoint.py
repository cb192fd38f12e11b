"""The endpoints that the model_deploy repository makes: they are in no product template, but roles name them.

SageMaker may write names in ARNs in lower case, so the ARNs start after the project's name.
"""

from __future__ import annotations

from troposphere import Sub

from mlops_templates.model import Permission
from mlops_templates.naming import PROJECT_ID, arn

ENDPOINTS = Sub(arn("sagemaker", f"endpoint/*-{PROJECT_ID}-*"))
CONFIGURATIONS = Sub(arn("sagemaker", f"endpoint-config/*-{PROJECT_ID}-*"))
MODELS = Sub(arn("sagemaker", f"model/*-{PROJECT_ID}-*"))


def inspect_endpoints() -> tuple[Permission, ...]:
    return (
        Permission(("sagemaker:DescribeEndpoint",), (ENDPOINTS,)),
        Permission(("sagemaker:DescribeEndpointConfig",), (CONFIGURATIONS,)),
        Permission(("sagemaker:DescribeModel",), (MODELS,)),
    )


def invoke_endpoints() -> Permission:
    return Permission(("sagemaker:InvokeEndpoint",), (ENDPOINTS,))
