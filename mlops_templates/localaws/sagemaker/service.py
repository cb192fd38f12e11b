"""The one registry of SageMaker actions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("sagemaker")
