import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from app_infra.batch_inference.batch_job import BatchJob

FILE = Path(__file__).parents[1] / "ml-pipeline-inference.py"
JOB = BatchJob(
    project_name="churn",
    project_id="p-1",
    stage="prod",
    bucket="data",
    input_prefix="batch-input/prod/",
    output_prefix="batch-output/prod/",
    code_uri="s3://data/batch-code/0123/",
    baseline_uri="s3://data/churn/statistics.json",
    model_name="churn-p-1-abcdef01",
    image_uri="683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3",
    role_arn="arn:aws:iam::111122223333:role/mlops/sagemaker-p-1-batch",
    kms_key="arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555",
    instance_type="ml.m5.large",
    instance_count=2,
    processing_instance_type="ml.m5.large",
    volume_size_in_gb=30,
    max_runtime_in_seconds=3600,
    drift_threshold=0.2,
    drifted_share_limit=0.3,
    publishes_metrics=False,
)
SERVICE = botocore.session.get_session().get_service_model("sagemaker")


def steps_of(job: BatchJob) -> dict[str, Any]:
    specification = importlib.util.spec_from_file_location("ml_pipeline_inference", FILE)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return {step["Name"]: step for step in module.get_pipeline(job)["Steps"]}


def resolved(value: Any) -> Any:
    """An argument as SageMaker sees it at run time, with stand-ins for what is not known before."""
    if isinstance(value, list):
        return [resolved(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Get"}:
        return f"s3://earlier/{value['Get']}" if value["Get"].startswith("Steps.") else value["Get"]
    if set(value) == {"Std:Join"}:
        return "".join(resolved(value["Std:Join"]["Values"]))
    return {key: resolved(item) for key, item in value.items()}


def test_the_steps_keep_the_order_of_batch_inference() -> None:
    steps = steps_of(JOB)
    assert [(step["Name"], step["Type"]) for step in steps.values()] == [
        ("Preprocess", "Processing"),
        ("Transform", "Transform"),
        ("PostProcess", "Processing"),
        ("Monitor", "Processing"),
    ]
    for earlier, later in (("Preprocess", "Transform"), ("Transform", "PostProcess"), ("PostProcess", "Monitor")):
        assert f"Steps.{earlier}." in json.dumps(steps[later]), "a step runs early when it reads nothing of the other"


@pytest.mark.parametrize(
    ("step", "operation", "name"),
    [
        ("Preprocess", "CreateProcessingJob", "ProcessingJobName"),
        ("Transform", "CreateTransformJob", "TransformJobName"),
        ("PostProcess", "CreateProcessingJob", "ProcessingJobName"),
        ("Monitor", "CreateProcessingJob", "ProcessingJobName"),
    ],
)
def test_the_arguments_are_what_the_service_takes(step: str, operation: str, name: str) -> None:
    job = replace(JOB, results_bucket="lake-landing")
    arguments = {**resolved(steps_of(job)[step]["Arguments"]), name: "a-name"}
    report = ParamValidator().validate(arguments, SERVICE.operation_model(operation).input_shape)
    assert report.generate_report() == ""


def test_results_go_to_a_folder_of_the_execution() -> None:
    outputs = steps_of(JOB)["PostProcess"]["Arguments"]["ProcessingOutputConfig"]["Outputs"]
    assert [resolved(output["S3Output"]["S3Uri"]) for output in outputs] == [
        f"s3://data/batch-output/prod/Execution.PipelineExecutionId/{name}" for name in ("results", "statistics")
    ]


def test_the_input_is_chosen_when_the_pipeline_starts() -> None:
    rows = steps_of(JOB)["Preprocess"]["Arguments"]["ProcessingInputs"][1]
    assert resolved(rows["S3Input"]["S3Uri"]) == "s3://data/Parameters.InputPrefix"


def test_the_last_step_delivers_to_the_landing_bucket_only_when_there_is_one() -> None:
    def names(job: BatchJob) -> list[str]:
        outputs = steps_of(job)["Monitor"]["Arguments"]["ProcessingOutputConfig"]["Outputs"]
        return [resolved(output["S3Output"]["S3Uri"]) for output in outputs]

    delivered = "s3://lake-landing/churn-p-1/prod/Execution.PipelineExecutionId"
    assert delivered in names(replace(JOB, results_bucket="lake-landing"))
    assert len(names(JOB)) == 1 and "--landing" not in json.dumps(steps_of(JOB))


def test_every_job_is_encrypted_with_the_key_of_the_stage() -> None:
    steps = steps_of(JOB)
    transform = steps.pop("Transform")["Arguments"]
    assert transform["TransformOutput"]["KmsKeyId"] == transform["TransformResources"]["VolumeKmsKeyId"] == JOB.kms_key
    for step in steps.values():
        arguments = step["Arguments"]
        assert arguments["ProcessingOutputConfig"]["KmsKeyId"] == JOB.kms_key
        assert arguments["ProcessingResources"]["ClusterConfig"]["VolumeKmsKeyId"] == JOB.kms_key
        assert arguments["NetworkConfig"]["EnableInterContainerTrafficEncryption"] is True


def test_a_disk_that_encrypts_itself_gets_no_key() -> None:
    steps = steps_of(replace(JOB, encrypts_volumes=(False, False)))
    assert "VolumeKmsKeyId" not in json.dumps(steps)


def test_only_the_step_that_sends_metrics_has_a_network() -> None:
    for publishes in (False, True):
        steps = steps_of(replace(JOB, publishes_metrics=publishes))
        isolated = {name: step["Arguments"].get("NetworkConfig", {}) for name, step in steps.items()}
        assert [isolated[name]["EnableNetworkIsolation"] for name in ("Preprocess", "PostProcess", "Monitor")] == [
            True,
            True,
            not publishes,
        ]


def test_jobs_carry_the_tags_of_the_project() -> None:
    for step in steps_of(JOB).values():
        tags = {tag["Key"]: tag["Value"] for tag in step["Arguments"]["Tags"]}
        assert (tags["sagemaker:project-name"], tags["sagemaker:project-id"]) == ("churn", "p-1")
