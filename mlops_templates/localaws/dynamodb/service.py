"""The registry of DynamoDB's actions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("dynamodb")
