import time

import pytest
from botocore.exceptions import ClientError

from ci import execution
from ci.banner import StepFailed

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/churn/execution/abc"
PACKAGE = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/churn/3"
JOB = "arn:aws:sagemaker:eu-west-1:123456789012:training-job/pipelines-abc-Train-x"


class SageMaker:
    """Plays back answers: each look sees the next (status, steps), the last for ever."""

    def __init__(self, *looks, exists=True, reason=None):
        self.looks, self.exists, self.reason, self.calls = list(looks), exists, reason, []

    def describe_pipeline_execution(self, **_):
        answer = {"PipelineExecutionStatus": self.looks[0][0]}
        return answer | ({"FailureReason": self.reason} if self.reason else {})

    def list_pipeline_execution_steps(self, *, NextToken="0", **_):
        steps, position = self.looks[0][1], int(NextToken)
        page = {"PipelineExecutionSteps": steps[position : position + 1]}
        if position + 1 < len(steps):
            return page | {"NextToken": str(position + 1)}
        self.looks = self.looks[1:] or self.looks
        return page

    def update_pipeline(self, **request):
        if not self.exists:
            raise ClientError({"Error": {"Code": "ResourceNotFound", "Message": "none"}}, "UpdatePipeline")
        self.calls.append(("update", request))
        return {"PipelineArn": "arn:pipeline"}

    def create_pipeline(self, **request):
        self.calls.append(("create", request))

    def describe_log_streams(self, **_):
        return {"logStreams": [{"logStreamName": "x/algo-1"}]}

    def get_log_events(self, **_):
        return {"events": [{"message": "Traceback\n"}, {"message": "KeyError: 'age'\n"}]}

    def add_tags(self, **request):
        self.calls.append(("tag", request))

    def start_pipeline_execution(self, **request):
        self.calls.append(("start", request))
        return {"PipelineExecutionArn": ARN}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: None)


def follow(aws):
    return execution.follow(aws, aws, ARN)


def step(name, status, **more):
    return {"StepName": name, "StepStatus": status, **more}


def test_a_new_pipeline_is_created_with_the_tags_of_the_project(project):
    sagemaker = SageMaker(exists=False)
    assert execution.upsert(sagemaker, project, "{}") == "created"
    ((verb, request),) = sagemaker.calls
    assert verb == "create"
    assert (request["PipelineName"], request["RoleArn"]) == (project.pipeline_name, project.role)
    assert request["Tags"] == project.tags


def test_an_existing_pipeline_is_updated_and_tagged(project):
    sagemaker = SageMaker()
    assert execution.upsert(sagemaker, project, "{}") == "updated"
    assert [verb for verb, _ in sagemaker.calls] == ["update", "tag"]
    assert sagemaker.calls[1][1]["Tags"] == project.tags


def test_another_error_of_the_service_is_not_taken_for_a_missing_pipeline(project, monkeypatch):
    def refuse(**_):
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "UpdatePipeline")

    sagemaker = SageMaker()
    monkeypatch.setattr(sagemaker, "update_pipeline", refuse)
    with pytest.raises(ClientError):
        execution.upsert(sagemaker, project, "{}")


def test_a_run_starts_with_its_parameters():
    sagemaker = SageMaker()
    assert execution.start(sagemaker, "churn", {"BuildId": "b1"}, "b1") == ARN
    assert sagemaker.calls[0][1]["PipelineParameters"] == [{"Name": "BuildId", "Value": "b1"}]


def test_each_change_is_printed_once_and_the_registered_model_returned(capsys):
    done = [
        step("Preprocess", "Succeeded", CacheHitResult={"SourcePipelineExecutionArn": "x"}),
        step("Register", "Succeeded", Metadata={"RegisterModel": {"Arn": PACKAGE}}),
    ]
    looks = [("Executing", [step("Preprocess", "Executing")])] * 2 + [("Succeeded", done)]
    assert follow(SageMaker(*looks)) == PACKAGE
    lines = [" ".join(line.split()[2:]) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "Preprocess Executing",
        "Preprocess Succeeded (unchanged: result of an earlier run)",
        "Register Succeeded",
    ]


def test_a_failed_step_stops_the_build_with_its_reason_and_its_log(capsys):
    steps = [step("Train", "Failed", FailureReason="AlgorithmError: no", Metadata={"TrainingJob": {"Arn": JOB}})]
    with pytest.raises(StepFailed, match="Train: AlgorithmError: no") as stopped:
        follow(SageMaker(("Failed", steps)))
    assert "says where Train broke" in stopped.value.what_to_do
    assert (
        "group /aws/sagemaker/TrainingJobs, streams that start with pipelines-abc-Train-x" in stopped.value.what_to_do
    )
    assert "-- end of the log of Train\nTraceback\nKeyError: 'age'\n-- end\n" in capsys.readouterr().out


def test_a_package_that_the_image_lacks_is_named_with_the_place_where_it_belongs(monkeypatch):
    steps = [step("Train", "Failed", Metadata={"TrainingJob": {"Arn": JOB}})]
    sagemaker, message = SageMaker(("Failed", steps)), "ModuleNotFoundError: No module named 'xgboost.sklearn'"
    monkeypatch.setattr(sagemaker, "get_log_events", lambda **_: {"events": [{"message": message}]})
    with pytest.raises(StepFailed) as stopped:
        follow(sagemaker)
    assert "Train does not find xgboost. " in stopped.value.what_to_do
    assert "requirements.in in the folder of the step" in stopped.value.what_to_do


def test_a_log_that_may_not_be_read_does_not_hide_the_failure(capsys, monkeypatch):
    def refuse(**_):
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "DescribeLogStreams")

    steps = [step("Train", "Failed", FailureReason="AlgorithmError: no", Metadata={"TrainingJob": {"Arn": JOB}})]
    sagemaker = SageMaker(("Failed", steps))
    monkeypatch.setattr(sagemaker, "describe_log_streams", refuse)
    with pytest.raises(StepFailed, match="Train: AlgorithmError: no"):
        follow(sagemaker)
    assert "(not readable from here: AccessDeniedException)" in capsys.readouterr().out


def test_a_run_that_failed_before_any_step_gives_its_own_reason():
    with pytest.raises(StepFailed, match="role cannot be assumed"):
        follow(SageMaker(("Failed", []), reason="role cannot be assumed"))


def test_a_missed_gate_stops_the_build_and_says_how_to_go_on():
    steps = [step("QualityGateMissed", "Failed", FailureReason="auc is 0.9", Metadata={"Fail": {"ErrorMessage": "x"}})]
    with pytest.raises(StepFailed, match=r"auc is 0\.9") as stopped:
        follow(SageMaker(("Failed", steps)))
    assert "quality_gate.threshold" in stopped.value.what_to_do


def test_a_stopped_run_stops_the_build():
    with pytest.raises(StepFailed, match=r"(?s)pipeline execution Stopped: arn.*no reason given"):
        follow(SageMaker(("Stopping", []), ("Stopped", [])))


def test_a_run_without_registration_is_no_success():
    with pytest.raises(StepFailed, match="no step registered a model"):
        follow(SageMaker(("Succeeded", [step("Train", "Succeeded")])))
