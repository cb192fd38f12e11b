"""The two policies of a repository: who may use it, and which images go after a while."""

from __future__ import annotations

import json

from mlops_templates.localaws.authorization.grammar import check_policy
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ecr.service import SERVICE
from mlops_templates.localaws.ecr.state import Repository, find, named
from mlops_templates.localaws.errors import AwsError


@SERVICE.action
def set_repository_policy(call: Call, request: Document) -> Document:
    repository = find(call, request)
    if problem := check_policy(request["policyText"], principal=True, resource=False):
        raise _invalid("PolicyText", problem)
    repository.policy = request["policyText"]
    return _shown(repository, "policyText", repository.policy)


@SERVICE.action
def get_repository_policy(call: Call, request: Document) -> Document:
    repository = find(call, request)
    if not repository.policy:
        raise _missing(repository, "Repository policy", "RepositoryPolicyNotFoundException")
    return _shown(repository, "policyText", repository.policy)


@SERVICE.action
def delete_repository_policy(call: Call, request: Document) -> Document:
    answer = get_repository_policy(call, request)
    find(call, request).policy = ""
    return answer


@SERVICE.action
def put_lifecycle_policy(call: Call, request: Document) -> Document:
    """Kept and shown; AWS expires images within a day, and none goes here."""
    repository = find(call, request)
    _check_rules(request["lifecyclePolicyText"])
    repository.lifecycle_policy = request["lifecyclePolicyText"]
    return _shown(repository, "lifecyclePolicyText", repository.lifecycle_policy)


@SERVICE.action
def get_lifecycle_policy(call: Call, request: Document) -> Document:
    repository = find(call, request)
    if not repository.lifecycle_policy:
        raise _missing(repository, "Lifecycle policy", "LifecyclePolicyNotFoundException")
    return _shown(repository, "lifecyclePolicyText", repository.lifecycle_policy)


@SERVICE.action
def delete_lifecycle_policy(call: Call, request: Document) -> Document:
    answer = get_lifecycle_policy(call, request)
    find(call, request).lifecycle_policy = ""
    return answer


def _check_rules(text: str) -> None:
    """Refuse what is no list of rules with priorities of their own, each with a selection and the one action."""
    try:
        rules = json.loads(text)["rules"]
        priorities = [rule["rulePriority"] for rule in rules]
        whole = all({"countType", "countNumber", "tagStatus"} <= set(rule["selection"]) for rule in rules)
        expire = all(rule["action"] == {"type": "expire"} for rule in rules)
    except (KeyError, TypeError, ValueError):
        raise _invalid("LifecyclePolicyText", "Lifecycle policy validation failure") from None
    if not rules or not whole or not expire or len(set(priorities)) < len(priorities):
        raise _invalid("LifecyclePolicyText", "Lifecycle policy validation failure")


def _shown(repository: Repository, member: str, text: str) -> Document:
    return {"registryId": repository.registry, "repositoryName": repository.name, member: text}


def _missing(repository: Repository, what: str, code: str) -> AwsError:
    return AwsError(code, f"{what} does not exist for {named(repository)}")


def _invalid(member: str, problem: str) -> AwsError:
    return AwsError(
        "InvalidParameterException", f"Invalid parameter at '{member}' failed to satisfy constraint: '{problem}'"
    )
