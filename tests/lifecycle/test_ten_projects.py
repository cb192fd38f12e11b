"""Ten projects of the real product, created and deleted at once: none fails, none gets what is another's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.catalog import find_product
from mlops_templates.demo.life import PRODUCT
from mlops_templates.localaws.codepipeline import executions
from mlops_templates.projects.offered import find_offered
from mlops_templates.publish import Clients, Settings, apply, make_plan
from mlops_templates.publish.clients import SERVICES
from tests.conftest import Aws

REGION = "ap-northeast-1"
NAMES = [f"ten-{number}" for number in range(10)]


@pytest.fixture(scope="module")
def clients(aws: Aws) -> Iterator[Clients]:
    """Where the product is published; its pipelines start nothing by themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executions, "has_values", lambda definition: False)
        made = Clients(*(aws.client(service, REGION) for service in SERVICES))
        bundle = make_bundle([find_product(PRODUCT)], "codecommit")
        apply(make_plan(bundle, Settings(), made), bundle, made, report=lambda step: None)
        yield made


def at_once(work: Callable[[str], Any]) -> list[Any]:
    gate = threading.Barrier(len(NAMES))

    def through(name: str) -> Any:
        gate.wait()
        return work(name)

    with ThreadPoolExecutor(len(NAMES)) as pool:
        return list(pool.map(through, NAMES))


def ended(name: str, clients: Clients) -> str:
    """The status of a project once nothing is under way."""
    projects.wait(name, clients)
    return str(clients.sagemaker.describe_project(ProjectName=name)["ProjectStatus"])


def held(name: str, clients: Clients) -> dict[str, str]:
    """What the stack of a project holds: physical ids by logical id."""
    project = projects.read_project(name, clients)
    assert project is not None
    stack = project.stack(clients)
    pages = clients.cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}


def test_ten_projects_of_the_product_at_once(clients: Clients) -> None:
    offered = find_offered(PRODUCT, clients)

    def create(name: str) -> str:
        details = {
            "ProductId": offered.product_id,
            "ProvisioningArtifactId": offered.artifact_id,
            "ProvisioningParameters": [{"Key": "ApproverEmail", "Value": f"{name}@example.com"}],
        }
        clients.sagemaker.create_project(ProjectName=name, ServiceCatalogProvisioningDetails=details)
        return ended(name, clients)

    assert set(at_once(create)) == {"CreateCompleted"}
    stacks = {name: held(name, clients) for name in NAMES}
    assert len({frozenset(stack) for stack in stacks.values()}) == 1
    physical = [set(stack.values()) for stack in stacks.values()]
    assert len(set().union(*physical)) == sum(len(each) for each in physical)
    at_once(lambda name: clients.sagemaker.delete_project(ProjectName=name))
    assert {ended(name, clients) for name in NAMES} == {"DeleteCompleted"}
