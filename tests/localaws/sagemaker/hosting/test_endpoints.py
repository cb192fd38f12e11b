import json
import os
import threading
import time

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws import kin
from mlops_templates.localaws.sagemaker.hosting.fleet import TrafficState
from tests.localaws.listening import listening
from tests.localaws.sagemaker.hosting.conftest import FAST


def test_an_endpoint_answers_with_the_handler_of_its_model(hosting):
    name = hosting.endpoint(hosting.config(hosting.data(), Environment={"UNIT": "euro"}))
    hosting.api.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig=FAST)
    csv, plain = hosting.ask(name), hosting.ask(name, accept="application/json")
    assert (csv["ContentType"], csv["Body"].read()) == ("text/csv", b"2.0,4.0")
    assert csv["InvokedProductionVariant"] == "Variant0"
    assert json.loads(plain["Body"].read()) == {"predictions": [2.0, 4.0], "unit": "euro"}


def test_an_endpoint_in_service_shows_its_variants(hosting, bench):
    found = hosting.api.describe_endpoint(EndpointName=hosting.serving(hosting.config(hosting.data())))
    variant = found["ProductionVariants"][0]
    assert variant["DeployedImages"][0]["SpecifiedImage"] == bench.image
    assert (variant["CurrentWeight"], variant["DesiredInstanceCount"]) == (1.0, 1)


def test_a_refusal_of_the_handler_is_a_model_error(hosting):
    name = hosting.serving(hosting.config(hosting.data()))
    with pytest.raises(ClientError) as refused:
        hosting.ask(name, ContentType="image/png")
    answer = refused.value.response
    assert answer["Error"]["Code"] == "ModelError"
    assert answer["OriginalStatusCode"] == 415
    assert "only text/csv" in answer["OriginalMessage"]
    assert "Received client error (415) from primary" in answer["Error"]["Message"]


def test_a_crash_of_the_handler_is_a_model_error_and_is_logged(hosting, bench):
    name = hosting.serving(hosting.config(hosting.data()))
    with pytest.raises(ClientError) as refused:
        hosting.ask(name, body="one")
    assert refused.value.response["OriginalStatusCode"] == 500
    events = bench.aws.client("logs").filter_log_events(logGroupName=f"/aws/sagemaker/Endpoints/{name}")["events"]
    assert any("could not convert string to float" in event["message"] for event in events)


def test_a_model_that_does_not_load_fails_the_endpoint_with_its_error(hosting):
    found = hosting.settled(hosting.endpoint(hosting.config(hosting.data(factor="two"))))
    assert found["EndpointStatus"] == "Failed"
    assert "did not pass the ping health check" in found["FailureReason"]
    assert "could not convert string to float" in found["FailureReason"]


def test_an_update_switches_to_the_new_model(hosting):
    name = hosting.serving(hosting.config(hosting.data("2")))
    new = hosting.config(hosting.data("10"))
    hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=new)
    assert hosting.settled(name)["EndpointConfigName"] == new
    assert hosting.ask(name)["Body"].read() == b"10.0,20.0"


def test_a_failed_update_leaves_the_old_model_serving(hosting):
    old = hosting.config(hosting.data("2"))
    name = hosting.serving(old)
    hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=hosting.config(hosting.data("two")))
    found = hosting.settled(name)
    assert (found["EndpointStatus"], found["EndpointConfigName"]) == ("InService", old)
    assert "did not pass the ping health check" in found["FailureReason"]
    assert hosting.ask(name)["Body"].read() == b"2.0,4.0"


def test_a_deleted_endpoint_leaves_no_process(hosting, bench):
    name = hosting.serving(hosting.config(hosting.data()))

    def servers():
        return [each for each in bench.aws.world.processes._running if name in str(each.log)]

    assert len(servers()) == 1
    hosting.delete(name)
    assert servers() == []
    with pytest.raises(ClientError, match=f"Endpoint {name} of account 123456789012 not found"):
        hosting.ask(name)


def test_a_variant_can_be_addressed(hosting, bench):
    models = [hosting.model({"Image": bench.image, "ModelDataUrl": hosting.data(factor)}) for factor in ("2", "3")]
    name = hosting.serving(hosting.config_of(*models))
    answers = [hosting.ask(name, TargetVariant=f"Variant{number}")["Body"].read() for number in (0, 1)]
    assert answers == [b"2.0,4.0", b"3.0,6.0"]


def test_all_requests_go_where_the_weight_is(hosting, bench):
    models = [hosting.model({"Image": bench.image, "ModelDataUrl": hosting.data(factor)}) for factor in ("2", "3")]
    name = hosting.serving(hosting.config_of(*models))
    weights = [{"VariantName": "Variant0", "DesiredWeight": 0}, {"VariantName": "Variant1", "DesiredWeight": 1}]
    hosting.api.update_endpoint_weights_and_capacities(EndpointName=name, DesiredWeightsAndCapacities=weights)
    assert {hosting.ask(name)["InvokedProductionVariant"] for _ in range(8)} == {"Variant1"}


def test_a_registered_version_is_served_once_approved(hosting, bench):
    group = bench.name("group")
    bench.sagemaker.create_model_package_group(ModelPackageGroupName=group)
    container = {"Image": bench.image, "ModelDataUrl": hosting.data("5"), "Environment": {"UNIT": "dollar"}}
    arn = bench.sagemaker.create_model_package(
        ModelPackageGroupName=group,
        InferenceSpecification={
            "Containers": [container],
            "SupportedContentTypes": [],
            "SupportedResponseMIMETypes": [],
        },
    )["ModelPackageArn"]
    with pytest.raises(ClientError, match="must be Approved"):
        hosting.model({"ModelPackageName": arn})
    bench.sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    name = hosting.serving(hosting.config_of(hosting.model({"ModelPackageName": arn})))
    answer = json.loads(hosting.ask(name, accept="application/json")["Body"].read())
    assert answer == {"predictions": [5.0, 10.0], "unit": "dollar"}


def test_data_capture_settings_are_shown(hosting, bench):
    capture = {
        "EnableCapture": True,
        "InitialSamplingPercentage": 100,
        "DestinationS3Uri": "s3://bucket/capture",
        "CaptureOptions": [{"CaptureMode": "InputAndOutput"}],
    }
    model = hosting.model({"Image": bench.image, "ModelDataUrl": hosting.data()})
    found = hosting.api.describe_endpoint(
        EndpointName=hosting.serving(hosting.config_of(model, DataCaptureConfig=capture))
    )
    assert found["DataCaptureConfig"]["DestinationS3Uri"] == "s3://bucket/capture"


def test_a_model_without_data_is_refused(hosting, bench):
    with pytest.raises(ClientError, match="Could not find model data"):
        hosting.model({"Image": bench.image, "ModelDataUrl": f"s3://{bench.bucket}/none.tar.gz"})


def test_a_configuration_needs_its_model(hosting):
    with pytest.raises(ClientError, match="Could not find model"):
        hosting.config_of("nowhere")


def test_an_endpoint_needs_its_configuration(hosting):
    with pytest.raises(ClientError, match="Could not find endpoint configuration"):
        hosting.endpoint("nowhere")


def test_an_endpoint_that_changes_cannot_be_changed(hosting):
    config = hosting.config(hosting.data())
    name = hosting.endpoint(config)
    with pytest.raises(ClientError, match="Cannot update in-progress endpoint"):
        hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=config)
    hosting.settled(name)


def test_no_request_meets_a_server_that_is_being_replaced(hosting):
    """Asked without a pause, over two updates."""
    name, over, answers = hosting.serving(hosting.config(hosting.data("2"))), threading.Event(), []

    def ask():
        while not over.is_set():
            answers.append(hosting.ask(name)["Body"].read())

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    for factor in ("10", "20"):
        hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=hosting.config(hosting.data(factor)))
        hosting.settled(name)
    asked, deadline = len(answers), time.monotonic() + 180
    while len(answers) < asked + 10 and time.monotonic() < deadline:
        time.sleep(0.05)
    over.set()
    for asker in askers:
        asker.join()
    assert set(answers) == {b"2.0,4.0", b"10.0,20.0", b"20.0,40.0"}


def test_server_and_endpoint_listen_on_this_machine_only(hosting, bench):
    name = hosting.serving(hosting.config(hosting.data()))
    server = bench.aws.call().live(TrafficState).endpoints[name].blue.servers["Variant0"]
    marks = {each.mark for each in bench.aws.world.processes._running}
    ours = {os.getpid()} | {found.pid for found in kin.living() if found.mark in marks}
    ports = {port: address for address, port in listening(ours)}
    assert {server.port, int(bench.aws.url.rpartition(":")[2])} <= set(ports)
    assert set(ports.values()) == {"127.0.0.1"}
