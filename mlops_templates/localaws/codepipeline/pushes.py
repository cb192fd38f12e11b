"""Starts the pipelines that wait for a push to a code provider."""

from __future__ import annotations

import logging

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codeconnections.remotes import Push
from mlops_templates.localaws.codeconnections.state import AVAILABLE, connection_at
from mlops_templates.localaws.codepipeline import executions, triggers
from mlops_templates.localaws.codepipeline.state import CodePipelineState, Pipeline, Trigger
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.world import World

logger = logging.getLogger(__name__)


def start_all(world: World, push: Push) -> None:
    """Start every pipeline, of whichever account, whose source a push has changed."""
    commit = git.object_id(push.remote.folder, f"{push.new}^{{commit}}")
    places = [(account, region) for kind, account, region in list(world.states) if kind is CodePipelineState]
    for account, region in places if commit else ():
        for pipeline in list(world.state(CodePipelineState, account, region).pipelines.values()):
            for action in triggers.connected_sources(pipeline.definition):
                if _reaches(world, action, push) and _waits(pipeline, action, push):
                    call = Call(world, account, region, world.sessions.of_root(account, region))
                    _start(call, pipeline, action, push.reference, str(commit))


def _reaches(world: World, action: Document, push: Push) -> bool:
    """Whether the action's connection leads to the repository that was pushed to."""
    given, remote = action["configuration"], push.remote
    connection = connection_at(world, given["ConnectionArn"])
    known = connection is not None and connection.status == AVAILABLE and connection.provider == remote.provider
    return known and bool(given["FullRepositoryId"].lower() == remote.full_name.lower())


def _waits(pipeline: Pipeline, action: Document, push: Push) -> bool:
    """Whether a trigger means the push; without triggers, whether it is to the branch of an action that detects it."""
    filters = triggers.filters_of(pipeline.definition, action["name"])
    if filters is not None:
        changed = _changed(push)
        return any(each.means(push.reference, changed) for each in filters)
    given = action["configuration"]
    detects = given.get("DetectChanges", "true").lower() == "true"
    return bool(detects and push.reference == f"refs/heads/{given['BranchName']}")


def _changed(push: Push) -> list[str]:
    """The files that differ; of a branch that is new those of its last commit."""
    words = ["diff", "--name-only", "-z", push.old, push.new]
    if not push.old:
        words = ["diff-tree", "--root", "--no-commit-id", "--name-only", "-r", "-z", push.new]
    return [path for path in git.run(push.remote.folder, *words).decode().split("\0") if path]


def _start(call: Call, pipeline: Pipeline, action: Document, reference: str, commit: str) -> None:
    name, branch = action["name"], reference.removeprefix("refs/heads/")
    try:
        executions.start(
            call,
            pipeline.name,
            Trigger("WebhookV2", action["configuration"]["ConnectionArn"]),
            revisions={name: commit},
            branches={} if reference.startswith("refs/tags/") else {name: branch},
        )
    except AwsError as error:
        logger.warning("a push does not start the pipeline %s: %s", pipeline.name, error.message)
