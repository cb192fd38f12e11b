"""The endpoint on which people try a model by hand (`make trial` of the build repository): one for each project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.naming import project_entity
from mlops_templates.publish.problems import explained
from mlops_templates.publish.stack import LONGEST_WAIT, pauses

TRIAL = project_entity("try")
"""Of the endpoint, its configuration and its model, as `Fn::Sub` writes it."""


def delete_trial(name: str, sagemaker: Any) -> bool:
    """Delete all three of that name, which no stack knows of; whether there was an endpoint."""
    with explained(f"delete the endpoint {name}"):
        found = _done(lambda: sagemaker.delete_endpoint(EndpointName=name))
        if found:
            _wait_for_the_end(name, sagemaker)
        _done(lambda: sagemaker.delete_endpoint_config(EndpointConfigName=name))
        _done(lambda: sagemaker.delete_model(ModelName=name))
    return found


def _done(call: Callable[[], object]) -> bool:
    """Make a call of SageMaker about one thing; False when that is not there."""
    try:
        call()
    except ClientError as error:
        if "Could not find" not in error.response["Error"].get("Message", ""):
            raise
        return False
    return True


def _wait_for_the_end(name: str, sagemaker: Any) -> None:
    for _ in pauses(LONGEST_WAIT):
        if not _done(lambda: sagemaker.describe_endpoint(EndpointName=name)):
            return
    raise MlopsTemplatesError(f"Endpoint {name} is still being deleted after {LONGEST_WAIT / 60:.0f} minutes.")
