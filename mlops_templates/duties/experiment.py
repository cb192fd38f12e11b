"""Running the training pipeline by hand, where there is no CI/CD yet (R11)."""

from __future__ import annotations

from mlops_templates.duties.roles import pass_own
from mlops_templates.duties.storage import ML_DATA, put_objects
from mlops_templates.duties.training_pipelines import EVERY, change_pipelines, run_pipelines
from mlops_templates.model import Duty

EXPERIMENT = Duty(
    name="experiment",
    purpose="Runs the training pipeline by hand",
    services=("sagemaker.amazonaws.com",),
    permissions=(
        put_objects(ML_DATA),
        change_pipelines(EVERY),
        *run_pipelines(EVERY),
        pass_own("training", "sagemaker.amazonaws.com"),
    ),
)
