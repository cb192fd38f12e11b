"""APIs that were deployed before an end are called after it."""

from __future__ import annotations

from tests.localaws.apigateway.conftest import uri
from tests.localaws.keeping.reborn import Reborn


def test_a_deployed_api_is_there_after_a_kill(reborn: Reborn) -> None:
    role, client = reborn.role("gateway", "apigateway"), reborn.client("apigateway")
    client.update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role}])
    api = client.create_rest_api(name="kept", endpointConfiguration={"types": ["REGIONAL"]})
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "POST"}
    client.put_method(**place, authorizationType="AWS_IAM")
    client.put_integration(**place, type="AWS", integrationHttpMethod="POST", uri=uri("e"), credentials=role)
    client.create_deployment(restApiId=api["id"], stageName="prod")
    before = client.get_stage(restApiId=api["id"], stageName="prod")
    reborn.kill()
    reborn.again()
    after = reborn.client("apigateway")
    stage = after.get_stage(restApiId=api["id"], stageName="prod")
    assert {**stage, "ResponseMetadata": 0} == {**before, "ResponseMetadata": 0}
    assert after.get_account()["cloudwatchRoleArn"] == role
    assert after.get_method(**place)["methodIntegration"]["uri"] == uri("e")
