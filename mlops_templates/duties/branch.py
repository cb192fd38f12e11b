"""CI of feature and development branches, besides what the build of main may: it clones by itself, and cleans up."""

from __future__ import annotations

from mlops_templates.duties.own import own_arn
from mlops_templates.duties.registry import DEV, delete_models
from mlops_templates.duties.storage import ML_DATA, delete_objects
from mlops_templates.duties.training_pipelines import delete_branch_pipelines
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import PROJECT_NAME, project_resource

BRANCH = Duty(
    name="branch",
    purpose="Checks a branch of the model_build repository, and cleans up when the branch is gone",
    services=("codebuild.amazonaws.com",),
    permissions=(
        Permission(("codecommit:GitPull",), (own_arn("codecommit", project_resource("model-build")),)),
        delete_models(DEV),
        *delete_branch_pipelines(),
        # Data of main lies under <project>/, that of a branch under <project>-<branch>/.
        delete_objects(ML_DATA, f"{PROJECT_NAME}-*/"),
    ),
)
