"""Every product lives on the embedded AWS by both channels, each time with another of its providers.

All pairs of product and channel, and of provider and channel; `mlops-templates conform` goes through all the triples.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mlops_templates.catalog import load_products
from mlops_templates.conformance import TIME_LIMIT, Verdict
from mlops_templates.conformance.launch_role import launch_role
from mlops_templates.conformance.life import REGION, Way, lives_in
from mlops_templates.conformance.rendering import Rendering, render
from mlops_templates.localaws import local_aws
from mlops_templates.localaws.testing import LocalAwsServer
from mlops_templates.model import Product
from mlops_templates.publish.settings import CHANNELS
from mlops_templates.scm import SCMS

PRODUCTS = tuple(load_products().values())
PARTS = ["publish", "create", "update", "delete"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAwsServer]:
    with local_aws(tmp_path_factory.mktemp("conform") / "state", region=REGION, keep=False) as aws:
        yield LocalAwsServer(aws, REGION)


def provider(product: Product, channel: str) -> str:
    """The next one for each product, and another one for each channel."""
    return product.scms[(PRODUCTS.index(product) + CHANNELS.index(channel)) % len(product.scms)]


def rendered(product: Product, scm: str) -> Rendering:
    check, rendering = render(product, scm)
    assert rendering is not None, check
    return rendering


def test_each_provider_is_tried_by_each_channel() -> None:
    for channel in CHANNELS:
        assert {provider(product, channel) for product in PRODUCTS} == set(SCMS)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.name)
def test_a_project_is_made_changed_and_deleted_as_the_launch_role(
    product: Product, channel: str, server: LocalAwsServer
) -> None:
    account, rendering = server.new_account(), rendered(product, provider(product, channel))
    checks = list(lives_in(account, rendering, Way((channel,), {}, TIME_LIMIT)))
    server.take_back(account)
    assert [(check.name, check.faults) for check in checks if check.verdict is not Verdict.OK] == []
    assert [check.name for check in checks] == PARTS


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.name)
def test_a_launch_role_is_exact(product: Product) -> None:
    check = launch_role(product.name, [rendered(product, scm) for scm in product.scms])
    assert check.faults == ()
