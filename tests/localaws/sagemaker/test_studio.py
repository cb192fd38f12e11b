"""Domains and user profiles, and what they keep from being deleted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.conftest import Aws


@dataclass(frozen=True)
class Studio:
    """A network, and the role of those who will work in it."""

    aws: Aws
    vpc: str
    subnet: str
    role: str

    @property
    def api(self) -> Any:
        return self.aws.client("sagemaker")

    def domain(self, **more: Any) -> str:
        usual = {"VpcId": self.vpc, "SubnetIds": [self.subnet], "AppNetworkAccessType": "VpcOnly", **more}
        asked = {name: value for name, value in usual.items() if value is not None}
        settings = {"ExecutionRole": self.role}
        name = f"studio-{uuid.uuid4().hex[:8]}"
        made = self.api.create_domain(DomainName=name, AuthMode="IAM", DefaultUserSettings=settings, **asked)
        return str(made["DomainArn"].rpartition("/")[2])


@pytest.fixture
def studio(aws: Aws) -> Studio:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
    return Studio(aws, vpc, subnet, aws.role(f"works-{uuid.uuid4().hex[:8]}", "sagemaker"))


def test_a_domain_tells_what_it_was_made_with(studio: Studio) -> None:
    told = studio.api.describe_domain(DomainId=studio.domain())
    assert (told["Status"], told["SubnetIds"], told["DefaultUserSettings"]["ExecutionRole"]) == (
        "InService",
        [studio.subnet],
        studio.role,
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"SubnetIds": None}, "VpcId and Subnet IDs are required"),
        ({"VpcId": "vpc-0000000a"}, "The vpc ID 'vpc-0000000a' does not exist"),
        ({"SubnetIds": ["subnet-0000000a"]}, "The subnet ID 'subnet-0000000a' does not exist"),
        ({"DomainSettings": {"SecurityGroupIds": ["sg-0000000a"]}}, "The security group 'sg-0000000a' does not exist"),
    ],
)
def test_a_domain_without_its_network_is_refused(studio: Studio, more: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError, match=words):
        studio.domain(**more)


def test_the_role_of_a_domain_trusts_sagemaker(studio: Studio) -> None:
    stranger = studio.aws.role(f"builds-{uuid.uuid4().hex[:8]}", "codebuild")
    with pytest.raises(ClientError, match="Could not assume role"):
        studio.domain(DefaultSpaceSettings={"ExecutionRole": stranger})


def test_who_makes_a_profile_hands_its_role_over(studio: Studio) -> None:
    domain = studio.domain()
    account = studio.aws.account
    person = account.as_role(account.role(f"half-{uuid.uuid4().hex[:8]}", allows=["sagemaker:*"]))
    profile = {"DomainId": domain, "UserProfileName": "ann", "UserSettings": {"ExecutionRole": studio.role}}
    with pytest.raises(ClientError, match="iam:PassRole"):
        person.client("sagemaker").create_user_profile(**profile)


def test_a_domain_with_users_stays(studio: Studio) -> None:
    domain = studio.domain()
    studio.api.create_user_profile(DomainId=domain, UserProfileName="ann")
    with pytest.raises(ClientError, match=r"\(ResourceInUse\).*because UserProfile\(s\) are associated with it"):
        studio.api.delete_domain(DomainId=domain)
    studio.api.delete_user_profile(DomainId=domain, UserProfileName="ann")
    studio.api.delete_domain(DomainId=domain)
    with pytest.raises(ClientError, match="ResourceNotFound"):
        studio.api.describe_domain(DomainId=domain)


@pytest.mark.parametrize(("policy", "kept"), [("Retain", True), ("Delete", False)])
def test_home_directories_that_stay_keep_their_subnet(studio: Studio, policy: str, kept: bool) -> None:
    domain, ec2 = studio.domain(), studio.aws.client("ec2")
    studio.api.delete_domain(DomainId=domain, RetentionPolicy={"HomeEfsFileSystem": policy})
    asked = [{"Name": "subnet-id", "Values": [studio.subnet]}]
    assert bool(ec2.describe_network_interfaces(Filters=asked)["NetworkInterfaces"]) is kept
    if kept:
        with pytest.raises(ClientError, match="DependencyViolation"):
            ec2.delete_subnet(SubnetId=studio.subnet)
    else:
        ec2.delete_subnet(SubnetId=studio.subnet)


def test_an_update_keeps_what_it_does_not_say(studio: Studio) -> None:
    domain = studio.domain(DomainSettings={"ExecutionRoleIdentityConfig": "USER_PROFILE_NAME"})
    docker = {"DockerSettings": {"EnableDockerAccess": "DISABLED"}}
    studio.api.update_domain(DomainId=domain, DomainSettingsForUpdate=docker)
    told = studio.api.describe_domain(DomainId=domain)
    assert told["DomainSettings"] == {"ExecutionRoleIdentityConfig": "USER_PROFILE_NAME", **docker}
    assert told["SubnetIds"] == [studio.subnet]


def test_a_second_profile_of_a_name_is_refused(studio: Studio) -> None:
    domain = studio.domain()
    studio.api.create_user_profile(DomainId=domain, UserProfileName="ann")
    with pytest.raises(ClientError, match="ResourceInUse"):
        studio.api.create_user_profile(DomainId=domain, UserProfileName="ann")
    listed = studio.api.list_user_profiles(DomainIdEquals=domain)["UserProfiles"]
    assert [profile["UserProfileName"] for profile in listed] == ["ann"]
