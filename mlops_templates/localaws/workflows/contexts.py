"""What the expressions of a run can name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from mlops_templates.localaws.workflows.expressions import Scope
from mlops_templates.localaws.workflows.state import Run, state_of
from mlops_templates.localaws.world import World

Outputs = Mapping[str, Mapping[str, str]]
NOTHING: Mapping[str, bool] = MappingProxyType({})


def scope_of(
    world: World,
    run: Run,
    *,
    needs: Iterable[str] = (),
    steps: Outputs = MappingProxyType({}),
    status: Mapping[str, bool] = NOTHING,
) -> Scope:
    event = run.event
    needed = {name: run.jobs[name] for name in needs}
    return Scope(
        {
            "github": {
                "actor": event.actor,
                "event": event.payload,
                "event_name": event.name,
                "ref": event.ref,
                "ref_name": event.ref.removeprefix("refs/heads/"),
                "repository": run.repository,
                "run_id": str(run.number),
                "sha": event.sha,
                "workflow": run.workflow,
            },
            "needs": {name: {"result": each.conclusion, "outputs": each.outputs} for name, each in needed.items()},
            "steps": {name: {"outputs": found} for name, found in steps.items()},
            "vars": state_of(world).variables.get(run.repository.lower(), {}),
        },
        status,
    )
