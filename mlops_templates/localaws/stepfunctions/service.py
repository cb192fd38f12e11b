"""The registry of the actions of Step Functions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("stepfunctions")
