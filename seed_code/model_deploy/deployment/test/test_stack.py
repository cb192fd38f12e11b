from typing import Any

import pytest

from deployment import stack
from deployment.errors import DeploymentError
from deployment.test.examples import stubbed

NAME = "sagemaker-churn-p-1-deploy-staging"
REQUEST = {"StackName": NAME, "TemplateBody": "{}"}


def described(status: str) -> dict[str, Any]:
    return {"Stacks": [{"StackName": NAME, "CreationTime": 0, "StackStatus": status}]}


@pytest.fixture
def aws() -> Any:
    return stubbed("cloudformation")


def absent(stubber: Any) -> None:
    stubber.add_client_error("describe_stacks", "ValidationError", f"Stack with id {NAME} does not exist")


def test_a_stack_that_is_not_there_is_made(aws: Any) -> None:
    cloudformation, stubber = aws
    absent(stubber)
    stubber.add_response("create_stack", {}, REQUEST)
    stubber.add_response("describe_stacks", described("CREATE_COMPLETE"))
    assert stack.deploy(cloudformation, REQUEST, replaces=False) == "made"


def test_a_stack_that_is_there_is_updated(aws: Any) -> None:
    cloudformation, stubber = aws
    stubber.add_response("describe_stacks", described("UPDATE_ROLLBACK_COMPLETE"))
    stubber.add_response("update_stack", {}, REQUEST)
    stubber.add_response("describe_stacks", described("UPDATE_COMPLETE"))
    assert stack.deploy(cloudformation, REQUEST, replaces=True) == "updated"


def test_the_same_again_changes_nothing(aws: Any) -> None:
    cloudformation, stubber = aws
    stubber.add_response("describe_stacks", described("CREATE_COMPLETE"))
    stubber.add_client_error("update_stack", "ValidationError", "No updates are to be performed.")
    assert stack.deploy(cloudformation, REQUEST, replaces=True) == "nothing changes"


def test_a_staging_stack_that_never_came_to_be_is_replaced(aws: Any) -> None:
    cloudformation, stubber = aws
    stubber.add_response("describe_stacks", described("ROLLBACK_COMPLETE"))
    stubber.add_response("delete_stack", {}, {"StackName": NAME})
    stubber.add_response("describe_stacks", described("DELETE_COMPLETE"))
    stubber.add_response("create_stack", {}, REQUEST)
    stubber.add_response("describe_stacks", described("CREATE_COMPLETE"))
    assert stack.deploy(cloudformation, REQUEST, replaces=True) == "made"


def test_production_is_never_deleted(aws: Any) -> None:
    cloudformation, stubber = aws
    stubber.add_response("describe_stacks", described("ROLLBACK_COMPLETE"))
    stubber.add_client_error("update_stack", "ValidationError", "is in ROLLBACK_COMPLETE state and can not be updated")
    with pytest.raises(cloudformation.exceptions.ClientError):
        stack.deploy(cloudformation, REQUEST, replaces=False)


def test_a_failure_tells_what_failed_first(aws: Any) -> None:
    cloudformation, stubber = aws
    absent(stubber)
    stubber.add_response("create_stack", {})
    stubber.add_response("describe_stacks", described("ROLLBACK_COMPLETE"))
    events = [("Pipeline", "Resource creation cancelled"), ("Model", "the role may not read the model")]
    stubber.add_response(
        "describe_stack_events",
        {
            "StackEvents": [
                {
                    "StackId": NAME,
                    "StackName": NAME,
                    "EventId": name,
                    "Timestamp": 0,
                    "LogicalResourceId": name,
                    "ResourceStatus": "CREATE_FAILED",
                    "ResourceStatusReason": reason,
                }
                for name, reason in events
            ]
        },
    )
    with pytest.raises(DeploymentError, match=f"^{NAME}: Model: the role may not read the model$"):
        stack.deploy(cloudformation, REQUEST, replaces=True)
