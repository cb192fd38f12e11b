"""One job of a run: its steps in a folder of its own, with its own home, programs and variables."""

from __future__ import annotations

import subprocess
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mlops_templates.localaws import environments
from mlops_templates.localaws.codeconnections.remotes import Remote
from mlops_templates.localaws.containers import stand_in
from mlops_templates.localaws.workflows import files
from mlops_templates.localaws.workflows.contexts import scope_of
from mlops_templates.localaws.workflows.document import Job, Step, Workflow
from mlops_templates.localaws.workflows.expressions import Scope, fill
from mlops_templates.localaws.workflows.refusal import WorkflowRefusedError
from mlops_templates.localaws.workflows.state import JobRun, Run
from mlops_templates.localaws.world import World

Ready = Callable[[], bool]
MINUTE = 60.0


class StepFailedError(Exception):
    """A step has failed, and so has its job."""


@dataclass
class Workshop:
    """A job at work."""

    world: World
    remote: Remote
    run: Run
    job: Job
    record: JobRun
    root: Path
    deadline: float
    log: Path
    variables: dict[str, str]
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    steps: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def place(self) -> Path:
        """The folder in which commands start."""
        return self.root / "workspace"

    @property
    def artifacts(self) -> Path:
        """Where artifacts of the whole run are."""
        return self.root.parent / "artifacts"

    @property
    def scope(self) -> Scope:
        return scope_of(self.world, self.run, needs=self.job.needs, steps=self.steps)

    def say(self, line: str) -> None:
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"[{self.job.name}] {line}\n")

    def type(self, argv: list[str], more: Mapping[str, str]) -> None:
        """Run a program to its end.

        Raises:
            StepFailedError: with its exit status, or because the time of the job is over.
        """
        processes, environment = self.world.processes, {**self.variables, **more}
        process = processes.start(argv, cwd=self.place, environment=environment, log=self.log, mark=self.mark)
        try:
            status = process.wait(max(self.deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            raise StepFailedError("the job took longer than it may") from None
        finally:
            processes.stop(process)
        if status:
            raise StepFailedError(f"exit status {status}")


def perform(world: World, remote: Remote, workflow: Workflow, run: Run, job: Job, work: Path) -> None:
    """Do the steps; what became of the job is in its record."""
    from mlops_templates.localaws.workflows.execution import log_of

    record, root = run.jobs[job.name], work / job.name
    for folder in ("workspace", "home", "files"):
        (root / folder).mkdir(parents=True)
    log = log_of(world, run.number)
    log.parent.mkdir(parents=True, exist_ok=True)
    shop = Workshop(world, remote, run, job, record, root, time.monotonic() + job.minutes * MINUTE, log, {})
    try:
        shop.variables = {**_machine(world, root), **_about(run, shop), **_declared(shop, workflow)}
        for number, step in enumerate(job.steps):
            _do(shop, step, number)
        place = f"{run.workflow}: jobs.{job.name}.outputs"
        record.outputs = {name: fill(text, shop.scope, place) for name, text in job.outputs.items()}
        record.conclusion = "success"
    except (StepFailedError, WorkflowRefusedError) as error:
        shop.say(f"failed: {error}")
        record.conclusion, run.message = "failure", f"{job.name}: {error}"
    finally:
        world.processes.end_kin(shop.mark)


def _do(shop: Workshop, step: Step, number: int) -> None:
    from mlops_templates.localaws.workflows import actions

    shop.say(f"step {number}: {step.uses or step.run}")
    told = files.make(shop.root / "files", number)
    env = {name: fill(text, shop.scope, step.place) for name, text in step.env.items()}
    if step.uses:
        actions.perform(shop, step, {name: fill(text, shop.scope, step.place) for name, text in step.inputs.items()})
    else:
        script = shop.root / "files" / f"{number}.sh"
        script.write_text(fill(step.run, shop.scope, step.place) + "\n", encoding="utf-8")
        try:
            shop.type(["bash", "-e", str(script)], {**env, **told.variables})
        except StepFailedError as error:
            raise StepFailedError(f"{step.run!r}: {error}") from None
    shop.record.summary += told.summary
    shop.variables |= told.exported
    if step.id:
        shop.steps[step.id] = told.outputs


def _machine(world: World, root: Path) -> dict[str, str]:
    own = environments.job_bin(world, root, environments.base())
    # A machine of GitHub has docker, and who works on it may use it.
    stand_in.put(own, privileged=True)
    return {"HOME": str(root / "home"), "LANG": "C.UTF-8", "PATH": environments.search_path(own), "USER": "runner"}


def _about(run: Run, shop: Workshop) -> dict[str, str]:
    event = run.event
    return {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTOR": event.actor,
        "GITHUB_EVENT_NAME": event.name,
        "GITHUB_JOB": shop.job.name,
        "GITHUB_REF": event.ref,
        "GITHUB_REF_NAME": event.ref.removeprefix("refs/heads/"),
        "GITHUB_REPOSITORY": run.repository,
        "GITHUB_RUN_ID": str(run.number),
        "GITHUB_SHA": event.sha,
        "GITHUB_WORKFLOW": run.workflow,
        "GITHUB_WORKSPACE": str(shop.place),
        "RUNNER_TEMP": str(shop.root / "files"),
    }


def _declared(shop: Workshop, workflow: Workflow) -> dict[str, str]:
    place = f"{shop.run.workflow}: env"
    return {name: fill(text, shop.scope, place) for name, text in {**workflow.env, **shop.job.env}.items()}
