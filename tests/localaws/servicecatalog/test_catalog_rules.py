from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError


def product_id(made: dict[str, Any]) -> str:
    return str(made["ProductViewDetail"]["ProductViewSummary"]["ProductId"])


def test_a_repeated_token_gets_the_same_portfolio_and_a_new_one_a_twin(office: Any) -> None:
    first, again = (office.portfolio(IdempotencyToken="once") for _ in range(2))
    assert first == again
    assert office.portfolio() != first


def test_a_token_that_comes_with_another_request_is_refused(office: Any) -> None:
    office.portfolio(IdempotencyToken=f"{office.name}-token")
    with pytest.raises(ClientError, match="InvalidParametersException"):
        office.portfolio(IdempotencyToken=f"{office.name}-token", Description="another")


@pytest.mark.parametrize(("member", "longest"), [("DisplayName", 100), ("ProviderName", 50)])
def test_names_of_portfolios_have_a_limit(office: Any, member: str, longest: int) -> None:
    office.portfolio(**{member: "x" * longest})
    with pytest.raises(ClientError, match=f"ValidationException.*less than or equal to {longest}"):
        office.portfolio(**{member: "x" * (longest + 1)})


def test_a_portfolio_has_at_most_twenty_tags(office: Any) -> None:
    tags = [{"Key": f"k{number}", "Value": "v"} for number in range(20)]
    portfolio = office.portfolio(Tags=tags)
    with pytest.raises(ClientError, match="LimitExceededException"):
        office.catalog.update_portfolio(Id=portfolio, AddTags=[{"Key": "one", "Value": "more"}])


def test_a_portfolio_is_described_changed_and_listed(office: Any) -> None:
    portfolio = office.portfolio(Tags=[{"Key": "a", "Value": "1"}])
    office.catalog.update_portfolio(
        Id=portfolio, DisplayName="Renamed", AddTags=[{"Key": "b", "Value": "2"}], RemoveTags=["a"]
    )
    found = office.catalog.describe_portfolio(Id=portfolio)
    assert found["PortfolioDetail"]["DisplayName"] == "Renamed"
    assert found["Tags"] == [{"Key": "b", "Value": "2"}]
    pages = office.catalog.get_paginator("list_portfolios").paginate(PaginationConfig={"PageSize": 1})
    assert portfolio in [each["Id"] for page in pages for each in page["PortfolioDetails"]]


def test_a_product_whose_template_is_missing_is_refused(office: Any) -> None:
    with pytest.raises(ClientError, match=r"(?s)InvalidParametersException.*Invalid templateBody.*nowhere.json"):
        office.product(url=f"https://{office.name}.s3.amazonaws.com/nowhere.json")


def test_a_product_whose_template_is_not_valid_is_refused(office: Any) -> None:
    url = office.publish_template("broken.yaml", "Resources: {X: {Type: AWS::Nothing::Here}}")
    with pytest.raises(ClientError, match=r"Invalid templateBody.*AWS::Nothing::Here"):
        office.product(url=url)


def test_a_url_that_is_not_of_s3_is_refused(office: Any) -> None:
    with pytest.raises(ClientError, match="InvalidParametersException"):
        office.product(url="https://example.com/template.json")


def test_a_version_keeps_the_template_that_it_was_made_of(office: Any, template: Any) -> None:
    product, artifact = office.shelf()
    changed = template()
    changed["Parameters"]["Later"] = {"Type": "String"}
    office.publish_template(template=changed)
    asked = office.catalog.describe_provisioning_artifact(
        ProductId=product, ProvisioningArtifactId=artifact, IncludeProvisioningArtifactParameters=True
    )
    keys = [each["ParameterKey"] for each in asked["ProvisioningArtifactParameters"]]
    assert keys == ["RepositoryName", "Purpose"]


def test_the_last_version_of_a_product_stays(office: Any, template: Any) -> None:
    product, artifact = office.shelf()
    with pytest.raises(ClientError, match="ResourceInUseException"):
        office.catalog.delete_provisioning_artifact(ProductId=product, ProvisioningArtifactId=artifact)
    office.add_version(product, template())
    office.catalog.delete_provisioning_artifact(ProductId=product, ProvisioningArtifactId=artifact)
    left = office.catalog.list_provisioning_artifacts(ProductId=product)["ProvisioningArtifactDetails"]
    assert [each["Name"] for each in left] == ["v2"]


def test_a_version_that_is_not_active_is_hidden_and_not_provisioned(office: Any, template: Any) -> None:
    product, artifact = office.shelf()
    office.add_version(product, template())
    office.catalog.update_provisioning_artifact(
        ProductId=product, ProvisioningArtifactId=artifact, Active=False, Guidance="DEPRECATED"
    )
    shown = office.catalog.describe_product(Id=product)["ProvisioningArtifacts"]
    assert [each["Name"] for each in shown] == ["v2"]
    with pytest.raises(ClientError, match="not active"):
        office.provision(product, artifact)


def test_a_product_has_at_most_a_hundred_versions(office: Any, template: Any) -> None:
    product, _ = office.shelf()
    url = office.publish_template()
    parameters = {"Info": {"LoadTemplateFromURL": url}, "DisableTemplateValidation": True}
    for _ in range(99):
        office.catalog.create_provisioning_artifact(ProductId=product, Parameters=parameters)
    with pytest.raises(ClientError, match="LimitExceededException"):
        office.add_version(product, template())


def test_what_is_on_offer_cannot_be_deleted(office: Any) -> None:
    product, _ = office.shelf()
    portfolio = office.catalog.list_portfolios_for_product(ProductId=product)["PortfolioDetails"][0]["Id"]
    constraint = office.catalog.list_constraints_for_portfolio(PortfolioId=portfolio)["ConstraintDetails"][0]
    member = {"PortfolioId": portfolio, "ProductId": product}
    with pytest.raises(ClientError, match="ResourceInUseException"):
        office.catalog.delete_portfolio(Id=portfolio)
    with pytest.raises(ClientError, match="ResourceInUseException"):
        office.catalog.delete_product(Id=product)
    with pytest.raises(ClientError, match="ResourceInUseException"):
        office.catalog.disassociate_product_from_portfolio(**member)
    office.catalog.delete_constraint(Id=constraint["ConstraintId"])
    office.catalog.disassociate_product_from_portfolio(**member)
    office.catalog.delete_portfolio(Id=portfolio)
    office.catalog.delete_product(Id=product)


def test_a_launch_constraint_needs_the_association_first(office: Any) -> None:
    product = product_id(office.product())
    with pytest.raises(ClientError, match=r"ResourceNotFoundException.*not associated"):
        office.catalog.create_constraint(
            PortfolioId=office.portfolio(),
            ProductId=product,
            Type="LAUNCH",
            Parameters=json.dumps({"RoleArn": office.role}),
        )


def test_a_product_has_one_launch_constraint_in_a_portfolio(office: Any) -> None:
    product, portfolio = product_id(office.product()), office.portfolio()
    office.offer(portfolio, product)
    with pytest.raises(ClientError, match="DuplicateResourceException"):
        office.offer(portfolio, product)


def test_a_launch_role_must_exist(office: Any) -> None:
    product, portfolio = product_id(office.product()), office.portfolio()
    with pytest.raises(ClientError, match=r"InvalidParametersException.*role/nobody does not exist"):
        office.offer(portfolio, product, role="arn:aws:iam::123456789012:role/nobody")


def test_a_launch_role_may_be_given_by_its_local_name(office: Any) -> None:
    product, portfolio = product_id(office.product()), office.portfolio()
    constraint = office.offer(portfolio, product)
    office.catalog.update_constraint(Id=constraint, Parameters=json.dumps({"LocalRoleName": office.name}))
    found = office.catalog.describe_constraint(Id=constraint)
    assert json.loads(found["ConstraintParameters"]) == {"LocalRoleName": office.name}


def test_another_type_of_constraint_is_not_emulated(office: Any) -> None:
    product, portfolio = product_id(office.product()), office.portfolio()
    office.catalog.associate_product_with_portfolio(PortfolioId=portfolio, ProductId=product)
    with pytest.raises(ClientError, match="not emulated: servicecatalog:CreateConstraint Type TEMPLATE"):
        office.catalog.create_constraint(
            PortfolioId=portfolio, ProductId=product, Type="TEMPLATE", Parameters='{"Rules": {}}'
        )


def test_principals_are_added_once_and_removed(office: Any) -> None:
    portfolio = office.portfolio()
    pattern = {"PrincipalARN": "arn:aws:iam:::role/Studio*", "PrincipalType": "IAM_PATTERN"}
    for _ in range(2):
        office.catalog.associate_principal_with_portfolio(PortfolioId=portfolio, **pattern)
    assert office.catalog.list_principals_for_portfolio(PortfolioId=portfolio)["Principals"] == [pattern]
    with pytest.raises(ClientError, match="ResourceInUseException"):
        office.catalog.delete_portfolio(Id=portfolio)
    office.catalog.disassociate_principal_from_portfolio(PortfolioId=portfolio, **pattern)
    assert office.catalog.list_principals_for_portfolio(PortfolioId=portfolio)["Principals"] == []


def test_a_wildcard_is_only_for_patterns(office: Any) -> None:
    with pytest.raises(ClientError, match=r"InvalidParametersException.*principal ARN"):
        office.catalog.associate_principal_with_portfolio(
            PortfolioId=office.portfolio(), PrincipalARN="arn:aws:iam::123456789012:role/S*", PrincipalType="IAM"
        )


def test_the_search_honours_words_portfolio_and_order(office: Any) -> None:
    portfolio = office.portfolio()
    names = [f"{office.name} {suffix}" for suffix in ("beta", "alpha", "gamma")]
    for name in names[:2]:
        made = product_id(office.product(name, Description="real-time"))
        office.catalog.associate_product_with_portfolio(PortfolioId=portfolio, ProductId=made)
    office.product(names[2])
    admin = office.catalog.search_products_as_admin(Filters={"FullTextSearch": [office.name]})
    found = [each["ProductViewSummary"]["Name"] for each in admin["ProductViewDetails"]]
    assert found == sorted(names)
    inside = office.catalog.search_products_as_admin(PortfolioId=portfolio, SortBy="Title", SortOrder="DESCENDING")
    listed = [each["ProductViewSummary"]["Name"] for each in inside["ProductViewDetails"]]
    assert listed == sorted(names[:2], reverse=True)
    users = office.catalog.search_products(Filters={"FullTextSearch": [f"{office.name} real-time"]})
    assert [each["Name"] for each in users["ProductViewSummaries"]] == sorted(names[:2])


def test_a_product_is_described_for_administrators(office: Any) -> None:
    made = product_id(office.product(Tags=[{"Key": "sagemaker:studio-visibility", "Value": "true"}]))
    found = office.catalog.describe_product_as_admin(Id=made)
    assert found["Tags"] == [{"Key": "sagemaker:studio-visibility", "Value": "true"}]
    assert [each["Name"] for each in found["ProvisioningArtifactSummaries"]] == ["v1"]


def test_a_name_that_two_products_share_does_not_tell_which(office: Any) -> None:
    office.product()
    assert office.catalog.describe_product_as_admin(Name=office.name)
    office.product()
    with pytest.raises(ClientError, match="InvalidParametersException"):
        office.catalog.describe_product_as_admin(Name=office.name)
