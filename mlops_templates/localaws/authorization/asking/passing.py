"""Roles that a request hands to a service: iam:PassRole is asked for each, with iam:PassedToService."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from mlops_templates.localaws.document import Document

_BUILD, _PIPELINE = "codebuild.amazonaws.com", "codepipeline.amazonaws.com"
_STACK, _JOB, _RULE = "cloudformation.amazonaws.com", "sagemaker.amazonaws.com", "events.amazonaws.com"
_LOGS, _API, _CLOCK = "logs.amazonaws.com", "apigateway.amazonaws.com", "scheduler.amazonaws.com"

ASSUMED = "pipeline.stages[].actions[].roleArn"
"""A role of another account here is not passed: the pipeline's role assumes it, if both sides let it."""

PASSED: dict[str, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        ("codebuild:CreateProject", "codebuild:UpdateProject"),
        (_BUILD, ("serviceRole", "buildBatchConfig.serviceRole")),
    ),
    "codebuild:StartBuild": (_BUILD, ("serviceRoleOverride",)),
    **dict.fromkeys(
        ("codepipeline:CreatePipeline", "codepipeline:UpdatePipeline"),
        (
            _PIPELINE,
            (
                "pipeline.roleArn",
                ASSUMED,
                "pipeline.stages[].beforeEntry.conditions[].rules[].roleArn",
                "pipeline.stages[].onFailure.conditions[].rules[].roleArn",
                "pipeline.stages[].onSuccess.conditions[].rules[].roleArn",
            ),
        ),
    ),
    **dict.fromkeys(
        (
            "cloudformation:ContinueUpdateRollback",
            "cloudformation:CreateChangeSet",
            "cloudformation:CreateStack",
            "cloudformation:DeleteStack",
            "cloudformation:RollbackStack",
            "cloudformation:UpdateStack",
        ),
        (_STACK, ("RoleARN",)),
    ),
    **dict.fromkeys(
        ("cloudformation:CreateStackSet", "cloudformation:UpdateStackSet"), (_STACK, ("AdministrationRoleARN",))
    ),
    **dict.fromkeys(
        (
            "sagemaker:CreatePipeline",
            "sagemaker:CreateProcessingJob",
            "sagemaker:CreateTrainingJob",
            "sagemaker:StartPipelineExecution",
            "sagemaker:UpdatePipeline",
        ),
        (_JOB, ("RoleArn",)),
    ),
    **dict.fromkeys(("apigateway:PUT", "apigateway:PutIntegration"), (_API, ("credentials",))),
    **dict.fromkeys(
        ("apigateway:PATCH", "apigateway:UpdateAccount"),
        (_API, ("patchOperations[?path=='/cloudwatchRoleArn'].value",)),
    ),
    **dict.fromkeys(
        ("sagemaker:CreateDomain", "sagemaker:UpdateDomain"),
        (_JOB, ("DefaultUserSettings.ExecutionRole", "DefaultSpaceSettings.ExecutionRole")),
    ),
    **dict.fromkeys(
        ("sagemaker:CreateUserProfile", "sagemaker:UpdateUserProfile"), (_JOB, ("UserSettings.ExecutionRole",))
    ),
    "sagemaker:CreateHyperParameterTuningJob": (_JOB, ("TrainingJobDefinition.RoleArn",)),
    "sagemaker:CreateModel": (_JOB, ("ExecutionRoleArn",)),
    "sagemaker:CreateEndpointConfig": (_JOB, ("ExecutionRoleArn",)),
    "sagemaker:CreateModelPackage": (_JOB, ("ValidationSpecification.ValidationRole",)),
    "sagemaker:CreateProject": (_STACK, ("TemplateProviders[].CfnTemplateProvider.RoleARN",)),
    **dict.fromkeys(("scheduler:CreateSchedule", "scheduler:UpdateSchedule"), (_CLOCK, ("Target.RoleArn",))),
    **dict.fromkeys(
        (
            "states:CreateStateMachine",
            "states:UpdateStateMachine",
            "stepfunctions:CreateStateMachine",
            "stepfunctions:UpdateStateMachine",
        ),
        ("states.amazonaws.com", ("roleArn",)),
    ),
    "ec2:CreateFlowLogs": ("vpc-flow-logs.amazonaws.com", ("DeliverCrossAccountRole", "DeliverLogsPermissionArn")),
    "events:PutRule": (_RULE, ("RoleArn",)),
    "events:PutTargets": (_RULE, ("Targets[].RoleArn",)),
    **dict.fromkeys(
        ("logs:PutDeliveryDestination", "logs:PutDestination", "logs:PutSubscriptionFilter"), (_LOGS, ("roleArn",))
    ),
}
"""The service that each action hands roles to, and where in the request they are."""


def passed_roles(action: str, request: Document, caller_account: str = "") -> Iterator[tuple[str, str]]:
    """Every role of the request and the service that gets it; for a caller only those that it passes."""
    service, paths = PASSED.get(action, ("", ()))
    for path in paths:
        found = jmespath.search(path, request)
        for role in dict.fromkeys(found if isinstance(found, list) else [found]):
            foreign = path == ASSUMED and caller_account and f":{caller_account}:" not in str(role)
            if role and not foreign:
                yield str(role), service
