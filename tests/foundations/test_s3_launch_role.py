"""The launch role of project templates in S3: one for all products, and no more than their launch roles."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from mlops_templates.catalog import load_products
from mlops_templates.foundations.launch_roles import launch_roles_template
from mlops_templates.foundations.s3_launch_role import s3_launch_role_template
from mlops_templates.scm import SCMS
from mlops_templates.synth import document

Document = dict[str, Any]


@cache
def documents() -> dict[str, list[Document]]:
    products = load_products().values()
    return {product.name: [document(product, SCMS[scm]) for scm in product.scms] for product in products}


@cache
def template() -> Document:
    return dict(s3_launch_role_template(documents()).to_dict())


def policies(of: Document) -> dict[str, list[Document]]:
    return {
        name: resource["Properties"]["PolicyDocument"]["Statement"]
        for name, resource in of["Resources"].items()
        if resource["Type"] == "AWS::IAM::ManagedPolicy"
    }


def actions(of: Document) -> set[str]:
    return {action for statements in policies(of).values() for one in statements for action in one["Action"]}


def test_it_has_the_name_that_aws_gives_it_at_the_root_path() -> None:
    role = template()["Resources"]["LaunchRole"]["Properties"]
    assert role["RoleName"] == "AmazonSageMakerProjectsLaunchRole"
    assert "Path" not in role


def test_it_may_do_what_the_launch_roles_of_all_products_may_and_nothing_else() -> None:
    by_catalog = dict(launch_roles_template(documents()).to_dict())
    assert actions(template()) - {"s3:GetObject"} == actions(by_catalog) - {"s3:GetObject"}


def test_its_stacks_are_those_of_projects_from_s3() -> None:
    [stacks] = [one for one in policies(template())["LaunchStacksPolicy"] if one["Sid"] == "Stacks"]
    assert [arn["Fn::Sub"].rpartition(":")[2] for arn in stacks["Resource"]] == ["stack/SP-*"]


def test_it_reads_no_copy_of_service_catalog() -> None:
    names = {one["Sid"] for statements in policies(template()).values() for one in statements}
    assert "ServiceCatalogCopies" not in names


def filled(value: Any) -> Any:
    """As IAM gets it, in the region with the longest name."""
    if isinstance(value, list):
        return [filled(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "Fn::Sub" not in value:
        return {key: filled(item) for key, item in value.items()}
    known = {"AWS::AccountId": "1" * 12, "AWS::Partition": "aws-us-gov", "AWS::Region": "ap-southeast-5"}
    return re.sub(r"\$\{([^}]*)\}", lambda found: known[found[1]], value["Fn::Sub"])


def test_no_policy_is_longer_than_iam_takes() -> None:
    for name, statements in policies(template()).items():
        text = json.dumps(filled({"Version": "2012-10-17", "Statement": statements}), separators=(",", ":"))
        assert len(text) <= 6144, name


def test_a_region_that_does_not_make_the_role_names_it() -> None:
    for name, resource in template()["Resources"].items():
        if name != "LaunchRole":
            mine, theirs = resource["Properties"]["Roles"][0]["Fn::If"][1:]
            assert (mine, theirs) == ({"Ref": "LaunchRole"}, "AmazonSageMakerProjectsLaunchRole")
