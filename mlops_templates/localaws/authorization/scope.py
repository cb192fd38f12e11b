"""Whether the actions of a resource's policy are ones that the resource can be asked for."""

from __future__ import annotations

from mlops_templates.localaws.authorization.patterns import any_action_fits
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.authorization.reference import actions_named, resource_types

MOST_OF_QUEUE = 7
"""Actions in one statement of a queue's policy."""
_OF_NO_TOPIC = frozenset({"createtopic"})


def foreign_actions(service: str, text: str) -> tuple[str, ...]:
    """The actions of a policy that mean nothing for a bucket, a topic or a queue."""
    named = (action for statement in parse(text) for action in statement.actions or statement.not_actions or ())
    return tuple(action for action in named if not _means_any(service, action))


def too_many_actions(text: str) -> int:
    """The number of actions of a statement with more than a queue's policy has room for; zero when there is none."""
    return max((len(each.actions or ()) for each in parse(text) if len(each.actions or ()) > MOST_OF_QUEUE), default=0)


def _means_any(service: str, pattern: str) -> bool:
    return any(any_action_fits((pattern,), f"{service}:{action}") for action in _actions(service))


def _actions(service: str) -> frozenset[str]:
    known = actions_named(service)
    if service == "sns":
        return frozenset(each for each in known - _OF_NO_TOPIC if resource_types("sns", each)) | {"receive"}
    if service == "sqs":
        return frozenset(each for each in known if resource_types("sqs", each))
    return known
