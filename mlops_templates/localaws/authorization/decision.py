"""The verdict, after the order of AWS's policy evaluation.

An explicit deny anywhere wins. Within an account an identity policy or the policy of the resource must allow; over
accounts both must. A permissions boundary and a session policy allow nothing by themselves and limit what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mlops_templates.localaws.authorization.conditions import holds
from mlops_templates.localaws.authorization.patterns import Context, any_action_fits, fits
from mlops_templates.localaws.authorization.policy import Statement, Statements
from mlops_templates.localaws.authorization.principals import Caller, Reach, reach


@dataclass(frozen=True)
class Question:
    """May the caller do this action to this resource?"""

    caller: Caller
    action: str
    resource: str
    context: Context = field(default_factory=dict)


@dataclass(frozen=True)
class Policies:
    """All that has a say. None stands for a policy that is not there and so does not limit."""

    identity: Statements = ()
    boundary: Statements | None = None
    session: Statements | None = None
    resource: Statements | None = None
    resource_account: str = ""
    """Whose resource it is; empty: the caller's."""
    resource_rules: bool = False
    """The resource's own policy must agree, as for keys and for the trust of roles."""


@dataclass(frozen=True)
class Refusal:
    """A denied question and why."""

    question: Question
    why: str

    def __str__(self) -> str:
        asked = self.question
        who = f"User: {asked.caller.arn}"
        return f"{who} is not authorized to perform: {asked.action} on resource: {asked.resource} {self.why}"


def decide(question: Question, policies: Policies) -> Refusal | None:
    """None when allowed."""
    why = _denied(question, policies) or _not_allowed(question, policies)
    return Refusal(question, why) if why else None


def _denied(question: Question, policies: Policies) -> str:
    kinds = (
        ("an identity-based policy", policies.identity),
        ("a resource-based policy", policies.resource),
        ("a permissions boundary", policies.boundary),
        ("a session policy", policies.session),
    )
    for kind, statements in kinds:
        if any(applies(statement, question) for statement in statements or () if not statement.allows):
            return f"with an explicit deny in {kind}"
    return ""


def _not_allowed(question: Question, policies: Policies) -> str:
    caller, action = question.caller, question.action
    own = policies.resource_account in ("", caller.account)
    level = _level(policies.resource or (), question)
    if caller.service or caller.federated:
        return "" if level else f"because no resource-based policy allows the {action} action"
    if (policies.resource_rules or not own) and not level:
        return f"because no resource-based policy allows the {action} action"
    granted = own and level >= Reach.ENTITY
    if caller.is_root:
        return ""
    if not granted and not allowed_by(policies.identity, question):
        return f"because no identity-based policy allows the {action} action"
    if own and level == Reach.SESSION:
        return ""
    if policies.boundary is not None and not allowed_by(policies.boundary, question):
        return f"because no permissions boundary allows the {action} action"
    if policies.session is not None and not allowed_by(policies.session, question):
        return f"because no session policy allows the {action} action"
    return ""


def nowhere(action: str, policies: Policies) -> str:
    """Why an action cannot be allowed, whatever the resource and the conditions; empty when it can."""
    for kind, statements in (("identity-based policy", policies.identity), ("permissions boundary", policies.boundary)):
        if statements is None:
            continue
        meant = [statement for statement in statements if action_meant(statement, action)]
        if any(not each.allows and each.resources == ("*",) and not each.conditions for each in meant):
            return f"with an explicit deny in {'an' if kind[0] == 'i' else 'a'} {kind}"
        if not any(each.allows for each in meant):
            return f"because no {kind} allows the {action} action"
    return ""


def _level(statements: Iterable[Statement], question: Question) -> Reach:
    """How far the policy of the resource allows the question."""
    levels = (
        reach(statement.principals or (), question.caller)
        for statement in statements
        if statement.allows and applies(statement, question)
    )
    return max(levels, default=Reach.NONE)


def allowed_by(statements: Iterable[Statement], question: Question) -> bool:
    """Whether any statement allows it."""
    return any(statement.allows and applies(statement, question) for statement in statements)


def applies(statement: Statement, question: Question) -> bool:
    """Whether a statement is about the question. One with an unknown operator denies and does not allow."""
    return (
        action_meant(statement, question.action)
        and _resource_meant(statement, question)
        and _principal_meant(statement, question.caller)
        and _conditions_hold(statement, question.context)
    )


def action_meant(statement: Statement, action: str) -> bool:
    if statement.not_actions is not None:
        return not any_action_fits(statement.not_actions, action)
    return any_action_fits(statement.actions or (), action)


def _resource_meant(statement: Statement, question: Question) -> bool:
    resource, context = question.resource, question.context
    if statement.not_resources is not None:
        return not any(fits(pattern, resource, context) for pattern in statement.not_resources)
    # A trust policy has no Resource: it is about the role it stands on.
    return statement.resources is None or any(fits(pattern, resource, context) for pattern in statement.resources)


def _principal_meant(statement: Statement, caller: Caller) -> bool:
    if statement.not_principals is not None:
        return reach(statement.not_principals, caller) == Reach.NONE
    return statement.principals is None or reach(statement.principals, caller) > Reach.NONE


def _conditions_hold(statement: Statement, context: Context) -> bool:
    for condition in statement.conditions:
        verdict = holds(condition, context)
        if verdict is None:
            return not statement.allows
        if not verdict:
            return False
    return True
