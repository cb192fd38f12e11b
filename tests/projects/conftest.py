"""A published product of two resources, one of them kept when its project goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from troposphere import Sub, Template, s3, sns

from mlops_templates.bundle import make_bundle
from mlops_templates.model import Phase, Product, Scm
from mlops_templates.naming import asset_bucket
from mlops_templates.publish import Clients, Settings, apply, make_plan
from tests.conftest import Aws

SERVICES = ("cloudformation", "s3", "sts", "iam", "servicecatalog", "sagemaker")
REGION = "ap-east-1"


def _build(template: Template, scm: Scm) -> None:
    bucket = Sub("sagemaker-${SageMakerProjectId}-data-${AWS::AccountId}")
    template.add_resource(s3.Bucket("Data", BucketName=bucket, DeletionPolicy="RetainExceptOnCreate"))
    topic = Sub("sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-news")
    template.add_resource(sns.Topic("News", TopicName=topic))


def _broken(template: Template, scm: Scm) -> None:
    """A bucket that exists already."""
    template.add_resource(s3.Bucket("Data", BucketName=Sub(asset_bucket())))


def product(name: str) -> Product:
    build = _broken if name == "broken" else _build
    return Product(name, Phase.INITIAL, f"Product {name}", "For tests", (), build)


@pytest.fixture(scope="session")
def clients(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> Clients:
    clients = Clients(*(aws.client(service, REGION) for service in SERVICES))
    bundle = make_bundle([product("small"), product("broken")], "codecommit")
    apply(make_plan(bundle, Settings(), clients), bundle, clients, report=lambda step: None)
    return clients


@pytest.fixture
def project_name(tmp_path: Path) -> str:
    return f"p{abs(hash(tmp_path)) % 10**12}"
