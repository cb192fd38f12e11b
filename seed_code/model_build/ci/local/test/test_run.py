"""A definition with jobs of two lines each, run as the real one is."""

import io
import json
import tarfile

import pytest

from ci.banner import StepFailed
from ci.local.run import execute
from ci.local.store import Store

SPLIT = "mkdir -p /opt/ml/processing/output/rows && cp /opt/ml/processing/input/data/* /opt/ml/processing/output/rows/"
TRAIN = """
import os, pathlib, sys
depth = sys.argv[sys.argv.index("--depth") + 1]
print(f"validation:score={int(depth) / 10};")
rows = pathlib.Path(os.environ["SM_CHANNEL_TRAIN"], "rows.csv").read_text()
pathlib.Path(os.environ["SM_MODEL_DIR"], "model.txt").write_text(depth + rows)
"""
JUDGE = """cd /opt/ml/processing/input/model && tar -xf model.tar.gz && echo '{"value": 0.'$(head -c 1 model.txt)'}' \\
  > /opt/ml/processing/output/evaluation/evaluation.json"""


def get(reference):
    return {"Get": reference}


def processing(name, script, channel, uri, output, **more):
    place = "/opt/ml/processing"
    return {
        "Name": name,
        "Type": "Processing",
        "Arguments": {
            "AppSpecification": {"ContainerEntrypoint": ["/bin/bash", "-c", script]},
            "ProcessingInputs": [
                {"InputName": channel, "S3Input": {"S3Uri": uri, "LocalPath": f"{place}/input/{channel}"}}
            ],
            "ProcessingOutputConfig": {
                "Outputs": [
                    {
                        "OutputName": output,
                        "S3Output": {"S3Uri": f"s3://b/out/{output}", "LocalPath": f"{place}/output/{output}"},
                    }
                ]
            },
        },
        **more,
    }


JOB = {
    "InputDataConfig": [
        {
            "ChannelName": "train",
            "DataSource": {
                "S3DataSource": {"S3Uri": get("Steps.Preprocess.ProcessingOutputConfig.Outputs['rows'].S3Output.S3Uri")}
            },
        }
    ],
    "OutputDataConfig": {"S3OutputPath": {"Std:Join": {"On": "/", "Values": ["s3://b", get("Parameters.BuildId")]}}},
}
CODE = {"sagemaker_program": "train.py", "sagemaker_submit_directory": "s3://b/code/sourcedir.tar.gz"}
ONE = {
    "Name": "Train",
    "Type": "Training",
    "Arguments": {**JOB, "HyperParameters": {**CODE, "depth": get("Parameters.Depth")}},
}
SEARCH = {
    "Name": "Train",
    "Type": "Tuning",
    "Arguments": {
        "HyperParameterTuningJobConfig": {
            "RandomSeed": 1,
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 6},
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "validation:score"},
            "ParameterRanges": {
                "IntegerParameterRanges": [{"Name": "depth", "MinValue": "1", "MaxValue": "4", "ScalingType": "Auto"}],
            },
        },
        "TrainingJobDefinition": {
            **JOB,
            "AlgorithmSpecification": {
                "MetricDefinitions": [{"Name": "validation:score", "Regex": "validation:score=([0-9.]+);"}]
            },
            "StaticHyperParameters": CODE,
        },
    },
}
BEST = {
    "Std:Join": {
        "On": "/",
        "Values": [
            get("Steps.Train.TrainingJobDefinition.OutputDataConfig.S3OutputPath"),
            get("Steps.Train.BestTrainingJob.TrainingJobName"),
            "output/model.tar.gz",
        ],
    }
}


def definition(train, model):
    verdict = {"PropertyFile": get("Steps.Evaluate.PropertyFiles.Verdict"), "Path": "value"}
    files = [{"PropertyFileName": "Verdict", "OutputName": "evaluation", "FilePath": "evaluation.json"}]
    package = {"InferenceSpecification": {"Containers": [{"ModelDataUrl": model}]}}
    gate = {
        "Conditions": [
            {
                "Type": "GreaterThanOrEqualTo",
                "LeftValue": {"Std:JsonGet": verdict},
                "RightValue": get("Parameters.Threshold"),
            }
        ],
        "IfSteps": [{"Name": "Register", "Type": "RegisterModel", "Arguments": package}],
        "ElseSteps": [{"Name": "Missed", "Type": "Fail", "Arguments": {"ErrorMessage": "not good enough"}}],
    }
    return {
        "Parameters": [
            {"Name": "BuildId"},
            {"Name": "Depth", "DefaultValue": 3},
            {"Name": "Threshold", "DefaultValue": 0.3},
        ],
        "Steps": [
            processing("Preprocess", SPLIT, "data", "s3://b/in", "rows"),
            train,
            processing("Evaluate", JUDGE, "model", model, "evaluation", PropertyFiles=files),
            {"Name": "QualityGate", "Type": "Condition", "Arguments": gate},
        ],
    }


@pytest.fixture
def run(tmp_path):
    """Run a definition; gives the folder of what it leaves."""

    def run_definition(train=ONE, model=None, code=TRAIN, **given):
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w:gz") as archive:
            member = tarfile.TarInfo("train.py")
            member.size = len(code.encode())
            archive.addfile(member, io.BytesIO(code.encode()))
        store, output = Store(tmp_path / "s3"), tmp_path / "output"
        store.put("b", {"in/rows.csv": b"rows", "code/sourcedir.tar.gz": raw.getvalue()})
        output.mkdir()
        model = model or get("Steps.Train.ModelArtifacts.S3ModelArtifacts")
        execute(definition(train, model), {"BuildId": "b1", **given}, store, output)
        return output

    return run_definition


def model_in(output):
    with tarfile.open(output / "model.tar.gz") as archive:
        return archive.extractfile("model.txt").read().decode()


def test_what_a_step_leaves_is_what_the_next_one_reads(run):
    output = run()
    assert model_in(output) == "3rows"
    assert json.loads((output / "evaluation.json").read_text()) == {"value": 0.3}
    package = json.loads((output / "model-package.json").read_text())
    assert package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"] == "s3://b/b1/Train/output/model.tar.gz"
    assert (output / "logs" / "Train.log").read_text() == "validation:score=0.3;\n"


def test_a_parameter_may_be_given(run):
    assert model_in(run(Depth=5)) == "5rows"


def test_a_missed_gate_ends_the_run_with_its_message_and_leaves_the_figures(run, tmp_path):
    with pytest.raises(StepFailed, match="not good enough"):
        run(Threshold=0.9)
    assert (tmp_path / "output" / "evaluation.json").is_file()
    assert not (tmp_path / "output" / "model.tar.gz").exists()


def test_the_best_model_of_a_search_goes_on(run):
    output = run(SEARCH, BEST)
    logs = sorted((output / "logs").glob("Train-*.log"))
    scores = [float(log.read_text().partition("=")[2].rstrip(";\n")) for log in logs]
    assert len(scores) == 6 and len(set(scores)) > 1
    assert model_in(output) == f"{round(max(scores) * 10)}rows"


def test_a_step_that_breaks_ends_the_run_with_the_end_of_its_log(run):
    with pytest.raises(StepFailed, match=r"(?s)Train ended with status 1:.*ZeroDivisionError") as failed:
        run(code="1 / 0")
    assert "Train.log" in failed.value.what_to_do


def test_a_search_without_its_metric_says_so(run):
    with pytest.raises(StepFailed, match=r"names no value of the metric: validation:score"):
        run(SEARCH, BEST, code=TRAIN.replace("validation:score", "score"))


def test_a_job_sees_no_credentials(run, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "secret")
    output = run(code="import os\nprint(sorted(name for name in os.environ if 'AWS' in name))" + TRAIN)
    assert (output / "logs" / "Train.log").read_text().startswith("[]\n")
