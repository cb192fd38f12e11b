"""EventBridge and its scheduler start what belongs to a project."""

from __future__ import annotations

from mlops_templates.duties.own import own_arn
from mlops_templates.duties.storage import use_key
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import project_resource

EVENTS = Duty(
    name="events",
    purpose="EventBridge starts the pipelines and branch builds of the project",
    services=("events.amazonaws.com", "scheduler.amazonaws.com"),
    permissions=(
        Permission(
            ("codepipeline:StartPipelineExecution",),
            tuple(own_arn("codepipeline", project_resource(noun)) for noun in ("build", "deploy")),
        ),
        Permission(("codebuild:StartBuild",), (own_arn("codebuild", f"project/{project_resource('branch')}"),)),
        # A schedule leaves what it could not start as this role; a rule does so as EventBridge.
        Permission(("sqs:SendMessage",), (own_arn("sqs", project_resource("dead-letters")),)),
        use_key(),
    ),
)
