"""Whether a thing that a stack left is still there, and how one removes it: one function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from botocore.exceptions import ClientError

from mlops_templates.publish.problems import explained
from mlops_templates.teams.access import Account
from mlops_templates.teams.contents import Thing
from mlops_templates.teams.network_removal import vpc_removal

OBJECTS = "[Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}"
GONE = {
    "404", "NoSuchBucket", "NotFound", "NotFoundException", "ResourceNotFound", "ResourceNotFoundException",
    "InvalidSubnetID.NotFound", "InvalidVpcID.NotFound",
}  # fmt: skip


@dataclass(frozen=True)
class Leftover:
    """One thing that is still there, and the commands that remove it, for an administrator of its account."""

    kind: str
    name: str
    commands: tuple[str, ...]
    note: str = ""
    """What is lost with it."""


def leftovers_of(things: tuple[Thing, ...], account: Account) -> Iterator[Leftover]:
    """Those that are there still, in an order in which they can be removed: keys last, they open all else."""
    order = list(REMOVERS)
    known = sorted((one for one in things if one.kind in order), key=lambda one: (order.index(one.kind), one.name))
    for thing in known:
        with explained(f"look at {thing.kind} {thing.name} in account {account.id}"):
            try:
                yield from REMOVERS[thing.kind](thing, account)
            except ClientError as error:
                if error.response["Error"]["Code"] not in GONE:
                    raise
    for thing in things:
        if thing.kind not in (*order, *PARTS_OF_OTHERS):
            yield Leftover(thing.kind, thing.name, (), "remove it in the console")


def _domain(thing: Thing, account: Account) -> Iterator[Leftover]:
    api = account.clients.sagemaker
    api.describe_domain(DomainId=thing.name)
    asked = {"DomainIdEquals": thing.name}
    profiles = [
        one for page in api.get_paginator("list_user_profiles").paginate(**asked) for one in page["UserProfiles"]
    ]
    spaces = [one for page in api.get_paginator("list_spaces").paginate(**asked) for one in page["Spaces"]]
    apps = [one for page in api.get_paginator("list_apps").paginate(**asked) for one in page["Apps"]]
    here = f"--domain-id {thing.name} --region {account.region}"
    running = [one for one in apps if one["Status"] not in ("Deleted", "Failed")]
    commands = (
        *(
            f"aws sagemaker delete-app --app-type {one['AppType']} --app-name {one['AppName']} {_owner(one)} {here}"
            for one in running
        ),
        *(f"aws sagemaker delete-space --space-name {one['SpaceName']} {here}" for one in spaces),
        *(f"aws sagemaker delete-user-profile --user-profile-name {one['UserProfileName']} {here}" for one in profiles),
        f"aws sagemaker delete-domain --retention-policy HomeEfsFileSystem=Delete {here}",
    )
    yield Leftover(thing.kind, thing.name, commands, "the home directories of everybody go with it")


def _owner(app: Mapping[str, str]) -> str:
    return (
        f"--space-name {app['SpaceName']}" if app.get("SpaceName") else f"--user-profile-name {app['UserProfileName']}"
    )


def _subnet(thing: Thing, account: Account) -> Iterator[Leftover]:
    account.client("ec2").describe_subnets(SubnetIds=[thing.name])
    yield _by(thing, account, f"aws ec2 delete-subnet --subnet-id {thing.name}")


def _vpc(thing: Thing, account: Account) -> Iterator[Leftover]:
    ec2 = account.client("ec2")
    ec2.describe_vpcs(VpcIds=[thing.name])
    commands = tuple(f"{command} --region {account.region}" for command in vpc_removal(thing.name, ec2))
    yield Leftover(thing.kind, thing.name, commands, "with the security groups in it")


def _log_group(thing: Thing, account: Account) -> Iterator[Leftover]:
    found = account.client("logs").describe_log_groups(logGroupNamePrefix=thing.name)["logGroups"]
    if any(group["logGroupName"] == thing.name for group in found):
        yield _by(thing, account, f"aws logs delete-log-group --log-group-name {thing.name}", "an audit may ask for it")


def _bucket(thing: Thing, account: Account) -> Iterator[Leftover]:
    s3 = account.clients.s3
    s3.head_bucket(Bucket=thing.name)
    here = f"--bucket {thing.name} --region {account.region}"
    listed = f"aws s3api list-object-versions {here} --max-items 1000 --query '{{Objects: {OBJECTS}}}' --output json"
    empty = f'aws s3api delete-objects {here} --delete "$({listed})"'
    full = s3.list_object_versions(Bucket=thing.name, MaxKeys=1)
    holds = bool(full.get("Versions") or full.get("DeleteMarkers"))
    note = "its objects go with it; the first command takes 1000 at a time" if holds else ""
    commands = (*((empty,) if holds else ()), f"aws s3api delete-bucket {here}")
    yield Leftover(thing.kind, thing.name, commands, note)


def _key(thing: Thing, account: Account) -> Iterator[Leftover]:
    state = account.client("kms").describe_key(KeyId=thing.name)["KeyMetadata"]["KeyState"]
    if state != "PendingDeletion":
        command = f"aws kms schedule-key-deletion --key-id {thing.name} --pending-window-in-days 30"
        yield _by(thing, account, command, "what it encrypts cannot be read afterwards")


def _by(thing: Thing, account: Account, command: str, note: str = "") -> Leftover:
    return Leftover(thing.kind, thing.name, (f"{command} --region {account.region}",), note)


REMOVERS: Mapping[str, Callable[[Thing, Account], Iterator[Leftover]]] = {
    "AWS::SageMaker::Domain": _domain,
    "AWS::EC2::Subnet": _subnet,
    "AWS::EC2::VPC": _vpc,
    "AWS::S3::Bucket": _bucket,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::KMS::Key": _key,
}
PARTS_OF_OTHERS = ("AWS::SageMaker::UserProfile", "AWS::EC2::SecurityGroup")
"""Go with the domain or the VPC that holds them."""
