from __future__ import annotations

import io
import zipfile
from typing import Any


def source(workshop: Any, build_action: Any, **configuration: str) -> dict[str, Any]:
    given = {"RepositoryName": workshop.name, "BranchName": "main", "PollForSourceChanges": "false", **configuration}
    details = {"configuration": given, "outputArtifacts": [{"name": "Source"}], "namespace": "Source"}
    return {"name": "Source", "actions": [build_action("Source", "CodeCommit", "Get", **details)]}


def commit(workshop: Any, message: str = "say hello") -> str:
    codecommit = workshop.aws.client("codecommit")
    codecommit.create_repository(repositoryName=workshop.name)
    answer = codecommit.put_file(
        repositoryName=workshop.name, branchName="main", fileContent=b"hello", filePath="a.txt", commitMessage=message
    )
    return str(answer["commitId"])


def test_the_head_of_the_branch_becomes_an_artifact_and_variables(
    workshop: Any, build_action: Any, build_approval: Any
) -> None:
    head = commit(workshop)
    text = "#{Source.RepositoryName} #{Source.BranchName} #{Source.CommitId} #{Source.CommitMessage}"
    gate = {"name": "Gate", "actions": [build_approval(configuration={"CustomData": text})]}
    workshop.create(source(workshop, build_action), gate, whole=True)
    workshop.token()
    latest, first = workshop.codepipeline.list_action_executions(pipelineName=workshop.name)["actionExecutionDetails"]
    expected = f"{workshop.name} main {head} say hello"
    assert latest["input"]["resolvedConfiguration"]["CustomData"] == expected
    place = first["output"]["outputArtifacts"][0]["s3location"]
    assert place["key"].startswith(f"{workshop.name[:20]}/Source/")
    found = workshop.aws.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])
    assert found["ServerSideEncryption"] == "aws:kms"
    with zipfile.ZipFile(io.BytesIO(found["Body"].read())) as archive:
        assert archive.read("a.txt") == b"hello"


def test_the_revision_is_shown(workshop: Any, build_action: Any, build_approval: Any) -> None:
    head = commit(workshop)
    gate = {"name": "Gate", "actions": [build_approval()]}
    execution = workshop.create(source(workshop, build_action), gate, whole=True)
    workshop.token()
    assert workshop.stage("Source")["actionStates"][0]["currentRevision"]["revisionId"] == head
    found = workshop.codepipeline.get_pipeline_execution(pipelineName=workshop.name, pipelineExecutionId=execution)
    revision = found["pipelineExecution"]["artifactRevisions"][0]
    assert (revision["name"], revision["revisionId"], revision["revisionSummary"]) == ("Source", head, "say hello")


def test_a_branch_that_does_not_exist_fails_with_its_name(
    workshop: Any, build_action: Any, build_approval: Any
) -> None:
    commit(workshop)
    gate = {"name": "Gate", "actions": [build_approval()]}
    execution = workshop.create(source(workshop, build_action, BranchName="other"), gate, whole=True)
    assert workshop.ended(execution) == "Failed"
    assert "'other'" in workshop.action("Source", "Get")["errorDetails"]["message"]
