"""The launch role of each product: what its templates need, as far as names of projects reach, and nothing more."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest

from mlops_templates.catalog import load_products
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.launch_actions import PASSED_CONNECTIONS, RUNS_AS
from mlops_templates.foundations.launch_roles import launch_roles_template
from mlops_templates.handlers import NEVER, SERVES_PROPERTY, handlers
from mlops_templates.naming import launch_role_name, logical_id
from tests.duties.rights import CHURN
from tests.foundations.documents import Document, documents_by_product, launch_roles, launch_statements, text
from tests.foundations.named import ARNS, NAMELESS

POLICY_LIMIT = 6144
POLICIES_OF_A_ROLE = 10
LONGEST_ROLE_NAME = 64
ANY_RESOURCE = {"BusPermissions", "ListAll", "NewKeys", "Templates", "ServiceCatalogCopies"}
FOR_SERVICE_CATALOG = {"Stacks", "Templates", "ServiceCatalogCopies"}
PRODUCTS = tuple(load_products())
PRODUCT = "repeatable-real-time"
CATALOGUE = {PRODUCT: documents_by_product()[PRODUCT]}


def allowed(product: str, action: str, arn: str | None = None) -> bool:
    return any(
        action in statement["Action"]
        and (arn is None or any(fnmatchcase(arn, text(resource)) for resource in statement["Resource"]))
        for statement in launch_statements(product)
    )


def needed(resource: Document) -> set[str]:
    """What CloudFormation needs for a resource, by the handlers of its type."""
    stated = {action for actions in handlers(resource["Type"]).values() for action in actions if action not in NEVER}
    if resource["Type"] not in RUNS_AS:
        stated.discard("iam:PassRole")
    return {action for action in stated if wanted(action, resource["Properties"])}


def wanted(action: str, properties: dict[str, object]) -> bool:
    """Whether the action serves no property in particular, or one of these."""
    serves = {name for name, patterns in SERVES_PROPERTY.items() if any(fnmatchcase(action, p) for p in patterns)}
    return not serves or bool(serves & set(properties))


@pytest.mark.parametrize("product", PRODUCTS)
def test_launch_role_may_do_what_the_resources_of_its_product_need_and_nothing_more(product: str) -> None:
    resources = [each for template in documents_by_product()[product] for each in template["Resources"].values()]
    granted = {
        action
        for statement in launch_statements(product)
        if statement["Sid"] not in FOR_SERVICE_CATALOG
        for action in statement["Action"]
    }
    passed = PASSED_CONNECTIONS if "CodeStarSourceConnection" in str(resources) else set()
    assert granted == {action for resource in resources for action in needed(resource)} | passed


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_resource_with_a_name_lies_within_reach(product: str) -> None:
    outside = []
    for template in documents_by_product()[product]:
        for identifier, resource in template["Resources"].items():
            if resource["Type"] not in NAMELESS:
                name, form, action = ARNS[resource["Type"]]
                if not allowed(product, action, form.format(text(resource["Properties"][name]))):
                    outside.append(identifier)
    assert outside == []


@pytest.mark.parametrize("product", PRODUCTS)
def test_only_actions_that_know_no_resource_reach_everything(product: str) -> None:
    unbounded = {one["Sid"] for one in launch_statements(product) if "*" in map(str, one["Resource"])}
    assert unbounded <= ANY_RESOURCE


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("action", ["iam:CreateRole", "iam:AttachRolePolicy", "iam:DetachRolePolicy"])
def test_rights_are_given_to_a_role_only_under_the_boundary(product: str, action: str) -> None:
    [statement] = [one for one in launch_statements(product) if action in one["Action"]]
    boundary = statement["Condition"]["StringEquals"]["iam:PermissionsBoundary"]
    assert text(boundary) == "arn:aws:iam::111122223333:policy/mlops/mlops-templates-boundary-eu-west-1"


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_role_gets_only_policies_that_were_reviewed(product: str) -> None:
    [statement] = [one for one in launch_statements(product) if "iam:AttachRolePolicy" in one["Action"]]
    patterns = [text(pattern) for pattern in statement["Condition"]["ArnLike"]["iam:PolicyARN"]]
    attached = {
        CHURN.fill(policy)
        for template in documents_by_product()[product]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::IAM::Role"
        for policy in resource["Properties"]["ManagedPolicyArns"]
    }
    assert attached
    assert {arn for arn in attached if not any(fnmatchcase(arn, pattern) for pattern in patterns)} == set()
    launching = f"policy/mlops/mlops-templates-launch-{product}-storage-eu-west-1"
    for foreign in ("aws:policy/AdministratorAccess", "111122223333:policy/mlops/own", f"111122223333:{launching}"):
        assert not any(fnmatchcase(f"arn:aws:iam::{foreign}", pattern) for pattern in patterns)


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_boundary_cannot_be_taken_off_a_role(product: str) -> None:
    assert not allowed(product, "iam:DeleteRolePermissionsBoundary")


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("action", ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicy"])
def test_no_policy_but_those_of_projects_can_be_rewritten(product: str, action: str) -> None:
    for noun in ("use-build", "boundary", f"launch-{product}-stacks"):
        shared = f"arn:aws:iam::111122223333:policy/mlops/mlops-templates-{noun}-eu-west-1"
        assert not allowed(product, action, shared)


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_role_is_passed_only_to_services_that_the_product_has(product: str) -> None:
    [statement] = [one for one in launch_statements(product) if "iam:PassRole" in one["Action"]]
    kinds = {each["Type"] for template in documents_by_product()[product] for each in template["Resources"].values()}
    assert statement["Action"] == ["iam:PassRole"]
    assert statement["Condition"]["StringEquals"]["iam:PassedToService"] == sorted(
        service for kind, service in RUNS_AS.items() if kind in kinds
    )


@pytest.mark.parametrize("product", PRODUCTS)
def test_only_a_product_with_stages_in_other_accounts_hands_roles_of_theirs_to_its_pipelines(product: str) -> None:
    [statement] = [one for one in launch_statements(product) if "iam:PassRole" in one["Action"]]
    abroad = [arn for arn in map(text, statement["Resource"]) if "mlops-templates-target-" in arn]
    assert bool(abroad) == ("StagingAccountId" in documents_by_product()[product][0]["Parameters"])


def test_a_product_that_reads_nothing_over_a_connection_passes_none() -> None:
    passing = {product for product in PRODUCTS if allowed(product, "codeconnections:PassConnection")}
    assert passing == set(PRODUCTS) - {"initial-experiment"}


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_launch_role_cannot_change_itself_another_one_or_the_boundary(product: str) -> None:
    protected = [
        *(f"arn:aws:iam::111122223333:role/mlops/{launch_role_name(one, 'eu-west-1')}" for one in PRODUCTS),
        "arn:aws:iam::111122223333:policy/mlops/mlops-templates-boundary-eu-west-1",
        "arn:aws:iam::111122223333:policy/mlops/mlops-templates-use-build-eu-west-1",
        f"arn:aws:iam::111122223333:policy/mlops/mlops-templates-launch-{product}-stacks-eu-west-1",
    ]
    reached = [
        (statement["Sid"], arn)
        for statement in launch_statements(product)
        for resource in statement["Resource"]
        for arn in protected
        if text(resource) != "*" and fnmatchcase(arn, text(resource))
    ]
    assert reached == []


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_launch_role_cannot_touch_the_asset_bucket(product: str) -> None:
    assert not allowed(product, "s3:DeleteBucket", "arn:aws:s3:::sagemaker-mlops-templates-111122223333-eu-west-1")
    assert allowed(product, "s3:DeleteBucket", "arn:aws:s3:::sagemaker-p-abcdef123456-artifacts-111122223333")


@pytest.mark.parametrize("product", PRODUCTS)
def test_only_service_catalog_may_take_a_launch_role(product: str) -> None:
    role = launch_roles()["Resources"][logical_id(product, "launch_role")]["Properties"]
    principals = [statement["Principal"] for statement in role["AssumeRolePolicyDocument"]["Statement"]]
    assert principals == [{"Service": "servicecatalog.amazonaws.com"}]


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_launch_role_fits_the_limits_of_iam(product: str) -> None:
    role = launch_roles()["Resources"][logical_id(product, "launch_role")]["Properties"]
    assert len(launch_role_name(product, "us-gov-northwest-1")) <= LONGEST_ROLE_NAME
    assert len(role["ManagedPolicyArns"]) <= POLICIES_OF_A_ROLE


def test_each_policy_fits_the_limit_of_iam() -> None:
    sizes = {
        identifier: len(json.dumps(resource["Properties"]["PolicyDocument"], separators=(",", ":")))
        for identifier, resource in launch_roles()["Resources"].items()
        if resource["Type"] == "AWS::IAM::ManagedPolicy"
    }
    assert sizes
    assert {identifier: size for identifier, size in sizes.items() if size > POLICY_LIMIT} == {}


def test_products_that_need_the_same_share_a_policy() -> None:
    made = launch_roles_template({"one": CATALOGUE[PRODUCT], "two": CATALOGUE[PRODUCT]}).to_dict()["Resources"]
    one, two = (made[f"{name}LaunchRole"]["Properties"]["ManagedPolicyArns"] for name in ("One", "Two"))
    assert one == two


def test_a_product_that_keeps_nothing_brings_no_empty_policy() -> None:
    news = {"Resources": {"News": {"Type": "AWS::SNS::Topic", "Properties": {}}}}
    made = launch_roles_template({"news": [news]}).to_dict()["Resources"]
    assert sorted(made) == ["NewsLaunchDeliveryPolicy", "NewsLaunchRole", "NewsLaunchStacksPolicy"]


def test_a_property_that_one_product_begins_to_use_brings_its_actions_to_that_product_only() -> None:
    site = {"Resources": {"Site": {"Type": "AWS::S3::Bucket", "Properties": {"WebsiteConfiguration": {}}}}}
    made = launch_roles_template({**CATALOGUE, "site": [site]}).to_dict()["Resources"]
    holders = [name for name, each in made.items() if "s3:PutBucketWebsite" in json.dumps(each)]
    assert holders == ["SiteLaunchStoragePolicy"]


def test_a_type_of_a_service_without_a_scope_is_refused() -> None:
    table = {"Type": "AWS::DynamoDB::Table", "Properties": {}}
    with pytest.raises(MlopsTemplatesError, match=r"dynamodb:\w+: no scope says which resources it may touch"):
        launch_roles_template({"table": [{"Resources": {"Table": table}}]})


def test_a_type_without_known_handlers_is_refused() -> None:
    with pytest.raises(MlopsTemplatesError, match="No handler permissions are known for AWS::No::Such"):
        handlers("AWS::No::Such")
