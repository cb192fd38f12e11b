"""Rendered templates that the tests of this folder read."""

from __future__ import annotations

from functools import cache
from typing import Any

from mlops_templates.catalog import load_products
from mlops_templates.foundations.assets import assets_template
from mlops_templates.scm import SCMS
from mlops_templates.synth import document

Document = dict[str, Any]


@cache
def product_documents() -> tuple[Document, ...]:
    return tuple(document(product, SCMS[scm]) for product in load_products().values() for scm in product.scms)


@cache
def assets() -> Document:
    return dict(assets_template(product_documents()).to_dict())


def statements(prefix: str) -> list[Document]:
    """The statements of the managed policies of the assets stack whose logical id starts so."""
    return [
        statement
        for logical_id, resource in assets()["Resources"].items()
        if logical_id.startswith(prefix) and resource["Type"] == "AWS::IAM::ManagedPolicy"
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]
    ]


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
