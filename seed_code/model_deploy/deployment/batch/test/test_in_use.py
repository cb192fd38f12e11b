import json
from pathlib import Path
from typing import Any

import pytest

from deployment.batch import in_use, settings
from deployment.batch.in_use import InUse
from deployment.test.examples import GROUP_ARN, model_version, stubbed

PROD = settings.read(Path(__file__).parents[3] / "inference_config")[1]
NOW = InUse(f"{GROUP_ARN}/3", "ml.m5.xlarge", 1)


def pipeline(**arguments: Any) -> dict[str, str]:
    return {"PipelineDefinition": json.dumps({"Steps": [{"Type": "Transform", "Arguments": arguments}]})}


def test_the_version_and_the_machines_are_read_from_the_pipeline_and_its_model() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    resources = {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1}
    stubber.add_response("describe_pipeline", pipeline(ModelName="m", TransformResources=resources))
    containers = [{"ModelPackageName": f"{GROUP_ARN}/3"}]
    model = {"ModelName": "m", "ModelArn": "arn:aws:sagemaker:eu-west-1:1:model/m", "CreationTime": 0}
    stubber.add_response("describe_model", {**model, "Containers": containers}, {"ModelName": "m"})
    assert in_use.now_in_use(sagemaker, "churn-p-1-batch-prod") == NOW


def test_no_pipeline_uses_nothing() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    stubber.add_client_error("describe_pipeline", "ResourceNotFound", "Pipeline does not exist")
    assert in_use.now_in_use(sagemaker, "churn-p-1-batch-prod") is None


def test_another_error_is_no_absence() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    stubber.add_client_error("describe_pipeline", "AccessDeniedException", "no")
    with pytest.raises(sagemaker.exceptions.ClientError):
        in_use.now_in_use(sagemaker, "churn-p-1-batch-prod")


def test_what_changes_is_told_and_what_stays_too() -> None:
    assert in_use.changed_settings(NOW, PROD) == ("instance type ml.m5.xlarge -> ml.m5.large",)
    assert list(in_use.describe(NOW, None, model_version(4), PROD)) == [
        "  model version: unknown -> 4",
        "  instance type: ml.m5.xlarge -> ml.m5.large",
        "  instance count: 1, as now",
    ]
