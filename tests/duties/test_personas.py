"""Each persona has least permissions of its own (R6): who may do what, over projects, Studio and accounts of stages.

A row is an action, a thing of a project, and everybody who may do it; whoever is not named may not.
"""

from __future__ import annotations

import pytest

from tests.duties.everybody import OF_PROJECTS, OF_STAGES, OF_STUDIO, everybody, who_may
from tests.duties.rights import ACCOUNT, CHURN, REGION, arn
from tests.foundations.test_target_account import DUTIES as DUTIES_OF_STAGES

PACKAGE = CHURN.entity("sagemaker", "model-package", "/1")
ENDPOINT = CHURN.entity("sagemaker", "endpoint", "-prod")
TRAINING, BATCH = (CHURN.entity("sagemaker", "pipeline", ending) for ending in ("-training", "-batch-prod"))
DEPLOY, CODE = CHURN.resource("codepipeline", "deploy"), CHURN.resource("codecommit", "model-build")
PRODUCTION = CHURN.resource("cloudformation", "deploy-prod/1", "stack/")
PUBLISHED = f"arn:aws:s3:::sagemaker-mlops-templates-{ACCOUNT}-{REGION}/templates/x.yaml"
ENTRY = f"arn:aws:iam::444455556666:role/mlops/mlops-templates-target-deploy-{REGION}"
PEOPLE = {"scientist", "experimenter", *(f"studio {name}" for name in OF_STUDIO)}
STARTERS = {"deploy-test", "experimenter", "monitor", "scientist", "stage monitor", "stage test"}
BUILDS = {"branch", "build", "deploy-render", "deploy-test"}
SERVING = {"deploy-stack", "stage stack"}

ROWS = (
    # Data
    ("s3:PutObject", CHURN.bucket("ml-data", "/churn/train.csv"), {"build", "experimenter", "monitor", "training"}),
    ("s3:DeleteObject", CHURN.bucket("ml-data", "/churn/train.csv"), set()),
    ("s3:PutObject", CHURN.bucket("artifacts", "/x"), BUILDS | {"build-pipeline", "deploy-pipeline"}),
    ("s3:PutBucketPolicy", CHURN.bucket("ml-data"), set()),
    ("s3:GetObject", "arn:aws:s3:::lake-of-sales/a.csv", {"branch", "build", "scientist", "experimenter", "training"}),
    ("s3:PutObject", "arn:aws:s3:::lake-of-sales/a.csv", set()),
    ("s3:PutObject", PUBLISHED, set()),
    ("kms:PutKeyPolicy", CHURN.key_arn, set()),
    ("kms:ScheduleKeyDeletion", CHURN.key_arn, set()),
    # Code
    ("codecommit:GitPull", CODE, PEOPLE | {"branch"}),
    ("codecommit:GitPush", CODE, PEOPLE - {"studio lead-data-scientist"}),
    ("codecommit:DeleteRepository", CODE, set()),
    # Models
    *((f"sagemaker:{verb}Pipeline", TRAINING, {"build", "experimenter"}) for verb in ("Create", "Update")),
    ("sagemaker:DeletePipeline", TRAINING, set()),
    ("sagemaker:StartPipelineExecution", TRAINING, {"build", "experimenter"}),
    ("sagemaker:StartPipelineExecution", BATCH, STARTERS),
    ("sagemaker:UpdatePipeline", BATCH, SERVING),
    ("sagemaker:CreateTrainingJob", arn("sagemaker", "training-job/pipelines-abc-Train"), {"training"}),
    (
        "sagemaker:CreateHyperParameterTuningJob",
        arn("sagemaker", "hyper-parameter-tuning-job/pipelines-abc-Train"),
        {"training"},
    ),
    ("sagemaker:CreateModelPackage", PACKAGE, {"training"}),
    ("sagemaker:UpdateModelPackage", PACKAGE, {"studio lead-data-scientist"}),
    ("sagemaker:DeleteModelPackage", PACKAGE, set()),
    # What serves
    ("sagemaker:CreateEndpoint", ENDPOINT, SERVING),
    ("sagemaker:UpdateEndpoint", ENDPOINT, SERVING),
    ("sagemaker:DeleteEndpoint", ENDPOINT, SERVING),
    ("sagemaker:InvokeEndpoint", ENDPOINT, {"deploy-test", "experimenter", "scientist", "stage test"}),
    # CI/CD
    ("codebuild:StartBuild", CHURN.resource("codebuild", "build", "project/"), {"build-pipeline"}),
    ("codepipeline:PutApprovalResult", f"{DEPLOY}/Approval/Approve", {"studio lead-data-scientist"}),
    (
        "codepipeline:StartPipelineExecution",
        DEPLOY,
        {"events", "studio lead-data-scientist", "studio ml-engineer"},
    ),
    ("codepipeline:UpdatePipeline", DEPLOY, set()),
    ("cloudformation:UpdateStack", PRODUCTION, {"deploy-pipeline", "stage deploy"}),
    # Rights
    *((f"iam:{verb}", CHURN.role("training"), set()) for verb in ("AttachRolePolicy", "PutRolePolicy", "TagRole")),
    ("iam:UpdateAssumeRolePolicy", CHURN.role("scientist"), set()),
    ("iam:CreateRole", CHURN.role("mine"), set()),
    ("sts:AssumeRole", "arn:aws:iam::444455556666:role/admin", set()),
    ("sts:AssumeRole", ENTRY, {"deploy-pipeline"}),
    ("sagemaker:UpdateDomain", arn("sagemaker", "domain/d-1"), set()),
)  # fmt: skip


def test_everybody_is_asked() -> None:
    assert set(everybody()) == {
        *OF_PROJECTS,
        "experimenter",
        *(f"studio {name}" for name in OF_STUDIO),
        *(f"stage {name}" for name in OF_STAGES),
    }
    assert set(OF_STAGES) == set(DUTIES_OF_STAGES)


@pytest.mark.parametrize(
    ("action", "resource", "allowed"), ROWS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_persona_may_do_its_own_and_no_more(action: str, resource: str, allowed: set[str]) -> None:
    assert who_may(action, resource) == allowed


@pytest.mark.parametrize(
    ("passed", "service", "allowed"),
    [
        ("training", "sagemaker", {"branch", "build", "experimenter", "training"}),
        ("model", "sagemaker", {"deploy-stack"}),
        ("deploy-stack", "cloudformation", {"deploy-pipeline"}),
        ("monitor", "scheduler", {"deploy-stack"}),
        ("scientist", "sagemaker", set()),
        ("build", "codebuild", set()),
    ],
)
def test_a_persona_hands_on_roles_that_do_its_work_and_no_more(passed: str, service: str, allowed: set[str]) -> None:
    context = {"iam__PassedToService": f"{service}.amazonaws.com"}
    assert who_may("iam:PassRole", CHURN.role(passed), **context) == allowed
