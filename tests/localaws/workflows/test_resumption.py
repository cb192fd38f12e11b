"""What the local git host knows of workflows survives a restart; what was under way has failed."""

from __future__ import annotations

import pickle
from pathlib import Path

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.codeconnections.remotes import HOME
from mlops_templates.localaws.workflows import issuer
from mlops_templates.localaws.workflows.resumption import resume
from mlops_templates.localaws.workflows.state import Event, JobRun, Run, state_of
from mlops_templates.localaws.world import World


def world_with_runs(folder: Path) -> World:
    """One run that is over, and one that waits for a reviewer."""
    world = World(folder)
    for number, (status, conclusion) in enumerate((("completed", "success"), ("waiting", "")), 1):
        jobs = {"render": JobRun("render", status="completed", conclusion="success")}
        jobs["production"] = JobRun("production", "production", status, conclusion)
        event = Event("push", "refs/heads/main", "c0ffee", "local")
        state_of(world).runs[number] = Run(
            number, "octo/r", "deploy.yml", event, status=status, conclusion=conclusion, jobs=jobs
        )
    return world


def test_a_run_that_waited_has_failed_and_one_that_was_over_stays_as_it_was(tmp_path: Path) -> None:
    world = world_with_runs(tmp_path)
    resume(Call(world, ACCOUNT, HOME, world.sessions.of_root(ACCOUNT, HOME)))
    over, waited = state_of(world).runs.values()
    assert (over.status, over.conclusion, over.message) == ("completed", "success", "")
    assert (waited.status, waited.conclusion) == ("completed", "failure")
    assert {name: job.conclusion for name, job in waited.jobs.items()} == {
        "render": "success",
        "production": "cancelled",
    }


def test_what_is_kept_can_be_read_again_and_its_key_still_signs(tmp_path: Path) -> None:
    world = world_with_runs(tmp_path)
    issuer.token(world, {"sub": "x"}, "sts.amazonaws.com")
    before, again = state_of(world), pickle.loads(pickle.dumps(state_of(world)))
    assert (again.runs, again.signing_key) == (before.runs, before.signing_key)
    assert again.signing_key.startswith("-----BEGIN PRIVATE KEY-----")
