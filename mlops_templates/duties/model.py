"""The container that serves a model, behind an endpoint or in a batch job."""

from __future__ import annotations

from mlops_templates.duties.containers import join_network, run_containers
from mlops_templates.duties.storage import ML_DATA, put_objects, read_bucket, use_key
from mlops_templates.model import Duty

MODEL = Duty(
    name="model",
    purpose="SageMaker serves a model",
    services=("sagemaker.amazonaws.com",),
    permissions=(
        *run_containers(),
        *join_network(),
        *read_bucket(ML_DATA),
        put_objects(ML_DATA, "data-capture/"),
        put_objects(ML_DATA, "batch-output/"),
        use_key(),
    ),
)
