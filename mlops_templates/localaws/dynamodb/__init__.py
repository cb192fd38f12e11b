"""DynamoDB: tables with a key, and whole items in them. Expressions, indexes and streams are refused by name."""

from mlops_templates.localaws.dynamodb import items, tables, tags
from mlops_templates.localaws.dynamodb.service import SERVICE

__all__ = ["SERVICE", "items", "tables", "tags"]
