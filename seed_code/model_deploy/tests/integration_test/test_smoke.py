"""The endpoint serves the version of this release. In production this is the whole suite."""

import boto3

from acceptance.endpoint import Endpoint
from acceptance.held_out import HeldOut
from deployment.real_time.serving import now_serving
from deployment.release import Release


def test_the_endpoint_is_in_service(endpoint: Endpoint) -> None:
    status = boto3.client("sagemaker").describe_endpoint(EndpointName=endpoint.name)["EndpointStatus"]
    assert status == "InService", (
        f"{endpoint.name} is {status}.\nWhat to do: read the log group /aws/sagemaker/Endpoints/{endpoint.name} and "
        "the events of its stack; a container that cannot load the model is the usual cause."
    )


def test_the_endpoint_serves_the_version_of_this_release(endpoint: Endpoint, deployed: Release) -> None:
    serving = now_serving(boto3.client("sagemaker"), endpoint.name)
    served = serving.model_package_arn if serving else "nothing"
    assert served == deployed.model.model_package_arn, (
        f"{endpoint.name} serves {served}, this release is {deployed.model.model_package_arn}.\n"
        "What to do: look who changed the endpoint outside this pipeline, then release the pipeline once more."
    )


def test_the_endpoint_answers_one_prediction(endpoint: Endpoint, held_out: HeldOut) -> None:
    scores = endpoint.csv_scores(held_out.rows[:1])
    assert len(scores) == 1 and 0 <= scores[0] <= 1, (
        f"{endpoint.name} answered {scores} to one row, expected one probability.\n"
        "What to do: check output_fn of inference.py in the build repository."
    )
