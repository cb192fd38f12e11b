"""The same service under the name that it had first."""

from mlops_templates.localaws.codeconnections import connections, tags
from mlops_templates.localaws.codeconnections.service import CODESTAR as SERVICE

__all__ = ["SERVICE", "connections", "tags"]
