"""The registry of EventBridge Scheduler's actions."""

from mlops_templates.localaws.service import Service

SERVICE = Service("scheduler")
