"""No launch role has a permission to spare: without any one of them a stack of its product fails and says which.

A permission that several products hold for the same type of resource and the same handler is taken from one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.catalog import find_product, load_products
from mlops_templates.conformance.rendering import render
from mlops_templates.conformance.update import update
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.s3_launch_role import ROLE_NAME
from mlops_templates.localaws.codepipeline import executions
from mlops_templates.localaws.testing import LocalAccount
from mlops_templates.naming import launch_role_name
from mlops_templates.publish import Clients, Settings, apply, make_plan
from mlops_templates.publish.clients import SERVICES
from mlops_templates.publish.settings import CHANNELS, S3, SERVICE_CATALOG
from tests.conftest import Aws
from tests.lifecycle.launch_role_held import HeldRole
from tests.lifecycle.launch_role_needs import PARTS, Need, for_resources, granted, needs
from tests.lifecycle.launch_role_stacks import LaunchRoleStacks

REGION = "eu-north-1"
PRODUCTS = tuple(load_products())
PERMISSIONS = tuple(sorted(set().union(*(for_resources(product) for product in PRODUCTS))))

SMALLEST = PRODUCTS[0]
FOR_SERVICE_CATALOG = granted(SMALLEST) - for_resources(SMALLEST) | {"s3:GetObject"}
_PLANS = "a plan of Service Catalog previews an upgrade by a change set"
_READS = "Service Catalog's console reads it"
NOT_ASKED_FOR_HERE = {
    "cloudformation:CreateChangeSet": _PLANS,
    "cloudformation:DeleteChangeSet": _PLANS,
    "cloudformation:DescribeChangeSet": _PLANS,
    "cloudformation:ExecuteChangeSet": _PLANS,
    "cloudformation:DescribeStackResources": _READS,
    "cloudformation:GetTemplate": _READS,
    "cloudformation:UntagResource": "Service Catalog takes tags off only with a tag update constraint",
}
"""Permissions that a project on the embedded AWS does not miss, and who misses them on AWS."""

Stacks = Callable[[str], LaunchRoleStacks]


@pytest.fixture(scope="module")
def stacks(aws: Aws) -> Iterator[Stacks]:
    """Of each product, in an account where all are on offer; no pipeline starts, for only stacks are of interest."""
    own = aws.account
    admin = LocalAccount(own.id, REGION, own.url, own.principal, own.keys)
    clients = Clients(*(admin.client(service) for service in SERVICES))
    bundle = make_bundle(list(load_products().values()), "codecommit")
    begun: dict[str, LaunchRoleStacks] = {}

    def of(product: str) -> LaunchRoleStacks:
        if product not in begun:
            held = HeldRole.of(launch_role_name(product, REGION), admin)
            begun[product] = LaunchRoleStacks(product, held, admin)
        return begun[product]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executions, "has_values", lambda definition: False)
        settings = Settings(channels=CHANNELS)
        apply(make_plan(bundle, settings, clients), bundle, clients, report=lambda step: None)
        yield of


@pytest.fixture(scope="module")
def of_templates(stacks: Stacks) -> HeldRole:
    """The launch role of templates in S3, which may do what all others may."""
    return HeldRole.of(ROLE_NAME, stacks(SMALLEST).admin)


def first(product: str, permission: str) -> Need:
    """The first part of a life in which a resource of the product needs it."""
    order = tuple(PARTS)
    return min(needs(product)[permission], key=lambda need: (order.index(need.part), need.resource_type))


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_without_any_one_of_them_a_stack_fails_and_names_it(permission: str, stacks: Stacks) -> None:
    holders = [product for product in PRODUCTS if permission in needs(product)]
    missed: set[Need] = set()
    for product in holders:
        if not missed & needs(product)[permission]:
            failure = stacks(product).fails_without(permission, first(product, permission))
            assert failure is not None, f"{product} does not miss {permission}"
            missed.add(failure)


@pytest.mark.parametrize("product", PRODUCTS)
def test_each_of_them_is_tried(product: str) -> None:
    assert needs(product).keys() == for_resources(product)


@pytest.mark.parametrize("product", PRODUCTS)
def test_what_service_catalog_needs_is_the_same_for_every_product(product: str) -> None:
    assert granted(product) - for_resources(product) | {"s3:GetObject"} == FOR_SERVICE_CATALOG


@pytest.mark.parametrize("permission", sorted(FOR_SERVICE_CATALOG - NOT_ASKED_FOR_HERE.keys()))
def test_without_any_one_of_those_service_catalog_makes_no_project_and_names_it(
    permission: str, stacks: Stacks
) -> None:
    begun, said = stacks(SMALLEST), f"not authorized to perform: {permission} on resource: "
    name = f"without-{permission.partition(':')[2]}"[:32].lower()
    with begun.role.without([permission]), pytest.raises(MlopsTemplatesError, match=said):
        lived(name, begun)


def test_without_those_that_are_not_asked_for_here_a_project_lives_its_whole_life(stacks: Stacks) -> None:
    begun = stacks(SMALLEST)
    check, rendering = render(find_product(SMALLEST), "codecommit")
    assert rendering is not None, check
    with begun.role.without(NOT_ASKED_FOR_HERE):
        clients = lived("spared", begun)
        assert update("spared", rendering, clients) > 0
        projects.delete("spared", clients)
    assert projects.read_project("spared", clients) is None


@pytest.mark.parametrize(
    "permission", ["codecommit:CreateRepository", "kms:CreateKey", "sagemaker:CreateModelPackageGroup"]
)
def test_a_template_in_s3_misses_what_its_launch_role_lacks(
    permission: str, stacks: Stacks, of_templates: HeldRole
) -> None:
    begun, said = stacks(SMALLEST), f"not authorized to perform: {permission} on resource: "
    with of_templates.without([permission]), pytest.raises(MlopsTemplatesError, match=said):
        lived(f"s3-{permission.partition(':')[2]}"[:32].lower(), begun, S3)


def test_a_template_in_s3_needs_no_stacks_of_its_launch_role_here(stacks: Stacks, of_templates: HeldRole) -> None:
    """Who makes the project calls CloudFormation, and gives it the role; on AWS Studio may act as the role itself."""
    begun = stacks(SMALLEST)
    with of_templates.without(FOR_SERVICE_CATALOG - {"s3:GetObject"}):
        clients = lived("by-template", begun, S3)
        projects.delete("by-template", clients)
    assert projects.read_project("by-template", clients) is None


def lived(name: str, begun: LaunchRoleStacks, channel: str = SERVICE_CATALOG) -> Clients:
    """A project of the product, made as the launch role."""
    clients = Clients(*(begun.admin.client(service) for service in SERVICES))
    projects.create(name, begun.product, {}, clients, channel=channel)
    projects.wait(name, clients)
    return clients
