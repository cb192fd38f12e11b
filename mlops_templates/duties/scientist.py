"""The people who work on a project, in Studio or at a laptop: they read what happens, and work in its repositories.

Only CI/CD changes pipelines and endpoints (R13); the floor of experiments adds what running by hand takes.
"""

from __future__ import annotations

from mlops_templates.duties.batch import run_batch_pipelines
from mlops_templates.duties.endpoints import inspect_endpoints, invoke_endpoints
from mlops_templates.duties.own import own_arn
from mlops_templates.duties.registry import DEV, MAIN, read_models
from mlops_templates.duties.storage import ML_DATA, put_objects, read_bucket, use_key
from mlops_templates.duties.targets import assume_in_targets
from mlops_templates.duties.training_pipelines import read_job_logs, watch_pipelines
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import project_resource

GIT = ("codecommit:GetBranch", "codecommit:GetRepository", "codecommit:GitPull", "codecommit:GitPush")

SCIENTIST = Duty(
    name="scientist",
    purpose="Data scientists read what their project does and work in its repositories",
    services=("sagemaker.amazonaws.com",),
    permissions=(
        *read_bucket(ML_DATA),
        put_objects(ML_DATA, "experiments/"),
        use_key(),
        read_models(MAIN),
        read_models(DEV),
        *watch_pipelines(),
        *run_batch_pipelines(),
        *read_job_logs(),
        *inspect_endpoints(),
        invoke_endpoints(),
        # Where development is an account of its own, they try models by hand there.
        assume_in_targets("trial"),
        Permission(GIT, (own_arn("codecommit", project_resource("model-*")),)),
    ),
)
