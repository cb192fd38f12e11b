"""The container that serves a model, behind an endpoint or in a batch job."""

from __future__ import annotations

from mlops_templates.duties.containers import join_network, run_containers
from mlops_templates.duties.own import own_arn
from mlops_templates.duties.storage import ML_DATA, put_objects, read_bucket, use_key
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import project_resource

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
        # A deployment that rolls back by itself looks at its alarms as this role.
        Permission(("cloudwatch:DescribeAlarms",), (own_arn("cloudwatch", f"alarm:{project_resource('*')}"),)),
    ),
)
