"""The registries of the service's actions, one for each of its two names."""

from __future__ import annotations

import functools
from collections.abc import Callable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.service import Service

SERVICE = Service("codeconnections")
CODESTAR = Service("codestar-connections")
NAMES = frozenset({SERVICE.name, CODESTAR.name})

Action = Callable[[str, Call, Document], Document]


def action(function: Action) -> Action:
    """Register an action under both names; it is told by which of them it was called."""
    for service in (SERVICE, CODESTAR):

        @functools.wraps(function)
        def answer(call: Call, request: Document, name: str = service.name) -> Document:
            return function(name, call, request)

        service.action(answer)
    return function
