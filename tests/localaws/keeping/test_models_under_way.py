"""A server is killed in the middle of jobs, pipeline executions and endpoints; the next one ends or serves them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.cli.local.processes import processes_naming
from tests.localaws.keeping.held import reasons, rest
from tests.localaws.keeping.reborn import Reborn
from tests.localaws.sagemaker.conftest import Bench
from tests.localaws.sagemaker.pipelines.conftest import Pipelines
from tests.waiting import until

REASON = "the embedded AWS was stopped while this was in progress"
WAIT = (
    "import pathlib, time\nopen({begun!r}, 'a').write('.')\nwhile pathlib.Path({hold!r}).exists(): time.sleep(0.05)\n"
)
SERVE = """
import pathlib, time
def model_fn(folder):
    while {name!r} != "first" and pathlib.Path({hold!r}).exists(): time.sleep(0.05)
    return {name!r}
def input_fn(body, content_type): return body
def predict_fn(data, model): return model
def output_fn(prediction, accept): return prediction, "text/csv"
"""


@dataclass
class Killed:
    """The server after the one that was killed; what is held goes on when the file `hold` is gone."""

    aws: Reborn
    folder: Path
    names: dict[str, str] = field(default_factory=dict)

    @property
    def hold(self) -> Path:
        return self.folder / "hold"

    @property
    def bench(self) -> Bench:
        role = "arn:aws:iam::123456789012:role/worker"
        return Bench(self.aws, self.aws.client("sagemaker"), "bench", role=role)

    @property
    def pipelines(self) -> Pipelines:
        return Pipelines(self.bench)

    def script(self, name: str) -> str:
        """A program that notes that it has begun, and waits."""
        return WAIT.format(begun=str(self.folder / name), hold=str(self.hold))

    def config(self, name: str) -> str:
        """An endpoint configuration whose model answers its name; all but the first wait before they serve."""
        handler = SERVE.format(name=name, hold=str(self.hold))
        data = self.bench.put_archive(f"{name}/model.tar.gz", {"code/inference.py": handler})
        container = {"Image": self.bench.image, "ModelDataUrl": data}
        api = self.bench.sagemaker
        api.create_model(ModelName=name, ExecutionRoleArn=self.bench.role, PrimaryContainer=container)
        variant = {"VariantName": "V", "ModelName": name, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
        api.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
        return name

    def endpoints(self) -> list[str]:
        return [str(each["EndpointName"]) for each in self.bench.sagemaker.list_endpoints()["Endpoints"]]

    def endpoint(self, name: str) -> dict[str, Any]:
        found = self.bench.sagemaker.describe_endpoint
        return self.bench.until(lambda: found(EndpointName=name), "EndpointStatus", "InService", "Failed")

    def answer(self, name: str) -> str:
        asked = {"EndpointName": name, "Body": b"1", "ContentType": "text/csv"}
        return str(self.aws.client("sagemaker-runtime").invoke_endpoint(**asked)["Body"].read().decode())

    def start(self) -> None:
        """Everything in the middle of something."""
        self.hold.touch()
        self.aws.role("worker", "sagemaker")
        self.aws.client("s3").create_bucket(Bucket="bench")
        bench, api, pipelines = self.bench, self.bench.sagemaker, self.pipelines
        api.create_endpoint(EndpointName="updating", EndpointConfigName=self.config("first"))
        training = bench.training({"train.py": self.script("training")}, TrainingJobName="training")
        api.create_training_job(**training)
        api.create_processing_job(**bench.processing(self.script("processing"), ProcessingJobName="processing"))
        quick, slow = pipelines.script_step("Quick", "print(1)"), self.script("step")
        steps = [quick, pipelines.script_step("Slow", slow, DependsOn=["Quick"])]
        last = pipelines.script_step("Last", "print(2)", DependsOn=["Slow"])
        self.names["execution"] = pipelines.start(pipelines.create(pipelines.definition(*steps, last)))
        assert self.endpoint("updating")["EndpointStatus"] == "InService"
        api.update_endpoint(EndpointName="updating", EndpointConfigName=self.config("second"))
        api.create_endpoint(EndpointName="creating", EndpointConfigName=self.config("third"))
        place = {"EndpointName": "of-a-stack", "EndpointConfigName": self.config("fourth")}
        body = {"Resources": {"E": {"Type": "AWS::SageMaker::Endpoint", "Properties": place}}}
        self.aws.client("cloudformation").create_stack(StackName="serving", TemplateBody=json.dumps(body))
        until(lambda: "of-a-stack" in self.endpoints(), "the endpoint of a stack")
        for name in ("training", "processing", "step"):
            until(partial(self._begun, name), name)

    def _begun(self, name: str) -> bool | None:
        return (self.folder / name).exists() or None


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    folder = tmp_path_factory.mktemp("models")
    found = Killed(Reborn.begin(folder / "state"), folder)
    try:
        found.start()
        found.aws.kill()
        found.aws.again()
        yield found
    finally:
        found.hold.unlink(missing_ok=True)
        found.aws.stop()


def test_a_training_job_that_ran_has_failed_and_says_why(killed: Killed) -> None:
    found = killed.bench.sagemaker.describe_training_job(TrainingJobName="training")
    assert (found["TrainingJobStatus"], found["SecondaryStatus"]) == ("Failed", "Failed")
    assert found["FailureReason"] == f"InternalServerError: {REASON}"
    assert found["SecondaryStatusTransitions"][-1]["Status"] == "Failed"
    assert "EndTime" in found["SecondaryStatusTransitions"][-1]
    assert killed.bench.train({"train.py": "print('again')"})["TrainingJobStatus"] == "Completed"


def test_a_processing_job_that_ran_has_failed_and_says_why(killed: Killed) -> None:
    found = killed.bench.sagemaker.describe_processing_job(ProcessingJobName="processing")
    assert (found["ProcessingJobStatus"], found["FailureReason"]) == ("Failed", f"InternalServerError: {REASON}")
    assert "ProcessingEndTime" in found
    assert killed.bench.process("print('again')")["ProcessingJobStatus"] == "Completed"


def test_nothing_of_a_job_runs_after_its_server(killed: Killed) -> None:
    until(lambda: not _jobs(killed), "the end of the jobs")


def _jobs(killed: Killed) -> list[str]:
    return [line for line in processes_naming(killed.folder) if "script.py" in line or "train.py" in line]


def test_an_execution_in_the_middle_of_a_step_has_failed_and_a_retry_does_only_what_is_left(killed: Killed) -> None:
    pipelines, execution = killed.pipelines, killed.names["execution"]
    ended = pipelines.ended(execution)
    assert ended["PipelineExecutionStatus"] == "Failed"
    assert REASON in ended["FailureReason"]
    assert pipelines.statuses(execution) == {"Quick": "Succeeded", "Slow": "Failed"}
    assert REASON in pipelines.steps(execution)["Slow"]["FailureReason"]
    quick = pipelines.steps(execution)["Quick"]["Metadata"]["ProcessingJob"]["Arn"]
    killed.hold.unlink()
    try:
        killed.bench.sagemaker.retry_pipeline_execution(PipelineExecutionArn=execution)
        assert pipelines.ended(execution)["PipelineExecutionStatus"] == "Succeeded"
    finally:
        killed.hold.touch()
    assert pipelines.statuses(execution) == dict.fromkeys(("Quick", "Slow", "Last"), "Succeeded")
    assert pipelines.steps(execution)["Quick"]["Metadata"]["ProcessingJob"]["Arn"] == quick
    assert (killed.folder / "step").read_text() == ".."


def test_an_endpoint_that_was_being_updated_serves_what_it_served_and_can_be_updated(killed: Killed) -> None:
    found = killed.endpoint("updating")
    assert (found["EndpointStatus"], found["EndpointConfigName"]) == ("InService", "first")
    assert found["FailureReason"] == REASON
    assert killed.answer("updating") == "first"
    killed.hold.unlink()
    try:
        killed.bench.sagemaker.update_endpoint(EndpointName="updating", EndpointConfigName="second")
        assert killed.endpoint("updating")["EndpointConfigName"] == "second"
    finally:
        killed.hold.touch()
    assert killed.answer("updating") == "second"


def test_an_endpoint_that_was_being_created_comes_into_service_and_can_be_deleted(killed: Killed) -> None:
    killed.hold.unlink()
    try:
        assert killed.endpoint("creating")["EndpointStatus"] == "InService"
    finally:
        killed.hold.touch()
    assert killed.answer("creating") == "third"
    assert len(servers(killed)) == 1
    killed.bench.sagemaker.delete_endpoint(EndpointName="creating")
    until(lambda: "creating" not in killed.endpoints(), "the deletion")
    until(lambda: not servers(killed), "the end of its server")


def test_the_endpoint_of_a_stack_that_was_being_made_goes_with_the_stack(killed: Killed) -> None:
    killed.hold.unlink()
    try:
        assert rest(killed.aws, "serving")["StackStatus"] == "ROLLBACK_COMPLETE"
    finally:
        killed.hold.touch()
    assert REASON[1:] in reasons(killed.aws, "serving")
    assert "of-a-stack" not in killed.endpoints()


def servers(killed: Killed) -> list[str]:
    """The processes of the endpoint that was being created."""
    return [line for line in processes_naming(killed.folder) if "/creating-V-" in line]


def test_in_the_end_nothing_is_in_progress(killed: Killed) -> None:
    api = killed.bench.sagemaker
    assert api.list_training_jobs(StatusEquals="InProgress")["TrainingJobSummaries"] == []
    assert api.list_processing_jobs(StatusEquals="InProgress")["ProcessingJobSummaries"] == []
    assert {each["EndpointStatus"] for each in api.list_endpoints()["Endpoints"]} == {"InService"}
