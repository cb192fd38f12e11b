"""A publisher's world: one small product, and clients of a region of the embedded AWS that no other test uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from troposphere import Template
from troposphere.sns import Topic

from mlops_templates import data
from mlops_templates.bundle import Bundle, make_bundle, shipped
from mlops_templates.model import Phase, Product, Scm, SeedRepository
from mlops_templates.publish import Clients
from tests.conftest import Aws

SERVICES = ("cloudformation", "s3", "sts", "iam", "servicecatalog", "sagemaker")
TAKEN = ("ap-east-1", "ap-northeast-1", "ca-west-1", "eu-north-1", "us-east-1")
"""Regions of other tests."""
REGIONS = iter(region for region in boto3.session.Session().get_available_regions("sqs") if region not in TAKEN)

Rebundle = Callable[[str], Bundle]


@pytest.fixture
def clients(aws: Aws) -> Clients:
    """Of their own: the embedded AWS acts through clients too, and only the publisher's calls shall be counted."""
    environment = aws.environment()
    session = boto3.session.Session(
        environment["AWS_ACCESS_KEY_ID"],
        environment["AWS_SECRET_ACCESS_KEY"],
        environment.get("AWS_SESSION_TOKEN"),
        region_name=next(REGIONS),
    )
    return Clients(*(session.client(service, endpoint_url=aws.url) for service in SERVICES))


@pytest.fixture
def bundle_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rebundle]:
    """A bundle of one product whose template says the given words."""
    seed = tmp_path / "seed_code" / "model_build"
    seed.mkdir(parents=True)
    (seed / "README.md").write_text("read me")
    monkeypatch.setattr(data, "data_folder", lambda name: tmp_path / name)
    # The launch roles are those of the whole catalogue.
    monkeypatch.setattr(shipped, "load_products", lambda: {"small": product("")})

    def bundled(words: str) -> Bundle:
        return make_bundle([product(words)], "codecommit")

    yield bundled


def product(words: str) -> Product:
    def build(template: Template, scm: Scm) -> None:
        template.add_resource(Topic("News", DisplayName=words))

    return Product(
        name="small",
        phase=Phase.INITIAL,
        title="A small product",
        description="Nothing but a topic",
        seeds=(SeedRepository("model_build"),),
        build=build,
    )
