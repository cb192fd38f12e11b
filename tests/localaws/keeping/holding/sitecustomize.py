"""Holds a server of tests in the middle of things, so that a kill finds them there: `PYTHONPATH` names this folder.

A parameter of the parameter store stays where its `Description` says: `held create`, `held update`, `held delete`.
A change set whose name begins with `held` is never worked out.
"""

from __future__ import annotations

import functools
import sys
import time
from dataclasses import replace
from typing import Any

KIND = "AWS::SSM::Parameter"
FOR_EVER = 3600


def hold() -> None:
    from mlops_templates.localaws.cloudformation.actions import change_sets
    from mlops_templates.localaws.cloudformation.engine.proposal import work_out
    from mlops_templates.localaws.cloudformation.types import RESOURCE_TYPES

    kind = RESOURCE_TYPES[KIND]

    def create(call: Any, resource: Any) -> Any:
        with call.world.steps.step():
            made = kind.create(call, resource)
            resource.begun(made.physical_id)
        _held(resource, "create")
        return made

    def update(call: Any, resource: Any, old: Any) -> Any:
        assert kind.update
        made = kind.update(call, resource, old)
        _held(resource, "update")
        return made

    def delete(call: Any, resource: Any) -> None:
        _held(resource, "delete")
        kind.delete(call, resource)

    @functools.wraps(work_out)
    def worked_out(operation: Any, change_set: Any) -> None:
        if change_set.name.startswith("held"):
            time.sleep(FOR_EVER)
        work_out(operation, change_set)

    RESOURCE_TYPES[KIND] = replace(kind, create=create, update=update, delete=delete, waits=True)
    vars(change_sets)["work_out"] = worked_out


def _held(resource: Any, moment: str) -> None:
    if resource.properties.get("Description") == f"held {moment}":
        time.sleep(FOR_EVER)


if "mlops_templates.localaws" in sys.orig_argv:
    hold()
