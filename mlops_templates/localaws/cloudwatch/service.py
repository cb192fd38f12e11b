"""The registry of CloudWatch's actions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("cloudwatch", breach="ValidationError")
