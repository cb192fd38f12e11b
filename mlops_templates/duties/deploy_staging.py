"""The workflow that brings an approved model to staging and tests it there."""

from __future__ import annotations

from mlops_templates.duties.own import own_arn
from mlops_templates.duties.stage_deployment import deploy_and_test
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import project_resource

DEPLOY_STAGING = Duty(
    name="deploy-staging",
    purpose="Workflow that brings an approved model to staging and tests it",
    services=(),
    permissions=(
        *deploy_and_test("staging"),
        # A staging stack that never came to be is replaced; production is never deleted.
        Permission(
            ("cloudformation:DeleteStack",),
            (own_arn("cloudformation", f"stack/{project_resource('deploy-staging')}/*"),),
        ),
    ),
)
