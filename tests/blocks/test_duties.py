"""What each role may do, and what it may not: one duty each."""

import pytest

from tests.rendered import actions_on, all_actions, resources, statements

SAGEMAKER = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}"
ROLES = [
    "BuildPipeline",
    "Build",
    "DeployPipeline",
    "DeployRender",
    "DeployStack",
    "DeployTest",
    "Events",
    "Model",
    "Training",
]


def test_these_are_all_roles():
    assert set(resources("AWS::IAM::Role")) == {f"{name}Role" for name in ROLES}


@pytest.mark.parametrize("name", [name for name in ROLES if name != "Training"])
def test_only_the_training_role_registers_models(name: str):
    assert "sagemaker:CreateModelPackage" not in all_actions(f"{name}Policy")


@pytest.mark.parametrize("name", ROLES)
def test_no_role_approves_a_model(name: str):
    assert "sagemaker:UpdateModelPackage" not in all_actions(f"{name}Policy")


@pytest.mark.parametrize("name", [name for name in ROLES if name != "DeployStack"])
def test_only_the_stack_role_makes_endpoints(name: str):
    assert not {"sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint"} & all_actions(f"{name}Policy")


@pytest.mark.parametrize("name", ROLES)
def test_no_role_changes_roles_or_code(name: str):
    forbidden = ("iam:Create", "iam:Put", "iam:Attach", "codecommit:GitPush", "codecommit:Create", "kms:Put")
    assert not {action for action in all_actions(f"{name}Policy") if action.startswith(forbidden)}


def test_events_start_the_two_pipelines_and_nothing_else():
    arn = "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}"
    [statement] = statements("EventsPolicy")
    assert statement["Action"] == ["codepipeline:StartPipelineExecution"]
    assert statement["Resource"] == [
        {"Fn::Sub": f"{arn}:${{BuildPipeline}}"},
        {"Fn::Sub": f"{arn}:${{DeployPipeline}}"},
    ]


@pytest.mark.parametrize("ending", ["training", "training-*"])
def test_build_runs_the_training_pipelines_of_this_project_and_of_its_branches(ending: str):
    pipeline = {"Fn::Sub": f"{SAGEMAKER}:pipeline/*-${{SageMakerProjectId}}-{ending}"}
    assert {"sagemaker:CreatePipeline", "sagemaker:UpdatePipeline", "sagemaker:StartPipelineExecution"} <= actions_on(
        "BuildPolicy", pipeline
    )


@pytest.mark.parametrize("group", ["ProcessingJobs", "TrainingJobs"])
def test_build_reads_the_logs_of_pipeline_jobs_and_no_others(group: str):
    logs = f"arn:${{AWS::Partition}}:logs:${{AWS::Region}}:${{AWS::AccountId}}:log-group:/aws/sagemaker/{group}"
    assert actions_on("BuildPolicy", {"Fn::Sub": f"{logs}:*"}) == {"logs:DescribeLogStreams"}
    assert actions_on("BuildPolicy", {"Fn::Sub": f"{logs}:log-stream:pipelines-*"}) == {"logs:GetLogEvents"}
    readable = [one for one in statements("BuildPolicy") if "logs:GetLogEvents" in one["Action"]]
    assert [len(one["Resource"]) for one in readable] == [2]


def test_build_passes_the_training_role_to_sagemaker():
    assert actions_on("BuildPolicy", {"Fn::GetAtt": ["TrainingRole", "Arn"]}) == {"iam:PassRole"}


def test_training_hands_its_own_role_to_the_jobs_it_starts():
    itself = {
        "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/mlops/sagemaker-${SageMakerProjectId}-training"
    }
    assert actions_on("TrainingPolicy", itself) == {"iam:PassRole"}


def test_tests_call_endpoints_but_render_does_not():
    endpoints = {"Fn::Sub": f"{SAGEMAKER}:endpoint/*-${{SageMakerProjectId}}-*"}
    assert "sagemaker:InvokeEndpoint" in actions_on("DeployTestPolicy", endpoints)
    assert "sagemaker:InvokeEndpoint" not in all_actions("DeployRenderPolicy")


@pytest.mark.parametrize("name", ["DeployRender", "DeployTest", "Model"])
def test_who_only_reads_ml_data_cannot_write_it(name: str):
    objects = {"Fn::Sub": "${MlDataBucket.Arn}/*"}
    assert actions_on(f"{name}Policy", objects) == {"s3:GetObject", "s3:GetObjectVersion"}


def test_model_writes_captured_requests_only():
    captured = {"Fn::Sub": "${MlDataBucket.Arn}/data-capture/*"}
    assert "s3:PutObject" in actions_on("ModelPolicy", captured)


@pytest.mark.parametrize("name", ["Build", "Training"])
def test_who_makes_ml_data_writes_it_but_deletes_nothing(name: str):
    allowed = actions_on(f"{name}Policy", {"Fn::Sub": "${MlDataBucket.Arn}/*"})
    assert "s3:PutObject" in allowed
    assert not {action for action in allowed if "Delete" in action}


def test_deployment_reads_models_of_the_main_group_only():
    read = {
        resource["Fn::Sub"].partition("model-package/")[2]
        for name in ("DeployRender", "DeployTest", "DeployStack")
        for statement in statements(f"{name}Policy")
        if "sagemaker:DescribeModelPackage" in statement["Action"]
        for resource in statement["Resource"]
    }
    assert read == {"*-${SageMakerProjectId}/*"}


def test_training_registers_in_both_groups():
    for ending in ("*-${SageMakerProjectId}", "*-${SageMakerProjectId}-dev"):
        package = {"Fn::Sub": f"{SAGEMAKER}:model-package/{ending}/*"}
        assert "sagemaker:CreateModelPackage" in actions_on("TrainingPolicy", package)
