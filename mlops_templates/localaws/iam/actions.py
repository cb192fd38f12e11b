"""The actions of IAM that we answer ourselves; entities and policies are moto's."""

from __future__ import annotations

from mlops_templates.localaws.authorization.decision import Policies, Question, action_meant, decide
from mlops_templates.localaws.authorization.held import entities
from mlops_templates.localaws.authorization.policy import Statements
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.service import Service

SERVICE = Service("iam", breach="ValidationError")


@SERVICE.action
def simulate_principal_policy(call: Call, request: Document) -> Document:
    """What the policies of a role allow within its boundary: the verdict that a call of the role would meet.

    As on AWS the simulated request has no context but the one that is given.
    """
    arn = request["PolicySourceArn"]
    if ":role/" not in arn:
        raise not_emulated("iam:SimulatePrincipalPolicy of anything but a role")
    if entities.role(arn) is None:
        name = arn.rpartition("/")[2]
        raise AwsError("NoSuchEntity", f"The role with name {name} cannot be found.", status=404)
    caller = Caller(arn, arn.split(":")[4], entity=arn)
    policies = Policies(identity=entities.identity_policies(caller), boundary=entities.boundary(caller))
    given = request.get("ContextEntries") or ()
    context = {each["ContextKeyName"].lower(): tuple(each["ContextKeyValues"]) for each in given}
    asked = [
        Question(caller, action, resource, context)
        for action in request["ActionNames"]
        for resource in request.get("ResourceArns") or ["*"]
    ]
    shown, token = page(asked, request, size_key="MaxItems", token_key="Marker", error="InvalidInput")  # noqa: S106 - a name
    results = [_result(question, policies) for question in shown]
    return {"EvaluationResults": results, "IsTruncated": token is not None, "Marker": token}


def _result(question: Question, policies: Policies) -> Document:
    refusal = decide(question, policies)
    decision = "allowed"
    if refusal is not None:
        decision = "explicitDeny" if "explicit deny" in refusal.why else "implicitDeny"
    within = {}
    if policies.boundary is not None:
        alone = decide(question, Policies(identity=policies.boundary))
        within = {"PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": alone is None}}
    return {
        "EvalActionName": question.action,
        "EvalResourceName": question.resource,
        "EvalDecision": decision,
        "MatchedStatements": [],
        "MissingContextValues": _missing(question, (*policies.identity, *(policies.boundary or ()))),
        **within,
    }


def _missing(question: Question, statements: Statements) -> list[str]:
    """The keys that conditions about the action ask for and the context has not."""
    meant = [each for each in statements if action_meant(each, question.action)]
    asked = {condition.key for each in meant for condition in each.conditions}
    return sorted(asked - question.context.keys())
