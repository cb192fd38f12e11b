import pytest

from tests.rendered import action, actions_on, all_actions, resources

PIPELINES = resources("AWS::CodePipeline::Pipeline")


@pytest.mark.parametrize("name", PIPELINES)
def test_newest_commit_supersedes_waiting_ones(name: str):
    assert (PIPELINES[name]["PipelineType"], PIPELINES[name]["ExecutionMode"]) == ("V2", "SUPERSEDED")


@pytest.mark.parametrize("name", PIPELINES)
def test_artifacts_lie_encrypted_in_the_artifact_bucket(name: str):
    store = PIPELINES[name]["ArtifactStore"]
    assert store["Location"] == {"Ref": "ArtifactsBucket"}
    assert store["EncryptionKey"] == {"Type": "KMS", "Id": {"Fn::GetAtt": ["Key", "Arn"]}}


@pytest.mark.parametrize(
    ("pipeline", "projects"),
    [("BuildPipeline", ["BuildProject"]), ("DeployPipeline", ["DeployRenderProject", "DeployTestProject"])],
)
def test_pipeline_may_start_its_own_builds(pipeline: str, projects: list[str]):
    for project in projects:
        assert "codebuild:StartBuild" in actions_on(f"{pipeline}Policy", {"Fn::GetAtt": [project, "Arn"]})


def test_build_pipeline_can_deploy_nothing():
    assert not {name for name in all_actions("BuildPipelinePolicy") if name.startswith(("cloudformation:", "iam:"))}


def test_deploy_pipeline_may_change_the_stacks_of_this_project_only():
    stacks = (
        "arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}"
        ":stack/sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-deploy-*/*"
    )
    assert {"cloudformation:CreateStack", "cloudformation:UpdateStack"} <= actions_on(
        "DeployPipelinePolicy", {"Fn::Sub": stacks}
    )


def test_deploy_pipeline_passes_the_stack_role_and_no_other():
    passed = actions_on("DeployPipelinePolicy", {"Fn::GetAtt": ["DeployStackRole", "Arn"]})
    assert passed == {"iam:PassRole"}


def test_deploy_pipeline_may_tell_the_approvers():
    assert actions_on("DeployPipelinePolicy", {"Ref": "ApprovalTopic"}) == {"sns:Publish"}


def test_build_pipeline_builds_the_source():
    build = action("BuildPipeline", "Build", "Build")
    assert build["Configuration"] == {"ProjectName": {"Ref": "BuildProject"}}
    assert build["InputArtifacts"] == [{"Name": "Source"}]
