"""CI of feature and development branches: no more than they need, for their code is not reviewed yet.

What IAM cannot say: the steps of a branch run with the training role of the project, which registers in both groups.
Where development is an account of its own they have a role that registers in Dev groups only.
"""

from __future__ import annotations

from mlops_templates.duties.builds import build_permissions
from mlops_templates.duties.own import own_arn
from mlops_templates.duties.registry import DEV, delete_models, read_models
from mlops_templates.duties.roles import pass_own
from mlops_templates.duties.storage import ML_DATA, delete_objects, put_objects, read_bucket
from mlops_templates.duties.targets import assume_in_targets
from mlops_templates.duties.training_pipelines import (
    OF_BRANCHES,
    change_pipelines,
    delete_branch_pipelines,
    read_job_logs,
    run_pipelines,
)
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import PROJECT_NAME, project_resource

# Data of main lies under <project>/, that of a branch under <project>-<branch>/.
FOLDERS = f"{PROJECT_NAME}-*/"

BRANCH = Duty(
    name="branch",
    purpose="Checks a branch of the model_build repository, runs its own pipeline, and cleans up when it is gone",
    services=("codebuild.amazonaws.com",),
    permissions=(
        *build_permissions(),
        Permission(("codecommit:GitPull",), (own_arn("codecommit", project_resource("model-build")),)),
        *read_bucket(ML_DATA),
        put_objects(ML_DATA, FOLDERS),
        delete_objects(ML_DATA, FOLDERS),
        read_models(DEV),
        delete_models(DEV),
        change_pipelines([OF_BRANCHES]),
        *run_pipelines([OF_BRANCHES]),
        *delete_branch_pipelines(),
        *read_job_logs(),
        pass_own("training", "sagemaker.amazonaws.com"),
        assume_in_targets("branch"),
    ),
)
