"""What was under way when the server was killed comes to an end, with a reason, after the next start."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.localaws.keeping.held import begin, comes_to, parameter, rest, text
from tests.localaws.keeping.reborn import REGION, Reborn, policy
from tests.waiting import message, until

ACCOUNT = "123456789012"
SLOW = "version: 0.2\nphases: {build: {commands: [echo begun, sleep 600]}}"
BUCKETS = {
    f"Bucket{number}": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": f"of-many-{number}"}}
    for number in range(4)
}
REASON = "mbedded AWS was stopped while this was in progress"


def project(aws: Reborn, name: str, source: str, artifacts: str, buildspec: str) -> None:
    computer = {
        "type": "LINUX_CONTAINER",
        "image": "aws/codebuild/standard:7.0",
        "computeType": "BUILD_GENERAL1_SMALL",
    }
    aws.client("codebuild").create_project(
        name=name,
        source={"type": source, "buildspec": buildspec},
        artifacts={"type": artifacts},
        environment=computer,
        serviceRole=f"arn:aws:iam::{ACCOUNT}:role/worker",
    )


def action(name: str, category: str, provider: str, order: int = 1, **settings: Any) -> dict[str, Any]:
    kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
    return {"name": name, "actionTypeId": kind, "runOrder": order, **settings}


def pipeline(aws: Reborn, *later: dict[str, Any]) -> str:
    """A pipeline from a repository to the given stages; its first execution."""
    aws.role("worker", "codepipeline", "codebuild")
    aws.client("s3").create_bucket(Bucket="artifacts")
    codecommit = aws.client("codecommit")
    codecommit.create_repository(repositoryName="source")
    codecommit.put_file(repositoryName="source", branchName="main", filePath="a", fileContent=b"a", name="Ada")
    source = action(
        "Source",
        "Source",
        "CodeCommit",
        configuration={"RepositoryName": "source", "BranchName": "main", "PollForSourceChanges": "false"},
        outputArtifacts=[{"name": "Source"}],
    )
    aws.client("codepipeline").create_pipeline(
        pipeline={
            "name": "deploy",
            "pipelineType": "V2",
            "roleArn": f"arn:aws:iam::{ACCOUNT}:role/worker",
            "artifactStore": {"type": "S3", "location": "artifacts"},
            "stages": [{"name": "Source", "actions": [source]}, *later],
        }
    )
    found = aws.client("codepipeline").list_pipeline_executions(pipelineName="deploy")
    return str(found["pipelineExecutionSummaries"][0]["pipelineExecutionId"])


def state_of(aws: Reborn, stage: int, number: int = 0) -> dict[str, Any]:
    """The latest run of an action."""
    shown = aws.client("codepipeline").get_pipeline_state(name="deploy")
    return dict(shown["stageStates"][stage]["actionStates"][number].get("latestExecution", {}))


def status_of(aws: Reborn, execution: str) -> str:
    found = aws.client("codepipeline").get_pipeline_execution(pipelineName="deploy", pipelineExecutionId=execution)
    return str(found["pipelineExecution"]["status"])


@pytest.fixture
def holding(tmp_path: Path) -> Iterator[Reborn]:
    """A server that stays in the middle of what asks for it, until it is killed."""
    found = begin(tmp_path / "state")
    yield found
    found.stop()


def test_a_stack_that_was_being_made_is_rolled_back_and_leaves_nothing(holding: Reborn) -> None:
    last = parameter("last", hold="create", DependsOn=[*BUCKETS])
    holding.client("cloudformation").create_stack(StackName="many", TemplateBody=text(**BUCKETS, Last=last))
    comes_to(holding, "many", "CREATE_IN_PROGRESS", "Last", "CREATE_IN_PROGRESS")
    assert len(holding.client("s3").list_buckets()["Buckets"]) == len(BUCKETS)
    holding.kill()
    holding.again()
    assert rest(holding, "many")["StackStatus"] == "ROLLBACK_COMPLETE"
    events = holding.client("cloudformation").describe_stack_events(StackName="many")["StackEvents"]
    reasons = [event["ResourceStatusReason"] for event in events if event["ResourceStatus"] == "ROLLBACK_IN_PROGRESS"]
    assert [REASON in reason for reason in reasons] == [True]
    assert holding.client("s3").list_buckets()["Buckets"] == []


def test_a_build_that_ran_is_at_fault_and_says_why(reborn: Reborn) -> None:
    reborn.role("worker", "codebuild")
    project(reborn, "slow", "NO_SOURCE", "NO_ARTIFACTS", SLOW)
    build = reborn.client("codebuild").start_build(projectName="slow")["build"]["id"]

    def found() -> dict[str, Any]:
        return dict(reborn.client("codebuild").batch_get_builds(ids=[build])["builds"][0])

    until(lambda: found()["currentPhase"] == "BUILD", "the phase BUILD")
    reborn.kill()
    reborn.again()
    assert (found()["buildStatus"], found()["buildComplete"]) == ("FAULT", True)
    (phase,) = [phase for phase in found()["phases"] if phase["phaseType"] == "BUILD"]
    assert phase["phaseStatus"] == "FAULT"
    assert REASON in phase["contexts"][0]["message"]


def test_an_action_that_ran_has_failed_and_its_stage_can_be_retried(reborn: Reborn) -> None:
    build = action(
        "Build", "Build", "CodeBuild", configuration={"ProjectName": "slow"}, inputArtifacts=[{"name": "Source"}]
    )
    reborn.role("temporary", "codebuild")
    reborn.client("iam").delete_role_policy(RoleName="temporary", PolicyName="rights")
    execution = pipeline(reborn, {"name": "Build", "actions": [build]})
    project(reborn, "slow", "CODEPIPELINE", "CODEPIPELINE", SLOW)

    def begun() -> bool:
        return "externalExecutionId" in state_of(reborn, 1)

    until(lambda: status_of(reborn, execution) == "Failed" or begun(), "the first build")
    if not begun():  # the project was not there yet
        retry(reborn, execution)
    until(begun, "the build")
    reborn.kill()
    reborn.again()
    until(lambda: status_of(reborn, execution) == "Failed", "the end of the execution")
    assert REASON in state_of(reborn, 1)["errorDetails"]["message"]
    reborn.client("codebuild").update_project(
        name="slow", source={"type": "CODEPIPELINE", "buildspec": SLOW.replace("sleep 600", "echo ended")}
    )
    retry(reborn, execution)
    until(lambda: status_of(reborn, execution) == "Succeeded", "the retry")


def retry(aws: Reborn, execution: str) -> None:
    aws.client("codepipeline").retry_stage_execution(
        pipelineName="deploy", stageName="Build", pipelineExecutionId=execution, retryMode="FAILED_ACTIONS"
    )


def test_an_approval_that_was_asked_for_can_be_given_after_a_restart(reborn: Reborn) -> None:
    approve = action("Approve", "Approval", "Manual")
    second = action("Approve", "Approval", "Manual")
    execution = pipeline(reborn, {"name": "Staging", "actions": [approve]}, {"name": "Production", "actions": [second]})
    token = until(lambda: state_of(reborn, 1).get("token"), "the request for approval")
    reborn.kill()
    reborn.again()
    assert state_of(reborn, 1)["token"] == token
    decide(reborn, "Staging", token)
    later = until(lambda: state_of(reborn, 2).get("token"), "the next stage")
    reborn.stop()
    reborn.again()
    decide(reborn, "Production", later)
    until(lambda: status_of(reborn, execution) == "Succeeded", "the end of the execution")
    runs = reborn.client("codepipeline").list_action_executions(pipelineName="deploy")["actionExecutionDetails"]
    assert sorted(run["stageName"] for run in runs) == ["Production", "Source", "Staging"]


def decide(aws: Reborn, stage: str, token: str) -> None:
    aws.client("codepipeline").put_approval_result(
        pipelineName="deploy",
        stageName=stage,
        actionName="Approve",
        token=token,
        result={"status": "Approved", "summary": "fine"},
    )


def test_a_push_that_nobody_was_told_of_is_told_after_the_restart(reborn: Reborn) -> None:
    queue = reborn.client("sqs").create_queue(
        QueueName="pushes",
        Attributes={
            "Policy": policy(
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": "*",
                }
            )
        },
    )["QueueUrl"]
    events = reborn.client("events")
    events.put_rule(Name="pushes", EventPattern=json.dumps({"source": ["aws.codecommit"]}))
    events.put_targets(Rule="pushes", Targets=[{"Id": "1", "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:pushes"}])
    codecommit = reborn.client("codecommit")
    codecommit.create_repository(repositoryName="source")
    commit = codecommit.put_file(
        repositoryName="source", branchName="main", filePath="a", fileContent=b"a", name="Ada"
    )["commitId"]
    first = told(reborn, queue)
    reborn.kill()
    # What git does of a push, in the moment before the server looks at it.
    head = reborn.aws.state / "repositories" / ACCOUNT / REGION / "source" / "refs" / "heads" / "other"
    head.write_text(f"{commit}\n")
    reborn.again()
    second = told(reborn, queue)
    assert [event["detail"]["referenceName"] for event in (first, second)] == ["main", "other"]


def told(aws: Reborn, queue: str) -> dict[str, Any]:
    return dict(json.loads(message(aws.client("sqs"), queue)["Body"]))
