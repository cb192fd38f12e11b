"""CI of the model_build repository: checks it, upserts its SageMaker pipeline, runs it and waits."""

from __future__ import annotations

from mlops_templates.duties.builds import build_permissions
from mlops_templates.duties.registry import DEV, MAIN, read_models
from mlops_templates.duties.roles import pass_own
from mlops_templates.duties.storage import ML_DATA, write_bucket
from mlops_templates.duties.targets import assume_in_targets
from mlops_templates.duties.training_pipelines import EVERY, change_pipelines, read_job_logs, run_pipelines
from mlops_templates.model import Duty, Permission

TURN_INTO_A_MODEL: tuple[Permission, ...] = (
    *write_bucket(ML_DATA),
    read_models(MAIN),
    read_models(DEV),
    change_pipelines(EVERY),
    *run_pipelines(EVERY),
    *read_job_logs(),
    pass_own("training", "sagemaker.amazonaws.com"),
    # Where development is an account of its own, pipelines run there. Over a connection this builds branches, too.
    assume_in_targets("build"),
    assume_in_targets("branch"),
)

BUILD = Duty(
    name="build",
    purpose="Checks the model_build repository, then runs its SageMaker pipeline",
    services=("codebuild.amazonaws.com",),
    permissions=(*build_permissions(), *TURN_INTO_A_MODEL),
)
