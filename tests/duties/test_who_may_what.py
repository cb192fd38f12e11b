"""What each role may do, and what it may not: one duty each."""

import pytest

from tests.duties.rights import CHURN, REGION, arn, role, roles

GROUP, DEV_GROUP = (CHURN.entity("sagemaker", "model-package", ending) for ending in ("/7", "-dev/7"))
ENDPOINT = CHURN.entity("sagemaker", "endpoint", "-prod")
TRAINING = CHURN.entity("sagemaker", "pipeline", "-training")
ML_DATA = CHURN.bucket("ml-data", "/churn/train.csv")
ROLES = [
    "branch",
    "build",
    "build-pipeline",
    "deploy-pipeline",
    "deploy-render",
    "deploy-stack",
    "deploy-test",
    "events",
    "model",
    "scientist",
    "training",
]


def who_may(action: str, resource: str, **context: str) -> set[str]:
    return {noun for noun in ROLES if role(noun).may(action, resource, **context)}


def test_these_are_all_roles():
    assert sorted(roles()) == ROLES


@pytest.mark.parametrize("package", [GROUP, DEV_GROUP])
def test_only_the_training_role_registers_models(package: str):
    assert who_may("sagemaker:CreateModelPackage", package) == {"training"}


@pytest.mark.parametrize("package", [GROUP, DEV_GROUP])
def test_nobody_approves_a_model(package: str):
    assert who_may("sagemaker:DescribeModelPackage", package)
    assert who_may("sagemaker:UpdateModelPackage", package) == set()


def test_deployment_reads_models_of_the_main_group_only():
    deploying = {"deploy-render", "deploy-stack"}
    assert deploying <= who_may("sagemaker:DescribeModelPackage", GROUP)
    assert not {"deploy-stack", "deploy-test"} & who_may("sagemaker:ListModelPackages", GROUP)
    assert not deploying & who_may("sagemaker:DescribeModelPackage", DEV_GROUP)


@pytest.mark.parametrize("package", [GROUP, DEV_GROUP])
def test_tests_cannot_change_the_registry(package: str):
    changes = ("Create", "Update", "Delete", "Add", "Put")
    stated = {action for action in role("deploy-test").actions if action.startswith("sagemaker:")}
    assert stated
    assert not {action for action in stated if action.partition(":")[2].startswith(changes)}
    assert "deploy-test" not in who_may("sagemaker:DeleteModelPackage", package)


@pytest.mark.parametrize(
    ("passer", "passed", "service"),
    [
        ("build", "training", "sagemaker"),
        ("training", "training", "sagemaker"),
        ("deploy-pipeline", "deploy-stack", "cloudformation"),
        ("deploy-stack", "model", "sagemaker"),
        ("deploy-stack", "monitor", "scheduler"),
    ],
)
def test_a_role_is_passed_by_whom_it_serves_to_its_service_only(passer: str, passed: str, service: str):
    arn_of_it = CHURN.role(passed)
    assert role(passer).may("iam:PassRole", arn_of_it, iam__PassedToService=f"{service}.amazonaws.com")
    assert not role(passer).may("iam:PassRole", arn_of_it, iam__PassedToService="lambda.amazonaws.com")
    assert not role(passer).may("iam:PassRole", CHURN.role("build"), iam__PassedToService=f"{service}.amazonaws.com")


@pytest.mark.parametrize("noun", ["build", "deploy"])
def test_events_start_the_two_pipelines_and_nothing_else_does(noun: str):
    assert who_may("codepipeline:StartPipelineExecution", CHURN.resource("codepipeline", noun)) == {"events"}


def test_events_do_nothing_but_start_and_keep_what_they_could_not_start():
    keeps = {"kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "sqs:SendMessage"}
    assert role("events").actions == {"codepipeline:StartPipelineExecution", "codebuild:StartBuild"} | keeps


def test_a_schedule_leaves_what_it_could_not_start_in_the_encrypted_queue_of_its_project():
    events = role("events", "scalable-batch")
    assert events.may("sqs:SendMessage", CHURN.resource("sqs", "dead-letters"))
    assert events.may("kms:GenerateDataKey", CHURN.key_arn)
    assert not events.may("sqs:SendMessage", CHURN.resource("sqs", "dead-letters").replace(CHURN.id, "p-other"))


@pytest.mark.parametrize(
    ("noun", "starters"),
    [
        ("build", {"build-pipeline"}),
        ("branch", {"events"}),
        ("deploy-render", {"deploy-pipeline"}),
        ("deploy-test", {"deploy-pipeline"}),
    ],
)
def test_builds_are_started_by_their_own_pipeline(noun: str, starters: set[str]):
    assert who_may("codebuild:StartBuild", CHURN.resource("codebuild", noun, "project/")) == starters


@pytest.mark.parametrize(("ending", "builds"), [("-training", {"build"}), ("-training-feature-x", {"branch", "build"})])
@pytest.mark.parametrize("action", ["CreatePipeline", "UpdatePipeline", "StartPipelineExecution"])
def test_only_builds_run_training_pipelines_and_those_of_branches_only_their_own(
    ending: str, builds: set[str], action: str
):
    assert who_may(f"sagemaker:{action}", CHURN.entity("sagemaker", "pipeline", ending)) == builds


@pytest.mark.parametrize("scm", ["codecommit", "github-actions"])
def test_a_build_of_a_branch_has_its_own_duty_alone_whoever_runs_it(scm: str):
    branch = role("branch", scm=scm)
    assert branch.may("sagemaker:StartPipelineExecution", CHURN.entity("sagemaker", "pipeline", "-training-feature-x"))
    assert not branch.may("sagemaker:StartPipelineExecution", TRAINING)


def test_a_build_of_a_branch_sees_no_models_of_main_and_writes_none_of_its_data():
    assert not role("branch").may("sagemaker:DescribeModelPackage", GROUP)
    assert role("branch").may("sagemaker:DescribeModelPackage", DEV_GROUP)
    assert not role("branch").may("s3:PutObject", ML_DATA)
    assert role("branch").may("s3:PutObject", CHURN.bucket("ml-data", "/churn-feature-x/train.csv"))


@pytest.mark.parametrize(
    ("duty", "entering"), [("build", {"build"}), ("branch", {"branch", "build"}), ("trial", {"scientist"})]
)
def test_who_enters_a_development_account_does_so_by_duty(duty: str, entering: set[str]):
    there = f"arn:aws:iam::444455556666:role/mlops/mlops-templates-target-{duty}-{REGION}"
    assert who_may("sts:AssumeRole", there) == entering


def test_only_the_build_of_branches_cleans_up_and_only_after_branches():
    main, branch = (CHURN.entity("sagemaker", "pipeline", f"-training{ending}") for ending in ("", "-feature-x"))
    assert who_may("sagemaker:DeletePipeline", main) == set()
    assert who_may("sagemaker:DeletePipeline", branch) == {"branch"}
    assert who_may("sagemaker:DeleteModelPackage", GROUP) == set()
    assert who_may("sagemaker:DeleteModelPackage", DEV_GROUP) == {"branch"}
    assert who_may("s3:DeleteObject", CHURN.bucket("ml-data", "/churn-feature-x/train.csv")) == {"branch"}


@pytest.mark.parametrize("group", ["ProcessingJobs", "TrainingJobs"])
def test_build_reads_the_logs_of_pipeline_jobs_and_no_others(group: str):
    stream = arn("logs", f"log-group:/aws/sagemaker/{group}:log-stream:{{}}/algo-1")
    assert role("build").may("logs:GetLogEvents", stream.format("pipelines-abc-Train-1"))
    assert not role("build").may("logs:GetLogEvents", stream.format("job-of-somebody"))
    assert who_may("logs:GetLogEvents", stream.format("pipelines-abc-Train-1")) == {"branch", "build", "scientist"}


def test_who_makes_ml_data_writes_it_and_nobody_else():
    assert who_may("s3:PutObject", ML_DATA) == {"build", "training"}


@pytest.mark.parametrize(
    ("noun", "prefix"),
    [
        ("model", "data-capture/"),
        ("model", "batch-output/"),
        ("deploy-render", "code/deploy-steps/"),
        ("deploy-test", "batch-input/"),
        ("scientist", "experiments/"),
    ],
)
def test_who_only_reads_ml_data_writes_below_its_own_prefix(noun: str, prefix: str):
    assert role(noun).may("s3:GetObject", ML_DATA)
    assert not role(noun).may("s3:PutObject", ML_DATA)
    assert role(noun).may("s3:PutObject", CHURN.bucket("ml-data", f"/{prefix}x"))


def test_nobody_deletes_ml_data_of_main():
    assert who_may("s3:DeleteObject", ML_DATA) == who_may("s3:DeleteObjectVersion", ML_DATA) == set()


def test_only_people_change_code():
    repository = CHURN.resource("codecommit", "model-build")
    assert who_may("codecommit:GetCommit", repository) == {"build-pipeline", "deploy-pipeline"}
    assert who_may("codecommit:GitPush", repository) == {"scientist"}
    for action in ("CreateCommit", "DeleteRepository", "MergeBranchesByFastForward"):
        assert who_may(f"codecommit:{action}", repository) == set()


def test_people_change_neither_what_serves_nor_how_it_is_made():
    """CI/CD does, and only it; the floor of experiments lets them run the training pipeline by hand."""
    changing = (
        "cloudformation:",
        "codepipeline:",
        "codebuild:",
        "iam:",
        "events:",
        "sagemaker:Create",
        "sagemaker:Update",
    )
    assert not {action for action in role("scientist").actions if action.startswith(changing)}
    by_hand = role("scientist", "initial-experiment")
    assert by_hand.may("sagemaker:CreatePipeline", TRAINING)
    assert not by_hand.may("sagemaker:CreateEndpoint", ENDPOINT)
    assert not by_hand.may("sagemaker:CreateModelPackage", GROUP)


@pytest.mark.parametrize("kind", ["TrainingJob", "ProcessingJob"])
def test_only_allowed_instance_types_train_on_the_scalable_floor(kind: str):
    job = arn("sagemaker", f"{kind.removesuffix('Job').lower()}-job/pipelines-abc-1")
    training = role("training", "scalable-real-time")
    assert training.may(f"sagemaker:Create{kind}", job, sagemaker__InstanceTypes="ml.m5.large")
    assert not training.may(f"sagemaker:Create{kind}", job, sagemaker__InstanceTypes="ml.p4d.24xlarge")


def test_the_deploy_pipeline_alone_tells_the_approvers():
    assert who_may("sns:Publish", CHURN.resource("sns", "approval")) == {"deploy-pipeline"}


def test_build_pipeline_can_deploy_nothing():
    assert not {name for name in role("build-pipeline").actions if name.startswith(("cloudformation:", "iam:", "sts:"))}


def test_the_key_of_the_project_is_granted_only_for_services():
    granting = who_may("kms:CreateGrant", CHURN.key_arn, kms__GrantIsForAWSResource="true")
    assert granting == {"deploy-stack", "training"}
    assert who_may("kms:CreateGrant", CHURN.key_arn, kms__GrantIsForAWSResource="false") == set()


def test_who_starts_inference_in_batches_by_schedule_does_not_look_at_it():
    pipeline = CHURN.entity("sagemaker", "pipeline", "-batch-prod")
    monitor = role("monitor", "repeatable-batch")
    assert monitor.may("sagemaker:StartPipelineExecution", pipeline)
    for action in ("DescribePipeline", "ListPipelineExecutions", "UpdatePipeline", "DeletePipeline"):
        assert not monitor.may(f"sagemaker:{action}", pipeline)


def test_the_job_that_pushes_seeds_reads_them_and_writes_nothing_but_its_log():
    seed = role("seed", "repeatable-real-time", "codeconnections")
    assert seed.may("s3:GetObject", CHURN.bucket("artifacts", "/x"))
    for noun in ("artifacts", "ml-data"):
        assert not seed.may("s3:PutObject", CHURN.bucket(noun, "/x"))
    assert not seed.may("kms:GenerateDataKey", CHURN.key_arn)
