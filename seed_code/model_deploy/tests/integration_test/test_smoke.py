"""The endpoint serves the version of this release. In production this is the whole suite."""

import boto3

from acceptance.endpoint import CSV, Endpoint, csv_body
from acceptance.held_out import HeldOut
from acceptance.tasks import Task
from deployment.real_time.serving import now_serving
from deployment.release import Release


def test_the_endpoint_is_in_service(endpoint: Endpoint, in_stage: boto3.Session) -> None:
    status = in_stage.client("sagemaker").describe_endpoint(EndpointName=endpoint.name)["EndpointStatus"]
    assert status == "InService", (
        f"{endpoint.name} is {status}.\nWhat to do: read the log group /aws/sagemaker/Endpoints/{endpoint.name} and "
        "the events of its stack; a container that cannot load the model is the usual cause."
    )


def test_the_endpoint_runs_the_version_of_this_release(
    endpoint: Endpoint, deployed: Release, in_stage: boto3.Session
) -> None:
    """As the only version, as one of two, or as a shadow: as `rollout` says."""
    serving = now_serving(in_stage.client("sagemaker"), endpoint.name)
    versions, released = serving.versions if serving else (), deployed.model.model_package_arn
    assert released in versions, (
        f"{endpoint.name} runs {', '.join(versions) or 'nothing'}, this release is {released}.\n"
        "What to do: look who changed the endpoint outside this pipeline, then release the pipeline once more."
    )


def test_the_variant_that_answers_is_one_of_this_release(
    endpoint: Endpoint, held_out: HeldOut, deployed: Release, in_stage: boto3.Session
) -> None:
    """Where two versions run, `rollout` decides which of them answers a request."""
    variant = endpoint.call(csv_body(held_out.rows[:1]), CSV, CSV).variant
    serving = now_serving(in_stage.client("sagemaker"), endpoint.name)
    version, both = (serving.answering.get(variant, ""), len(set(serving.versions)) > 1) if serving else ("", False)
    assert version and (both or version == deployed.model.model_package_arn), (
        f"variant '{variant}' answered, it runs {version or 'nothing known'}, this release is "
        f"{deployed.model.model_package_arn}.\nWhat to do: look who changed the endpoint outside this pipeline, then "
        "release the pipeline once more."
    )


def test_the_endpoint_answers_one_prediction(endpoint: Endpoint, held_out: HeldOut, task: Task) -> None:
    scores = endpoint.csv_scores(held_out.rows[:1])
    assert len(scores) == 1 and not task.fault(scores[0]), (
        f"{endpoint.name} answered {scores} to one row, expected {task.answer}.\n"
        "What to do: check output_fn of inference.py in the build repository."
    )
