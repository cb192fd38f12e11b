"""Whether a role lets a service act as it."""

from __future__ import annotations

from mlops_templates.localaws.authorization.asking import keys
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.decision import Policies, Question, Refusal, decide
from mlops_templates.localaws.authorization.held import entities
from mlops_templates.localaws.authorization.principals import Caller


def refusal_of_trust(caller: Caller, role_arn: str, region: str) -> Refusal | None:
    """Why a service may not assume a role; a role that does not exist trusts nobody."""
    trust = entities.trust_of(role_arn) or ()
    context = keys.of_caller(caller, Place(caller.account, region))
    question = Question(caller, "sts:AssumeRole", role_arn, context)
    policies = Policies(resource=trust, resource_account=role_arn.split(":")[4], resource_rules=True)
    return decide(question, policies)
