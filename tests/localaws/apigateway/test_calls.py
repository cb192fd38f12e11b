"""Calls of a deployed API."""

import json

import pytest

from tests.conftest import policy
from tests.localaws.apigateway.conftest import Desk
from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.sagemaker.conftest import Bench

INVOKE = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}


@pytest.fixture(scope="module")
def shared_api(aws, endpoint):
    return Desk(aws, Stacks(aws), Bench(aws, None, ""), endpoint).api()


def test_a_signed_call_is_answered_by_the_endpoint(desk):
    api = desk.api()
    reply = api.call({"rows": [1, 2.5]}, api.allowed())
    assert (reply.status, reply.body) == (200, [2.0, 5.0])
    assert reply.headers["Content-Type"] == "application/json"


def test_a_call_by_the_name_of_the_api_is_answered_as_well(desk):
    api = desk.api()
    assert api.call({"rows": [3]}, api.allowed(), by_name=True).body == [6.0]


def test_nobody_calls_without_a_signature(desk):
    reply = desk.api().call({"rows": [1]})
    assert (reply.status, reply.body) == (403, {"message": "Missing Authentication Token"})


def test_a_signature_for_another_service_does_not_count(desk):
    api = desk.api()
    assert api.call({"rows": [1]}, api.allowed(), service="sagemaker").status == 403


def test_a_caller_without_the_right_is_refused(desk):
    api = desk.api()
    reply = api.call({"rows": [1]}, api.caller())
    assert reply.status == 403
    arn = f"arn:aws:execute-api:us-east-1:123456789012:{api.id}/prod/POST/predictions"
    assert f"is not authorized to perform: execute-api:Invoke on resource: {arn}" in reply.body["message"]


def test_the_policy_of_an_api_can_let_a_caller_in_and_keep_one_out(desk):
    api = desk.api(Policy=json.loads(policy(INVOKE)))
    assert api.call({"rows": [1]}, api.caller()).status == 200
    closed = desk.api(Policy=json.loads(policy({**INVOKE, "Effect": "Deny"})))
    reply = closed.call({"rows": [1]}, closed.allowed())
    assert (reply.status, "explicit deny" in reply.body["message"]) == (403, True)


def test_a_private_api_is_called_through_its_endpoint_of_a_vpc(desk):
    endpoints = {"Types": ["PRIVATE"], "VpcEndpointIds": ["vpce-0123456789abcdef0"]}

    def limited(to):
        deny = {**INVOKE, "Effect": "Deny", "Condition": {"StringNotEquals": {"aws:SourceVpce": to}}}
        return desk.api(EndpointConfiguration=endpoints, Policy=json.loads(policy(INVOKE, deny)))

    here, elsewhere = limited("vpce-0123456789abcdef0"), limited("vpce-other")
    assert here.call({"rows": [1]}, here.allowed()).status == 200
    assert elsewhere.call({"rows": [1]}, elsewhere.allowed()).status == 403


@pytest.mark.parametrize("body", [{"rows": []}, {"rows": ["a"]}, {}, {"rows": [1], "more": 2}, b"not json"])
def test_a_body_that_does_not_fit_the_model_is_refused(body, shared_api):
    reply = shared_api.call(body or {"other": 1}, shared_api.allowed())
    assert (reply.status, reply.body) == (400, {"message": "Invalid request body"})


def test_an_error_of_the_model_has_the_status_that_is_mapped(shared_api):
    reply = shared_api.call({"rows": [500]}, shared_api.allowed())
    assert (reply.status, reply.body["OriginalStatusCode"]) == (424, 500)


def test_a_path_that_is_not_there_tells_nothing(shared_api):
    reply = shared_api.call({"rows": [1]}, shared_api.allowed(), path="elsewhere")
    assert (reply.status, reply.body) == (403, {"message": "Missing Authentication Token"})


def test_a_role_that_api_gateway_may_not_assume_fails_the_call(desk):
    api = desk.deployed(desk.resources(desk.role(service="lambda")))[1]
    reply = api.call({"rows": [1]}, api.allowed())
    assert (reply.status, reply.body) == (500, {"message": "Internal server error"})


def test_a_role_without_the_right_to_invoke_gets_what_sagemaker_says(desk):
    api = desk.deployed(desk.resources(desk.role("s3:GetObject")))[1]
    reply = api.call({"rows": [1]}, api.allowed())
    assert (reply.status, reply.body["ErrorCode"]) == (424, "AccessDeniedException")


def test_calls_are_written_to_the_access_log(desk):
    template = desk.resources()
    api = desk.deployed(template)[1]
    api.call({"rows": [1]}, api.allowed())
    api.call({"rows": [1]})
    group, logs = template["Log"]["Properties"]["LogGroupName"], desk.aws.client("logs")

    def look():
        events = logs.filter_log_events(logGroupName=group)["events"]
        return {"lines": [json.loads(event["message"]) for event in events], "number": len(events)}

    lines = desk.bench.until(look, "number", 2)["lines"]
    assert sorted(line["status"] for line in lines) == ["200", "403"]
    assert {line["path"] for line in lines} == {"/predictions"}
    assert any(":assumed-role/caller-" in line["who"] for line in lines)
