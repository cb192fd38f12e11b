"""What the batch suites get besides: the pipeline of STAGE, and one run of it over the held-out rows."""

import os
from pathlib import Path

import boto3
import pytest

from acceptance.__main__ import rendered_folder
from acceptance.batch import limits as batch_limits
from acceptance.batch import pipeline
from acceptance.batch.limits import Limits
from acceptance.batch.pipeline import BatchPipeline, Results
from deployment import release
from deployment.model_version import split_s3_uri
from deployment.sessions import Sessions


@pytest.fixture(scope="session")
def batch() -> BatchPipeline:
    sessions, role = Sessions(), os.environ.get("TEST_ROLE_ARN", "")
    sagemaker, s3 = sessions.client("sagemaker", role), sessions.client("s3", role)
    return pipeline.of_stage(rendered_folder(os.environ), os.environ["STAGE"], sagemaker, s3)


@pytest.fixture(scope="session")
def batch_limits_of_staging() -> Limits:
    return batch_limits.read(Path("inference_config"))


@pytest.fixture(scope="session")
def held_out_text(deployed: release.Release) -> str:
    """The held-out rows as they were registered: with header, the target in the first column."""
    bucket, key = split_s3_uri(deployed.model.test_data_s3_uri)
    return str(boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode())


@pytest.fixture(scope="session")
def results(batch: BatchPipeline, held_out_text: str, batch_limits_of_staging: Limits) -> Results:
    """The held-out rows scored by the deployed pipeline, started as rows of every day start it."""
    return batch.score(held_out_text, batch_limits_of_staging.run_minutes, by_arrival=batch.on_arrival)
