import pytest

from deployment import project
from deployment.errors import DeploymentError
from deployment.test.examples import ACCOUNTS, ENVIRONMENT, GUARDED_PROJECT, PROJECT


def test_all_missing_variables_are_named_at_once() -> None:
    environment = {**ENVIRONMENT, "KMS_KEY_ARN": "", "SAGEMAKER_PROJECT_ID": ""}
    with pytest.raises(DeploymentError, match="not set in the environment: SAGEMAKER_PROJECT_ID, KMS_KEY_ARN"):
        project.from_environment(environment)


def test_the_longest_project_name_has_room_for_both_stages() -> None:
    assert len(project.endpoint_name("n" * 32, "p-" + "1" * 18, "staging")) == 61


def test_a_name_longer_than_sagemaker_allows_is_refused() -> None:
    with pytest.raises(DeploymentError, match="has 64 characters, SageMaker allows 63"):
        project.endpoint_name("n" * 32, "i" * 23, "staging")


def test_in_phase_repeatable_both_stages_use_what_the_project_has() -> None:
    assert not PROJECT.guarded
    for place in PROJECT.places.values():
        assert place.account_id == "111122223333"
        assert place.model_role_arn == ENVIRONMENT["MODEL_EXECUTION_ROLE_ARN"]
        assert (place.key, place.bucket) == (ENVIRONMENT["KMS_KEY_ARN"], ENVIRONMENT["ML_DATA_BUCKET"])
        assert place.test_role_arn == ""


def test_from_phase_reliable_on_each_stage_has_its_account() -> None:
    assert GUARDED_PROJECT.guarded
    staging, prod = GUARDED_PROJECT.places["staging"], GUARDED_PROJECT.places["prod"]
    assert (staging.account_id, prod.account_id) == ("444455556666", "777788889999")
    roles = "arn:aws:iam::777788889999:role/mlops/mlops-templates-target-"
    assert prod.model_role_arn == f"{roles}model-eu-west-1"
    assert prod.monitor_role_arn == f"{roles}monitor-eu-west-1"
    assert prod.test_role_arn == f"{roles}test-eu-west-1"
    assert staging.bucket == "sagemaker-mlops-target-444455556666-eu-west-1"


def test_single_account_mode_is_the_same_with_one_account_twice() -> None:
    own = {"STAGING_ACCOUNT_ID": "111122223333", "PRODUCTION_ACCOUNT_ID": "111122223333"}
    places = project.from_environment({**ENVIRONMENT, **ACCOUNTS, **own}).places
    assert places["staging"] == places["prod"]


@pytest.mark.parametrize("phase", ["reliable", "scalable"])
def test_an_account_that_is_not_named_is_asked_for(phase: str) -> None:
    with pytest.raises(DeploymentError, match="not set in the environment: STAGING_ACCOUNT_ID, PRODUCTION_ACCOUNT_ID"):
        project.from_environment({**ENVIRONMENT, "PHASE": phase})


def test_an_unknown_phase_is_refused() -> None:
    with pytest.raises(DeploymentError, match="PHASE is 'initial', it must be repeatable, reliable, scalable"):
        project.from_environment({**ENVIRONMENT, "PHASE": "initial"})


def test_a_key_that_is_no_arn_is_refused() -> None:
    with pytest.raises(DeploymentError, match="KMS_KEY_ARN is 'alias/mine', which is no ARN of a key"):
        project.from_environment({**ENVIRONMENT, "KMS_KEY_ARN": "alias/mine"})


def test_alarms_may_have_no_topic() -> None:
    assert PROJECT.alarm_topic_arn == ""
    topic = "arn:aws:sns:eu-west-1:111122223333:sagemaker-churn-p-1-alarms"
    assert project.from_environment({**ENVIRONMENT, "ALARM_TOPIC_ARN": topic}).alarm_topic_arn == topic
