"""One run of a workflow: its jobs one after the other, each when those it needs are through and reviewers agree."""

from __future__ import annotations

import logging
from pathlib import Path

from mlops_templates.localaws.codeconnections.remotes import Remote
from mlops_templates.localaws.folders import remove
from mlops_templates.localaws.workflows import job as jobs
from mlops_templates.localaws.workflows.contexts import scope_of
from mlops_templates.localaws.workflows.document import Job, Workflow
from mlops_templates.localaws.workflows.expressions import asks_for_status, evaluate, fill
from mlops_templates.localaws.workflows.refusal import WorkflowRefusedError
from mlops_templates.localaws.workflows.state import OVER, Event, JobRun, Run, state_of, told
from mlops_templates.localaws.world import World

logger = logging.getLogger(__name__)


def start(world: World, remote: Remote, file: str, workflow: Workflow, event: Event) -> Run:
    """Begin a run in the background and give its record."""
    run = _new(world, remote, file, event)
    run.jobs = {name: JobRun(name, job.environment) for name, job in workflow.jobs.items()}
    try:
        run.group = fill(workflow.group, scope_of(world, run), f"{file}: concurrency")
    except WorkflowRefusedError as error:
        run.end("failure", str(error))
    _replace_waiting(world, run)
    told(world)
    if run.status != OVER:
        world.spawn(f"workflow {run.number}", _execute, world, remote, workflow, run)
    return run


def refuse(world: World, remote: Remote, file: str, event: Event, message: str) -> None:
    """Record a run that cannot begin."""
    _new(world, remote, file, event).end("failure", message)
    told(world)


def log_of(world: World, number: int) -> Path:
    return world.root / "logs" / "workflows" / f"{number}.log"


def _new(world: World, remote: Remote, file: str, event: Event) -> Run:
    state = state_of(world)
    with world.lock:
        run = Run(len(state.runs) + 1, remote.full_name, file, event)
        state.runs[run.number] = run
    return run


def _replace_waiting(world: World, run: Run) -> None:
    """Of the runs of a group that wait for their turn GitHub keeps the newest alone."""
    for other in _of_group(world, run):
        if other.status == "queued":
            other.end("cancelled", f"a newer run, {run.number}, takes its turn")


def _of_group(world: World, run: Run) -> list[Run]:
    """Older runs of the same group that are not over."""
    known = [each for each in list(state_of(world).runs.values()) if each.number < run.number and each.status != OVER]
    same = [each for each in known if (each.repository, each.group) == (run.repository, run.group)]
    return same if run.group else []


def _execute(world: World, remote: Remote, workflow: Workflow, run: Run) -> None:
    work = world.root / "work" / "workflows" / str(run.number)
    try:
        _await(world, lambda: run.status == OVER or not _of_group(world, run))
        if run.status == OVER:
            return
        run.status = "in_progress"
        told(world)
        for each in workflow.jobs.values():
            _do(world, remote, workflow, run, each, work)
        run.end(_conclusion(run))
    except WorkflowRefusedError as error:
        run.end("failure", str(error))
    except Exception as error:
        run.end("failure", f"The embedded AWS failed: {type(error).__name__}: {error}")
        raise
    finally:
        remove(work)
        told(world)


def _do(world: World, remote: Remote, workflow: Workflow, run: Run, job: Job, work: Path) -> None:
    record = run.jobs[job.name]
    if not _meant(world, run, job):
        record.status, record.conclusion = OVER, "skipped"
    elif not _agreed(world, run, job, record):
        record.status, record.conclusion = OVER, "failure"
    else:
        record.status = "in_progress"
        told(world)
        jobs.perform(world, remote, workflow, run, job, work)
        record.status = OVER
    told(world)


def _meant(world: World, run: Run, job: Job) -> bool:
    """Whether the condition of a job holds; one that says nothing of failures wants none in what it needs."""
    results = [run.jobs[name].conclusion for name in job.needs]
    status = {
        "always": True,
        "cancelled": False,
        "failure": "failure" in results,
        "success": all(each == "success" for each in results),
    }
    scope = scope_of(world, run, needs=job.needs, status=status)
    holds = bool(evaluate(job.condition, scope, f"{run.workflow}: jobs.{job.name}.if")) if job.condition else True
    return holds and (asks_for_status(job.condition) or status["success"])


def _agreed(world: World, run: Run, job: Job, record: JobRun) -> bool:
    """Wait for a reviewer of the job's environment, where it has any."""
    if not state_of(world).reviewers.get((run.repository.lower(), job.environment)):
        return True
    record.status = run.status = "waiting"
    told(world)
    _await(world, lambda: record.approved is not None)
    run.status = "in_progress"
    return bool(record.approved)


def _await(world: World, ready: jobs.Ready) -> None:
    """Wait as long as it takes, or until the server ends."""
    turn = state_of(world).changed
    with turn:
        while not turn.wait_for(ready, timeout=1):
            if world.processes.closed:
                raise RuntimeError("the embedded AWS is stopping")


def _conclusion(run: Run) -> str:
    found = {each.conclusion for each in run.jobs.values()}
    return next((each for each in ("failure", "cancelled", "success") if each in found), "skipped")
