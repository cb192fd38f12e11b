"""Projects in SageMaker: created from a published product, upgraded, promoted, deleted with a list of what stays."""

from mlops_templates.projects.creation import create
from mlops_templates.projects.deletion import delete
from mlops_templates.projects.project import Project, read_project, wait
from mlops_templates.projects.promotion import Promotion, promote
from mlops_templates.projects.retained import Retained
from mlops_templates.projects.upgrade import upgrade

__all__ = ["Project", "Promotion", "Retained", "create", "delete", "promote", "read_project", "upgrade", "wait"]
