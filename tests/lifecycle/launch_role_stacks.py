"""Stacks of a product's resources, made as its launch role while that lacks one permission."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from mlops_templates.conformance.form import filled_in
from mlops_templates.conformance.rendering import LARGEST
from mlops_templates.localaws.testing import LocalAccount
from mlops_templates.naming import asset_bucket
from tests.foundations.documents import Document
from tests.lifecycle.launch_role_held import HeldRole
from tests.lifecycle.launch_role_needs import Need, documents_with
from tests.lifecycle.launch_role_template import broken, cut_down, touched

# Every resource that a form may ask for is asked for.
FORM = {
    "AlarmEmail": "alarms@example.com",
    "ApproverEmail": "approver@example.com",
    "AthenaWorkgroup": "primary",
    "GlueDatabase": "sales",
    "LakeBucket": "lake-of-sales",
    "OwnContainers": "yes",
    "ProductionApproverEmail": "owner@example.com",
    "RetrainingSchedule": "rate(7 days)",
}
PATIENCE = 180.0
PARTS_BY_STATUS = {"CREATE_FAILED": "create", "UPDATE_FAILED": "update", "DELETE_FAILED": "delete"}


@dataclass
class LaunchRoleStacks:
    """One product's role, and the stacks that stand to be updated."""

    product: str
    role: HeldRole
    admin: LocalAccount
    standing: dict[str, str] = field(default_factory=dict)
    tried: int = 0

    def fails_without(self, permission: str, need: Need) -> Need | None:
        """The resource that failed for want of the permission, and in which part of its life; None when none did."""
        document, name = next(documents_with(self.product, need, permission))
        template = cut_down(document, name)
        form = {**FORM, **_connection(permission, self.admin)}
        fields, missing = filled_in(document["Parameters"], form, self.admin)
        assert missing == []
        self.tried += 1
        tries = {"create": self._create, "update": self._update, "delete": self._way_back}
        return self._failure(tries[need.part](permission, template, name, fields), permission)

    def _create(self, permission: str, template: Document, name: str, fields: dict[str, str]) -> str:
        with self.role.without([permission]):
            return self._made(template, fields)

    def _update(self, permission: str, template: Document, name: str, fields: dict[str, str]) -> str:
        """One stack stands for all that fail to be changed: it is rolled back each time."""
        kind = template["Resources"][name]["Type"]
        if kind not in self.standing:
            self.standing[kind] = self._made(template, fields)
        stack = self.standing[kind]
        with self.role.without([permission]):
            self._cloudformation.update_stack(
                StackName=stack,
                **self._source(touched(template, name)),
                Parameters=[{"ParameterKey": key, "UsePreviousValue": True} for key in template["Parameters"]],
                Capabilities=["CAPABILITY_NAMED_IAM"],
            )
            if self._rests(stack) != "UPDATE_ROLLBACK_COMPLETE":
                del self.standing[kind]
        return stack

    def _way_back(self, permission: str, template: Document, name: str, fields: dict[str, str]) -> str:
        """What a creation had made is deleted when it is rolled back, also what is kept when a project goes."""
        with self.role.without([permission]):
            return self._made(broken(template), fields)

    def _made(self, template: Document, fields: dict[str, str]) -> str:
        project = {"SageMakerProjectName": "launched", "SageMakerProjectId": f"p-{self.product[:4]}{self.tried}"}
        stack = self._cloudformation.create_stack(
            StackName=f"SC-{self.product}-{self.tried}",
            **self._source(template),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in (project | fields).items()],
            Capabilities=["CAPABILITY_NAMED_IAM"],
            Tags=[
                {"Key": "sagemaker:project-name", "Value": project["SageMakerProjectName"]},
                {"Key": "sagemaker:project-id", "Value": project["SageMakerProjectId"]},
            ],
        )["StackId"]
        self._rests(stack)
        return str(stack)

    @property
    def _cloudformation(self) -> Any:
        return self.role.account.client("cloudformation")

    def _source(self, template: Document) -> dict[str, str]:
        """As Service Catalog does it: the text, or where it lies when it is too long for a request."""
        text = json.dumps(template, separators=(",", ":"))
        if len(text) <= LARGEST:
            return {"TemplateBody": text}
        region, key = self.admin.region, f"templates/{self.product}-{self.tried}.json"
        bucket = asset_bucket(self.admin.id, region)
        self.admin.client("s3").put_object(Bucket=bucket, Key=key, Body=text.encode())
        return {"TemplateURL": f"https://{bucket}.s3.{region}.amazonaws.com/{key}"}

    def _rests(self, stack: str) -> str:
        cloudformation, end = self.admin.client("cloudformation"), time.monotonic() + PATIENCE
        while True:
            status = str(cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])
            if not status.endswith("_IN_PROGRESS"):
                return status
            assert time.monotonic() < end, f"{stack} is still in {status}"
            time.sleep(0.02)

    def _failure(self, stack: str, permission: str) -> Need | None:
        words = f"not authorized to perform: {permission} on resource: "
        pages = self.admin.client("cloudformation").get_paginator("describe_stack_events").paginate(StackName=stack)
        for event in (event for page in pages for event in page["StackEvents"]):
            part = PARTS_BY_STATUS.get(event["ResourceStatus"], "")
            if part and words in event.get("ResourceStatusReason", ""):
                return Need(event["ResourceType"], part)
        return None


def _connection(permission: str, account: LocalAccount) -> dict[str, str]:
    """A connection by its old name, for the permission of that name."""
    if not permission.startswith("codestar-connections:"):
        return {}
    number = "00000000-0000-4000-8000-000000000000"
    return {"ConnectionArn": f"arn:aws:codestar-connections:{account.region}:{account.id}:connection/{number}"}
