"""The product's launch role with a permission taken away, and the life of a project under it."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.catalog import find_product
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.authorization import guard
from mlops_templates.localaws.authorization.decision import Policies, Question, Refusal
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.naming import launch_role_name
from mlops_templates.projects.offered import find_offered
from mlops_templates.publish import Clients, Settings, apply, make_plan
from tests.lifecycle.launch_role_product import Form, broken, taken_over, touched, version


@contextlib.contextmanager
def judged(role: str) -> Iterator[set[str]]:
    """Every action that is asked of a role meanwhile."""
    actions: set[str] = set()
    decide, nowhere = guard.decide, guard.nowhere

    def decided(question: Question, policies: Policies) -> Refusal | None:
        if question.caller.entity == role:
            actions.add(question.action)
        return decide(question, policies)

    def sought(action: str, policies: Policies) -> str:
        actions.add(action)
        return nowhere(action, policies)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "decide", decided)
        patch.setattr(guard, "nowhere", sought)
        yield actions


@dataclass
class LaunchRoleLife:
    """A published product, a version of it that touches every resource, and one that cannot be made."""

    clients: Clients
    role: str
    product: str
    form: Form
    versions: dict[str, str]
    documents: tuple[dict[str, Any], ...]
    asked: dict[str, set[str]] = field(default_factory=dict)
    """What is asked of the role, by the part of a project's life: `create`, `update`, `delete`, `way back`."""
    tried: int = 0
    standing: str = ""
    """A project that is there to be updated."""

    @classmethod
    def begin(cls, clients: Clients, product: str, form: Form) -> LaunchRoleLife:
        """Publish the product; projects of it are made with the form filled in so."""
        bundle = make_bundle([find_product(product)], "codecommit")
        apply(make_plan(bundle, Settings(), clients), bundle, clients, report=lambda step: None)
        offered = find_offered(product, clients)
        versions = {"first": offered.artifact_id}
        for noun, template in (("touched", touched(product)), ("broken", broken(product))):
            versions[noun] = version(clients, offered.product_id, noun, template)
        role = launch_role_name(product, clients.region)
        return cls(clients, role, offered.product_id, form, versions, taken_over(clients, role))

    def hold_all_but(self, permission: str) -> None:
        """Give the launch role everything that it is meant to have, less one action."""
        for number, document in enumerate(self.documents):
            kept = copy.deepcopy(document)
            for statement in kept["Statement"]:
                actions = [action for action in statement["Action"] if action != permission]
                statement["Action"] = actions or ["none:None"]
            self.clients.iam.put_role_policy(
                RoleName=self.role, PolicyName=f"part-{number}", PolicyDocument=json.dumps(kept)
            )

    def live(self, name: str) -> str:
        """A whole life with every permission, and what failed in it; what is asked of the role is noted by part."""
        self.hold_all_but("")
        parts: dict[str, Callable[[], str]] = {
            "create": lambda: self._tried(name, lambda: self._create(name, "first")),
            "update": lambda: self._tried(name, lambda: self._update(name)),
            "delete": lambda: self._tried(name, lambda: self._delete(name)),
            "way back": lambda: self._way_back(name),
        }
        said = ""
        for part, work in parts.items():
            with judged(f"arn:aws:iam::{ACCOUNT}:role/mlops/{self.role}") as actions:
                said += work()
            self.asked[part] = actions
        return said

    def failure_without(self, permission: str) -> str:
        """What a project says in the first part of its life that asks for the permission; empty when none fails."""
        part = next((part for part, actions in self.asked.items() if permission in actions), "")
        tries = {
            "create": self._fails_to_create,
            "update": self._fails_to_change,
            "delete": self._fails_to_go,
            "way back": self._fails_on_the_way_back,
        }
        self.tried += 1
        name = f"without-{self.tried}"
        try:
            return tries[part](name, permission) if part else ""
        finally:
            self.hold_all_but("")

    def _fails_to_create(self, name: str, permission: str) -> str:
        self.hold_all_but(permission)
        return self._tried(name, lambda: self._create(name, "first"))

    def _fails_to_change(self, name: str, permission: str) -> str:
        """One project stands for all that fail to be changed: it is rolled back each time."""
        if not self.standing:
            self._created(name)
            self.standing = name
        standing = self.standing
        self.hold_all_but(permission)
        said = self._tried(standing, lambda: self._update(standing))
        if self._stack_status(standing) != "UPDATE_ROLLBACK_COMPLETE":
            self.standing = ""
        return said

    def _fails_to_go(self, name: str, permission: str) -> str:
        self._created(name)
        self.hold_all_but(permission)
        said = self._tried(name, lambda: self._delete(name))
        self.hold_all_but("")
        mended = self._tried(name, lambda: self._delete(name))
        assert mended == "", mended
        return said

    def _fails_on_the_way_back(self, name: str, permission: str) -> str:
        self.hold_all_but(permission)
        return self._way_back(name)

    def _created(self, name: str) -> None:
        said = self._tried(name, lambda: self._create(name, "first"))
        assert said == "", said

    def _tried(self, name: str, work: Callable[[], Any]) -> str:
        try:
            work()
            projects.wait(name, self.clients)
        except MlopsTemplatesError as error:
            return str(error)
        return ""

    def _create(self, name: str, version: str) -> None:
        details = {
            "ProductId": self.product,
            "ProvisioningArtifactId": self.versions[version],
            "ProvisioningParameters": [{"Key": key, "Value": value} for key, value in self.form.items()],
        }
        self.clients.sagemaker.create_project(ProjectName=name, ServiceCatalogProvisioningDetails=details)

    def _update(self, name: str) -> None:
        details = {"ProvisioningArtifactId": self.versions["touched"]}
        self.clients.sagemaker.update_project(ProjectName=name, ServiceCatalogProvisioningUpdateDetails=details)

    def _delete(self, name: str) -> None:
        self.clients.sagemaker.delete_project(ProjectName=name)

    def _way_back(self, name: str) -> str:
        """Every reason of a failed deletion among the events of a creation that was rolled back."""
        self._tried(name, lambda: self._create(name, "broken"))
        pages = self.clients.cloudformation.get_paginator("describe_stack_events").paginate(StackName=self._stack(name))
        events = [event for page in pages for event in page["StackEvents"]]
        failed = [event["ResourceStatusReason"] for event in events if event["ResourceStatus"] == "DELETE_FAILED"]
        return "\n".join(failed)

    def _stack(self, name: str) -> str:
        project = projects.read_project(name, self.clients)
        assert project is not None
        return project.stack(self.clients)

    def _stack_status(self, name: str) -> str:
        stack = self.clients.cloudformation.describe_stacks(StackName=self._stack(name))["Stacks"][0]
        return str(stack["StackStatus"])
