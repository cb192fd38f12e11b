"""The phases of a build, as they pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild import announcements
from mlops_templates.localaws.codebuild.build_log import write
from mlops_templates.localaws.codebuild.failure import BuildFailure
from mlops_templates.localaws.codebuild.state import Build, Phase, now


@contextmanager
def phase(call: Call, build: Build, name: str) -> Iterator[Phase]:
    """Enter a phase and complete it. A BuildFailure in it is its result and is not passed on."""
    current = Phase(name)
    build.phases.append(current)
    write(build, f"Entering phase {name}")
    try:
        yield current
        current.status = "SUCCEEDED"
    except BuildFailure as failure:
        current.status, current.code, current.message = failure.status, failure.code, failure.message
    current.ended = now()
    write(build, f"Phase complete: {name} State: {current.status}")
    write(build, f"Phase context status code: {current.code} Message: {current.message}")
    announcements.phase_changed(call, build, current)


def passed(call: Call, build: Build, *names: str) -> None:
    """Note phases in which nothing is done here, such as waiting in a queue."""
    for name in names:
        current = Phase(name, status="SUCCEEDED", ended=now())
        build.phases.append(current)
        announcements.phase_changed(call, build, current)
