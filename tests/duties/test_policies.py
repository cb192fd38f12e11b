"""The shared policies as IAM takes them, and as a reviewer wants them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mlops_templates.duties import DUTIES
from mlops_templates.localaws.authorization.policy import Statement
from mlops_templates.localaws.authorization.reference import resource_types
from tests.duties.rights import (
    ACCOUNT,
    CHURN,
    EVERY_TEMPLATE,
    OWN_POLICIES,
    REGION,
    Project,
    Role,
    own_policies,
    role,
    roles,
    use_policies,
)

LIMIT = 6144
LONGEST = Project("n" * 32, "i" * 20, "k" * 36)
POLICIES = {arn.rpartition("/")[2].removesuffix(f"-{REGION}"): stated for arn, stated in use_policies().items()}
# IAM knows metrics as no resource of old, and namespaces as a condition.
LIMITED_BY_CONDITION = {"cloudwatch:PutMetricData": "cloudwatch:namespace"}


def test_each_duty_has_a_policy_of_its_name() -> None:
    assert sorted(POLICIES) == sorted(f"mlops-templates-use-{duty.name}" for duty in DUTIES)


@pytest.mark.parametrize("name", POLICIES)
def test_each_policy_fits_what_iam_takes(name: str) -> None:
    assert len(json.dumps({"Version": "2012-10-17", "Statement": POLICIES[name]}, separators=(",", ":"))) <= LIMIT


@pytest.mark.parametrize("name", POLICIES)
def test_policy_names_fit_in_the_longest_region(name: str) -> None:
    assert len(f"{name}-us-gov-northwest-1") <= 128


@pytest.mark.parametrize("name", POLICIES)
def test_no_duty_touches_iam_but_to_pass_a_role_of_its_project_to_named_services(name: str) -> None:
    for statement in POLICIES[name]:
        if any(action.startswith("iam:") for action in statement["Action"]):
            assert statement["Action"] == ["iam:PassRole"]
            assert statement["Condition"]["StringEquals"]["iam:PassedToService"]
            prefix = f"arn:aws:iam::{ACCOUNT}:role/mlops/sagemaker-${{aws:PrincipalTag/sagemaker:project-id}}-"
            assert all(arn.startswith(prefix) and "*" not in arn for arn in statement["Resource"])


@pytest.mark.parametrize("name", POLICIES)
def test_only_what_iam_cannot_limit_is_allowed_everywhere(name: str) -> None:
    limitable = {
        action
        for statement in POLICIES[name]
        if "*" in statement["Resource"]
        for action in statement["Action"]
        if resource_types(*action.split(":", 1)) and LIMITED_BY_CONDITION.get(action) not in keys(statement)
    }
    assert limitable == set()


def keys(statement: dict[str, Any]) -> set[str]:
    return {key for lines in statement.get("Condition", {}).values() for key in lines}


@pytest.mark.parametrize("name", POLICIES)
def test_no_action_is_a_pattern(name: str) -> None:
    assert {statement["Effect"] for statement in POLICIES[name]} == {"Allow"}
    assert not [action for statement in POLICIES[name] for action in statement["Action"] if "*" in action]


@pytest.mark.parametrize(("product", "scm"), EVERY_TEMPLATE)
def test_roles_have_shared_policies_and_at_most_those_of_their_form(product: str, scm: str) -> None:
    """Datasets, tools and instance types are chosen by the project, in policies of its own."""
    own = own_policies(product, scm)
    assert {arn.partition(f"{CHURN.id}-")[2] for arn in own} <= set(OWN_POLICIES)
    for properties in roles(product, scm).values():
        assert "Policies" not in properties
        assert set(CHURN.fill(properties["ManagedPolicyArns"])) <= set(use_policies()) | set(own)


READS = ("athena:Get", "athena:StartQueryExecution", "athena:StopQueryExecution", "glue:Get", "s3:Get", "s3:List")


@pytest.mark.parametrize(("product", "scm"), EVERY_TEMPLATE)
def test_a_policy_of_the_form_only_reads_data_or_denies(product: str, scm: str) -> None:
    """One that names a tool uses the tool; what it may is told in test_grants.py."""
    allowed = [
        action
        for arn, stated in own_policies(product, scm).items()
        if arn.endswith(("-datasets", "-instance-types"))
        for statement in stated
        if statement["Effect"] == "Allow"
        for action in statement["Action"]
    ]
    assert allowed
    assert not [action for action in allowed if not action.startswith(READS)]


def test_every_duty_is_the_duty_of_a_role() -> None:
    attached = {
        arn
        for product, scm in EVERY_TEMPLATE
        for properties in roles(product, scm).values()
        for arn in CHURN.fill(properties["ManagedPolicyArns"])
    }
    unused = {arn.partition("-use-")[2].removesuffix(f"-{REGION}") for arn in set(use_policies()) - attached}
    # A pipeline of branches is given the role of the build pipeline; only one that is given none has this duty.
    assert unused == set()


@pytest.mark.parametrize("project", [CHURN, LONGEST], ids=["usual", "longest"])
@pytest.mark.parametrize(("product", "scm"), EVERY_TEMPLATE)
def test_what_a_role_may_do_is_within_its_boundary(product: str, scm: str, project: Project) -> None:
    """Else the boundary would take away in silence what a duty gives."""
    outside = {
        (noun, action, resource)
        for noun in roles(product, scm)
        for judged in [role(noun, product, scm, project)]
        for statement in judged.identity
        for resource in statement.resources or ()
        for action in statement.actions or ()
        if statement.allows and action.partition(":")[0] in (resource.split(":")[2:3] or [action.partition(":")[0]])
        if not judged.may(action, _here(judged.own(resource)), **_met(judged, statement))
    }
    assert outside == set()


def _here(resource: str) -> str:
    """A name of the form stands for what is here: in this partition, region and account."""
    if not resource.startswith("arn:*:"):
        return resource
    service, region, account, name = resource.removeprefix("arn:*:").split(":", 3)
    return f"arn:aws:{service}:{region and REGION}:{account and ACCOUNT}:{name}"


def _met(judged: Role, statement: Statement) -> dict[str, str]:
    """A request that meets the conditions of the statement."""
    return {line.key.replace(":", "__"): judged.own(line.values[0]).replace("*", "x") for line in statement.conditions}
