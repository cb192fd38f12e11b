"""What every CodeBuild project of a project may do: hand over artifacts, write its log."""

from __future__ import annotations

from mlops_templates.duties.own import own_arn
from mlops_templates.duties.storage import ARTIFACTS, open_with_key, read_bucket, use_key, write_bucket
from mlops_templates.model import Permission
from mlops_templates.naming import project_log


def build_permissions() -> tuple[Permission, ...]:
    return (_write_log(), *write_bucket(ARTIFACTS), use_key())


def last_build_permissions() -> tuple[Permission, ...]:
    """For a build that hands nothing on."""
    return (_write_log(), *read_bucket(ARTIFACTS), open_with_key())


def _write_log() -> Permission:
    log = own_arn("logs", f"log-group:{project_log('builds')}:*")
    return Permission(("logs:CreateLogStream", "logs:PutLogEvents"), (log,))
