import io
import tarfile

import pytest
from botocore.exceptions import ClientError

TRAIN = """
import argparse, os, pathlib
from helper import double
p = argparse.ArgumentParser()
p.add_argument("--max_depth", type=int); p.add_argument("--flag")
p.add_argument("--train", default=os.environ["SM_CHANNEL_TRAIN"])
p.add_argument("--model-dir", default=os.environ["SM_MODEL_DIR"])
a = p.parse_args()
rows = pathlib.Path(a.train, "part", "data.csv").read_text().split()
pathlib.Path(a.model_dir, "model.txt").write_text(f"{double(a.max_depth)} {a.flag} {len(rows)}")
pathlib.Path(os.environ["SM_OUTPUT_DATA_DIR"], "plot.txt").write_text("plot")
print("accuracy=0.5;"); print("accuracy=0.75;")
"""
HELPER = "def double(x): return 2 * x\n"


def channel(uri):
    source = {"S3DataType": "S3Prefix", "S3Uri": uri, "S3DataDistributionType": "FullyReplicated"}
    return {"ChannelName": "train", "DataSource": {"S3DataSource": source}, "ContentType": "text/csv"}


def unpacked(body):
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        return {entry.name: archive.extractfile(entry).read().decode() for entry in archive if entry.isfile()}


def test_a_script_gets_channels_and_hyperparameters_and_its_model_is_archived(bench):
    bench.put("train/part/data.csv", "1\n2\n3\n")
    metric = {"Name": "accuracy", "Regex": "accuracy=([0-9.]+);"}
    ended = bench.train(
        {"train.py": TRAIN, "helper.py": HELPER},
        HyperParameters={"max_depth": "3", "flag": "true"},
        InputDataConfig=[channel(f"s3://{bench.bucket}/train/")],
        AlgorithmSpecification={
            "TrainingImage": bench.image,
            "TrainingInputMode": "File",
            "MetricDefinitions": [metric],
        },
    )
    assert ended["TrainingJobStatus"] == "Completed", ended.get("FailureReason")
    artifacts = ended["ModelArtifacts"]["S3ModelArtifacts"]
    assert artifacts == f"s3://{bench.bucket}/models/{ended['TrainingJobName']}/output/model.tar.gz"
    assert unpacked(bench.read(artifacts)) == {"model.txt": "6 True 3"}
    assert unpacked(bench.read(artifacts.replace("model.tar.gz", "output.tar.gz"))) == {"plot.txt": "plot"}
    assert [(found["MetricName"], found["Value"]) for found in ended["FinalMetricDataList"]] == [("accuracy", 0.75)]


def test_the_secondary_statuses_tell_the_stages_of_a_job(bench):
    ended = bench.train({"train.py": ""})
    stages = [stage["Status"] for stage in ended["SecondaryStatusTransitions"]]
    assert stages == ["Starting", "Downloading", "Training", "Uploading", "Completed"]


def test_the_failure_file_of_a_script_is_the_reason_of_the_failure(bench):
    script = "import os, sys; os.makedirs(os.environ['SM_OUTPUT_DIR'], exist_ok=True); open(os.environ['SM_OUTPUT_DIR'] + '/failure', 'w').write('too few rows'); sys.exit(2)"  # noqa: E501
    ended = bench.train({"train.py": script})
    assert ended["TrainingJobStatus"] == "Failed"
    assert ended["FailureReason"].startswith("AlgorithmError: too few rows, exit code: 2")


def test_a_source_archive_cannot_write_outside_its_folder(bench):
    ended = bench.train({"train.py": "", "../../escaped.txt": "x"})
    assert ended["TrainingJobStatus"] == "Failed"
    assert "cannot be unpacked" in ended["FailureReason"]
    assert not list(bench.aws.world.root.rglob("escaped.txt"))


def test_a_training_job_that_takes_too_long_is_stopped_for_it(bench):
    ended = bench.train({"train.py": "import time; time.sleep(60)"}, StoppingCondition={"MaxRuntimeInSeconds": 1})
    assert (ended["TrainingJobStatus"], ended["SecondaryStatus"]) == ("Stopped", "MaxRuntimeExceeded")


def test_a_built_in_algorithm_is_refused(bench):
    job = {**bench.training({"train.py": ""}), "HyperParameters": {"max_depth": "3"}}
    with pytest.raises(ClientError, match="not emulated: the built-in algorithm"):
        bench.sagemaker.create_training_job(**job)


def test_the_requirements_of_a_script_are_not_installed_for_other_jobs(bench):
    files = {
        "train.py": "import importlib.metadata as m; print(m.version('iniconfig'))",
        "requirements.txt": "iniconfig==2.1.0\n",
    }
    ended = bench.train(files)
    assert ended["TrainingJobStatus"] == "Completed", ended.get("FailureReason")
    assert bench.train({"train.py": files["train.py"]})["TrainingJobStatus"] == "Failed"
