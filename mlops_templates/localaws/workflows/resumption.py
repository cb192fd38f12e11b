"""Runs of workflows after a restart."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.codeconnections.remotes import HOME
from mlops_templates.localaws.interruption import INTERRUPTED
from mlops_templates.localaws.workflows.state import OVER, state_of, told


def resume(call: Call) -> None:
    """A run that was under way, or that waited, has failed: its folder ended with the server. It can be run anew."""
    if (call.account, call.region) != (ACCOUNT, HOME):
        return
    for run in list(state_of(call.world).runs.values()):
        if run.status != OVER:
            for job in run.jobs.values():
                if job.status != OVER:
                    job.status, job.conclusion = OVER, "cancelled"
            run.end("failure", INTERRUPTED)
    told(call.world)
