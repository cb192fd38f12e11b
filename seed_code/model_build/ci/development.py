"""Where pipelines run: in the account of the project, or in the development account that DEVELOPMENT_ACCOUNT_ID names.

Code, data, models and versions stay in the account of the project either way: they outlive a development account.
"""

from dataclasses import dataclass, replace
from typing import Any

import boto3
import botocore.session
from botocore.credentials import CredentialProvider, CredentialResolver, DeferredRefreshableCredentials

from ci.banner import say
from ml_pipelines.project import MAIN, Project

FACTS = "/mlops-templates/target"
NOTHING = "none"


@dataclass(frozen=True)
class Place:
    """The project as its pipelines know it there; without a session they run where the build does."""

    project: Project
    session: Any = None

    def client(self, service: str) -> Any:
        return (self.session or boto3).client(service, region_name=self.project.region)


def place_of(here: Project, role: str = "") -> Place:
    """Where the pipelines of this build run; `role` is what to act as there, if not a build."""
    if not here.development_account:
        return Place(here)
    arn = role_arn(here, role or duty("build", "branch", here))
    say(f"in the development account, as {arn}")
    session, there = act_as(here, arn), known_there(here)
    return Place(there if role else in_network(there, session.client("ssm")), session)


def duty(of_main: str, of_branches: str, here: Project) -> str:
    """Branches have roles of their own: what they train never gets into the Main group."""
    return of_main if here.branch == MAIN else of_branches


def role_arn(here: Project, name: str) -> str:
    partition = here.kms_key.split(":")[1]
    return f"arn:{partition}:iam::{here.development_account}:role/mlops/mlops-templates-target-{name}-{here.region}"


def known_there(here: Project) -> Project:
    """The same project by names that say whose account is meant."""
    partition = here.kms_key.split(":")[1]
    groups = f"arn:{partition}:sagemaker:{here.region}:{here.account}:model-package-group"
    return replace(
        here,
        role=role_arn(here, duty("training", "training-branch", here)),
        main_group=f"{groups}/{here.main_group}",
        dev_group=f"{groups}/{here.dev_group}",
    )


def in_network(there: Project, ssm: Any) -> Project:
    """With the network of the account, unless the project names another one there, and with its key for disks."""
    names = {fact: f"{FACTS}/{fact}" for fact in ("key-arn", "subnet-ids", "security-group-id")}
    answer = ssm.get_parameters(Names=list(names.values()))["Parameters"]
    facts = {found["Name"].rpartition("/")[2]: found["Value"] for found in answer}
    subnets, groups = (
        () if facts[name] == NOTHING else tuple(facts[name].split(",")) for name in ("subnet-ids", "security-group-id")
    )
    network = {} if there.subnets else {"subnets": subnets, "security_groups": groups}
    return replace(there, disk_key=facts["key-arn"], **network)


def act_as(here: Project, arn: str) -> Any:
    """A session as that role, which takes it on again before it ends: a chained role lasts an hour, a build longer."""
    session = botocore.session.get_session()
    session.register_component("credential_provider", CredentialResolver([Assumed(here, arn)]))
    return boto3.Session(botocore_session=session, region_name=here.region)


class Assumed(CredentialProvider):
    """Credentials of a role, taken on with those of the build."""

    METHOD = "development-account"

    def __init__(self, here: Project, arn: str) -> None:
        super().__init__()
        self.request = {"RoleArn": arn, "RoleSessionName": f"{here.name}-{here.id}"}
        self.sts = boto3.client("sts", region_name=here.region)

    def load(self) -> DeferredRefreshableCredentials:
        return DeferredRefreshableCredentials(self.assume, self.METHOD)

    def assume(self) -> dict[str, str]:
        keys = self.sts.assume_role(**self.request)["Credentials"]
        return {
            "access_key": keys["AccessKeyId"],
            "secret_key": keys["SecretAccessKey"],
            "token": keys["SessionToken"],
            "expiry_time": keys["Expiration"].isoformat(),
        }
