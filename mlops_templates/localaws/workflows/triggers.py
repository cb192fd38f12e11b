"""Which event starts which workflow: a push those of its commit, all else those of the branch `main`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codeconnections import remotes
from mlops_templates.localaws.codeconnections.remotes import Push, Remote
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.workflows import execution
from mlops_templates.localaws.workflows.document import Workflow, read
from mlops_templates.localaws.workflows.refusal import WorkflowRefusedError
from mlops_templates.localaws.workflows.state import Event, Run
from mlops_templates.localaws.world import World

FOLDER = ".github/workflows"
MAIN = "refs/heads/main"
PROVIDER = "GitHub"


def pushed(world: World, push: Push) -> None:
    """Run what waits for a push to this branch."""
    branch = push.reference.removeprefix("refs/heads/")
    if push.remote.provider == PROVIDER and branch != push.reference:
        event = Event("push", push.reference, push.new, "local", {"ref": push.reference})
        for file, workflow in _workflows(world, push.remote, push.new, event):
            if _wanted(workflow, branch):
                execution.start(world, push.remote, file, workflow, event)


def deleted(world: World, remote: Remote, reference: str) -> None:
    """Run what waits for the end of a branch."""
    commit = git.object_id(remote.folder, MAIN)
    if remote.provider == PROVIDER and commit and reference.startswith("refs/heads/"):
        payload = {"ref": reference.removeprefix("refs/heads/"), "ref_type": "branch"}
        event = Event("delete", MAIN, commit, "local", payload)
        for file, workflow in _workflows(world, remote, commit, event):
            if "delete" in workflow.events:
                execution.start(world, remote, file, workflow, event)


def asked(world: World, full_name: str, file: str, *, schedule: str, ref: str, actor: str) -> Run:
    """Run a workflow because somebody asks for it, or as its schedule does.

    Raises:
        AwsError: there is no such workflow, or it does not wait for this.
    """
    remote = remotes.find(world, PROVIDER, full_name)
    reference = MAIN if schedule else f"refs/heads/{ref}"
    commit = git.object_id(remote.folder, reference) if remote else None
    if remote is None or not commit:
        raise AwsError("NotFound", f"There is no branch {ref} of a repository {full_name} at {PROVIDER}", status=404)
    name = "schedule" if schedule else "workflow_dispatch"
    event = Event(name, reference, commit, actor, {"schedule": schedule} if schedule else {})
    found = dict(_workflows(world, remote, commit, event)).get(file)
    crons = [each.get("cron") for each in (found.events.get("schedule") or [])] if found else []
    if found is None or name not in found.events or (schedule and schedule not in crons):
        raise AwsError("NotFound", f"{full_name} has no workflow {file} that waits for {name} {schedule}", status=404)
    return execution.start(world, remote, file, found, event)


def _workflows(world: World, remote: Remote, commit: str, event: Event) -> Iterator[tuple[str, Workflow]]:
    """The workflows of a commit; one that asks for what is not emulated becomes a run that failed."""
    listed = git.run(remote.folder, "ls-tree", "--name-only", commit, f"{FOLDER}/").decode().splitlines()
    for path in listed:
        if path.endswith((".yml", ".yaml")):
            file = path.rpartition("/")[2]
            text = git.run(remote.folder, "show", f"{commit}:{path}").decode()
            try:
                yield file, read(text, file)
            except WorkflowRefusedError as error:
                execution.refuse(world, remote, file, event, str(error))


def _wanted(workflow: Workflow, branch: str) -> bool:
    if "push" not in workflow.events:
        return False
    patterns = (workflow.events["push"] or {}).get("branches")
    return patterns is None or any(_fits(str(pattern), branch) for pattern in patterns)


def _fits(pattern: str, branch: str) -> bool:
    """`*` ends at a slash, `**` does not."""
    parts = re.split(r"(\*\*|\*)", pattern)
    return bool(re.fullmatch("".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part)) for part in parts), branch))


remotes.LISTENERS.append(pushed)
remotes.END_LISTENERS.append(deleted)
