import ast
import inspect
import json
import re

import pytest

from mlops_templates.products import repeatable_real_time
from tests.rendered import product_document

DOCUMENT = product_document()
# Kept for ever: CloudFormation replaces what is renamed, and later phases build on these.
STATEFUL_IDS = {
    "ArtifactsBucket",
    "BuildLogGroup",
    "DeployRenderLogGroup",
    "DeployTestLogGroup",
    "DevModelPackageGroup",
    "Key",
    "MainModelPackageGroup",
    "MlDataBucket",
    "ModelBuildRepository",
    "ModelDeployRepository",
}


def test_product_reads_as_its_diagram_without_a_resource_or_a_choice():
    tree = ast.parse(inspect.getsource(repeatable_real_time.build))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.If | ast.IfExp | ast.For | ast.Import)]
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert all(isinstance(call, ast.Attribute) and call.attr.startswith("add_") for call in calls)


def test_stateful_logical_ids_are_stable():
    assert {name for name in STATEFUL_IDS if name in DOCUMENT["Resources"]} == STATEFUL_IDS


def test_deleting_a_project_tells_what_it_leaves():
    text = DOCUMENT["Outputs"]["RetainedResources"]["Value"]["Fn::Sub"]
    assert {re.split(r"[.}]", part)[0] for part in text.split("${")[1:]} == STATEFUL_IDS


def test_there_is_no_lambda():
    assert not [resource for resource in DOCUMENT["Resources"].values() if "Lambda" in resource["Type"]]


def test_template_is_small_enough_to_be_given_inline():
    assert len(json.dumps(DOCUMENT, separators=(",", ":"))) <= 51_200


def test_solution_has_exactly_a_build_and_a_deploy_repository():
    assert [seed.name for seed in repeatable_real_time.PRODUCT.seeds] == ["model_build", "model_deploy"]


@pytest.mark.parametrize(
    "output",
    [
        "ArtifactsBucketName",
        "BuildPipelineName",
        "DeployPipelineName",
        "DevModelPackageGroupName",
        "KeyArn",
        "MainModelPackageGroupName",
        "MlDataBucketName",
        "ModelBuildCloneUrl",
        "ModelDeployCloneUrl",
        "RetainedResources",
    ],
)
def test_outputs_tell_a_person_where_things_are(output: str):
    assert DOCUMENT["Outputs"][output]["Description"]


def test_roles_bring_no_policy_of_their_own():
    kinds = {resource["Type"] for resource in DOCUMENT["Resources"].values()}
    assert not kinds & {"AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"}
