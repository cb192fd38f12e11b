"""No duty has an action that nothing asks for: code of a seed calls it, or a service does so as the role."""

from __future__ import annotations

from functools import cache

from mlops_templates.duties import DUTIES
from mlops_templates.handlers import VERBS, needed_by
from tests.duties.calls import called_by_seeds
from tests.foundations.test_target_account import STAGE_TYPES

CONTAINERS = {"model", "monitor", "training"}
WORKFLOWS = {"deploy-production", "deploy-staging"}
JOBS = {"branch", "build", "deploy-render", "deploy-test", "seed"}
EVERY_DUTY = {duty.name for duty in DUTIES}
# Who asks, for which duties, for what.
ASKED: tuple[tuple[str, set[str], str], ...] = (
    (
        "clients of S3 look where a bucket is, what is in it and which version is meant, and end what they began",
        EVERY_DUTY,
        "s3:GetBucketLocation s3:ListBucket s3:GetObjectVersion s3:AbortMultipartUpload",
    ),
    ("S3 opens and closes objects with the key", EVERY_DUTY, "kms:Decrypt kms:DescribeKey kms:GenerateDataKey"),
    ("SageMaker opens disks with the key", {"deploy-stack", "monitor", "training"}, "kms:CreateGrant"),
    ("CodePipeline reads a seed in S3", {"seed-pipeline"}, "s3:GetBucketVersioning s3:GetObjectTagging"),
    (
        "CodePipeline reads CodeCommit",
        {"source-codecommit"},
        "codecommit:CancelUploadArchive codecommit:GetBranch codecommit:GetCommit codecommit:GetRepository "
        "codecommit:GetUploadArchiveStatus codecommit:UploadArchive",
    ),
    (
        "connections of both names let git through",
        {"seed", "source-connection"},
        "codeconnections:UseConnection codestar-connections:UseConnection",
    ),
    (
        "CodePipeline runs builds; events and schedules start those of branches",
        {"build-pipeline", "deploy-pipeline", "events", "seed-pipeline"},
        "codebuild:BatchGetBuilds codebuild:StartBuild codepipeline:StartPipelineExecution",
    ),
    ("CodePipeline tells the approvers", {"deploy-pipeline"}, "sns:Publish"),
    (
        "CloudFormation is asked to change a stack by CodePipeline or by the workflow",
        {"deploy-pipeline"} | WORKFLOWS,
        "cloudformation:DescribeStackResources cloudformation:GetTemplate cloudformation:TagResource "
        "cloudformation:UntagResource",
    ),
    ("CodeBuild writes the log", JOBS, "logs:CreateLogStream logs:PutLogEvents"),
    ("git, of people and of a build that clones by itself", {"branch", "scientist"}, "codecommit:GitPull"),
    ("git and the console, of people", {"scientist"},
     "codecommit:GetBranch codecommit:GetRepository codecommit:GitPush"),
    (
        "docker pushes",
        {"images"},
        "ecr:CompleteLayerUpload ecr:DescribeImages ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart",
    ),
    (
        "SageMaker pulls an image, docker reuses layers",
        CONTAINERS | {"images"},
        "ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetAuthorizationToken ecr:GetDownloadUrlForLayer",
    ),
    (
        "SageMaker puts a container into a network",
        CONTAINERS,
        "ec2:CreateNetworkInterface ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterface "
        "ec2:DeleteNetworkInterfacePermission ec2:DescribeDhcpOptions ec2:DescribeNetworkInterfaces "
        "ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs",
    ),
    ("SageMaker writes logs and metrics of a container", CONTAINERS,
     "logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents cloudwatch:PutMetricData"),
    (
        "SageMaker Pipelines runs jobs of its steps",
        {"monitor", "training"},
        "sagemaker:AddTags sagemaker:CreateProcessingJob sagemaker:DescribeProcessingJob sagemaker:ListTags "
        "sagemaker:StopProcessingJob",
    ),
    ("SageMaker Pipelines trains", {"training"},
     "sagemaker:CreateTrainingJob sagemaker:DescribeTrainingJob sagemaker:StopTrainingJob"),
    ("SageMaker Pipelines searches for hyperparameters", {"training"},
     "sagemaker:CreateHyperParameterTuningJob sagemaker:DescribeHyperParameterTuningJob "
     "sagemaker:StopHyperParameterTuningJob"),
    ("SageMaker Pipelines infers", {"monitor"},
     "sagemaker:CreateTransformJob sagemaker:DescribeTransformJob sagemaker:StopTransformJob"),
    ("SageMaker Pipelines registers", {"training"},
     "sagemaker:CreateModelPackage sagemaker:DescribeModelPackageGroup"),
    (
        "SageMaker Pipelines keeps an experiment for a pipeline",
        {"training"},
        "sagemaker:AssociateTrialComponent sagemaker:CreateExperiment sagemaker:CreateTrial "
        "sagemaker:CreateTrialComponent sagemaker:DescribeExperiment sagemaker:DescribeTrial "
        "sagemaker:DescribeTrialComponent sagemaker:UpdateTrialComponent",
    ),
    ("the scheduler leaves what it could not deliver", {"events", "monitor"}, "sqs:SendMessage"),
    (
        "a service takes on a role",
        {"branch", "build", "deploy-pipeline", "deploy-stack", "experiment", "monitor", "training"} | WORKFLOWS,
        "iam:PassRole",
    ),
)  # fmt: skip


@cache
def stated() -> frozenset[tuple[str, str]]:
    """Duty and action, for all that shared policies allow."""
    return frozenset((duty.name, action) for duty in DUTIES for each in duty.permissions for action in each.actions)


def by_code(action: str) -> bool:
    return action.partition(":")[2] in called_by_seeds()


def by_a_service() -> set[tuple[str, str]]:
    return {(duty, action) for _, duties, actions in ASKED for duty in duties for action in actions.split()}


def by_cloudformation() -> set[tuple[str, str]]:
    """What AWS's own schemas say of the types that stacks of stages hold."""
    needed = {action for kind, used in STAGE_TYPES.items() for verb in VERBS for action in needed_by(kind, verb, used)}
    return {("deploy-stack", action) for action in needed}


def test_every_action_of_a_duty_is_asked_for() -> None:
    asked = by_a_service() | by_cloudformation()
    assert sorted(pair for pair in stated() - asked if not by_code(pair[1])) == []


def test_no_reason_outlives_its_action() -> None:
    for why, duties, actions in ASKED:
        for action in actions.split():
            assert {duty for duty in duties if (duty, action) in stated()}, f"{why}: {action}"


def test_code_that_is_looked_at_is_that_of_both_seeds() -> None:
    assert {"CreatePipeline", "InvokeEndpoint", "DeleteModelPackage", "PutMetricData"} <= called_by_seeds()
    assert "DeleteRepository" not in called_by_seeds()
