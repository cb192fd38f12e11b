"""What every suite gets: the endpoint of STAGE, the release it should serve, the held-out rows, the limits."""

import os
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from acceptance import api as stage_api
from acceptance import baseline as training_rows
from acceptance import behaviour, tasks
from acceptance import held_out as held_out_rows
from acceptance import limits as test_limits
from acceptance.__main__ import TEST_ROLE, rendered_folder
from acceptance.api import Api
from acceptance.baseline import Baseline
from acceptance.behaviour import MlTests
from acceptance.endpoint import Endpoint
from acceptance.held_out import HeldOut
from acceptance.limits import Limits
from acceptance.tasks import Scores, Task
from deployment import project, release
from deployment.sessions import Sessions

# No retries: a call that fails once has failed, and a repeated one would hide it and its time.
ONE_TRY = Config(retries={"total_max_attempts": 1}, max_pool_connections=16, read_timeout=65)


@pytest.fixture(scope="session")
def deployed() -> release.Release:
    return release.read(rendered_folder(os.environ))


@pytest.fixture(scope="session")
def in_stage() -> boto3.Session:
    """A session in the account of the stage: with the role of TEST_ROLE_ARN, where there is one."""
    return Sessions().session(os.environ.get(TEST_ROLE, ""))


@pytest.fixture(scope="session")
def endpoint(in_stage: boto3.Session) -> Endpoint:
    environment = os.environ
    name = project.endpoint_name(
        environment["SAGEMAKER_PROJECT_NAME"], environment["SAGEMAKER_PROJECT_ID"], environment["STAGE"]
    )
    return Endpoint(name, in_stage.client("sagemaker-runtime", config=ONE_TRY))


@pytest.fixture(scope="session")
def api(in_stage: boto3.Session) -> Api:
    environment = os.environ
    name, identifier = environment["SAGEMAKER_PROJECT_NAME"], environment["SAGEMAKER_PROJECT_ID"]
    return stage_api.of_stack(in_stage, f"sagemaker-{name}-{identifier}-deploy-{environment['STAGE']}", environment)


@pytest.fixture(scope="session")
def task(deployed: release.Release) -> Task:
    """What the model does, by its registration."""
    return tasks.of(deployed.model)


@pytest.fixture(scope="session")
def held_out(deployed: release.Release, task: Task) -> HeldOut:
    return held_out_rows.read(boto3.client("s3"), deployed.model.test_data_s3_uri, task)


@pytest.fixture(scope="session")
def baseline(deployed: release.Release) -> Baseline:
    """The statistics of the rows that the model was trained on."""
    return training_rows.read(boto3.client("s3"), deployed.model.baseline_s3_uri)


@pytest.fixture(scope="session")
def ml_tests() -> MlTests:
    return behaviour.read(Path("inference_config"))


@pytest.fixture(scope="session")
def limits() -> Limits:
    return test_limits.read(Path("inference_config"))


@pytest.fixture(scope="session")
def scores(endpoint: Endpoint, held_out: HeldOut) -> list[Scores]:
    """The endpoint's answer to each held-out row."""
    return [score for batch in held_out.batches(200) for score in endpoint.csv_scores(batch)]
