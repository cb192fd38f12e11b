"""The workflow that brings a tested model to production, once the reviewers of that environment agree."""

from __future__ import annotations

from mlops_templates.duties.stage_deployment import deploy_and_test
from mlops_templates.model import Duty

DEPLOY_PRODUCTION = Duty(
    name="deploy-production",
    purpose="Workflow that brings a tested model to production, behind the reviewers of that environment",
    services=(),
    permissions=deploy_and_test("prod"),
)
