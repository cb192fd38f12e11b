"""The one registry of API Gateway actions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("apigateway", breach="BadRequestException")
