"""What a workflow does at one stage: change its stack, and test what serves there. The other stage is out of reach."""

from __future__ import annotations

from mlops_templates.duties.batch import run_batch_pipelines
from mlops_templates.duties.deploy_pipeline import STACK_ACTIONS
from mlops_templates.duties.endpoints import inspect_endpoints, invoke_endpoints
from mlops_templates.duties.own import own_arn
from mlops_templates.duties.registry import MAIN, read_models
from mlops_templates.duties.roles import pass_own
from mlops_templates.duties.storage import ML_DATA, delete_objects, put_objects, read_bucket, use_key
from mlops_templates.model import Permission
from mlops_templates.naming import project_resource


def deploy_and_test(stage: str) -> tuple[Permission, ...]:
    """In the project's own account; for another one see stage_entry.py."""
    stack = own_arn("cloudformation", f"stack/{project_resource(f'deploy-{stage}')}/*")
    rows = f"batch-input/{stage}"
    return (
        Permission(STACK_ACTIONS, (stack,)),
        pass_own("deploy-stack", "cloudformation.amazonaws.com"),
        *read_bucket(ML_DATA),
        # Rows that a test lets score, and takes away again.
        put_objects(ML_DATA, rows),
        delete_objects(ML_DATA, rows),
        use_key(),
        read_models(MAIN),
        *inspect_endpoints(stage),
        invoke_endpoints(stage),
        *run_batch_pipelines(stage),
    )
