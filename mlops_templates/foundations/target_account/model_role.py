"""The model role: what the containers of endpoints and batch transform jobs may do."""

from __future__ import annotations

from troposphere import AWSHelperFn, Template

from mlops_templates.duties.containers import join_network, run_containers
from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.grants import grant_key, put_objects, read_bucket, use_key
from mlops_templates.foundations.target_account.names import target_role
from mlops_templates.foundations.target_account.tooling import pull_tooling_images, read_tooling_bucket


def add_model_role(template: Template, *, key: AWSHelperFn, ceiling: AWSHelperFn) -> AWSHelperFn:
    return add_foundation_role(
        template,
        FoundationRole(
            "Model",
            name=target_role("model"),
            duty="Containers of endpoints and of batch transform jobs",
            trust=trusts_service("sagemaker.amazonaws.com"),
            permissions=(
                *run_containers(),
                pull_tooling_images(),
                *join_network(),
                *read_bucket("Bucket"),
                put_objects("Bucket", "data-capture/"),
                put_objects("Bucket", "batch-output/"),
                *read_tooling_bucket("ml-data"),
                use_key(key),
                grant_key(key),
            ),
            boundary=ceiling,
        ),
    )
