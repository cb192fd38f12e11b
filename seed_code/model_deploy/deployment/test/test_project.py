import pytest

from deployment import project
from deployment.errors import DeploymentError
from deployment.test.examples import ENVIRONMENT


def test_all_missing_variables_are_named_at_once() -> None:
    environment = {**ENVIRONMENT, "KMS_KEY_ARN": "", "SAGEMAKER_PROJECT_ID": ""}
    with pytest.raises(DeploymentError, match="not set in the environment: SAGEMAKER_PROJECT_ID, KMS_KEY_ARN"):
        project.from_environment(environment)


def test_the_longest_project_name_has_room_for_both_stages() -> None:
    assert len(project.endpoint_name("n" * 32, "p-" + "1" * 18, "staging")) == 61


def test_a_name_longer_than_sagemaker_allows_is_refused() -> None:
    with pytest.raises(DeploymentError, match="has 64 characters, SageMaker allows 63"):
        project.endpoint_name("n" * 32, "i" * 23, "staging")
