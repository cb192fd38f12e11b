"""`python -m deployment.stack`: make or update the stack of STAGE from what was rendered, for want of a CodePipeline.

Like the pipeline's Deploy action, with the role in DEPLOY_STACK_ROLE_ARN, and in another account by the role in
DEPLOY_ACTION_ROLE_ARN. A staging stack that never came to be is replaced; production is never deleted.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from deployment.errors import DeploymentError
from deployment.project import STAGES, read_variables
from deployment.sessions import Sessions

VARIABLES = {
    "name": "SAGEMAKER_PROJECT_NAME",
    "id": "SAGEMAKER_PROJECT_ID",
    "stage": "STAGE",
    "role": "DEPLOY_STACK_ROLE_ARN",
}
NEVER_MADE = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
PATIENCE = {"Delay": int(os.environ.get("STACK_POLL_SECONDS", "15")), "MaxAttempts": 480}


def main() -> int:
    try:
        values = read_variables(os.environ, VARIABLES)
        if values["stage"] not in STAGES:
            raise DeploymentError(f"STAGE is '{values['stage']}', it must be {' or '.join(STAGES)}.", exit_status=2)
        name = f"sagemaker-{values['name']}-{values['id']}-deploy-{values['stage']}"
        cloudformation = Sessions().client("cloudformation", os.environ.get("DEPLOY_ACTION_ROLE_ARN", ""))
        request = {"StackName": name, "RoleARN": values["role"], **_request(Path("rendered"), values["stage"])}
        print(f"{name}: {deploy(cloudformation, request, replaces=values['stage'] == 'staging')}")
    except DeploymentError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except (BotoCoreError, ClientError) as error:
        print(f"AWS did not answer as needed: {error}", file=sys.stderr)
        return 1
    return 0


def _request(rendered: Path, stage: str) -> dict[str, Any]:
    configuration = json.loads((rendered / f"{stage}.json").read_text(encoding="utf-8"))
    return {
        "TemplateBody": (rendered / "endpoint.yaml").read_text(encoding="utf-8"),
        "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in configuration["Parameters"].items()],
        "Tags": [{"Key": key, "Value": value} for key, value in configuration["Tags"].items()],
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
    }


def deploy(cloudformation: Any, request: dict[str, Any], *, replaces: bool) -> str:
    """Make or update the stack and wait for it; what became of it, in a word."""
    name = request["StackName"]
    status = status_of(cloudformation, name)
    if status in NEVER_MADE and replaces:
        cloudformation.delete_stack(StackName=name)
        _wait(cloudformation, "stack_delete_complete", name)
        status = ""
    if not status:
        cloudformation.create_stack(**request)
        _wait(cloudformation, "stack_create_complete", name)
        return "made"
    try:
        cloudformation.update_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" in error.response["Error"]["Message"]:
            return "nothing changes"
        raise
    _wait(cloudformation, "stack_update_complete", name)
    return "updated"


def status_of(cloudformation: Any, name: str) -> str:
    """The status of the stack; empty when there is none."""
    try:
        return str(cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])
    except ClientError as error:
        if "does not exist" in error.response["Error"]["Message"]:
            return ""
        raise


def _wait(cloudformation: Any, waiter: str, name: str) -> None:
    try:
        cloudformation.get_waiter(waiter).wait(StackName=name, WaiterConfig=PATIENCE)
    except WaiterError as error:
        raise DeploymentError(f"{name}: {_reasons(cloudformation, name) or error}") from None


def _reasons(cloudformation: Any, name: str) -> str:
    """What failed first, by the events of the stack: all else is its consequence."""
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    told = [
        f"{one['LogicalResourceId']}: {one['ResourceStatusReason']}" for one in failed if "ResourceStatusReason" in one
    ]
    return told[-1] if told else ""


if __name__ == "__main__":
    sys.exit(main())
