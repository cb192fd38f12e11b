"""Projects after a restart: they end as their provisioned products and stacks do."""

from __future__ import annotations

from functools import partial

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.sagemaker.projects.actions import carry_out
from mlops_templates.localaws.sagemaker.projects.records import ProjectState


def resume(call: Call) -> None:
    """Wait again for what every project in progress waited for."""
    for project in list(call.state(ProjectState).projects.values()):
        if project.moving:
            verb = "Create" if project.status == "Pending" else project.status.removesuffix("InProgress")
            work = partial(project.provider.resume, call, project, verb)
            call.world.spawn(f"project {project.name}", carry_out, call, project, verb, work)
