from dataclasses import replace

import pytest

from deployment.real_time import endpoint, parameters
from deployment.real_time.settings import AlarmLimits, Api, InferenceConfig, Monitoring, Rollout
from deployment.real_time.test.templates import FULL, PLAIN
from deployment.test.documents import loaded
from deployment.test.examples import GROUP_ARN, GUARDED_PROJECT, PROJECT, model_version

PROD = InferenceConfig("prod", "ml.m5.large", 2, 20)
SERVING = f"{GROUP_ARN}/3"


def of(config: InferenceConfig = PROD, version: int = 4, serving: str = "", shape: str = "shape") -> dict[str, str]:
    return parameters.document(PROJECT, config, model_version(version), serving, shape)["Parameters"]


def test_every_parameter_of_the_template_gets_a_value() -> None:
    assert set(of()) == set(loaded(PLAIN)["Parameters"])


def test_every_parameter_of_api_and_monitoring_gets_a_value() -> None:
    options = {**parameters.of_api(Api()), **parameters.of_monitoring(Monitoring(), model_version(), "role", "s3://c/")}
    assert set(options) == set(loaded(FULL)["Parameters"]) - set(loaded(PLAIN)["Parameters"])


def test_the_stage_decides_name_and_size() -> None:
    got = of()
    assert (got["EndpointName"], got["InstanceCount"], got["DataCapturePercentage"]) == ("churn-p-1-prod", "2", "20")


def test_the_release_name_changes_with_what_is_released() -> None:
    names = {
        of()["ReleaseName"],
        of(version=5)["ReleaseName"],
        of(InferenceConfig("prod", "ml.m5.large", 3, 20))["ReleaseName"],
        of(InferenceConfig("staging", "ml.m5.large", 2, 20))["ReleaseName"],
        of(replace(PROD, rollout=Rollout("shadow")), serving=SERVING)["ReleaseName"],
        of(shape="changed")["ReleaseName"],
    }
    assert len(names) == 6


def test_the_same_release_keeps_its_name_whatever_its_alarms_and_its_rollout() -> None:
    changed = replace(PROD, alarms=AlarmLimits(9, 9), rollout=Rollout("canary"), api=Api(), monitoring=Monitoring())
    assert of()["ReleaseName"] == of(changed)["ReleaseName"]
    assert endpoint.shape() == endpoint.shape()


def test_volumes_are_encrypted_where_the_instance_does_not_do_it_itself() -> None:
    assert of()["EncryptsVolume"] == "yes"
    assert of(InferenceConfig("prod", "ml.g5.xlarge", 1, 0))["EncryptsVolume"] == "no"


def test_the_limits_of_the_alarms_are_those_of_the_stage() -> None:
    got = of(replace(PROD, alarms=AlarmLimits(errors_per_minute=5, latency_ms=12.5)))
    assert (got["ErrorsPerMinute"], got["LatencyMicroseconds"]) == ("5", "12500")


@pytest.mark.parametrize(
    ("strategy", "routing", "new_version"),
    [
        ("all_at_once", "ALL_AT_ONCE", "replaces"),
        ("canary", "CANARY", "replaces"),
        ("linear", "LINEAR", "replaces"),
        ("shadow", "ALL_AT_ONCE", "shadows"),
        ("ab", "ALL_AT_ONCE", "shares"),
    ],
)
def test_each_strategy_has_its_routing(strategy: str, routing: str, new_version: str) -> None:
    got = of(replace(PROD, rollout=Rollout(strategy)), serving=SERVING)
    assert (got["TrafficRouting"], got["NewVersion"]) == (routing, new_version)


def test_the_version_in_service_stays_beside_the_new_one() -> None:
    got = of(replace(PROD, rollout=Rollout("ab", new_share_percent=30)), serving=SERVING)
    assert got["ServingModelPackageArn"] == SERVING
    assert (got["NewSharePercent"], got["ServingSharePercent"]) == ("30", "70")
    assert len({got["ReleaseName"], got["ServingReleaseName"], ""}) == 3


@pytest.mark.parametrize("serving", ["", f"{GROUP_ARN}/4"])
def test_there_are_two_versions_only_where_another_one_serves(serving: str) -> None:
    got = of(replace(PROD, rollout=Rollout("shadow")), serving=serving)
    assert (got["NewVersion"], got["ServingModelPackageArn"], got["ServingReleaseName"]) == ("replaces", "", "")


def test_a_stage_in_a_target_account_uses_what_that_account_keeps() -> None:
    got = parameters.document(GUARDED_PROJECT, PROD, model_version(), "", "shape")["Parameters"]
    role = "arn:aws:iam::777788889999:role/mlops/mlops-templates-target-model-eu-west-1"
    assert got["ModelExecutionRoleArn"] == role
    assert got["DataBucket"] == "sagemaker-mlops-target-777788889999-eu-west-1"
    assert got["KmsKeyArn"] == "/mlops-templates/target/key-arn"


def test_the_stack_is_tagged_with_project_and_stage() -> None:
    assert parameters.document(PROJECT, PROD, model_version(), "", "shape")["Tags"] == {
        "sagemaker:deployment-stage": "prod",
        "sagemaker:project-id": "p-1",
        "sagemaker:project-name": "churn",
    }
