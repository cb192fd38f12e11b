"""Renders the stage stacks of the newest approved version, from the model_deploy repository."""

from __future__ import annotations

from mlops_templates.duties.batch import inspect_batch_pipelines
from mlops_templates.duties.builds import build_permissions
from mlops_templates.duties.endpoints import inspect_endpoints
from mlops_templates.duties.registry import MAIN, read_models
from mlops_templates.duties.storage import ML_DATA, put_objects, read_bucket
from mlops_templates.duties.targets import assume_in_targets
from mlops_templates.model import Duty

DEPLOY_RENDER = Duty(
    name="deploy-render",
    purpose="Renders the stack of the newest approved model version",
    services=("codebuild.amazonaws.com",),
    permissions=(
        *build_permissions(),
        *read_bucket(ML_DATA),
        # The code of batch and monitoring steps, at keys of its content.
        put_objects(ML_DATA, "code/deploy-steps/"),
        read_models(MAIN),
        *inspect_endpoints(),
        inspect_batch_pipelines(),
        assume_in_targets("test"),
    ),
)
