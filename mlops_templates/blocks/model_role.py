"""The model execution role: what the container behind an endpoint may do."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.ml_data_bucket import MlDataBucket
from mlops_templates.blocks.role import Role, add_role
from mlops_templates.blocks.sagemaker_container import container_permissions


@dataclass(frozen=True)
class ModelRole:
    """Serves a model."""

    role: Role


def add_model_role(template: Template, *, key: Key, ml_data: MlDataBucket) -> ModelRole:
    role = add_role(
        template,
        noun="model",
        duty="SageMaker serves a model behind an endpoint",
        service="sagemaker.amazonaws.com",
        permissions=(
            *container_permissions(),
            *ml_data.bucket.read(),
            ml_data.bucket.put("data-capture/"),
            key.use(),
        ),
    )
    return ModelRole(role)
