"""CI of feature and development branches: EventBridge starts a build of the branch, and a clean-up when it is gone.

A pipeline reads one branch for ever, so these builds clone by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from troposphere import AWSHelperFn, Sub, Template, codebuild, events

from mlops_templates.blocks.build_project import Environment, Workplace, add_build_project
from mlops_templates.blocks.dead_letter_queue import DeadLetterQueue
from mlops_templates.blocks.role import Besides
from mlops_templates.blocks.starter_role import StarterRole
from mlops_templates.blocks.trigger import guarded_target
from mlops_templates.duties.branch import BRANCH
from mlops_templates.model import PushEvents, SourceRepository
from mlops_templates.naming import logical_id, project_rule


def add_branch_builds(
    template: Template,
    *,
    source: SourceRepository,
    happens: PushEvents,
    workplace: Workplace,
    environment: Environment,
    policies: Sequence[AWSHelperFn],
    privileged: AWSHelperFn,
    role: StarterRole,
    undelivered: DeadLetterQueue,
) -> None:
    project = add_build_project(
        template,
        BRANCH,
        build_spec="build_spec.yml",
        minutes=480,
        workplace=workplace,
        environment={**workplace.environment(), **environment},
        besides=Besides(policies=policies),
        privileged=privileged,
        source=codebuild.Source(Type="CODECOMMIT", Location=source.clone_url, BuildSpec="build_spec.yml"),
    )
    for noun, pattern, version, event in (
        ("branch-push", happens.branch_pushed, "refs/heads/<branch>", "pushed"),
        # What is gone cannot be cloned.
        ("branch-gone", happens.branch_deleted, "refs/heads/main", "deleted"),
    ):
        target = guarded_target("Build", project.arn, role=role, undelivered=undelivered)
        target.InputTransformer = _build_request(version, event)
        template.add_resource(_rule(noun, pattern, target))


def _rule(noun: str, pattern: Mapping[str, object], target: events.Target) -> events.Rule:
    return events.Rule(
        logical_id(noun, "rule"),
        Name=Sub(project_rule(noun)),
        EventPattern=dict(pattern),
        Targets=[target],
    )


def _build_request(version: str, event: str) -> events.InputTransformer:
    variables = {"BRANCH_NAME": "<branch>", "BRANCH_EVENT": event}
    override = [{"name": name, "value": value, "type": "PLAINTEXT"} for name, value in variables.items()]
    request = {"sourceVersion": version, "environmentVariablesOverride": override}
    return events.InputTransformer(
        InputPathsMap={"branch": "$.detail.referenceName"}, InputTemplate=json.dumps(request, separators=(",", ":"))
    )
