"""Tuning jobs whose training jobs really run."""

import pytest
from botocore.exceptions import ClientError

from tests.localaws.sagemaker.pipelines.conftest import Pipelines

TRAIN = """
import argparse, os, pathlib
p = argparse.ArgumentParser()
p.add_argument("--depth", type=int); p.add_argument("--fixed")
a = p.parse_args()
pathlib.Path(os.environ["SM_MODEL_DIR"], "model.txt").write_text(f"{a.depth} {a.fixed}")
print(f"validation:score={a.depth / 10};")
"""
METRIC = {"Name": "validation:score", "Regex": "validation:score=([0-9.]+);"}
NAMED = ("AlgorithmSpecification", "OutputDataConfig", "ResourceConfig", "RoleArn", "StoppingCondition")


@pytest.fixture
def request_of(bench):
    """A request for a search of depths from 1 to 9; what is given takes the place of what it has."""

    def build(script=TRAIN, *, kind="Maximize", jobs=4, metrics=(METRIC,), **configuration):
        job = bench.training({"train.py": script})
        definition = {name: job[name] for name in NAMED if name in job}
        definition["AlgorithmSpecification"] = {
            "TrainingImage": bench.image,
            "TrainingInputMode": "File",
            "MetricDefinitions": list(metrics),
        }
        definition["StaticHyperParameters"] = {**job["HyperParameters"], "fixed": "yes"}
        ranges = {"IntegerParameterRanges": [{"Name": "depth", "MinValue": "1", "MaxValue": "9"}]}
        return {
            "HyperParameterTuningJobName": bench.name("tune"),
            "HyperParameterTuningJobConfig": {
                "Strategy": "Bayesian",
                "HyperParameterTuningJobObjective": {"Type": kind, "MetricName": "validation:score"},
                "ResourceLimits": {"MaxNumberOfTrainingJobs": jobs, "MaxParallelTrainingJobs": 2},
                "ParameterRanges": ranges,
                "RandomSeed": 1,
                **configuration,
            },
            "TrainingJobDefinition": definition,
        }

    return build


@pytest.fixture
def tune(bench):
    def run(request):
        bench.sagemaker.create_hyper_parameter_tuning_job(**request)
        name = {"HyperParameterTuningJobName": request["HyperParameterTuningJobName"]}
        describe = bench.sagemaker.describe_hyper_parameter_tuning_job
        return bench.until(lambda: describe(**name), "HyperParameterTuningJobStatus", "Completed", "Failed", "Stopped")

    return run


@pytest.mark.parametrize(("kind", "best"), [("Maximize", max), ("Minimize", min)])
def test_the_best_training_job_is_that_of_the_objective(bench, request_of, tune, kind, best):
    ended = tune(request_of(kind=kind))
    assert ended["HyperParameterTuningJobStatus"] == "Completed", ended.get("FailureReason")
    name = {"HyperParameterTuningJobName": ended["HyperParameterTuningJobName"]}
    listed = bench.sagemaker.list_training_jobs_for_hyper_parameter_tuning_job(
        **name, SortBy="FinalObjectiveMetricValue"
    )["TrainingJobSummaries"]
    depths = [int(job["TunedHyperParameters"]["depth"]) for job in listed]
    assert len(depths) == 4 and len(set(depths)) > 1
    chosen = ended["BestTrainingJob"]
    assert chosen["TunedHyperParameters"] == {"depth": str(best(depths))}
    assert chosen["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] == pytest.approx(best(depths) / 10)
    assert depths[0] == best(depths)
    assert ended["TrainingJobStatusCounters"]["Completed"] == 4
    trained = bench.sagemaker.describe_training_job(TrainingJobName=chosen["TrainingJobName"])
    assert trained["TuningJobArn"] == ended["HyperParameterTuningJobArn"]
    assert trained["HyperParameters"]["fixed"] == "yes"


def test_a_search_without_its_metric_in_the_log_fails(request_of, tune):
    ended = tune(request_of(TRAIN.replace("validation:score", "score"), jobs=1))
    assert ended["HyperParameterTuningJobStatus"] == "Failed"
    assert "objective metric" in ended["FailureReason"]


def test_a_search_whose_jobs_all_fail_fails(request_of, tune):
    ended = tune(request_of("1 / 0", jobs=2))
    assert ended["HyperParameterTuningJobStatus"] == "Failed"
    assert ended["FailureReason"].startswith("All training jobs failed.")
    assert ended["TrainingJobStatusCounters"]["NonRetryableError"] == 2


def test_a_stopped_search_stops_its_training_jobs(bench, request_of):
    request = request_of("import time\ntime.sleep(600)")
    bench.sagemaker.create_hyper_parameter_tuning_job(**request)
    name = {"HyperParameterTuningJobName": request["HyperParameterTuningJobName"]}
    describe = bench.sagemaker.describe_hyper_parameter_tuning_job
    bench.until(lambda: {"n": describe(**name)["TrainingJobStatusCounters"]["InProgress"]}, "n", 2)
    bench.sagemaker.stop_hyper_parameter_tuning_job(**name)
    ended = bench.until(lambda: describe(**name), "HyperParameterTuningJobStatus", "Completed", "Failed", "Stopped")
    assert ended["HyperParameterTuningJobStatus"] == "Stopped"
    assert ended["TrainingJobStatusCounters"] == {
        "Completed": 0,
        "InProgress": 0,
        "RetryableError": 0,
        "NonRetryableError": 0,
        "Stopped": 2,
    }


def test_an_objective_that_no_metric_defines_is_refused(bench, request_of):
    with pytest.raises(ClientError, match="The objective metric validation:score is not one of the metric definitions"):
        bench.sagemaker.create_hyper_parameter_tuning_job(
            **request_of(metrics=({"Name": "other", "Regex": "other=([0-9.]+);"},))
        )


def test_a_strategy_that_is_not_imitated_is_refused(bench, request_of):
    with pytest.raises(ClientError, match="not emulated"):
        bench.sagemaker.create_hyper_parameter_tuning_job(**request_of(Strategy="Hyperband"))


def test_an_unknown_search_is_not_found(bench):
    with pytest.raises(ClientError, match="Could not find requested job with name: none"):
        bench.sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="none")


@pytest.fixture
def pipelines(bench):
    return Pipelines(bench)


def tuning_step(bench, request):
    join = {"On": "/", "Values": [f"s3://{bench.bucket}/models", {"Get": "Execution.PipelineExecutionId"}]}
    definition = {**request["TrainingJobDefinition"], "OutputDataConfig": {"S3OutputPath": {"Std:Join": join}}}
    arguments = {**request, "TrainingJobDefinition": definition}
    del arguments["HyperParameterTuningJobName"]
    caching = {"Enabled": True, "ExpireAfter": "P1D"}
    return {"Name": "Train", "Type": "Tuning", "Arguments": arguments, "CacheConfig": caching}


SHOW = "import sys, pathlib; pathlib.Path(sys.argv[1], 'shown.txt').write_text(' '.join(sys.argv[2:]))"


def test_a_step_that_searches_hands_on_its_best_model_also_from_the_cache(bench, pipelines, request_of):
    best = [
        {"Get": "Steps.Train.TrainingJobDefinition.OutputDataConfig.S3OutputPath"},
        {"Get": "Steps.Train.BestTrainingJob.TrainingJobName"},
        "output/model.tar.gz",
    ]
    top = {"Get": "Steps.Train.TrainingJobSummaries[0].TrainingJobName"}
    show = pipelines.script_step("Show", SHOW, {"Std:Join": {"On": "/", "Values": best}}, top, output="shown")
    name = pipelines.create(pipelines.definition(tuning_step(bench, request_of(jobs=2)), show))
    models = []
    for _ in range(2):
        ended = pipelines.ended(pipelines.start(name))
        assert ended["PipelineExecutionStatus"] == "Succeeded", ended.get("FailureReason")
        steps = pipelines.steps(ended["PipelineExecutionArn"])
        execution = ended["PipelineExecutionArn"].rpartition("/")[2]
        model, first = bench.read(f"s3://{bench.bucket}/{execution}/Show/shown.txt").decode().split()
        assert bench.read(model)
        assert f"/{first}/" in model
        models.append(model)
    assert models[0] == models[1]
    assert steps["Train"]["CacheHitResult"]
    assert "TuningJob" in steps["Train"]["Metadata"]
