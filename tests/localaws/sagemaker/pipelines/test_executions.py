import json

import pytest
from botocore.exceptions import ClientError

ACCURACY = {"Name": "Accuracy", "Type": "Float", "DefaultValue": 0.9}
THRESHOLD = {"Name": "Threshold", "Type": "Float", "DefaultValue": 0.8}


def get(reference):
    return {"Get": reference}


def text_of(reference):
    return {"Std:Join": {"On": "", "Values": [get(reference)]}}


def gate(if_steps, else_steps):
    metric = {
        "Std:JsonGet": {"PropertyFile": get("Steps.Evaluate.PropertyFiles.Report"), "Path": "metrics.accuracy.value"}
    }
    condition = {"Type": "GreaterThanOrEqualTo", "LeftValue": metric, "RightValue": get("Parameters.Threshold")}
    arguments = {"Conditions": [condition], "IfSteps": if_steps, "ElseSteps": else_steps}
    return {"Name": "Check", "Type": "Condition", "Arguments": arguments}


def register(bench, group):
    data = bench.put("model.tar.gz", b"model")
    container = {"Image": bench.image, "ModelDataUrl": data}
    return {
        "Name": "Register",
        "Type": "RegisterModel",
        "Arguments": {
            "ModelPackageGroupName": group,
            "ModelApprovalStatus": "PendingManualApproval",
            "InferenceSpecification": {
                "Containers": [container],
                "SupportedContentTypes": ["text/csv"],
                "SupportedResponseMIMETypes": ["text/csv"],
            },
        },
    }


def fail():
    message = {"Std:Join": {"On": " ", "Values": ["accuracy is below", get("Parameters.Threshold")]}}
    return {"Name": "TooLow", "Type": "Fail", "Arguments": {"ErrorMessage": message}}


def judged(pipelines, group):
    evaluate = pipelines.evaluation(text_of("Parameters.Accuracy"))
    steps = evaluate, gate([register(pipelines.bench, group)], [fail()])
    return pipelines.definition(*steps, parameters=[ACCURACY, THRESHOLD])


def test_a_good_model_is_registered(pipelines, bench):
    group = bench.name("group")
    ended = pipelines.run(judged(pipelines, group))
    assert ended["PipelineExecutionStatus"] == "Succeeded", ended.get("FailureReason")
    steps = pipelines.steps(ended["PipelineExecutionArn"])
    assert steps["Check"]["Metadata"] == {"Condition": {"Outcome": "True"}}
    packages = bench.sagemaker.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
    assert [package["ModelPackageArn"] for package in packages] == [
        steps["Register"]["Metadata"]["RegisterModel"]["Arn"]
    ]
    described = bench.sagemaker.describe_model_package(ModelPackageName=packages[0]["ModelPackageArn"])
    assert described["MetadataProperties"]["GeneratedBy"] == ended["PipelineExecutionArn"]


def test_a_model_under_the_threshold_is_not_registered_and_the_execution_says_why(pipelines, bench):
    group = bench.name("group")
    ended = pipelines.run(judged(pipelines, group), Accuracy="0.7")
    assert ended["PipelineExecutionStatus"] == "Failed"
    assert ended["FailureReason"].startswith("Step failure: One or multiple steps failed.")
    assert "accuracy is below 0.8" in ended["FailureReason"]
    assert pipelines.statuses(ended["PipelineExecutionArn"]) == {
        "Evaluate": "Succeeded", "Check": "Succeeded", "TooLow": "Failed",
    }  # fmt: skip
    with pytest.raises(ClientError, match="does not exist"):
        bench.sagemaker.list_model_packages(ModelPackageGroupName=group)


def test_a_failing_script_fails_its_step_and_stops_what_comes_after(pipelines):
    first = pipelines.script_step("First", "raise ValueError('column age is missing')")
    second = pipelines.script_step("Second", "", DependsOn=["First"])
    ended = pipelines.run(pipelines.definition(first, second))
    arn = ended["PipelineExecutionArn"]
    assert ended["PipelineExecutionStatus"] == "Failed"
    assert "ValueError: column age is missing" in pipelines.steps(arn)["First"]["FailureReason"]
    assert pipelines.statuses(arn) == {"First": "Failed"}


def test_outputs_of_a_step_are_inputs_of_the_next(pipelines, bench):
    produce = pipelines.script_step(
        "Produce", "import sys; open(sys.argv[1] + '/x', 'w').write('41')", output="numbers"
    )
    consume = pipelines.script_step(
        "Consume",
        "import sys; print(int(open(sys.argv[1] + '/x').read()) + 1, file=open(sys.argv[2] + '/y', 'w'))",
        "/opt/ml/processing/out",
        output="sum",
    )
    consume["Arguments"]["AppSpecification"]["ContainerArguments"] = ["/opt/ml/processing/in", "/opt/ml/processing/out"]
    uri = get("Steps.Produce.ProcessingOutputConfig.Outputs['numbers'].S3Output.S3Uri")
    source = {"S3Uri": uri, "LocalPath": "/opt/ml/processing/in", "S3DataType": "S3Prefix", "S3InputMode": "File"}
    consume["Arguments"]["ProcessingInputs"].append({"InputName": "numbers", "S3Input": source})
    ended = pipelines.run(pipelines.definition(consume, produce))
    assert ended["PipelineExecutionStatus"] == "Succeeded", ended.get("FailureReason")
    identity = ended["PipelineExecutionArn"].rpartition("/")[2]
    assert bench.read(f"s3://{bench.bucket}/{identity}/Consume/y").strip() == b"42"


def test_independent_steps_run_at_the_same_time(pipelines):
    pause = "import time; time.sleep(1)"
    ended = pipelines.run(pipelines.definition(*(pipelines.script_step(name, pause) for name in ("A", "B"))))
    steps = pipelines.steps(ended["PipelineExecutionArn"])
    assert steps["A"]["StartTime"] < steps["B"]["EndTime"]
    assert steps["B"]["StartTime"] < steps["A"]["EndTime"]


def test_parallelism_limits_how_many_steps_run_at_the_same_time(pipelines, bench):
    name = pipelines.create(pipelines.definition(*(pipelines.script_step(step, "") for step in ("A", "B"))))
    arn = bench.sagemaker.start_pipeline_execution(
        PipelineName=name, ParallelismConfiguration={"MaxParallelExecutionSteps": 1}
    )["PipelineExecutionArn"]
    pipelines.ended(arn)
    steps = pipelines.steps(arn)
    assert steps["B"]["StartTime"] >= steps["A"]["EndTime"]


def test_a_cached_step_is_not_run_again(pipelines):
    step = pipelines.evaluation("0.9", CacheConfig={"Enabled": True, "ExpireAfter": "P1D"})
    name = pipelines.create(pipelines.definition(step))
    first = pipelines.ended(pipelines.start(name))["PipelineExecutionArn"]
    second = pipelines.ended(pipelines.start(name))["PipelineExecutionArn"]
    assert "CacheHitResult" not in pipelines.steps(first)["Evaluate"]
    hit = pipelines.steps(second)["Evaluate"]
    assert hit["CacheHitResult"] == {"SourcePipelineExecutionArn": first}
    assert hit["Metadata"] == pipelines.steps(first)["Evaluate"]["Metadata"]


def test_a_cached_step_runs_again_when_its_arguments_change(pipelines):
    cached = {"Enabled": True, "ExpireAfter": "P1D"}
    step = pipelines.evaluation(text_of("Parameters.Accuracy"), CacheConfig=cached)
    name = pipelines.create(pipelines.definition(step, parameters=[ACCURACY]))
    pipelines.ended(pipelines.start(name))
    second = pipelines.ended(pipelines.start(name, Accuracy="0.5"))["PipelineExecutionArn"]
    assert "CacheHitResult" not in pipelines.steps(second)["Evaluate"]


def test_a_raw_integer_hyperparameter_is_refused_as_by_the_api(pipelines, bench):
    job = bench.training({"train.py": ""})
    del job["TrainingJobName"]
    job["HyperParameters"]["depth"] = get("Parameters.Depth")
    depth = {"Name": "Depth", "Type": "Integer", "DefaultValue": 3}
    step = {"Name": "Train", "Type": "Training", "Arguments": job}
    ended = pipelines.run(pipelines.definition(step, parameters=[depth]))
    reason = pipelines.steps(ended["PipelineExecutionArn"])["Train"]["FailureReason"]
    assert ended["PipelineExecutionStatus"] == "Failed"
    assert "sagemaker:CreateTrainingJob" in reason
    assert "HyperParameters.depth, value: 3" in reason


def test_a_running_execution_can_be_stopped_and_retried(pipelines, bench):
    marker = bench.put("marker", "slow")
    script = "import boto3, time; time.sleep(60 if boto3.client('s3').get_object(Bucket=%r, Key='marker')['Body'].read() == b'slow' else 0)"  # noqa: E501
    arn = pipelines.start(pipelines.create(pipelines.definition(pipelines.script_step("Slow", script % bench.bucket))))
    bench.until(lambda: {"status": pipelines.statuses(arn).get("Slow", "")}, "status", "Executing")
    bench.sagemaker.stop_pipeline_execution(PipelineExecutionArn=arn)
    assert pipelines.ended(arn)["PipelineExecutionStatus"] == "Stopped"
    assert pipelines.statuses(arn) == {"Slow": "Stopped"}
    bench.put(marker.rpartition("/")[2], "fast")
    bench.sagemaker.retry_pipeline_execution(PipelineExecutionArn=arn)
    assert pipelines.ended(arn)["PipelineExecutionStatus"] == "Succeeded"
    assert pipelines.steps(arn)["Slow"]["AttemptCount"] == 2


def test_a_retry_keeps_the_results_of_steps_that_succeeded(pipelines, bench):
    good = pipelines.script_step("Good", "")
    bad = pipelines.script_step("Bad", "raise SystemExit(1)", DependsOn=["Good"])
    arn = pipelines.run(pipelines.definition(good, bad))["PipelineExecutionArn"]
    before = pipelines.steps(arn)["Good"]
    bench.sagemaker.retry_pipeline_execution(PipelineExecutionArn=arn)
    pipelines.ended(arn)
    assert pipelines.steps(arn)["Good"] == before
    assert pipelines.steps(arn)["Bad"]["AttemptCount"] == 2


def test_an_execution_whose_input_bucket_is_missing_fails_with_a_reason(pipelines, bench):
    name = pipelines.create(pipelines.definition(pipelines.evaluation("1")))
    definition = bench.sagemaker.describe_pipeline(PipelineName=name)["PipelineDefinition"]
    broken = json.loads(definition)
    broken["Steps"][0]["Arguments"]["ProcessingInputs"][0]["S3Input"]["S3Uri"] = "s3://no-such-bucket-anywhere/x"
    bench.sagemaker.update_pipeline(PipelineName=name, PipelineDefinition=json.dumps(broken))
    ended = pipelines.ended(pipelines.start(name))
    assert ended["PipelineExecutionStatus"] == "Failed"
    assert "NoSuchBucket" in ended["FailureReason"]


def test_an_execution_keeps_the_definition_and_parameters_of_its_start(pipelines, bench):
    step = pipelines.evaluation(text_of("Parameters.Accuracy"))
    name = pipelines.create(pipelines.definition(step, parameters=[ACCURACY]))
    arn = pipelines.start(name, Accuracy="0.5")
    old = bench.sagemaker.describe_pipeline(PipelineName=name)["PipelineDefinition"]
    bench.sagemaker.update_pipeline(
        PipelineName=name, PipelineDefinition=json.dumps(pipelines.definition(pipelines.evaluation("1")))
    )
    pipelines.ended(arn)
    kept = bench.sagemaker.describe_pipeline_definition_for_execution(PipelineExecutionArn=arn)
    parameters = bench.sagemaker.list_pipeline_parameters_for_execution(PipelineExecutionArn=arn)
    assert kept["PipelineDefinition"] == old
    assert parameters["PipelineParameters"] == [{"Name": "Accuracy", "Value": "0.5"}]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"Typo": "1"}, "Unknown pipeline parameter: Typo"),
        ({"Accuracy": "high"}, "not of type Float"),
        ({"Stage": "moon"}, "must be one of"),
    ],
)
def test_wrong_parameters_are_refused_at_the_start(pipelines, parameters, message):
    stage = {"Name": "Stage", "Type": "String", "DefaultValue": "dev", "EnumValues": ["dev", "prod"]}
    definition = pipelines.definition(pipelines.evaluation("1"), parameters=[ACCURACY, stage])
    name = pipelines.create(definition)
    with pytest.raises(ClientError, match=message):
        pipelines.start(name, **parameters)


def test_one_client_token_starts_one_execution(pipelines, bench):
    name, token = pipelines.create(pipelines.definition(fail() | {"Arguments": {"ErrorMessage": "no"}})), "t" * 32
    arns = {
        bench.sagemaker.start_pipeline_execution(PipelineName=name, ClientRequestToken=token)["PipelineExecutionArn"]
        for _ in range(2)
    }
    assert len(arns) == 1
    pipelines.ended(arns.pop())
