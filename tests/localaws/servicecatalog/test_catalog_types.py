from __future__ import annotations

import json
from typing import Any

from tests.waiting import stack_at_rest

Document = dict[str, Any]


def template(office: Any, versions: list[tuple[str, str]], description: str = "first") -> str:
    artifacts = [{"Name": name, "Info": {"LoadTemplateFromURL": url}} for name, url in versions]
    member = {"PortfolioId": {"Ref": "Portfolio"}, "ProductId": {"Ref": "Product"}}
    resources: Document = {
        "Portfolio": {
            "Type": "AWS::ServiceCatalog::Portfolio",
            "Properties": {"DisplayName": office.name, "ProviderName": "Platform", "Description": description},
        },
        "Product": {
            "Type": "AWS::ServiceCatalog::CloudFormationProduct",
            "Properties": {
                "Name": office.name,
                "Owner": "Platform",
                "ProvisioningArtifactParameters": artifacts,
                "Tags": [{"Key": "sagemaker:studio-visibility", "Value": "true"}],
            },
        },
        "Offer": {"Type": "AWS::ServiceCatalog::PortfolioProductAssociation", "Properties": member},
        "Launch": {
            "Type": "AWS::ServiceCatalog::LaunchRoleConstraint",
            "DependsOn": "Offer",
            "Properties": {**member, "RoleArn": office.role},
        },
        "Users": {
            "Type": "AWS::ServiceCatalog::PortfolioPrincipalAssociation",
            "Properties": {
                "PortfolioId": {"Ref": "Portfolio"},
                "PrincipalARN": "arn:aws:iam:::role/Studio*",
                "PrincipalType": "IAM_PATTERN",
            },
        },
    }
    outputs = {"ProductId": {"Value": {"Ref": "Product"}}, "PortfolioId": {"Value": {"Ref": "Portfolio"}}}
    return json.dumps({"Resources": resources, "Outputs": outputs})


def outputs_of(stack: Document) -> dict[str, str]:
    return {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}


def version_ids(office: Any, product: str) -> dict[str, str]:
    listed = office.catalog.list_provisioning_artifacts(ProductId=product)["ProvisioningArtifactDetails"]
    return {each["Name"]: each["Id"] for each in listed}


def test_a_portfolio_stack_lives_grows_and_goes(office: Any) -> None:
    cloudformation = office.aws.client("cloudformation")
    urls = [office.publish_template(f"{name}.json") for name in ("v1", "v2", "v3")]
    cloudformation.create_stack(StackName=office.name, TemplateBody=template(office, [("v1", urls[0])]))
    stack = stack_at_rest(cloudformation, office.name)
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    product, portfolio = outputs_of(stack)["ProductId"], outputs_of(stack)["PortfolioId"]
    first = version_ids(office, product)
    assert list(first) == ["v1"]

    grown = template(office, [("v1", urls[0]), ("v2", urls[1])], description="second")
    cloudformation.update_stack(StackName=office.name, TemplateBody=grown)
    assert stack_at_rest(cloudformation, office.name)["StackStatus"] == "UPDATE_COMPLETE"
    second = version_ids(office, product)
    assert list(second) == ["v1", "v2"]
    assert second["v1"] == first["v1"]
    assert office.catalog.describe_portfolio(Id=portfolio)["PortfolioDetail"]["Description"] == "second"

    pruned = template(office, [("v2", urls[1]), ("v3", urls[2])], description="second")
    cloudformation.update_stack(StackName=office.name, TemplateBody=pruned)
    assert stack_at_rest(cloudformation, office.name)["StackStatus"] == "UPDATE_COMPLETE"
    third = version_ids(office, product)
    assert list(third) == ["v2", "v3"]
    assert third["v2"] == second["v2"]

    cloudformation.delete_stack(StackName=stack["StackId"])
    assert stack_at_rest(cloudformation, stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert portfolio not in [each["Id"] for each in office.catalog.list_portfolios()["PortfolioDetails"]]


def test_a_version_without_template_rolls_the_update_back(office: Any) -> None:
    cloudformation = office.aws.client("cloudformation")
    url = office.publish_template("v1.json")
    cloudformation.create_stack(StackName=office.name, TemplateBody=template(office, [("v1", url)]))
    product = outputs_of(stack_at_rest(cloudformation, office.name))["ProductId"]
    before = version_ids(office, product)
    missing = f"https://{office.name}.s3.us-east-1.amazonaws.com/missing.json"
    broken = template(office, [("v1", url), ("v2", missing)])
    cloudformation.update_stack(StackName=office.name, TemplateBody=broken)
    assert stack_at_rest(cloudformation, office.name)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert version_ids(office, product) == before
