import cfn_flip

from deployment.real_time import parameters as stage_parameters
from deployment.real_time import template as endpoint
from deployment.real_time.settings import InferenceConfig
from deployment.stack_text import HEADER
from deployment.test.examples import GROUP_ARN, PROJECT

PROD = InferenceConfig("prod", "ml.m5.large", 2, 20)
TEMPLATE = endpoint.render()


def parameters(config: InferenceConfig = PROD, version: int = 4, template: str = TEMPLATE) -> dict[str, str]:
    return stage_parameters.document(PROJECT, config, f"{GROUP_ARN}/{version}", template)["Parameters"]


def test_every_parameter_of_the_template_gets_a_value() -> None:
    assert set(parameters()) == set(cfn_flip.load_yaml(TEMPLATE.removeprefix(HEADER))["Parameters"])


def test_the_stage_decides_name_and_size() -> None:
    got = parameters()
    assert (got["EndpointName"], got["InstanceCount"], got["DataCapturePercentage"]) == ("churn-p-1-prod", "2", "20")


def test_the_release_name_changes_with_what_is_released() -> None:
    names = {
        parameters()["ReleaseName"],
        parameters(version=5)["ReleaseName"],
        parameters(config=InferenceConfig("prod", "ml.m5.large", 3, 20))["ReleaseName"],
        parameters(config=InferenceConfig("staging", "ml.m5.large", 2, 20))["ReleaseName"],
        parameters(template=TEMPLATE + "# changed")["ReleaseName"],
    }
    assert len(names) == 5


def test_the_same_release_keeps_its_name() -> None:
    assert parameters()["ReleaseName"] == parameters()["ReleaseName"]


def test_a_volume_key_is_given_only_to_instances_that_take_one() -> None:
    assert parameters()["VolumeKmsKeyArn"] == PROJECT.kms_key_arn
    assert parameters(config=InferenceConfig("prod", "ml.g5.xlarge", 1, 0))["VolumeKmsKeyArn"] == ""


def test_the_stack_is_tagged_with_project_and_stage() -> None:
    assert stage_parameters.document(PROJECT, PROD, f"{GROUP_ARN}/4", TEMPLATE)["Tags"] == {
        "sagemaker:deployment-stage": "prod",
        "sagemaker:project-id": "p-1",
        "sagemaker:project-name": "churn",
    }
