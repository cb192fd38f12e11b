"""What EventBridge hears of a build."""

from __future__ import annotations

from datetime import datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.build_log import group_and_stream
from mlops_templates.localaws.codebuild.state import Build, Phase, now
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.events.bus import emit


def state_changed(call: Call, build: Build) -> None:
    """Emit `CodeBuild Build State Change`: when a build starts, and when it is over."""
    detail = {
        "build-status": build.status,
        "current-phase": build.phase,
        "current-phase-context": "[]",
    }
    _emit(call, build, "CodeBuild Build State Change", detail)


def phase_changed(call: Call, build: Build, phase: Phase) -> None:
    """Emit `CodeBuild Build Phase Change` for a phase that is complete."""
    ended = phase.ended or now()
    detail = {
        "completed-phase": phase.name,
        "completed-phase-status": phase.status,
        "completed-phase-duration-seconds": int((ended - phase.started).total_seconds()),
        "completed-phase-start": _time(phase.started),
        "completed-phase-end": _time(ended),
        "completed-phase-context": _context(phase),
    }
    _emit(call, build, "CodeBuild Build Phase Change", detail)


def _emit(call: Call, build: Build, detail_type: str, detail: Document) -> None:
    facts = {
        "project-name": build.project.name,
        "build-id": build.arn,
        "additional-information": _additional(build),
        "version": "1",
    }
    emit(call, source="aws.codebuild", detail_type=detail_type, detail={**detail, **facts}, resources=[build.arn])


def _additional(build: Build) -> Document:
    source, environment = build.settings["source"], build.settings["environment"]
    place = group_and_stream(build)
    return {
        "artifact": {"location": build.locations.get("", "")},
        "build-complete": build.status != "IN_PROGRESS",
        "build-number": float(build.number),
        "build-start-time": _time(build.started),
        "environment": {
            "compute-type": environment["computeType"],
            # Names only: a value may be confidential.
            "environment-variables": [
                {"name": each["name"], "type": each.get("type", "PLAINTEXT")}
                for each in environment["environmentVariables"]
            ],
            "image": environment["image"],
            "privileged-mode": environment["privilegedMode"],
            "type": environment["type"],
        },
        "initiator": build.initiator,
        "logs": {"group-name": place[0], "stream-name": place[1]} if place else {},
        "phases": [_phase(each) for each in build.phases],
        "source": {"location": source.get("location", ""), "type": source["type"]},
        "source-version": build.source_version,
        "timeout-in-minutes": float(build.settings["timeoutInMinutes"]),
    }


def _phase(phase: Phase) -> Document:
    shown: Document = {"phase-type": phase.name, "start-time": _time(phase.started)}
    if phase.ended:
        shown |= {
            "phase-context": [_context(phase)],
            "phase-status": phase.status,
            "end-time": _time(phase.ended),
            "duration-in-seconds": float(int((phase.ended - phase.started).total_seconds())),
        }
    return shown


def _context(phase: Phase) -> str:
    return f"[{phase.code}: {phase.message}]" if phase.code else "[]"


def _time(moment: datetime) -> str:
    """As AWS writes it here: `Sep 1, 2017 4:12:29 PM`."""
    return f"{moment:%b} {moment.day}, {moment.year} {moment.hour % 12 or 12}:{moment:%M:%S %p}"
