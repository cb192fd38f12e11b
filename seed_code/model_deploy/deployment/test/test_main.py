import pytest

from deployment.__main__ import KINDS, kind_name
from deployment.errors import DeploymentError


def test_an_endpoint_is_deployed_unless_the_project_says_otherwise() -> None:
    assert kind_name({}) == kind_name({"DEPLOYMENT": ""}) == "real-time"
    assert kind_name({"DEPLOYMENT": "batch"}) == "batch"


def test_an_unknown_kind_of_deployment_is_refused() -> None:
    with pytest.raises(DeploymentError, match="DEPLOYMENT is 'stream', it must be real-time or batch"):
        kind_name({"DEPLOYMENT": "stream"})


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_reads_and_renders(name: str) -> None:
    assert callable(KINDS[name].read) and callable(KINDS[name].render)
