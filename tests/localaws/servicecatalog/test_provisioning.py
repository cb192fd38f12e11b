from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError


def test_a_product_is_provisioned_as_a_stack_with_its_outputs(office: Any) -> None:
    record = office.provision(*office.shelf())
    ended = office.ended(record)
    outputs = {each["OutputKey"]: each["OutputValue"] for each in ended["RecordOutputs"]}
    assert ended["RecordDetail"]["Status"] == "SUCCEEDED"
    assert outputs["Name"] == office.name
    assert f"stack/SC-123456789012-{record['ProvisionedProductId']}/" in outputs["CloudformationStackARN"]
    assert office.aws.client("codecommit").get_repository(repositoryName=office.name)


def test_the_launch_role_makes_the_stack(office: Any) -> None:
    ended = office.ended(office.provision(*office.shelf()))
    assert ended["RecordDetail"]["LaunchRoleArn"] == office.role


def test_a_launch_role_that_does_not_trust_service_catalog_fails_the_record(office: Any) -> None:
    trust = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"x.amazonaws.com"},'
    policy = trust + '"Action":"sts:AssumeRole"}]}'
    office.aws.client("iam").update_assume_role_policy(RoleName=office.name, PolicyDocument=policy)
    ended = office.ended(office.provision(*office.shelf()))["RecordDetail"]
    assert ended["Status"] == "FAILED"
    assert f"Access denied while assuming the role {office.role}" in ended["RecordErrors"][0]["Description"]


def test_tags_of_portfolio_and_product_come_along(office: Any) -> None:
    made = office.product(Tags=[{"Key": "sort", "Value": "product"}])
    product = made["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
    office.offer(office.portfolio(Tags=[{"Key": "cost", "Value": "portfolio"}]), product)
    artifact = made["ProvisioningArtifactDetail"]["Id"]
    ended = office.ended(office.provision(product, artifact, Tags=[{"Key": "mine", "Value": "user"}]))
    stack = ended["RecordOutputs"][0]["OutputValue"]
    tags = office.aws.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Tags"]
    found = {tag["Key"]: tag["Value"] for tag in tags}
    assert found == {"sort": "product", "cost": "portfolio", "mine": "user"}


def test_a_failed_stack_fails_the_record_with_the_reason(office: Any) -> None:
    product, artifact = office.shelf()
    office.aws.client("codecommit").create_repository(repositoryName=office.name)
    record = office.provision(product, artifact)
    ended = office.ended(record)["RecordDetail"]
    assert ended["Status"] == "FAILED"
    assert "Repository (AWS::CodeCommit::Repository)" in ended["RecordErrors"][0]["Description"]
    found = office.catalog.describe_provisioned_product(Id=record["ProvisionedProductId"])
    assert found["ProvisionedProductDetail"]["Status"] == "ERROR"


def test_a_parameter_that_the_template_does_not_have_fails_the_record(office: Any) -> None:
    parameters = [{"Key": "RepositoryName", "Value": office.name}, {"Key": "Colour", "Value": "red"}]
    ended = office.ended(office.provision(*office.shelf(), ProvisioningParameters=parameters))["RecordDetail"]
    assert ended["Status"] == "FAILED"
    assert "Parameters: [Colour] do not exist in the template" in ended["RecordErrors"][0]["Description"]


def test_an_update_takes_another_version_and_keeps_the_parameters(office: Any, template: Any) -> None:
    product, artifact = office.shelf()
    record = office.provision(product, artifact)
    office.ended(record)
    changed = template()
    changed["Parameters"]["Purpose"]["Default"] = "work"
    changed["Outputs"]["Version"] = {"Value": "2"}
    newer = office.add_version(product, changed)
    updated = office.catalog.update_provisioned_product(
        ProvisionedProductId=record["ProvisionedProductId"],
        ProvisioningArtifactId=newer,
        ProvisioningParameters=[{"Key": "Purpose", "Value": "work"}],
    )["RecordDetail"]
    assert office.ended(updated)["RecordDetail"]["Status"] == "SUCCEEDED"
    found = office.catalog.get_provisioned_product_outputs(ProvisionedProductName=office.name)["Outputs"]
    assert {each["OutputKey"]: each["OutputValue"] for each in found}["Version"] == "2"
    repository = office.aws.client("codecommit").get_repository(repositoryName=office.name)
    assert repository["repositoryMetadata"]["repositoryDescription"] == "work"


def test_a_failed_update_leaves_the_product_tainted_with_its_old_version(office: Any, template: Any) -> None:
    product, artifact = office.shelf()
    record = office.provision(product, artifact)
    office.ended(record)
    office.aws.client("codecommit").create_repository(repositoryName=f"{office.name}-taken")
    changed = template()
    changed["Resources"]["Second"] = {
        "Type": "AWS::CodeCommit::Repository",
        "Properties": {"RepositoryName": f"{office.name}-taken"},
    }
    updated = office.catalog.update_provisioned_product(
        ProvisionedProductId=record["ProvisionedProductId"], ProvisioningArtifactId=office.add_version(product, changed)
    )["RecordDetail"]
    assert office.ended(updated)["RecordDetail"]["Status"] == "FAILED"
    found = office.catalog.describe_provisioned_product(Id=record["ProvisionedProductId"])["ProvisionedProductDetail"]
    assert (found["Status"], found["ProvisioningArtifactId"]) == ("TAINTED", artifact)


def test_termination_deletes_the_stack_and_forgets_the_product(office: Any) -> None:
    record = office.provision(*office.shelf())
    office.ended(record)
    ended = office.ended(
        office.catalog.terminate_provisioned_product(ProvisionedProductId=record["ProvisionedProductId"])[
            "RecordDetail"
        ]
    )
    assert ended["RecordDetail"]["Status"] == "SUCCEEDED"
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        office.catalog.describe_provisioned_product(Id=record["ProvisionedProductId"])
    with pytest.raises(ClientError, match="RepositoryDoesNotExistException"):
        office.aws.client("codecommit").get_repository(repositoryName=office.name)


def test_the_same_token_provisions_once(office: Any) -> None:
    shelf = office.shelf()
    records = [office.provision(*shelf, ProvisionToken="once") for _ in range(2)]
    assert records[0]["RecordId"] == records[1]["RecordId"]
    office.ended(records[0])


def test_a_name_is_used_once(office: Any) -> None:
    shelf = office.shelf()
    office.ended(office.provision(*shelf))
    with pytest.raises(ClientError, match=r"InvalidParametersException.*already exists"):
        office.provision(*shelf)


def test_a_product_that_no_portfolio_offers_has_no_launch_path(office: Any) -> None:
    made = office.product()
    product = made["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
    with pytest.raises(ClientError, match="No launch paths found for resource"):
        office.provision(product, made["ProvisioningArtifactDetail"]["Id"])


def test_a_product_of_two_portfolios_needs_a_path(office: Any) -> None:
    product, artifact = office.shelf()
    office.offer(office.portfolio(), product)
    with pytest.raises(ClientError, match=r"InvalidParametersException.*PathId"):
        office.provision(product, artifact)
    paths = office.catalog.list_launch_paths(ProductId=product)["LaunchPathSummaries"]
    ended = office.ended(office.provision(product, artifact, PathId=paths[1]["Id"]))
    assert ended["RecordDetail"]["PathId"] == paths[1]["Id"]


def test_the_form_asks_what_the_template_declares(office: Any) -> None:
    product, artifact = office.shelf()
    asked = office.catalog.describe_provisioning_parameters(ProductId=product, ProvisioningArtifactId=artifact)
    parameters = {each["ParameterKey"]: each for each in asked["ProvisioningArtifactParameters"]}
    assert parameters["RepositoryName"]["ParameterConstraints"]["MinLength"] == "1"
    assert "DefaultValue" not in parameters["RepositoryName"]
    assert parameters["Purpose"]["DefaultValue"] == "none"
    assert parameters["Purpose"]["ParameterConstraints"]["AllowedValues"] == ["none", "work"]
    assert asked["ConstraintSummaries"][0]["Type"] == "LAUNCH"


def test_provisioned_products_are_found_by_name_and_status(office: Any) -> None:
    office.ended(office.provision(*office.shelf()))
    queries = [f"name:{office.name}", "status:AVAILABLE"]
    found = office.catalog.search_provisioned_products(Filters={"SearchQuery": queries})
    assert [each["Name"] for each in found["ProvisionedProducts"]] == [office.name]
    assert found["ProvisionedProducts"][0]["ProvisioningArtifactName"] == "v1"
    scanned = office.catalog.get_paginator("scan_provisioned_products").paginate(PaginationConfig={"PageSize": 1})
    assert office.name in [each["Name"] for page in scanned for each in page["ProvisionedProducts"]]


def test_the_history_tells_what_happened_to_a_provisioned_product(office: Any) -> None:
    record = office.provision(*office.shelf())
    office.ended(record)
    office.ended(office.catalog.terminate_provisioned_product(ProvisionedProductName=office.name)["RecordDetail"])
    wanted = {"Key": "provisionedproduct", "Value": record["ProvisionedProductId"]}
    history = office.catalog.list_record_history(SearchFilter=wanted)["RecordDetails"]
    assert [each["RecordType"] for each in history] == ["TERMINATE_PROVISIONED_PRODUCT", "PROVISION_PRODUCT"]
