"""The foundation stacks as they shall be: the committed templates, as they were reviewed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.bundle import shipped_foundation
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations import assets, launch_roles, s3_launch_role, use_policies
from mlops_templates.model import Product
from mlops_templates.publish.change import Change, Verb
from mlops_templates.publish.change_set import StackChange
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained
from mlops_templates.publish.stack import Stack, read_own_stack


@dataclass(frozen=True)
class Foundation:
    """A stack that every publish makes, before anything is offered."""

    stack_name: str
    file_name: str
    holds: str


ASSETS = Foundation(assets.STACK_NAME, assets.FILE_NAME, "asset bucket, permissions boundary")
# In the order in which they are made.
FOUNDATIONS = (
    ASSETS,
    Foundation(use_policies.STACK_NAME, use_policies.FILE_NAME, "policies that the roles of projects share"),
    Foundation(launch_roles.STACK_NAME, launch_roles.FILE_NAME, "launch role of each product"),
)
# For templates in S3 only, and last.
S3_LAUNCH_ROLE = Foundation(s3_launch_role.STACK_NAME, s3_launch_role.FILE_NAME, "launch role of templates in S3")


@dataclass(frozen=True)
class FoundationPlan:
    """A foundation stack as it is, its line of the plan, and the change unless it is right already."""

    before: Stack | None
    line: Change
    change: StackChange | None


def plan_foundations(clients: Clients, products: Iterable[Product], *, by_s3: bool) -> Iterator[FoundationPlan]:
    """What they hold serves these products and all others that are installed here."""
    products = tuple(products)
    for foundation in FOUNDATIONS:
        yield _plan(foundation, read_own_stack(clients.cloudformation, foundation.stack_name), products)
    if by_s3:
        before = read_own_stack(clients.cloudformation, S3_LAUNCH_ROLE.stack_name)
        planned = _plan(S3_LAUNCH_ROLE, before, products)
        change = planned.change and replace(planned.change, parameters=_role_maker(before, clients.iam))
        yield replace(planned, change=change)


def _role_maker(before: Stack | None, iam: Any) -> tuple[tuple[str, str], ...]:
    """Whether the stack makes the role: as before, at first if no stack of another region has made it."""
    if before is not None and not before.never_made:
        return (("MakesLaunchRole", before.outputs["MakesRole"]),)
    name = s3_launch_role.ROLE_NAME
    with explained(f"look for role {name}"):
        try:
            role = iam.get_role(RoleName=name)["Role"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchEntity":
                return (("MakesLaunchRole", "yes"),)
            raise
    key, value = s3_launch_role.ROLE_TAG
    if {"Key": key, "Value": value} not in role.get("Tags", ()):
        raise MlopsTemplatesError(
            f"There is a role {name} that mlops-templates did not make. Delete it, or publish by Service Catalog only."
        )
    return (("MakesLaunchRole", "no"),)


def _plan(foundation: Foundation, before: Stack | None, products: tuple[Product, ...]) -> FoundationPlan:
    text = shipped_foundation(foundation.file_name, products)
    digest = hashlib.sha256(text.encode()).hexdigest()
    made = before is not None and not before.never_made
    if before is not None and made and before.content_digest == digest:
        return FoundationPlan(before, Change(Verb.KEEP, "stack", foundation.stack_name), None)
    change = StackChange(foundation.stack_name, text, digest, before, capabilities=("CAPABILITY_NAMED_IAM",))
    verb = Verb.CHANGE if made else Verb.ADD
    return FoundationPlan(before, Change(verb, "stack", foundation.stack_name, foundation.holds), change)
