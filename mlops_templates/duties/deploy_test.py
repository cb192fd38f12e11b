"""Tests what serves at a stage by calling it, and sums up the result for the approver."""

from __future__ import annotations

from mlops_templates.duties.batch import run_batch_pipelines
from mlops_templates.duties.builds import build_permissions
from mlops_templates.duties.endpoints import inspect_endpoints, invoke_endpoints
from mlops_templates.duties.storage import ML_DATA, delete_objects, put_objects, read_bucket
from mlops_templates.duties.targets import assume_in_targets
from mlops_templates.model import Duty

DEPLOY_TEST = Duty(
    name="deploy-test",
    purpose="Tests what a stage serves by calling it",
    services=("codebuild.amazonaws.com",),
    permissions=(
        *build_permissions(),
        *read_bucket(ML_DATA),
        # Rows that a test lets score, and takes away again.
        put_objects(ML_DATA, "batch-input/"),
        delete_objects(ML_DATA, "batch-input/"),
        *inspect_endpoints(),
        invoke_endpoints(),
        *run_batch_pipelines(),
        assume_in_targets("test"),
    ),
)
