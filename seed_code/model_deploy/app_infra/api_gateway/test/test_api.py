import re
from typing import Any

import pytest

from app_infra.api_gateway.method import ANSWERS
from deployment.real_time.test.templates import FULL, properties
from deployment.test.documents import loaded


def titles() -> list[str]:
    return [name for name, resource in loaded(FULL)["Resources"].items() if resource.get("Condition") == "HasApi"]


def test_a_request_must_be_signed_and_complete() -> None:
    method = properties(FULL, "ApiPredict")
    assert method["AuthorizationType"] == "AWS_IAM"
    assert method["RequestModels"] == {"application/json": {"Ref": "ApiRequest"}}
    assert method["RequestParameters"]["method.request.header.Content-Type"] is True
    validator = properties(FULL, "ApiValidator")
    assert validator["ValidateRequestBody"] and validator["ValidateRequestParameters"]


def test_a_request_becomes_an_invocation_of_the_endpoint_of_the_stage() -> None:
    integration = properties(FULL, "ApiPredict")["Integration"]
    assert integration["Uri"]["Fn::Sub"].endswith(":runtime.sagemaker:path/endpoints/${EndpointName}/invocations")
    assert integration["Credentials"] == {"Fn::GetAtt": ["ApiRole", "Arn"]}


@pytest.mark.parametrize(
    ("endpoint", "caller"), [("424", "424"), ("400", "502"), ("429", "502"), ("500", "502"), ("503", "502")]
)
def test_only_the_refusal_of_the_model_is_the_fault_of_the_caller(endpoint: str, caller: str) -> None:
    matching = [status for status, pattern in ANSWERS.items() if pattern and re.fullmatch(pattern, endpoint)]
    assert matching == [caller]


def test_the_role_may_invoke_this_endpoint_and_nothing_else() -> None:
    role = properties(FULL, "ApiRole")
    (policy,) = role["Policies"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == ("sagemaker:InvokeEndpoint", {"Ref": "Endpoint"})
    assert role["Path"] == "/mlops/"
    assert "mlops-templates-boundary-${AWS::Region}" in role["PermissionsBoundary"]["Fn::Sub"]


def test_only_api_gateway_for_this_account_becomes_the_role() -> None:
    (statement,) = properties(FULL, "ApiRole")["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "apigateway.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_every_request_is_logged_without_its_body() -> None:
    stage, log = properties(FULL, "ApiStage"), loaded(FULL)["Resources"]["ApiLog"]
    assert stage["AccessLogSetting"]["DestinationArn"] == {"Fn::GetAtt": ["ApiLog", "Arn"]}
    assert "$context.identity.userArn" in stage["AccessLogSetting"]["Format"]
    assert log["Properties"]["KmsKeyId"] == {"Ref": "KmsKeyArn"}
    assert log["Properties"]["RetentionInDays"] >= 365
    (settings,) = stage["MethodSettings"]
    assert settings["DataTraceEnabled"] is False


def test_requests_are_throttled_as_the_stage_says() -> None:
    (settings,) = properties(FULL, "ApiStage")["MethodSettings"]
    assert settings["ThrottlingRateLimit"] == {"Ref": "ApiRequestsPerSecond"}
    assert settings["ThrottlingBurstLimit"] == {"Ref": "ApiBurst"}


def test_a_changed_interface_reaches_callers_by_a_new_deployment(monkeypatch: pytest.MonkeyPatch) -> None:
    from app_infra.api_gateway import method
    from deployment.real_time import template

    def deployment(text: str) -> Any:
        return next(name for name in loaded(text)["Resources"] if name.startswith("ApiDeployment"))

    before = deployment(FULL)
    monkeypatch.setattr(method, "REQUEST", {"type": "object"})
    changed = template.render(key_type="String", with_api=True)
    assert deployment(changed) != before
    assert properties(changed, "ApiStage")["DeploymentId"] == {"Ref": deployment(changed)}


def test_all_of_it_is_made_only_where_the_stage_wants_an_api() -> None:
    assert len(titles()) == 9
    assert loaded(FULL)["Outputs"]["ApiUrl"]["Condition"] == "HasApi"
