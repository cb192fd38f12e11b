"""SageMaker Runtime: requests to the servers behind endpoints."""

from mlops_templates.localaws.sagemaker_runtime import invocations
from mlops_templates.localaws.sagemaker_runtime.service import SERVICE

__all__ = ["SERVICE", "invocations"]
