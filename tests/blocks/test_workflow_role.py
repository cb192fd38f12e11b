"""Which token of GitHub takes on which role of a project: judged as STS judges, for every kind of subject."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pytest

from mlops_templates.catalog import load_products
from mlops_templates.localaws.authorization.decision import Policies, Question, decide
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.authorization.principals import Caller
from tests.duties.rights import ACCOUNT, Project, roles
from tests.rendered import product_document

HOST = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{HOST}"
BUILD, DEPLOY = "octo/model-build", "octo/model-deploy"
WITH_WORKFLOWS = [
    product.name
    for product in load_products().values()
    if "BuildRole" in product_document(product.name, "github-actions")["Resources"]
]
TRUSTED = {
    f"{BUILD}:ref:refs/heads/main": {"build", "branch"},
    f"{BUILD}:ref:refs/heads/feature/a": {"branch"},
    f"{DEPLOY}:ref:refs/heads/main": {"deploy-render"},
    f"{DEPLOY}:environment:staging": {"deploy-staging"},
    f"{DEPLOY}:environment:production": {"deploy-production"},
}
STRANGERS = [
    f"{BUILD}:pull_request",
    f"{DEPLOY}:pull_request",
    f"{BUILD}:environment:production",
    f"{BUILD}:environment:staging",
    f"{BUILD}:ref:refs/tags/main",
    f"{BUILD}:ref:refs/pull/1/merge",
    f"{DEPLOY}:ref:refs/heads/main2",
    f"{DEPLOY}:ref:refs/heads/feature/a",
    f"{DEPLOY}:environment:production2",
    "evil/model-build:ref:refs/heads/main",
    "evil/model-deploy:environment:production",
    f"{BUILD}-2:ref:refs/heads/main",
    f"evil/{BUILD}:ref:refs/heads/main",
    "octo/other:ref:refs/heads/main",
]


@dataclass(frozen=True)
class OfGitHub(Project):
    """A project whose form names its repositories."""

    def _named(self, name: str) -> str:
        return {"ModelBuildRepository": BUILD, "ModelDeployRepository": DEPLOY}.get(name) or super()._named(name)


CHURN = OfGitHub("churn", "p-abcdef123456", "11111111-2222-3333-4444-555555555555")


def taken(product: str, subject: str, audience: str = "sts.amazonaws.com") -> set[str]:
    """The roles of a project that somebody with this token takes on."""
    caller = Caller(f"repo:{subject}", ACCOUNT, federated=PROVIDER)
    context = {f"{HOST}:sub": (f"repo:{subject}",), f"{HOST}:aud": (audience,)}
    found = set()
    for noun, properties in roles(product, "github-actions").items():
        trust = parse(json.dumps(CHURN.fill(properties["AssumeRolePolicyDocument"])))
        policies = Policies(resource=trust, resource_account=ACCOUNT, resource_rules=True)
        question = Question(caller, "sts:AssumeRoleWithWebIdentity", CHURN.role(noun), context)
        if decide(question, policies) is None:
            found.add(noun)
    return found


@pytest.mark.parametrize("product", WITH_WORKFLOWS)
def test_a_workflow_takes_on_the_roles_of_its_repository_and_branch_or_environment(product: str) -> None:
    assert {subject: taken(product, subject) for subject in TRUSTED} == TRUSTED


@pytest.mark.parametrize("product", WITH_WORKFLOWS)
def test_pull_requests_forks_tags_and_other_repositories_take_on_no_role(product: str) -> None:
    assert {subject: taken(product, subject) for subject in STRANGERS} == {subject: set() for subject in STRANGERS}


@pytest.mark.parametrize("product", WITH_WORKFLOWS)
def test_a_token_for_another_audience_takes_on_no_role(product: str) -> None:
    assert not {role for subject in TRUSTED for role in taken(product, subject, "https://github.com/octo")}


@pytest.mark.parametrize("repository", ["octo/*", "*/model-build", "octo/model-?", "octo/${aws:userid}"])
def test_the_form_takes_no_pattern_for_a_repository(repository: str) -> None:
    parameters = product_document("repeatable-real-time", "github-actions")["Parameters"]
    for name in ("ModelBuildRepository", "ModelDeployRepository"):
        assert not re.fullmatch(parameters[name]["AllowedPattern"], repository)
