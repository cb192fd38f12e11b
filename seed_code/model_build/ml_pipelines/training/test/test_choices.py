"""What the settings choose: the chain of preprocessing, a search, the task and its gate, the framework."""

import json
from dataclasses import replace

import pytest

from ml_pipelines.algorithm import Algorithm
from ml_pipelines.settings import QualityGate, Range, Tuning
from ml_pipelines.source_code import StepSource, step_sources

TUNING = Tuning(
    max_jobs=8,
    max_parallel_jobs=2,
    ranges={
        "depth": Range(2, 5.0),
        "rate": Range(0.01, 1, "Logarithmic"),
        "kernel": Range(values=("radial", "linear")),
    },
)
LEARNER = Algorithm(
    name="learner",
    framework="scikit-learn",
    tasks=("binary", "regression"),
    schema={"properties": {"depth": {"type": "integer"}, "rate": {"type": "number"}, "kernel": {"type": "string"}}},
)


@pytest.fixture(scope="module")
def sources():
    """The jobs of this repository, without the dockerfiles that it may have, and some that only these tests have."""
    names = ("training/learner", "preprocessing/first_job", "preprocessing/second-job")
    own = {name: replace(source, image={}) for name, source in step_sources().items()}
    return {**own, **{name: StepSource(name, {"__main__.py": b""}) for name in names}}


@pytest.fixture(scope="module")
def searching(render, settings, sources):
    chosen = replace(settings, algorithm=LEARNER, hyperparameters={"depth": 3, "rate": 0.1, "more": 1}, tuning=TUNING)
    return render(settings=chosen, sources=sources), lambda: render(settings=chosen, sources=sources)


@pytest.fixture(scope="module")
def searched(searching):
    document = json.loads(searching[0])
    return document, {step["Name"]: step for step in document["Steps"]}


def test_preprocessing_jobs_run_one_after_the_other_on_the_rows_of_each_other(render, settings, sources):
    chain = ("first_job", "second-job", settings.preprocessing[-1])
    steps = json.loads(render(settings=replace(settings, preprocessing=chain), sources=sources))["Steps"]
    names = ["PreprocessFirstJob", "PreprocessSecondJob", "Preprocess", "Train", "Evaluate", "QualityGate"]
    assert [step["Name"] for step in steps] == names
    inputs = [step["Arguments"]["ProcessingInputs"][1]["S3Input"]["S3Uri"]["Get"] for step in steps[:3]]
    assert inputs == [
        "Parameters.InputDataUri",
        "Steps.PreprocessFirstJob.ProcessingOutputConfig.Outputs['data'].S3Output.S3Uri",
        "Steps.PreprocessSecondJob.ProcessingOutputConfig.Outputs['data'].S3Output.S3Uri",
    ]
    words = steps[0]["Arguments"]["AppSpecification"]["ContainerArguments"]
    assert words[words.index("--target") + 1] == settings.data.target


def test_a_search_takes_the_place_of_the_training_job(searched):
    document, steps = searched
    assert [(step["Name"], step["Type"]) for step in document["Steps"]] == [
        ("Preprocess", "Processing"),
        ("Train", "Tuning"),
        ("Evaluate", "Processing"),
        ("QualityGate", "Condition"),
    ]
    assert steps["Train"]["Arguments"]["HyperParameterTuningJobConfig"] == {
        "Strategy": "Bayesian",
        "RandomSeed": 7,
        "TrainingJobEarlyStoppingType": "Off",
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 8, "MaxParallelTrainingJobs": 2},
        "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "validation:auc"},
        "ParameterRanges": {
            "IntegerParameterRanges": [{"Name": "depth", "MinValue": "2", "MaxValue": "5", "ScalingType": "Auto"}],
            "ContinuousParameterRanges": [
                {"Name": "rate", "MinValue": "0.01", "MaxValue": "1.0", "ScalingType": "Logarithmic"}
            ],
            "CategoricalParameterRanges": [{"Name": "kernel", "Values": ["radial", "linear"]}],
        },
    }


def test_two_renders_of_a_search_are_equal_to_the_byte(searching):
    text, again = searching
    assert again() == text


def test_what_is_searched_is_neither_fixed_nor_a_parameter(searched):
    document, steps = searched
    fixed = steps["Train"]["Arguments"]["TrainingJobDefinition"]["StaticHyperParameters"]
    assert {"more", "task", "seed", "sagemaker_program"} <= set(fixed)
    assert not {"depth", "rate", "kernel"} & set(fixed)
    assert not {"Depth", "Rate"} & {parameter["Name"] for parameter in document["Parameters"]}


def test_a_search_is_what_the_service_takes(searched, faults_of, resolve):
    document, steps = searched
    arguments = resolve(steps["Train"]["Arguments"], document) | {"HyperParameterTuningJobName": "a-name"}
    assert faults_of("CreateHyperParameterTuningJob", arguments) == ""


def test_a_search_reads_each_metric_of_the_task_from_the_log(searched):
    _, steps = searched
    specification = steps["Train"]["Arguments"]["TrainingJobDefinition"]["AlgorithmSpecification"]
    names = [definition["Name"] for definition in specification["MetricDefinitions"]]
    assert names == [f"validation:{name}" for name in ("accuracy", "auc", "f1", "precision", "recall")]


def test_the_jobs_of_a_search_are_as_safe_as_a_training_job(render, settings, project, sources):
    chosen = replace(settings, algorithm=LEARNER, hyperparameters={}, tuning=TUNING)
    here = replace(project, subnets=("subnet-1",), security_groups=("sg-1",))
    train = json.loads(render(here, chosen, sources))["Steps"][1]["Arguments"]
    job = train["TrainingJobDefinition"]
    assert job["ResourceConfig"]["VolumeKmsKeyId"] == project.kms_key
    assert job["OutputDataConfig"]["KmsKeyId"] == project.kms_key
    assert job["EnableInterContainerTrafficEncryption"] is True
    assert job["VpcConfig"] == {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    assert train["Tags"] == project.tags


def test_the_best_model_of_a_search_goes_on(searched):
    """From where the search left it, which is another build's folder when its result is used again."""
    document, steps = searched
    (model,) = (
        channel["S3Input"]["S3Uri"]["Std:Join"]["Values"]
        for channel in steps["Evaluate"]["Arguments"]["ProcessingInputs"]
        if channel["InputName"] == "model"
    )
    assert model == [
        {"Get": "Steps.Train.TrainingJobDefinition.OutputDataConfig.S3OutputPath"},
        {"Get": "Steps.Train.BestTrainingJob.TrainingJobName"},
        "output",
        "model.tar.gz",
    ]
    (registration,) = document["Steps"][3]["Arguments"]["IfSteps"]
    (container,) = registration["Arguments"]["InferenceSpecification"]["Containers"]
    assert container["ModelDataUrl"]["Std:Join"]["Values"] == model


@pytest.mark.parametrize(
    ("task", "metric", "direction", "objective"),
    [
        ("regression", "rmse", "LessThanOrEqualTo", "Minimize"),
        ("regression", "r2", "GreaterThanOrEqualTo", "Maximize"),
        ("multiclass", "log_loss", "LessThanOrEqualTo", "Minimize"),
    ],
)
def test_a_gate_on_an_error_is_passed_from_below(render, settings, sources, task, metric, direction, objective):
    chosen = replace(
        settings,
        task=task,
        data=replace(settings.data, positive_class=""),
        algorithm=LEARNER,
        quality_gate=QualityGate(metric, 0.4),
        hyperparameters={},
        tuning=TUNING,
    )
    preprocess, train, _, gate = json.loads(render(settings=chosen, sources=sources))["Steps"]
    assert [condition["Type"] for condition in gate["Arguments"]["Conditions"]] == [direction]
    wanted = train["Arguments"]["HyperParameterTuningJobConfig"]["HyperParameterTuningJobObjective"]
    assert wanted == {"Type": objective, "MetricName": f"validation:{metric}"}
    words = preprocess["Arguments"]["AppSpecification"]["ContainerArguments"]
    assert words[words.index("--task") + 1] == task
    assert "--positive-class" not in words


def images_of(document):
    """The image of each step that runs a job, and of the model."""
    preprocess, train, evaluate, gate = (step["Arguments"] for step in document["Steps"])
    (registration,) = gate["IfSteps"]
    (container,) = registration["Arguments"]["InferenceSpecification"]["Containers"]
    return {
        "Preprocess": preprocess["AppSpecification"]["ImageUri"],
        "Train": train["AlgorithmSpecification"]["TrainingImage"],
        "Evaluate": evaluate["AppSpecification"]["ImageUri"],
        "Register": container["Image"],
    }


def test_the_framework_of_the_algorithm_trains_evaluates_and_serves(render, settings, sources):
    chosen = replace(settings, algorithm=replace(LEARNER, framework="xgboost"))
    images = images_of(json.loads(render(settings=chosen, sources=sources)))
    assert "scikit-learn" in images.pop("Preprocess")
    assert all("xgboost" in image for image in images.values())


def test_a_framework_of_ones_own_trains_evaluates_and_serves_in_the_image_of_its_dockerfile(
    render, settings, sources, project
):
    chosen = replace(settings, algorithm=replace(LEARNER, framework="own"))
    own = replace(sources["training/learner"], image={"dockerfile": b"FROM python:3.12\n"})
    images = images_of(json.loads(render(settings=chosen, sources={**sources, "training/learner": own})))
    assert "scikit-learn" in images.pop("Preprocess")
    assert set(images.values()) == {f"{project.image_repository}:{own.image_tag}"}


@pytest.mark.parametrize("scope", ["training", "inference"])
@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-northeast-1"])
@pytest.mark.parametrize("framework", ["scikit-learn", "xgboost"])
def test_the_image_exists_for_training_and_for_serving(render, framework, scope, region):
    from ml_pipelines import images

    assert f"{framework}:{images.FRAMEWORKS[framework][1]}" in images.of_framework(framework, region, scope)
