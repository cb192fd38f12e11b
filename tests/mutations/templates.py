"""Every template that ships, as a document to break, and what is found in it."""

from __future__ import annotations

from functools import cache

from cfnlint.rules import CloudFormationLintRule
from cfnlint.template import Template

import mlops_templates.policy
from mlops_templates.catalog import load_products
from mlops_templates.foundations.launch_roles import FILE_NAME as LAUNCH_ROLES
from mlops_templates.synth.foundations import MAKERS
from tests.foundations.documents import launch_roles
from tests.rendered import Document, product_document

PRODUCTS = [(product.name, scm) for product in load_products().values() for scm in product.scms]


@cache
def documents() -> dict[str, Document]:
    """Foundations, then every product with every of its source-code providers."""
    made = {name: dict(make().to_dict()) for name, make in MAKERS.items()}
    made[LAUNCH_ROLES] = launch_roles()
    return made | {f"{name}.{scm}": product_document(name, scm) for name, scm in PRODUCTS}


@cache
def rules() -> tuple[CloudFormationLintRule, ...]:
    return tuple(getattr(mlops_templates.policy, name)() for name in mlops_templates.policy.__all__)


def findings(document: Document) -> set[str]:
    """The ids of our rules that have something against the document."""
    template = Template("template.yaml", document, regions=["us-east-1"])
    return {rule.id for rule in rules() if rule.match(template)}
