from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.foundations.portfolio import Offer, Version, portfolio_template
from mlops_templates.model import Phase, Product

PRODUCT = Product(
    name="repeatable-real-time",
    phase=Phase.REPEATABLE,
    title="Train and serve",
    description="From commit to endpoint",
    seeds=(),
    build=lambda template, scm: None,
)
VERSIONS = (Version("1.0-aaaaaaaa", "first", "templates/a.yaml"), Version("1.1-bbbbbbbb", "second", "templates/b.yaml"))


def rendered(*principals: str) -> dict[str, Any]:
    return dict(portfolio_template("Our templates", [Offer(PRODUCT, "codecommit", VERSIONS)], principals).to_dict())


def _product() -> dict[str, Any]:
    properties: dict[str, Any] = rendered()["Resources"]["RepeatableRealTimeCodecommitProduct"]["Properties"]
    return properties


def test_studio_sees_the_product() -> None:
    assert {"Key": "sagemaker:studio-visibility", "Value": "true"} in _product()["Tags"]


def test_name_says_phase_and_purpose() -> None:
    assert _product()["Name"] == "Repeatable: Train and serve"


def test_versions_keep_their_order_and_point_to_assets_of_the_account() -> None:
    artifacts = _product()["ProvisioningArtifactParameters"]
    assert [artifact["Name"] for artifact in artifacts] == ["1.0-aaaaaaaa", "1.1-bbbbbbbb"]
    assert artifacts[0]["Info"]["LoadTemplateFromURL"]["Fn::Sub"] == (
        "https://sagemaker-mlops-templates-${AWS::AccountId}-${AWS::Region}"
        ".s3.${AWS::Region}.${AWS::URLSuffix}/templates/a.yaml"
    )


def test_versions_are_never_replaced() -> None:
    assert "ReplaceProvisioningArtifacts" not in _product()


def test_launch_constraint_waits_for_the_association() -> None:
    constraint = rendered()["Resources"]["RepeatableRealTimeCodecommitLaunchConstraint"]
    assert constraint["DependsOn"] == "RepeatableRealTimeCodecommitAssociation"
    role = constraint["Properties"]["RoleArn"]["Fn::Sub"]
    assert role.endswith(":role/mlops/mlops-templates-launch-repeatable-real-time-${AWS::Region}")


def test_outputs_name_portfolio_product_and_newest_version() -> None:
    outputs = rendered()["Outputs"]
    assert outputs["PortfolioId"]["Value"] == {"Ref": "Portfolio"}
    assert outputs["RepeatableRealTimeCodecommitProductId"]["Value"] == {"Ref": "RepeatableRealTimeCodecommitProduct"}
    assert outputs["RepeatableRealTimeCodecommitVersion"]["Value"] == "1.1-bbbbbbbb"


@pytest.mark.parametrize(
    ("principal", "kind", "arn"),
    [
        ("arn:aws:iam::111122223333:role/Scientist", "IAM", "arn:aws:iam::111122223333:role/Scientist"),
        (
            "arn:aws:iam::111122223333:role/service-role/Studio",
            "IAM_PATTERN",
            "arn:aws:iam:::role/service-role/Studio",
        ),
        ("arn:aws:iam:::role/Data*", "IAM_PATTERN", "arn:aws:iam:::role/Data*"),
    ],
)
def test_a_principal_with_a_path_is_a_pattern_so_that_it_can_be_removed(principal: str, kind: str, arn: str) -> None:
    [access] = [
        resource["Properties"]
        for resource in rendered(principal)["Resources"].values()
        if resource["Type"] == "AWS::ServiceCatalog::PortfolioPrincipalAssociation"
    ]
    assert (access["PrincipalType"], access["PrincipalARN"]) == (kind, arn)


def test_the_same_principal_twice_is_one_association() -> None:
    role = "arn:aws:iam::111122223333:role/Scientist"
    assert rendered(role, role) == rendered(role)
