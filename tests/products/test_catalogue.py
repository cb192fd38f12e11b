"""What every product of ours promises, for each of its source-code providers."""

import ast
import importlib
import inspect
import json

import pytest

from mlops_templates.model import Product
from mlops_templates.products import PRODUCTS
from tests.rendered import product_document

TEMPLATES = pytest.mark.parametrize(("product", "scm"), [(one.name, scm) for one in PRODUCTS for scm in one.scms])
# Kept for ever: CloudFormation replaces what is renamed, and each floor builds on these.
GROUND = {
    "ArtifactsBucket",
    "BuildsLogGroup",
    "DevModelPackageGroup",
    "Key",
    "MainModelPackageGroup",
    "MlDataBucket",
}
REPOSITORIES = {"ModelBuildRepository", "ModelDeployRepository"}
INLINE = 51_200
FLOORS = ("repeatable", "reliable", "scalable")


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.name)
def test_product_reads_as_its_diagram_without_a_resource_or_a_choice(product: Product):
    tree = ast.parse(inspect.getsource(importlib.import_module(product.build.__module__)))
    [build] = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert not [node for node in ast.walk(build) if isinstance(node, ast.If | ast.IfExp | ast.For | ast.Import)]
    calls = [ast.unparse(node.func) for node in ast.walk(build) if isinstance(node, ast.Call)]
    assert calls
    assert all(call.startswith(("blocks.add_", f"add_{product.phase}")) for call in calls)


@pytest.mark.parametrize("floor", FLOORS)
def test_floor_reads_as_the_diagram_of_its_phase_without_a_resource_or_a_choice(floor: str):
    tree = ast.parse(inspect.getsource(importlib.import_module(f"mlops_templates.products.{floor}")))
    [build] = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert not [node for node in ast.walk(build) if isinstance(node, ast.If | ast.IfExp | ast.For | ast.Import)]
    calls = [ast.unparse(node.func) for node in ast.walk(build) if isinstance(node, ast.Call)]
    assert len(calls) > 5
    assert all(call.startswith("blocks.add_") for call in calls)


@TEMPLATES
def test_stateful_logical_ids_are_stable(product: str, scm: str):
    stateful = GROUND | (REPOSITORIES if scm == "codecommit" else set())
    assert stateful <= product_document(product, scm)["Resources"].keys()


@TEMPLATES
def test_what_holds_data_code_models_or_logs_is_kept(product: str, scm: str):
    resources = product_document(product, scm)["Resources"]
    kept = {name for name, resource in resources.items() if "Retain" in resource.get("DeletionPolicy", "")}
    stateful = GROUND | (REPOSITORIES if scm == "codecommit" else set())
    policies = {name for name, resource in resources.items() if resource["Type"] == "AWS::S3::BucketPolicy"}
    assert kept == stateful | policies | ({"ImageRepository"} & resources.keys())


@TEMPLATES
def test_there_is_no_lambda(product: str, scm: str):
    kinds = {resource["Type"] for resource in product_document(product, scm)["Resources"].values()}
    assert not [kind for kind in kinds if "Lambda" in kind]


@TEMPLATES
def test_template_is_small_enough_to_be_given_inline(product: str, scm: str):
    assert len(json.dumps(product_document(product, scm), separators=(",", ":"))) <= INLINE
