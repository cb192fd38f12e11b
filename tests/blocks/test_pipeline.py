import pytest

from tests.rendered import action, resources

PIPELINES = resources("AWS::CodePipeline::Pipeline")


@pytest.mark.parametrize("name", PIPELINES)
def test_newest_commit_supersedes_waiting_ones(name: str):
    assert (PIPELINES[name]["PipelineType"], PIPELINES[name]["ExecutionMode"]) == ("V2", "SUPERSEDED")


@pytest.mark.parametrize("name", PIPELINES)
def test_artifacts_lie_encrypted_in_the_artifact_bucket(name: str):
    store = PIPELINES[name]["ArtifactStore"]
    assert store["Location"] == {"Ref": "ArtifactsBucket"}
    assert store["EncryptionKey"] == {"Type": "KMS", "Id": {"Fn::GetAtt": ["Key", "Arn"]}}


def test_build_pipeline_builds_the_source():
    build = action("BuildPipeline", "Build", "Build")
    assert build["Configuration"] == {"ProjectName": {"Ref": "BuildProject"}}
    assert build["InputArtifacts"] == [{"Name": "Source"}]
