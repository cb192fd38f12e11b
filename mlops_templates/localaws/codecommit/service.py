"""The registry of CodeCommit's actions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("codecommit", breach=None)
