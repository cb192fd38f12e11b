from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from deployment.sessions import Sessions
from deployment.test.examples import stubbed

ROLE = "arn:aws:iam::777788889999:role/mlops/mlops-templates-target-test-eu-west-1"


class OwnSession:
    """The session of the job, which may become another role once."""

    region_name = "eu-west-1"

    def __init__(self) -> None:
        self.sts, stubber = stubbed("sts")
        expires = datetime(2030, 1, 1, tzinfo=UTC)
        key = {"AccessKeyId": "A" * 20, "SecretAccessKey": "secret", "SessionToken": "token", "Expiration": expires}
        request = {"RoleArn": ROLE, "RoleSessionName": "model-deploy"}
        stubber.add_response("assume_role", {"Credentials": key}, request)

    def client(self, service: str, **options: Any) -> Any:
        return self.sts if service == "sts" else f"own {service}"


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> Sessions:
    own, session = OwnSession(), boto3.Session
    monkeypatch.setattr(boto3, "Session", lambda **options: session(**options) if options else own)
    return Sessions()


def test_without_a_role_the_job_is_itself(sessions: Sessions) -> None:
    assert sessions.client("sagemaker") == "own sagemaker"


def test_a_role_is_assumed_once_and_stays_in_the_region(sessions: Sessions) -> None:
    first, second = sessions.client("sagemaker", ROLE), sessions.client("s3", ROLE)
    assert sessions.session(ROLE).get_credentials().access_key == "A" * 20
    assert (first.meta.region_name, second.meta.region_name) == ("eu-west-1", "eu-west-1")
