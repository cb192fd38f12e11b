"""What each kind of target is given of an event, and with whose rights."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import REGION, Aws
from tests.waiting import message, until

ACCOUNT = "123456789012"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:"
PIPELINE = {
    "Version": "2020-12-01",
    "Metadata": {},
    "Parameters": [{"Name": "Data", "Type": "String", "DefaultValue": "none"}],
    "Steps": [{"Name": "Stop", "Type": "Fail", "Arguments": {"ErrorMessage": {"Get": "Parameters.Data"}}}],
}


@dataclass(frozen=True)
class Scene:
    """A rule on a source of its own, its target's role, and a queue for what is not delivered."""

    aws: Aws
    name: str

    def role(self, *actions: str) -> str:
        return self.aws.role(f"{self.name}-role", "events", "codebuild", "sagemaker", actions=actions)

    def target(self, arn: str, **more: Any) -> None:
        self.aws.queue(f"{self.name}-dead")
        events = self.aws.client("events")
        events.put_rule(Name=self.name, EventPattern=json.dumps({"source": [self.name]}))
        given = {"Id": "one", "Arn": arn, "RetryPolicy": {"MaximumRetryAttempts": 0}, **more}
        given["DeadLetterConfig"] = {"Arn": f"{QUEUE}{self.name}-dead"}
        events.put_targets(Rule=self.name, Targets=[given])

    def put(self, **detail: Any) -> None:
        entry = {"Source": self.name, "DetailType": "Test", "Detail": json.dumps(detail)}
        self.aws.client("events").put_events(Entries=[entry])

    def dead_letter(self) -> dict[str, str]:
        """Code and message of what was not delivered."""
        url = f"{self.aws.url}/{ACCOUNT}/{self.name}-dead"
        letter = message(self.aws.client("sqs"), url, MessageAttributeNames=["All"])
        return {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}


@pytest.fixture
def scene(aws: Aws) -> Scene:
    return Scene(aws, f"scene-{uuid.uuid4().hex[:8]}")


def project(scene: Scene) -> str:
    scene.aws.client("codebuild").create_project(
        name=scene.name,
        source={"type": "NO_SOURCE", "buildspec": "version: 0.2\nphases: {build: {commands: [echo]}}"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "LINUX_CONTAINER", "image": "x", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole=scene.role("*"),
    )
    return f"arn:aws:codebuild:{REGION}:{ACCOUNT}:project/{scene.name}"


def built(scene: Scene) -> dict[str, Any]:
    codebuild = scene.aws.client("codebuild")
    ids = until(lambda: codebuild.list_builds_for_project(projectName=scene.name)["ids"], "a build")
    found: dict[str, Any] = codebuild.batch_get_builds(ids=ids)["builds"][0]
    return found


def test_a_transformer_says_what_a_build_is_started_with(scene: Scene) -> None:
    template = '{"environmentVariablesOverride": [{"name": "BRANCH_NAME", "value": <branch>, "type": "PLAINTEXT"}]}'
    transformer = {"InputPathsMap": {"branch": "$.detail.referenceName"}, "InputTemplate": template}
    scene.target(project(scene), RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{scene.name}-role", InputTransformer=transformer)
    scene.put(referenceName="feature/a")
    variables = built(scene)["environment"]["environmentVariables"]
    assert {"name": "BRANCH_NAME", "value": "feature/a", "type": "PLAINTEXT"} in variables


def test_a_build_without_input_is_started_as_its_project_says(scene: Scene) -> None:
    scene.target(project(scene), RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{scene.name}-role")
    scene.put(referenceName="feature/a")
    assert built(scene)["environment"]["environmentVariables"] == []


def test_an_input_that_is_no_request_to_start_a_build_is_a_dead_letter(scene: Scene) -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/{scene.name}-role"
    scene.target(project(scene), RoleArn=role, Input='{"branch": "main"}')
    scene.put()
    assert scene.dead_letter()["ERROR_MESSAGE"] == "StartBuild of a rule takes no branch"


def pipeline(scene: Scene, role: str) -> str:
    made = scene.aws.client("sagemaker").create_pipeline(
        PipelineName=scene.name,
        PipelineDefinition=json.dumps(PIPELINE),
        RoleArn=role,
        ClientRequestToken=uuid.uuid4().hex,
    )
    return str(made["PipelineArn"])


def test_a_pipeline_of_sagemaker_gets_its_parameters_from_rule_and_event(scene: Scene) -> None:
    role = scene.role("*")
    parameters = {"PipelineParameterList": [{"Name": "Data", "Value": "$.detail.object.key"}]}
    scene.target(pipeline(scene, role), RoleArn=role, SageMakerPipelineParameters=parameters)
    scene.put(object={"key": "batch-input/prod/a.csv"})
    sagemaker = scene.aws.client("sagemaker")
    (execution,) = until(
        lambda: sagemaker.list_pipeline_executions(PipelineName=scene.name)["PipelineExecutionSummaries"],
        "an execution",
    )
    arn = execution["PipelineExecutionArn"]
    given = sagemaker.list_pipeline_parameters_for_execution(PipelineExecutionArn=arn)["PipelineParameters"]
    assert given == [{"Name": "Data", "Value": "batch-input/prod/a.csv"}]


def test_the_role_of_a_target_must_be_allowed_what_the_target_is_for(scene: Scene) -> None:
    role = scene.role("sagemaker:DescribePipeline")
    scene.target(pipeline(scene, role), RoleArn=role)
    scene.put()
    letter = scene.dead_letter()
    assert letter["ERROR_CODE"] == "AccessDeniedException"
    assert "sagemaker:StartPipelineExecution" in letter["ERROR_MESSAGE"]


def test_a_delivery_and_a_failure_are_metrics_of_the_rule(scene: Scene) -> None:
    scene.target(f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:pipeline/none", RoleArn=scene.role("*"))
    scene.put()
    scene.dead_letter()
    metrics = scene.aws.client("cloudwatch").list_metrics(
        Namespace="AWS/Events", Dimensions=[{"Name": "RuleName", "Value": scene.name}]
    )
    assert [metric["MetricName"] for metric in metrics["Metrics"]] == ["FailedInvocations"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({"Arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:f"}, "not emulated: an EventBridge target of the"),
        ({"Arn": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/mine"}, "not emulated: an event bus other than"),
        ({"Arn": f"arn:aws:events:{REGION}:2{ACCOUNT[1:]}:event-bus/default", "Input": "{}"}, "not supported for"),
        ({"Arn": f"{QUEUE}q", "SageMakerPipelineParameters": {"PipelineParameterList": []}}, "not supported for"),
        ({"Arn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint/e", "RoleArn": "arn:aws:iam::1:role/r"}, "role"),
        ({"Arn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:pipeline/p"}, "RoleArn is required"),
        ({"Arn": "thing"}, "Provided Arn is not in correct format"),
    ],
)
def test_a_target_that_can_take_nothing_is_refused(scene: Scene, target: dict[str, Any], words: str) -> None:
    events = scene.aws.client("events")
    events.put_rule(Name=scene.name, EventPattern=json.dumps({"source": [scene.name]}))
    with pytest.raises(ClientError, match=words):
        events.put_targets(Rule=scene.name, Targets=[{"Id": "one", **target}])
