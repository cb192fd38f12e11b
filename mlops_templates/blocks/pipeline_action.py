"""The actions of CodePipeline that our pipelines are made of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal

from troposphere import AWSHelperFn, Sub, codepipeline

from mlops_templates.blocks.approval_topic import ApprovalTopic
from mlops_templates.blocks.build_project import BuildProject
from mlops_templates.blocks.stages import Stage
from mlops_templates.naming import project_resource


def build_action(
    name: str,
    project: BuildProject,
    *,
    inputs: Sequence[str],
    outputs: Sequence[str] = (),
    category: Literal["Build", "Test"] = "Build",
    order: int = 1,
    namespace: str = "",
    environment: Mapping[str, str] | None = None,
) -> codepipeline.Actions:
    """Run a build; with several inputs the buildspec is that of the first."""
    configuration: dict[str, object] = {"ProjectName": project.name}
    if len(inputs) > 1:
        configuration["PrimarySource"] = inputs[0]
    if environment:
        variables = [{"name": key, "value": value} for key, value in environment.items()]
        text = json.dumps(variables, separators=(",", ":"))
        configuration["EnvironmentVariables"] = Sub(text) if "${" in text else text
    action = codepipeline.Actions(
        Name=name,
        ActionTypeId=_type(category, "CodeBuild"),
        Configuration=configuration,
        InputArtifacts=[codepipeline.InputArtifacts(Name=artifact) for artifact in inputs],
    )
    if namespace:
        action.Namespace = namespace
    if outputs:
        action.OutputArtifacts = [codepipeline.OutputArtifacts(Name=artifact) for artifact in outputs]
    return _in_order(action, order)


def stack_action(
    stage: Stage,
    *,
    artifact: str,
    mode: Literal["CREATE_UPDATE", "REPLACE_ON_FAILURE"],
) -> codepipeline.Actions:
    """Create or update the stack of a stage from what an earlier action rendered."""
    action = codepipeline.Actions(
        Name="Deploy",
        ActionTypeId=_type("Deploy", "CloudFormation"),
        Configuration={
            "ActionMode": mode,
            # The role with which an API invokes the endpoint has a name.
            "Capabilities": "CAPABILITY_NAMED_IAM",
            "RoleArn": stage.stack_role,
            "StackName": Sub(project_resource(f"deploy-{stage.name}")),
            "TemplateConfiguration": f"{artifact}::{stage.name}.json",
            "TemplatePath": f"{artifact}::endpoint.yaml",
        },
        InputArtifacts=[codepipeline.InputArtifacts(Name=artifact)],
    )
    if stage.action_role is not None:
        action.RoleArn = stage.action_role
    return action


def approval_action(topic: ApprovalTopic, *, text: str, order: int) -> codepipeline.Actions:
    """Wait for a person, who is shown the text."""
    configuration: dict[str, AWSHelperFn | str] = {"NotificationArn": topic.arn, "CustomData": text}
    action = codepipeline.Actions(Name="Approve", ActionTypeId=_type("Approval", "Manual"), Configuration=configuration)
    return _in_order(action, order)


def _in_order(action: codepipeline.Actions, order: int) -> codepipeline.Actions:
    if order > 1:
        action.RunOrder = order
    return action


def _type(category: str, provider: str) -> codepipeline.ActionTypeId:
    return codepipeline.ActionTypeId(Category=category, Owner="AWS", Provider=provider, Version="1")
