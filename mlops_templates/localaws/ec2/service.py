"""The registry of EC2's actions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("ec2", breach="InvalidParameterValue")
