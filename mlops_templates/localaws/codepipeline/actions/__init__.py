"""The runner of each action type."""

from mlops_templates.localaws.codepipeline.actions import (
    approval,
    cloudformation,
    codebuild,
    codecommit,
    connection,
    s3,
)
from mlops_templates.localaws.codepipeline.actions.job import Runner

RUNNERS: dict[tuple[str, str], Runner] = {
    ("Source", "CodeCommit"): codecommit.run,
    ("Source", "CodeStarSourceConnection"): connection.run,
    ("Source", "S3"): s3.run,
    ("Build", "CodeBuild"): codebuild.run,
    ("Test", "CodeBuild"): codebuild.run,
    ("Approval", "Manual"): approval.run,
    ("Deploy", "CloudFormation"): cloudformation.run,
}
"""By category and provider, as in `action_types.ACTION_TYPES`."""
