"""What Service Catalog remembers."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mlops_templates.localaws.document import Document

_ALPHABET = string.ascii_lowercase + string.digits


def now() -> datetime:
    return datetime.now(UTC)


def new_id(prefix: str) -> str:
    """An id of AWS's form: a prefix and 13 characters."""
    return f"{prefix}-" + "".join(secrets.choice(_ALPHABET) for _ in range(13))


@dataclass
class Portfolio:
    """A portfolio; who and what belongs to it is kept apart."""

    name: str
    provider: str
    description: str
    tags: dict[str, str]
    id: str = field(default_factory=lambda: new_id("port"))
    created: datetime = field(default_factory=now)


@dataclass
class ProvisioningArtifact:
    """A version of a product, with the template as it was when the version was made."""

    name: str
    description: str
    url: str
    template: str
    id: str = field(default_factory=lambda: new_id("pa"))
    created: datetime = field(default_factory=now)
    active: bool = True
    guidance: str = "DEFAULT"


@dataclass
class Product:
    """A product with its versions in the order of their creation."""

    name: str
    owner: str
    description: str
    distributor: str
    support: dict[str, str]
    tags: dict[str, str]
    artifacts: dict[str, ProvisioningArtifact]
    id: str = field(default_factory=lambda: new_id("prod"))
    view_id: str = field(default_factory=lambda: new_id("prodview"))
    created: datetime = field(default_factory=now)


@dataclass(frozen=True)
class Principal:
    """Somebody who may use the products of a portfolio."""

    arn: str
    type: str


@dataclass
class Constraint:
    """A launch constraint."""

    portfolio_id: str
    product_id: str
    description: str
    parameters: str
    type: str = "LAUNCH"
    id: str = field(default_factory=lambda: new_id("cons"))


@dataclass
class Record:
    """One request for a provisioned product, and how it ended."""

    type: str
    provisioned_product_id: str
    provisioned_product_name: str
    product_id: str
    artifact_id: str
    path_id: str
    launch_role: str
    tags: dict[str, str]
    id: str = field(default_factory=lambda: new_id("rec"))
    status: str = "CREATED"
    errors: list[Document] = field(default_factory=list)
    outputs: list[Document] = field(default_factory=list)
    created: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)


@dataclass
class ProvisionedProduct:
    """A product at work: one stack."""

    name: str
    product_id: str
    artifact_id: str
    path_id: str
    launch_role: str
    owner: str
    token: str
    tags: dict[str, str]
    id: str = field(default_factory=lambda: new_id("pp"))
    status: str = "UNDER_CHANGE"
    status_message: str = ""
    stack_id: str = ""
    outputs: list[Document] = field(default_factory=list)
    created: datetime = field(default_factory=now)
    last_record: str = ""
    last_provisioning_record: str = ""
    last_successful_record: str = ""


@dataclass
class ServiceCatalogState:
    """One account and region."""

    portfolios: dict[str, Portfolio] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    members: list[tuple[str, str]] = field(default_factory=list)
    """Portfolio id and product id, in the order of association."""
    principals: dict[str, list[Principal]] = field(default_factory=dict)
    """By portfolio id."""
    constraints: dict[str, Constraint] = field(default_factory=dict)
    provisioned_products: dict[str, ProvisionedProduct] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    answers: dict[tuple[str, str], tuple[Document, Document]] = field(default_factory=dict)
    """Request and answer by action and idempotency token."""
