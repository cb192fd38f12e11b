"""Templates of our products as plain documents, built once."""

from __future__ import annotations

from functools import cache
from typing import Any

from mlops_templates.catalog import find_product
from mlops_templates.scm import SCMS
from mlops_templates.synth import document

Document = dict[str, Any]


@cache
def product_document(name: str = "repeatable-real-time", scm: str = "codecommit") -> Document:
    return document(find_product(name), SCMS[scm])


def resources(kind: str) -> dict[str, Document]:
    """Properties of the resources of one type, by logical id."""
    return {
        name: resource["Properties"]
        for name, resource in product_document()["Resources"].items()
        if resource["Type"] == kind
    }


def action(pipeline: str, stage: str, name: str) -> Document:
    """One action of a pipeline."""
    stages = {entry["Name"]: entry["Actions"] for entry in resources("AWS::CodePipeline::Pipeline")[pipeline]["Stages"]}
    return {entry["Name"]: entry for entry in stages[stage]}[name]
