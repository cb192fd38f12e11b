"""Builds after a restart."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.build_log import write
from mlops_templates.localaws.codebuild.execution import end
from mlops_templates.localaws.codebuild.state import CodeBuildState, now
from mlops_templates.localaws.interruption import INTERRUPTED


def resume(call: Call) -> None:
    """A build that ran is at fault, in the phase in which it was. AWS's code for such a phase is not known here."""
    for build in list(call.state(CodeBuildState).builds.values()):
        if build.status == "IN_PROGRESS":
            write(build, f"The build ends: {INTERRUPTED}")
            for phase in build.phases:
                if phase.status == "IN_PROGRESS":
                    phase.status, phase.ended = "FAULT", now()
                    phase.code, phase.message = "INTERNAL_SERVICE_ERROR", INTERRUPTED
            end(call, build, "FAULT")
