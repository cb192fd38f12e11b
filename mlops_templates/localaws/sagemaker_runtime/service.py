"""The one registry of SageMaker Runtime actions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("sagemaker-runtime")
