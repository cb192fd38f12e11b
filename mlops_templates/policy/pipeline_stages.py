"""The stages of a pipeline: which of them changes production, and what is asked before."""

from __future__ import annotations

from mlops_templates.policy.reading import Resource, at, mappings

Stage = Resource
PRODUCTION = "prod"


def stages(pipeline: Resource) -> list[Stage]:
    return mappings(at(pipeline, "Properties", "Stages"))


def changes_production(stage: Stage) -> bool:
    """A stage that is named for production and deploys."""
    return str(stage.get("Name")).lower().startswith(PRODUCTION) and "Deploy" in categories(stage)


def categories(stage: Stage) -> list[str]:
    """The kinds of its actions, in the order in which they run."""
    actions = sorted(mappings(stage.get("Actions")), key=_run_order)
    return [str(at(action, "ActionTypeId", "Category")) for action in actions]


def _run_order(action: Resource) -> int:
    order = str(action.get("RunOrder", 1))
    return int(order) if order.isdigit() else 1
