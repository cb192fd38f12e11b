"""Moments in which a kill would lose what belongs to something that is kept."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.stack_sets import target_stack
from mlops_templates.localaws.cloudformation.stack_sets.state import Instance, Specification, StackSet
from mlops_templates.localaws.sagemaker.projects import resumption
from mlops_templates.localaws.sagemaker.projects.records import Project, ProjectState
from mlops_templates.localaws.sagemaker.projects.service_catalog import ServiceCatalogProduct
from tests.localaws.keeping.reborn import REGION
from tests.waiting import until

ACCOUNT = "123456789012"


@pytest.fixture
def call(aws: Any) -> Call:
    return Call(aws.world, ACCOUNT, REGION, aws.world.sessions.of_root(ACCOUNT, REGION))


def test_no_snapshot_has_the_stack_of_an_instance_without_the_instance_knowing_it(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance, seen = Instance(ACCOUNT, REGION), list[str]()

    def snapshot() -> None:
        with call.world.steps.between():
            seen.append(instance.stack_id)

    taken = threading.Thread(target=snapshot)

    def create_stack(call: Call, request: dict[str, Any]) -> dict[str, str]:
        taken.start()
        time.sleep(0.2)
        return {"StackId": "made"}

    monkeypatch.setattr(target_stack, "create_stack", create_stack)
    monkeypatch.setattr(target_stack, "_settled", lambda *given: None)
    known = Specification("{}", {}, (), {}, None, "", "")
    target_stack.bring(call, StackSet("set", "set:1", "arn", known, {}), instance)
    taken.join()
    assert seen == ["made"]


def test_a_project_whose_product_was_not_provisioned_yet_has_failed_and_can_be_deleted(aws: Any, call: Call) -> None:
    arn, asked = call.arn("sagemaker", "project/unborn"), {"ProductId": "prod-unborn"}
    call.state(ProjectState).projects["unborn"] = Project("unborn", arn, ServiceCatalogProduct(asked), "me")
    resumption.resume(call)
    sagemaker = aws.client("sagemaker")

    def status() -> str:
        return str(sagemaker.describe_project(ProjectName="unborn")["ProjectStatus"])

    until(lambda: status() == "CreateFailed", "the end of the creation")
    sagemaker.delete_project(ProjectName="unborn")
    until(lambda: status() == "DeleteCompleted", "the deletion")
