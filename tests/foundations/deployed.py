"""Foundations as stacks of an account of the embedded AWS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError

from mlops_templates.synth.foundations import synthesize_foundation
from tests.conftest import REGION, Aws

PATIENCE = {"Delay": 1, "MaxAttempts": 300}


@dataclass(frozen=True)
class Account:
    """An administrator of an account of the organization."""

    aws: Aws
    id: str
    session: boto3.session.Session

    def client(self, service: str) -> Any:
        return self.session.client(service, endpoint_url=self.aws.url)

    def as_role(self, arn: str) -> Account:
        """The same account as a role of it sees it."""
        keys = self.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        return Account(self.aws, self.id, _session(keys))

    def upload(self, name: str) -> str:
        """The address of the template of a foundation in a bucket of the account."""
        bucket = f"sagemaker-templates-{self.id}"
        s3 = self.client("s3")
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key=name, Body=synthesize_foundation(name, ()).encode())
        return f"https://{bucket}.s3.{REGION}.amazonaws.com/{name}"

    def deploy(self, stack: str, template: str, **parameters: str) -> dict[str, str]:
        """Create a stack; its outputs."""
        asked = {"Capabilities": ["CAPABILITY_NAMED_IAM"], "Parameters": _listed(parameters)}
        self.client("cloudformation").create_stack(StackName=stack, TemplateURL=self.upload(template), **asked)
        return self._settled(stack, "stack_create_complete")

    def update(self, stack: str, **parameters: str) -> dict[str, str]:
        """Change parameters; the others stay as they are."""
        api = self.client("cloudformation")
        held = [each["ParameterKey"] for each in self.stack(stack)["Parameters"]]
        asked = [{"ParameterKey": key, "UsePreviousValue": True} for key in held if key not in parameters]
        api.update_stack(
            StackName=stack,
            UsePreviousTemplate=True,
            Capabilities=["CAPABILITY_NAMED_IAM"],
            Parameters=[*asked, *_listed(parameters)],
        )
        return self._settled(stack, "stack_update_complete")

    def remove(self, stack: str) -> set[str]:
        """Delete a stack; the logical ids of what stays."""
        api, id_ = self.client("cloudformation"), self.stack(stack)["StackId"]
        api.delete_stack(StackName=stack)
        self._settled(id_, "stack_delete_complete")
        found = api.list_stack_resources(StackName=id_)["StackResourceSummaries"]
        return {each["LogicalResourceId"] for each in found if each["ResourceStatus"] == "DELETE_SKIPPED"}

    def stack(self, name: str) -> dict[str, Any]:
        return dict(self.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0])

    def _settled(self, stack: str, waiter: str) -> dict[str, str]:
        api = self.client("cloudformation")
        try:
            api.get_waiter(waiter).wait(StackName=stack, WaiterConfig=PATIENCE)
        except WaiterError as error:
            events = api.describe_stack_events(StackName=stack)["StackEvents"]
            reasons = [event["ResourceStatusReason"] for event in events if "ResourceStatusReason" in event]
            raise AssertionError(f"{stack}: {reasons}") from error
        return {each["OutputKey"]: each["OutputValue"] for each in self.stack(stack).get("Outputs", [])}


def account(aws: Aws, id_: str) -> Account:
    """An account that is opened by being entered."""
    role = f"arn:aws:iam::{id_}:role/OrganizationAccountAccessRole"
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    return Account(aws, id_, _session(keys))


def _session(keys: dict[str, str]) -> boto3.session.Session:
    return boto3.session.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], REGION)


def refused(error: ClientError) -> str:
    return str(error.response["Error"]["Message"])


def _listed(parameters: dict[str, str]) -> list[dict[str, str]]:
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
