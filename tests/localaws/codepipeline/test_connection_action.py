"""Source from a code provider, through a connection, and the pushes that start a pipeline."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Document = dict[str, Any]
TEXT = "#{Source.FullRepositoryName} #{Source.BranchName} #{Source.CommitId} #{Source.CommitMessage}"


@pytest.fixture
def source(connected: Any, build_action: Callable[..., Document]) -> Callable[..., Document]:
    def stage(**configuration: str) -> Document:
        given = {
            "ConnectionArn": connected.arn,
            "FullRepositoryId": connected.full_name,
            "BranchName": "main",
            **configuration,
        }
        details = {"configuration": given, "outputArtifacts": [{"name": "Source"}], "namespace": "Source"}
        return {"name": "Source", "actions": [build_action("Source", "CodeStarSourceConnection", "Get", **details)]}

    return stage


@pytest.fixture
def gate(build_approval: Callable[..., Document]) -> Document:
    return {"name": "Gate", "actions": [build_approval(configuration={"CustomData": TEXT})]}


def trigger(**configuration: Any) -> list[Document]:
    git = {"sourceActionName": "Get", **configuration}
    return [{"providerType": "CodeStarSourceConnection", "gitConfiguration": git}]


def push_trigger(**push: Any) -> list[Document]:
    return trigger(push=[push])


def said(workshop: Any, execution: str) -> str:
    """What the approver of an execution reads."""
    workshop.token()
    found = workshop.codepipeline.list_action_executions(
        pipelineName=workshop.name, filter={"pipelineExecutionId": execution}
    )["actionExecutionDetails"]
    return str(found[0]["input"]["resolvedConfiguration"]["CustomData"])


def failure(workshop: Any) -> str:
    return str(workshop.action("Source", "Get")["errorDetails"]["message"])


def test_the_head_of_the_branch_becomes_an_artifact_and_variables(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document
) -> None:
    head = git.push(connected.url, {"a.txt": "hello"}, message="say hello")
    execution = workshop.create(source(), gate, whole=True)
    assert said(workshop, execution) == f"{connected.full_name} main {head} say hello"
    given = workshop.codepipeline.list_action_executions(pipelineName=workshop.name)["actionExecutionDetails"][-1]
    assert set(given["output"]["outputVariables"]) == {
        *("AuthorDate", "BranchName", "CommitId", "CommitMessage", "ConnectionArn", "FullRepositoryName")
    }
    place = given["output"]["outputArtifacts"][0]["s3location"]
    body = workshop.aws.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])["Body"].read()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.read("a.txt") == b"hello"


def test_a_push_to_the_branch_starts_the_pipeline(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document, wait: Any
) -> None:
    git.push(connected.url, {"a.txt": "one"})
    workshop.create(source(), gate, whole=True)
    head = git.push(connected.url, {"a.txt": "two"})
    wait(lambda: len(workshop.executions()) == 2)
    assert workshop.executions()[0]["trigger"] == {"triggerType": "WebhookV2", "triggerDetail": connected.arn}
    git.push(connected.url, {"a.txt": "other"}, branch="other")
    wait(lambda: workshop.executions()[0].get("sourceRevisions"))
    assert workshop.executions()[0]["sourceRevisions"][0]["revisionId"] == head
    assert len(workshop.executions()) == 2


def test_a_push_through_the_connection_starts_it_too(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document, wait: Any
) -> None:
    workshop.create(source(), gate, whole=True)
    git.push(connected.through, {"a.txt": "one"})
    wait(lambda: len(workshop.executions()) == 2)


def test_a_pipeline_that_does_not_detect_changes_waits_to_be_started(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document
) -> None:
    git.push(connected.url, {"a.txt": "one"})
    workshop.create(source(DetectChanges="false"), gate, whole=True)
    git.push(connected.url, {"a.txt": "two"})
    assert len(workshop.executions()) == 1


def test_a_trigger_gives_the_source_the_branch_that_was_pushed(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document, wait: Any
) -> None:
    git.push(connected.url, {"a.txt": "one"})
    branches = {"includes": ["feature/**"], "excludes": ["feature/private/*"]}
    first = workshop.create(source(), gate, whole=True, triggers=push_trigger(branches=branches))
    workshop.decide("Approved")
    workshop.ended(first)
    git.push(connected.url, {"a.txt": "two"})
    git.push(connected.url, {"a.txt": "three"}, branch="feature/private/x")
    head = git.push(connected.url, {"a.txt": "four"}, branch="feature/one", message="fourth")
    wait(lambda: len(workshop.executions()) == 2)
    started = workshop.executions()[0]["pipelineExecutionId"]
    assert said(workshop, started) == f"{connected.full_name} feature/one {head} fourth"


def test_a_trigger_looks_at_the_files_that_changed(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document, wait: Any
) -> None:
    git.push(connected.url, {"a.txt": "one"})
    triggers = push_trigger(
        branches={"includes": ["main"]}, filePaths={"includes": ["src/**"], "excludes": ["**/*.md"]}
    )
    workshop.create(source(), gate, whole=True, triggers=triggers)
    git.push(connected.url, {"a.txt": "two", "src/README.md": "text"})
    assert len(workshop.executions()) == 1
    git.push(connected.url, {"src/deep/code.py": "1"})
    wait(lambda: len(workshop.executions()) == 2)


def test_a_trigger_takes_the_commit_of_a_tag(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document, wait: Any
) -> None:
    head = git.push(connected.url, {"a.txt": "one"})
    workshop.create(source(), gate, whole=True, triggers=push_trigger(tags={"includes": ["v*"]}))
    git("clone", "--quiet", connected.url, "clone")
    git("tag", "-a", "-m", "first", "v1", folder="clone")
    git("tag", "draft", folder="clone")
    git("push", "--quiet", "origin", "v1", "draft", folder="clone")
    wait(lambda: len(workshop.executions()) == 2)
    wait(lambda: workshop.executions()[0].get("sourceRevisions"))
    assert workshop.executions()[0]["sourceRevisions"][0]["revisionId"] == head


def test_a_branch_that_goes_starts_nothing(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document
) -> None:
    git.push(connected.url, {"a.txt": "one"})
    git.push(connected.url, {"a.txt": "two"}, branch="feature/one")
    workshop.create(source(), gate, whole=True, triggers=push_trigger(branches={"includes": ["**"]}))
    git("clone", "--quiet", connected.url, "clone")
    git("push", "--quiet", "origin", "--delete", "feature/one", folder="clone")
    assert len(workshop.executions()) == 1


def test_an_execution_takes_the_commit_that_it_is_asked_for(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document
) -> None:
    old = git.push(connected.url, {"a.txt": "one"}, message="old")
    git.push(connected.url, {"a.txt": "two"})
    workshop.create(source(), gate, whole=True)
    workshop.decide("Approved")
    revisions = [{"actionName": "Get", "revisionType": "COMMIT_ID", "revisionValue": old}]
    started = workshop.codepipeline.start_pipeline_execution(name=workshop.name, sourceRevisions=revisions)
    assert said(workshop, started["pipelineExecutionId"]) == f"{connected.full_name} main {old} old"


def test_a_branch_that_is_not_there_fails_in_the_words_of_aws(
    workshop: Any, connected: Any, source: Any, gate: Document
) -> None:
    assert workshop.ended(workshop.create(source(), gate, whole=True)) == "Failed"
    assert failure(workshop) == f"[GitHub] No Branch [main] found for FullRepositoryName [{connected.full_name}]"


def test_the_role_of_the_pipeline_must_be_let_use_the_connection(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document
) -> None:
    git.push(connected.url, {"a.txt": "one"})
    role = workshop.aws.role(f"bare-{uuid.uuid4().hex[:8]}", "codepipeline", actions=("s3:*",))
    assert workshop.ended(workshop.create(source(), gate, whole=True, roleArn=role)) == "Failed"
    assert failure(workshop).startswith(
        f"Unable to use Connection: {connected.arn}. The provided role does not have sufficient permissions."
    )


def test_a_pending_connection_fails_the_source(
    workshop: Any, connected: Any, git: Any, source: Any, gate: Document
) -> None:
    git.push(connected.url, {"a.txt": "one"})
    connections = workshop.aws.client("codeconnections")
    arn = connections.create_connection(ConnectionName="later", ProviderType="GitHub")["ConnectionArn"]
    assert workshop.ended(workshop.create(source(ConnectionArn=arn), gate, whole=True)) == "Failed"
    assert failure(workshop) == f"Connection {arn} is not available: it is PENDING"


@pytest.mark.parametrize("service", ["codeconnections", "codestar-connections"])
def test_who_makes_the_pipeline_must_be_let_pass_the_connection(
    workshop: Any, source: Any, gate: Document, service: str
) -> None:
    arn = workshop.aws.client(service).create_connection(ConnectionName="c", ProviderType="GitHub")["ConnectionArn"]
    definition = workshop.definition(source(ConnectionArn=arn), gate, whole=True)
    account, unique = workshop.aws.account, uuid.uuid4().hex[:8]
    actions = ["codepipeline:*", "iam:PassRole"]
    lacking = account.as_role(account.role(f"lacking-{unique}", allows=actions)).client("codepipeline")
    with pytest.raises(ClientError, match=f"not authorized to perform: {service}:PassConnection on resource: {arn}"):
        lacking.create_pipeline(pipeline=definition)
    passes = {
        "Effect": "Allow",
        "Action": f"{service}:PassConnection",
        "Resource": arn,
        "Condition": {"StringEquals": {f"{service}:PassedToService": "codepipeline.amazonaws.com"}},
    }
    rights = [{"Effect": "Allow", "Action": actions, "Resource": "*"}, passes]
    allowed = account.role(f"allowed-{unique}", allows={"Version": "2012-10-17", "Statement": rights})
    assert account.as_role(allowed).client("codepipeline").create_pipeline(pipeline=definition)


def test_a_connection_that_is_not_there_is_refused(workshop: Any, connected: Any, source: Any, gate: Document) -> None:
    arn = connected.arn[:-12] + "0" * 12
    with pytest.raises(ClientError, match=f"InvalidActionDeclarationException.*Connection {arn} not found"):
        workshop.create(source(ConnectionArn=arn), gate, whole=True)


@pytest.mark.parametrize(
    ("triggers", "more", "words"),
    [
        (push_trigger(tags={"includes": ["v*"]}), {"pipelineType": "V1"}, "only be used with pipelines of type V2"),
        (
            push_trigger(tags={"includes": ["v*"]}, branches={"includes": ["main"]}),
            {},
            "either tags, or branches and filePaths",
        ),
        (push_trigger(), {}, "needs tags, branches or filePaths"),
        (trigger(sourceActionName="Nobody"), {}, "needs a source action of that name"),
        (trigger(pullRequest=[{"events": ["OPEN"]}]), {}, r"not emulated: .*gitConfiguration\.pullRequest"),
    ],
)
def test_triggers_that_cannot_be_are_refused(
    workshop: Any, source: Any, gate: Document, triggers: list[Document], more: Document, words: str
) -> None:
    with pytest.raises(ClientError, match=words):
        workshop.create(source(), gate, whole=True, triggers=triggers, **more)
