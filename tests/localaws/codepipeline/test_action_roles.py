"""Actions that act with a role of their own, in the account of the role."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

Document = dict[str, Any]
STAGING = "111122223333"
TEMPLATE = {
    "Parameters": {"Name": {"Type": "String"}},
    "Resources": {
        "Repository": {"Type": "AWS::CodeCommit::Repository", "Properties": {"RepositoryName": {"Ref": "Name"}}}
    },
}


@dataclass(frozen=True)
class Target:
    """Another account with a role that pipelines assume, and one that its stacks have."""

    workshop: Any
    action_role: str
    stack_role: str
    pipeline_role: str
    key: str

    def client(self, service: str) -> Any:
        return member(self.workshop.aws, service)

    def share(self, *, bucket: bool = True, key: bool = True) -> None:
        """Let the action's role read the artifacts."""
        if bucket:
            resource = f"arn:aws:s3:::{self.workshop.bucket}/*"
            statement = allow("s3:GetObject", resource, Principal={"AWS": self.action_role})
            s3 = self.workshop.aws.client("s3")
            s3.put_bucket_policy(Bucket=self.workshop.bucket, Policy=policy(statement))
        owner = allow("kms:*", Principal={"AWS": self.workshop.aws.account.id})
        reader = allow("kms:Decrypt", Principal={"AWS": self.action_role})
        kms = self.workshop.aws.client("kms")
        kms.put_key_policy(KeyId=self.key, PolicyName="default", Policy=policy(owner, *([reader] if key else [])))


def allow(action: str, resource: str = "*", **more: Any) -> Document:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def policy(*statements: Document) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def member(aws: Any, service: str) -> Any:
    return aws.account.as_role(f"arn:aws:iam::{STAGING}:role/OrganizationAccountAccessRole").client(service)


def role(iam: Any, name: str, principal: Document, *allowed: Document) -> str:
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="acts", PolicyDocument=policy(*allowed))
    return str(arn)


@pytest.fixture
def target(workshop: Any) -> Target:
    aws, unique = workshop.aws, uuid.uuid4().hex[:8]
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    there, here = member(aws, "iam"), aws.client("iam")
    stack_role = role(there, f"stack-{unique}", {"Service": "cloudformation.amazonaws.com"}, allow("*"))
    action_role = role(
        there,
        f"deploy-{unique}",
        {"AWS": aws.account.id},
        allow("cloudformation:*"),
        allow("iam:PassRole", stack_role),
        allow("s3:GetObject", f"arn:aws:s3:::{workshop.bucket}/*"),
        allow("kms:Decrypt", key),
    )
    pipeline_role = role(
        here,
        f"line-{unique}",
        {"Service": "codepipeline.amazonaws.com"},
        allow("s3:*"),
        allow("kms:*"),
        allow("sts:AssumeRole", action_role),
    )
    return Target(workshop, action_role, stack_role, pipeline_role, key)


@pytest.fixture
def run(workshop: Any, target: Target, build_action: Callable[..., Document]) -> Callable[..., str]:
    """Deploys a stack into the other account; gives the status of the execution."""
    parameters = json.dumps({"Parameters": {"Name": workshop.name}})
    workshop.put_source({"template.json": json.dumps(TEMPLATE), "staging.json": parameters})

    def deploy(*, own_key: bool = True, **more: Any) -> str:
        configuration = {
            "ActionMode": "CREATE_UPDATE",
            "StackName": workshop.name,
            "RoleArn": target.stack_role,
            "TemplatePath": "Source::template.json",
            "TemplateConfiguration": "Source::staging.json",
        }
        details = {
            "configuration": configuration,
            "inputArtifacts": [{"name": "Source"}],
            "roleArn": target.action_role,
        }
        action = build_action("Deploy", "CloudFormation", "Deploy", **details)
        store = {"type": "S3", "location": workshop.bucket}
        encryption = {"encryptionKey": {"id": target.key, "type": "KMS"}} if own_key else {}
        given = {"roleArn": target.pipeline_role, "artifactStore": {**store, **encryption}, **more}
        return str(workshop.ended(workshop.create({"name": "Deploy", "actions": [action]}, **given)))

    return deploy


def refusal(workshop: Any) -> str:
    return str(workshop.action("Deploy", "Deploy")["errorDetails"]["message"])


def test_a_stack_is_made_in_the_account_of_the_actions_role(workshop: Any, target: Target, run: Any) -> None:
    target.share()
    assert run() == "Succeeded", refusal(workshop)
    stack = target.client("cloudformation").describe_stacks(StackName=workshop.name)["Stacks"][0]
    assert (stack["StackStatus"], stack["RoleARN"]) == ("CREATE_COMPLETE", target.stack_role)
    assert stack["StackId"].split(":")[4] == STAGING
    assert target.client("codecommit").get_repository(repositoryName=workshop.name)


def test_the_actions_role_must_be_let_into_the_bucket(workshop: Any, target: Target, run: Any) -> None:
    target.share(bucket=False)
    assert run() == "Failed"
    assert "s3:GetObject" in refusal(workshop)
    assert "no resource-based policy allows" in refusal(workshop)


def test_the_actions_role_must_be_let_to_the_key(workshop: Any, target: Target, run: Any) -> None:
    target.share(key=False)
    assert run() == "Failed"
    assert "kms:Decrypt" in refusal(workshop)


def test_what_the_default_key_of_s3_encrypts_stays_in_its_account(workshop: Any, target: Target, run: Any) -> None:
    target.share()
    assert run(own_key=False) == "Failed"
    assert "kms:Decrypt" in refusal(workshop)
    assert "alias/aws/s3" in refusal(workshop)


def test_the_pipelines_role_must_be_let_assume_the_actions_role(workshop: Any, target: Target, run: Any) -> None:
    target.share()
    name = target.pipeline_role.rpartition("/")[2]
    statements = policy(allow("s3:*"), allow("kms:*"))
    workshop.aws.client("iam").put_role_policy(RoleName=name, PolicyName="acts", PolicyDocument=statements)
    assert run() == "Failed"
    assert f"is not authorized to perform: sts:AssumeRole on resource: {target.action_role}" in refusal(workshop)
