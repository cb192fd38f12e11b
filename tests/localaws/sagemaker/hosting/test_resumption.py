"""Endpoints that the server before served."""

import pytest

from mlops_templates.localaws.sagemaker.hosting.fleet import TrafficState
from mlops_templates.localaws.sagemaker.hosting.records import HostingState
from mlops_templates.localaws.sagemaker.hosting.resumption import resume


def forgotten(aws, name, status):
    """The endpoint as it is read back: with this status, and nothing that serves it."""
    aws.call().live(TrafficState).endpoints.pop(name).blue.stop()
    endpoint = aws.call().state(HostingState).endpoints[name]
    endpoint.status = status
    return endpoint


def test_what_served_serves_again_and_is_updating_until_then(aws, hosting):
    name = hosting.serving(hosting.config(hosting.data()))
    forgotten(aws, name, "InService")
    resume(aws.call())
    assert hosting.api.describe_endpoint(EndpointName=name)["EndpointStatus"] == "Updating"
    assert hosting.settled(name)["EndpointStatus"] == "InService"
    assert hosting.ask(name)["Body"].read() == b"2.0,4.0"


@pytest.mark.parametrize("status", ["Updating", "RollingBack"])
def test_an_update_that_was_under_way_has_failed_and_the_configuration_before_it_serves(aws, hosting, status):
    before = hosting.config(hosting.data())
    name = hosting.serving(before)
    forgotten(aws, name, status)
    resume(aws.call())
    found = hosting.settled(name)
    assert (found["EndpointStatus"], found["EndpointConfigName"]) == ("InService", before)
    assert "was stopped while this was in progress" in found["FailureReason"]


def test_an_endpoint_that_was_being_deleted_goes(aws, hosting, bench):
    name = hosting.serving(hosting.config(hosting.data()))
    forgotten(aws, name, "Deleting")
    resume(aws.call())
    listed = hosting.api.list_endpoints
    bench.until(lambda: {"there": len(listed(NameContains=name)["Endpoints"])}, "there", 0)
