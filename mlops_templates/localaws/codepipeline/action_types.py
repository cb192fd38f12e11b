"""The action types that run here, with what AWS demands of a declaration of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ActionType:
    """How many artifacts an action takes and gives, and which configuration it knows."""

    inputs: tuple[int, int]
    outputs: tuple[int, int]
    required: frozenset[str]
    optional: frozenset[str] = frozenset()


_CODEBUILD = ActionType(
    inputs=(1, 5),
    outputs=(0, 5),
    required=frozenset({"ProjectName"}),
    optional=frozenset({"PrimarySource", "EnvironmentVariables", "BatchEnabled", "CombineArtifacts"}),
)

ACTION_TYPES: dict[tuple[str, str], ActionType] = {
    ("Source", "CodeCommit"): ActionType(
        inputs=(0, 0),
        outputs=(1, 1),
        required=frozenset({"RepositoryName", "BranchName"}),
        optional=frozenset({"PollForSourceChanges", "OutputArtifactFormat"}),
    ),
    ("Source", "CodeStarSourceConnection"): ActionType(
        inputs=(0, 0),
        outputs=(1, 1),
        required=frozenset({"ConnectionArn", "FullRepositoryId", "BranchName"}),
        optional=frozenset({"DetectChanges", "OutputArtifactFormat"}),
    ),
    ("Source", "S3"): ActionType(
        inputs=(0, 0),
        outputs=(1, 1),
        required=frozenset({"S3Bucket", "S3ObjectKey"}),
        optional=frozenset({"PollForSourceChanges"}),
    ),
    ("Build", "CodeBuild"): _CODEBUILD,
    ("Test", "CodeBuild"): _CODEBUILD,
    ("Approval", "Manual"): ActionType(
        inputs=(0, 0),
        outputs=(0, 0),
        required=frozenset(),
        optional=frozenset({"NotificationArn", "CustomData", "ExternalEntityLink"}),
    ),
    ("Deploy", "CloudFormation"): ActionType(
        inputs=(0, 10),
        outputs=(0, 1),
        required=frozenset({"ActionMode", "StackName"}),
        optional=frozenset(
            {
                "Capabilities",
                "ChangeSetName",
                "OutputFileName",
                "ParameterOverrides",
                "RoleArn",
                "TemplateConfiguration",
                "TemplatePath",
            }
        ),
    ),
}
"""By category and provider; the owner is AWS, the version 1."""
