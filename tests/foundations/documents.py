"""Rendered templates that the tests of this folder read."""

from __future__ import annotations

from functools import cache
from typing import Any

from mlops_templates.catalog import load_products
from mlops_templates.foundations.assets import assets_template
from mlops_templates.foundations.launch_roles import launch_roles_template
from mlops_templates.naming import logical_id
from mlops_templates.scm import SCMS
from mlops_templates.synth import document

Document = dict[str, Any]


@cache
def documents_by_product() -> dict[str, tuple[Document, ...]]:
    """Every template of every product of the catalogue."""
    return {
        product.name: tuple(document(product, SCMS[scm]) for scm in product.scms)
        for product in load_products().values()
    }


def product_documents() -> tuple[Document, ...]:
    return tuple(each for documents in documents_by_product().values() for each in documents)


@cache
def assets() -> Document:
    return dict(assets_template().to_dict())


@cache
def launch_roles() -> Document:
    return dict(launch_roles_template(documents_by_product()).to_dict())


def boundary_statements() -> list[Document]:
    return list(assets()["Resources"]["Boundary"]["Properties"]["PolicyDocument"]["Statement"])


def launch_statements(product: str) -> list[Document]:
    """The statements of all policies of a product's launch role."""
    made = launch_roles()["Resources"]
    role = made[logical_id(product, "launch_role")]["Properties"]
    policies = [made[policy["Ref"]]["Properties"]["PolicyDocument"] for policy in role["ManagedPolicyArns"]]
    return [statement for policy in policies for statement in policy["Statement"]]


def text(value: Any) -> str:
    """A name or ARN with the pseudo parameters and the longest project filled in."""
    known = {
        "AWS::Partition": "aws",
        "AWS::Region": "eu-west-1",
        "AWS::AccountId": "111122223333",
        "SageMakerProjectName": "churn",
        "SageMakerProjectId": "p-abcdef123456",
    }
    filled = value["Fn::Sub"] if isinstance(value, dict) else str(value)
    for name, word in known.items():
        filled = filled.replace(f"${{{name}}}", word)
    return str(filled)
