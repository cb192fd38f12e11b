"""The policy of a model package group lets another account in, which needs rights of its own, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import REGION, Aws, policy
from tests.localaws.authorization.conftest import Person, Statement, allow, deny, refusal

PARTNER = "222222222222"
RESOURCE, IDENTITY = (f"because no {kind}-based policy allows the " for kind in ("resource", "identity"))


@dataclass(frozen=True)
class Registry:
    """A group with one version, and a person of a partner account."""

    aws: Aws
    group: str
    version: str
    partner: Person
    iam: Any

    @property
    def sagemaker(self) -> Any:
        return self.aws.client("sagemaker")

    def let(self, *actions: str) -> None:
        """Let the partner account do this with the group and its versions."""
        statement = {**allow(*actions, on=[self.group, self.versions]), "Principal": {"AWS": PARTNER}}
        self.put(statement)

    def put(self, *statements: Statement) -> None:
        name = self.group.rpartition("/")[2]
        self.sagemaker.put_model_package_group_policy(ModelPackageGroupName=name, ResourcePolicy=policy(*statements))

    @property
    def versions(self) -> str:
        return f"{self.group.replace('-group', '')}/*"

    def give(self, *statements: Statement) -> None:
        """Give the partner's role these rights."""
        self.iam.put_role_policy(RoleName=self.partner.name, PolicyName="rights", PolicyDocument=policy(*statements))


@pytest.fixture
def registry(aws: Aws, person: Person) -> Registry:
    sagemaker = aws.client("sagemaker")
    group = sagemaker.create_model_package_group(ModelPackageGroupName=person.name)["ModelPackageGroupArn"]
    image = f"683313688378.dkr.ecr.{REGION}.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3"
    specification = {
        "Containers": [{"Image": image, "ModelDataUrl": f"s3://{person.bucket()}/kept"}],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }
    version = sagemaker.create_model_package(
        ModelPackageGroupName=person.name,
        InferenceSpecification=specification,
        ModelApprovalStatus="PendingManualApproval",
    )["ModelPackageArn"]
    root = aws.world.sessions.of_root(PARTNER, REGION)
    iam = aws.world.clients.get("iam", REGION, root)
    trust = {"Effect": "Allow", "Principal": {"AWS": aws.server.credentials.caller.entity}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=person.name, AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    session = aws.world.clients.assume(role, "work", REGION, aws.server.credentials)
    return Registry(aws, group, version, Person(aws, person.name, session), iam)


def describe_group(registry: Registry) -> Any:
    return registry.partner.client("sagemaker").describe_model_package_group(ModelPackageGroupName=registry.group)


def describe_version(registry: Registry) -> Any:
    return registry.partner.client("sagemaker").describe_model_package(ModelPackageName=registry.version)


def list_versions(registry: Registry) -> Any:
    return registry.partner.client("sagemaker").list_model_packages(ModelPackageGroupName=registry.group)


def approve(registry: Registry) -> Any:
    return registry.partner.client("sagemaker").update_model_package(
        ModelPackageArn=registry.version, ModelApprovalStatus="Approved"
    )


@pytest.mark.parametrize(
    ("action", "call"),
    [
        ("sagemaker:DescribeModelPackageGroup", describe_group),
        ("sagemaker:DescribeModelPackage", describe_version),
        ("sagemaker:ListModelPackages", list_versions),
        ("sagemaker:UpdateModelPackage", approve),
    ],
)
def test_both_accounts_must_agree(registry: Registry, action: str, call: Callable[[Registry], Any]) -> None:
    registry.give(allow("sagemaker:*"))
    assert refusal(lambda: call(registry)).endswith(f"{RESOURCE}{action} action")
    registry.let(action)
    registry.give(allow("sns:*"))
    assert refusal(lambda: call(registry)).endswith(f"{IDENTITY}{action} action")
    registry.give(allow(action))
    call(registry)


def test_a_version_that_another_account_approved_is_approved(registry: Registry) -> None:
    registry.give(allow("sagemaker:*"))
    registry.let("sagemaker:UpdateModelPackage")
    approve(registry)
    assert registry.sagemaker.describe_model_package(ModelPackageName=registry.version)["ModelApprovalStatus"] == (
        "Approved"
    )


def test_a_model_of_anothers_version_takes_create_model_on_the_version(registry: Registry) -> None:
    registry.give(allow("*"))

    def create() -> Any:
        return registry.partner.client("sagemaker").create_model(
            ModelName=registry.partner.name,
            ExecutionRoleArn=registry.partner.role,
            PrimaryContainer={"ModelPackageName": registry.version},
        )

    assert f"sagemaker:CreateModel on resource: {registry.version} {RESOURCE}" in refusal(create)
    registry.let("sagemaker:CreateModel", "sagemaker:DescribeModelPackage")
    with pytest.raises(ClientError, match="it must be Approved"):
        create()


def test_in_its_own_account_the_policy_gives_and_takes(aws: Aws, person: Person, registry: Registry) -> None:
    def read() -> Any:
        return person.client("sagemaker").describe_model_package(ModelPackageName=registry.version)

    registry.put({**allow("sagemaker:DescribeModelPackage", on=registry.versions), "Principal": {"AWS": person.role}})
    read()
    registry.put({**deny("sagemaker:DescribeModelPackage", on=registry.versions), "Principal": "*"})
    person.may(allow("sagemaker:*"))
    assert refusal(read).endswith("with an explicit deny in a resource-based policy")


def test_a_policy_is_read_back_and_goes(registry: Registry) -> None:
    name = registry.group.rpartition("/")[2]
    sagemaker = registry.sagemaker
    with pytest.raises(ClientError, match="Cannot find Model Package Group Policy"):
        sagemaker.get_model_package_group_policy(ModelPackageGroupName=name)
    registry.let("sagemaker:DescribeModelPackage")
    assert PARTNER in sagemaker.get_model_package_group_policy(ModelPackageGroupName=name)["ResourcePolicy"]
    registry.give(allow("sagemaker:*"))
    describe_version(registry)
    sagemaker.delete_model_package_group_policy(ModelPackageGroupName=name)
    assert RESOURCE in refusal(lambda: describe_version(registry))


def test_what_is_no_policy_is_refused(registry: Registry) -> None:
    with pytest.raises(ClientError, match="Missing required field Principal"):
        registry.put(allow("sagemaker:*"))
