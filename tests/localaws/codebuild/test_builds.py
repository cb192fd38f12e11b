import json

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.codebuild import execution
from tests.waiting import message, until

SLEEP = "phases: {build: {commands: [echo began, sleep 300]}, post_build: {commands: [echo never]}}"


@pytest.fixture
def sleeping(codebuild, settings, name):
    """The id of a build that sleeps."""
    source = {"type": "NO_SOURCE", "buildspec": f"version: 0.2\n{SLEEP}"}
    codebuild.create_project(name=name, **{**settings, "source": source})
    build = codebuild.start_build(projectName=name)["build"]["id"]
    until(lambda: codebuild.batch_get_builds(ids=[build])["builds"][0]["currentPhase"] == "BUILD", "the phase BUILD")
    return build


def test_a_build_is_in_progress_until_it_is_over(run):
    build = run("phases: {build: {commands: ['true']}}").facts
    assert build["buildComplete"]
    assert build["currentPhase"] == "COMPLETED"
    assert build["endTime"] >= build["startTime"]
    assert [phase["phaseType"] for phase in build["phases"]] == [
        "SUBMITTED",
        "QUEUED",
        "PROVISIONING",
        "DOWNLOAD_SOURCE",
        "INSTALL",
        "PRE_BUILD",
        "BUILD",
        "POST_BUILD",
        "UPLOAD_ARTIFACTS",
        "FINALIZING",
        "COMPLETED",
    ]


def test_a_stopped_build_ends_at_once(codebuild, sleeping, ended):
    assert codebuild.batch_get_builds(ids=[sleeping])["builds"][0]["buildStatus"] == "IN_PROGRESS"
    codebuild.stop_build(id=sleeping)
    build = ended(sleeping)
    assert (build.status, build.phases["BUILD"]) == ("STOPPED", "STOPPED")
    assert "never" not in build.log


def test_a_build_that_takes_too_long_is_killed(run, monkeypatch):
    monkeypatch.setattr(execution, "SECONDS_PER_MINUTE", 0.2)
    build = run(SLEEP, timeoutInMinutesOverride=5)
    assert (build.status, build.phases["BUILD"]) == ("TIMED_OUT", "TIMED_OUT")
    assert "never" not in build.log


def test_a_retried_build_is_a_new_build_with_the_same_variables(codebuild, run, ended):
    first = run(
        "env: {exported-variables: [A]}\nphases: {build: {commands: ['true']}}",
        environmentVariablesOverride=[{"name": "A", "value": "1"}],
    )
    again = ended(codebuild.retry_build(id=first.facts["id"])["build"]["id"])
    assert again.facts["id"] != first.facts["id"]
    assert (again.facts["buildNumber"], again.exported) == (2, {"A": "1"})


def test_the_same_token_starts_one_build(codebuild, run, name):
    first = run("phases: {build: {commands: ['true']}}", idempotencyToken="once")
    again = codebuild.start_build(projectName=name, idempotencyToken="once")["build"]
    assert again["id"] == first.facts["id"]


def test_a_build_can_have_another_buildspec(run):
    other = "version: 0.2\nphases: {build: {commands: [echo other]}}"
    assert "\nother\n" in run("phases: {build: {commands: [echo own]}}", buildspecOverride=other).log


def test_builds_are_listed_newest_first(codebuild, run, ended, name):
    first = run("phases: {build: {commands: ['true']}}").facts["id"]
    second = ended(codebuild.start_build(projectName=name)["build"]["id"]).facts["id"]
    assert codebuild.list_builds_for_project(projectName=name)["ids"] == [second, first]
    assert codebuild.list_builds_for_project(projectName=name, sortOrder="ASCENDING")["ids"] == [first, second]
    assert codebuild.list_builds()["ids"][0] == second


def test_a_project_allows_no_more_builds_than_its_limit(codebuild, sleeping, settings, name, ended):
    codebuild.update_project(name=name, concurrentBuildLimit=1)
    with pytest.raises(ClientError, match="AccountLimitExceededException"):
        codebuild.start_build(projectName=name)
    codebuild.stop_build(id=sleeping)
    ended(sleeping)
    next_one = codebuild.start_build(projectName=name)["build"]["id"]
    codebuild.stop_build(id=next_one)
    assert ended(next_one).status == "STOPPED"


def test_what_is_not_there_has_its_own_answer(codebuild):
    with pytest.raises(ClientError, match=r"ResourceNotFoundException.*Project cannot be found: arn:aws:codebuild"):
        codebuild.start_build(projectName="nowhere")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        codebuild.stop_build(id="nowhere:1")
    assert codebuild.batch_get_builds(ids=["nowhere:1"])["buildsNotFound"] == ["nowhere:1"]


def test_an_override_that_nobody_emulates_is_refused(codebuild, settings, name):
    codebuild.create_project(name=name, **settings)
    with pytest.raises(ClientError, match="not emulated: codebuild:StartBuild debugSessionEnabled"):
        codebuild.start_build(projectName=name, debugSessionEnabled=True)


def test_the_log_is_in_cloudwatch_logs_with_the_line_that_failed(run, aws, name):
    build = run("phases: {build: {commands: [echo before, ./missing.sh]}}")
    logs = build.facts["logs"]
    assert (logs["groupName"], logs["streamName"]) == (f"/aws/codebuild/{name}", build.facts["id"].split(":")[1])
    events = aws.client("logs").get_log_events(
        logGroupName=logs["groupName"], logStreamName=logs["streamName"], startFromHead=True
    )["events"]
    messages = [event["message"] for event in events]
    assert "before" in messages
    assert any("Command did not exit successfully ./missing.sh exit status 127" in line for line in messages)
    assert logs["deepLink"].startswith("file://")


def test_the_log_goes_to_the_group_of_the_project(run, aws, name):
    aws.client("logs").create_log_group(logGroupName=f"/own/{name}")
    config = {"cloudWatchLogs": {"status": "ENABLED", "groupName": f"/own/{name}", "streamName": "ci"}}
    build = run("phases: {build: {commands: ['true']}}", {"logsConfig": config})
    streams = aws.client("logs").describe_log_streams(logGroupName=f"/own/{name}")["logStreams"]
    assert [stream["logStreamName"] for stream in streams] == [f"ci/{build.facts['id'].split(':')[1]}"]


def test_the_end_of_a_build_is_an_event(run, aws, name):
    sqs, rules = aws.client("sqs"), aws.client("events")
    queue = aws.queue(name)
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = {
        "source": ["aws.codebuild"],
        "detail-type": ["CodeBuild Build State Change"],
        "detail": {"project-name": [name], "build-status": ["FAILED"]},
    }
    rules.put_rule(Name=name, EventPattern=json.dumps(pattern))
    rules.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": arn}])
    build = run("phases: {build: {commands: ['false']}}")
    event = json.loads(message(sqs, queue)["Body"])
    assert event["resources"] == [build.facts["arn"]]
    assert event["detail"]["current-phase"] == "COMPLETED"
    phases = {
        each["phase-type"]: each.get("phase-status") for each in event["detail"]["additional-information"]["phases"]
    }
    assert phases["BUILD"] == "FAILED"
