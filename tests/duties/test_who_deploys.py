"""Who deploys, and who calls what is deployed."""

import pytest

from tests.duties.rights import CHURN
from tests.duties.test_who_may_what import ENDPOINT, who_may


@pytest.mark.parametrize("action", ["CreateEndpoint", "UpdateEndpoint", "DeleteEndpoint"])
def test_only_the_stack_role_makes_endpoints(action: str):
    assert who_may(f"sagemaker:{action}", ENDPOINT) == {"deploy-stack"}


def test_only_tests_and_people_call_endpoints():
    assert who_may("sagemaker:InvokeEndpoint", ENDPOINT) == {"deploy-test", "scientist"}


@pytest.mark.parametrize("action", ["CreateStack", "UpdateStack"])
@pytest.mark.parametrize("stage", ["staging", "prod"])
def test_only_the_deploy_pipeline_deploys(action: str, stage: str):
    stack = CHURN.resource("cloudformation", f"deploy-{stage}/1", "stack/")
    assert who_may(f"cloudformation:{action}", stack) == {"deploy-pipeline"}


def test_the_stack_of_staging_may_be_deleted_and_that_of_production_never():
    staging, production = (
        CHURN.resource("cloudformation", f"deploy-{stage}/1", "stack/") for stage in ("staging", "prod")
    )
    assert who_may("cloudformation:DeleteStack", staging) == {"deploy-pipeline"}
    assert who_may("cloudformation:DeleteStack", production) == set()
