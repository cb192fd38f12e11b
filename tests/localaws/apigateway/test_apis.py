"""APIs as they are made, changed and deleted."""

import pytest
from botocore.exceptions import ClientError

from tests.localaws.apigateway.conftest import uri


def test_what_is_changed_is_called_once_it_is_deployed(desk):
    template = desk.resources()
    stack, api = desk.deployed(template)
    template["Post"]["Properties"]["Integration"]["Uri"] = uri("nowhere")
    assert desk.stacks.update(stack, template) == "UPDATE_COMPLETE", desk.stacks.reasons(stack)
    assert api.call({"rows": [1]}, api.allowed()).status == 200
    template["Deployment2"] = template.pop("Deployment")
    template["Stage"]["Properties"]["DeploymentId"] = {"Ref": "Deployment2"}
    assert desk.stacks.update(stack, template) == "UPDATE_COMPLETE", desk.stacks.reasons(stack)
    assert "not found" in api.call({"rows": [1]}, api.allowed()).body["Message"]


def test_an_api_goes_with_its_stack(desk):
    stack, api = desk.deployed(desk.resources())
    assert desk.stacks.delete(stack) == "DELETE_COMPLETE", desk.stacks.reasons(stack)
    with pytest.raises(ClientError, match="Invalid API identifier"):
        desk.aws.client("apigateway").get_rest_api(restApiId=api.id)
    assert api.call({"rows": [1]}).status == 403


def test_a_stage_whose_settings_are_refused_leaves_nothing_behind(desk):
    template = desk.resources()
    template["Account"]["Properties"] = {}
    stack = desk.stacks.create(template)
    assert desk.stacks.status(stack) == "ROLLBACK_COMPLETE", desk.stacks.reasons(stack)
    assert "CloudWatch Logs role ARN must be set" in desk.stacks.reasons(stack)


def test_settings_of_a_stage_are_shown(desk):
    api = desk.api()
    stage = desk.aws.client("apigateway").get_stage(restApiId=api.id, stageName="prod")
    assert stage["methodSettings"]["*/*"] == {"throttlingRateLimit": 10.0, "throttlingBurstLimit": 5}
    assert ":log-group:access-" in stage["accessLogSettings"]["destinationArn"]


def test_a_stage_with_a_log_needs_the_role_of_the_account(desk, aws):
    west = aws.client("apigateway", "eu-west-1")
    api = west.create_rest_api(name="plain")
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "POST"}
    west.put_method(**place, authorizationType="AWS_IAM")
    west.put_integration(
        **place, type="AWS", integrationHttpMethod="POST", uri=uri("e"), credentials=desk.role("sagemaker:*")
    )
    deployment = west.create_deployment(restApiId=api["id"])["id"]
    west.create_stage(restApiId=api["id"], stageName="s", deploymentId=deployment)
    log = [{"op": "replace", "path": "/accessLogSettings/destinationArn", "value": "arn:aws:logs:x:1:log-group:g"}]
    with pytest.raises(ClientError, match="CloudWatch Logs role ARN must be set"):
        west.update_stage(restApiId=api["id"], stageName="s", patchOperations=log)
    with pytest.raises(ClientError, match="Active stages"):
        west.delete_deployment(restApiId=api["id"], deploymentId=deployment)
    west.delete_rest_api(restApiId=api["id"])


def test_an_api_without_methods_is_not_deployed(aws):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="empty")["id"]
    with pytest.raises(ClientError, match="doesn't contain any methods"):
        apigateway.create_deployment(restApiId=api)
    apigateway.delete_rest_api(restApiId=api)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"uri": "arn:aws:apigateway:us-east-1:lambda:path/x"}, "not emulated: an integration"),
        ({"type": "HTTP_PROXY"}, "not emulated: apigateway:PutIntegration type HTTP_PROXY"),
        ({"credentials": "none"}, "Invalid role: 'none'"),
        ({"requestTemplates": {"application/json": "#set($x = 1)"}}, "not emulated: a mapping template"),
    ],
)
def test_an_integration_that_is_not_lived_through_is_refused(aws, desk, change, words):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="other")
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "POST"}
    apigateway.put_method(**place, authorizationType="AWS_IAM")
    given = {"type": "AWS", "integrationHttpMethod": "POST", "uri": uri("e"), "credentials": desk.role(), **change}
    with pytest.raises(ClientError, match=words):
        apigateway.put_integration(**place, **given)
    apigateway.delete_rest_api(restApiId=api["id"])


def test_a_model_with_a_keyword_that_is_not_judged_is_refused(aws):
    apigateway = aws.client("apigateway")
    api = apigateway.create_rest_api(name="models")["id"]
    with pytest.raises(ClientError, match="not emulated: the keyword oneOf"):
        apigateway.create_model(
            restApiId=api, name="M", contentType="application/json", schema='{"oneOf": [{"type": "string"}]}'
        )
    apigateway.delete_rest_api(restApiId=api)


def test_a_role_needs_the_verb_on_the_path(desk, aws):
    limited = aws.role(desk.bench.name("apis"), "codebuild", actions=("apigateway:GET",))
    call = aws.call().as_role(limited, "work", "codebuild.amazonaws.com")
    with pytest.raises(ClientError, match=r"apigateway:POST on resource: arn:aws:apigateway:us-east-1::/restapis"):
        call.client("apigateway").create_rest_api(name="mine")
    assert "items" in call.client("apigateway").get_rest_apis()
