"""The registry of ECR's actions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("ecr", breach="InvalidParameterException")
