"""What CloudFormation's own handlers would do, asked for before ours works.

Our handlers make fewer calls than those of AWS. So that a role which suffices here suffices there, every action that
the provider schema states for a resource with these properties must be allowed on some resource; on which one, and
under which conditions, the calls that are made show. A type whose schema states nothing asks for nothing.
"""

from __future__ import annotations

import functools

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.handlers import needed_by
from mlops_templates.localaws.authorization.guard import require_somewhere
from mlops_templates.localaws.call import Call

_WITH = {"create": ("create", "read"), "update": ("update", "read"), "delete": ("delete",)}
_JUDGED_BY_CALLS = frozenset({"iam:PassRole"})


def require_rights(call: Call, resource_type: str, verb: str, properties: dict[str, object]) -> None:
    """Let a handler work.

    Raises:
        AwsError: AccessDenied, naming every action that the caller may do nowhere.
    """
    because = f"AWS's schema of {resource_type} lists it for {verb}"
    require_somewhere(call, _actions(resource_type, verb, frozenset(properties)), because)


@functools.cache
def _actions(resource_type: str, verb: str, properties: frozenset[str]) -> tuple[str, ...]:
    try:
        stated = {action for each in _WITH[verb] for action in needed_by(resource_type, each, properties)}
    except MlopsTemplatesError:
        return ()
    return tuple(sorted(stated - _JUDGED_BY_CALLS))
