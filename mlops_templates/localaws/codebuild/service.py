"""The registry of CodeBuild's actions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("codebuild", breach=None)
