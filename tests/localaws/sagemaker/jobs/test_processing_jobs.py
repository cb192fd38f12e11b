import pytest
from botocore.exceptions import ClientError

COPY = """
import argparse, json, os, pathlib
p = argparse.ArgumentParser()
p.add_argument("--input"); p.add_argument("--output")
a = p.parse_args()
text = pathlib.Path(a.input, "data.csv").read_text()
pathlib.Path(a.output, "copy.csv").write_text(text.upper())
pathlib.Path(a.output, "deep").mkdir()
job = json.loads(pathlib.Path(os.environ["CONFIG"], "processingjobconfig.json").read_text())
pathlib.Path(a.output, "deep", "job.txt").write_text(job["ProcessingJobName"])
print("copied", len(text))
"""


def copying(bench):
    data = bench.put("raw/data.csv", "a,b\n1,2\n")
    return bench.processing(
        COPY,
        Inputs={"raw": (data.rpartition("/")[0], "/opt/ml/processing/input")},
        Outputs={"copy": (f"s3://{bench.bucket}/out", "/opt/ml/processing/copy")},
        Arguments=["--input", "/opt/ml/processing/input", "--output=/opt/ml/processing/copy"],
        Environment={"CONFIG": "/opt/ml/config"},
    )


def test_a_job_reads_its_inputs_from_s3_and_leaves_its_outputs_there(bench):
    job = copying(bench)
    bench.sagemaker.create_processing_job(**job)
    ended = bench.ended_processing(job["ProcessingJobName"])
    assert ended["ProcessingJobStatus"] == "Completed", ended.get("FailureReason")
    assert bench.read(f"s3://{bench.bucket}/out/copy.csv") == b"A,B\n1,2\n"
    assert bench.read(f"s3://{bench.bucket}/out/deep/job.txt").decode() == job["ProcessingJobName"]


def test_what_a_job_prints_is_in_its_log_group(bench):
    name = bench.process("print('hello from the job')")["ProcessingJobName"]
    logs = bench.aws.client("logs")
    group = "/aws/sagemaker/ProcessingJobs"
    stream = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=name)["logStreams"][0]["logStreamName"]
    events = logs.get_log_events(logGroupName=group, logStreamName=stream)["events"]
    assert [event["message"] for event in events] == ["hello from the job"]


def test_a_failing_script_fails_the_job_with_its_last_line_and_its_log(bench):
    ended = bench.process("raise SystemExit('no such column: age')")
    assert ended["ProcessingJobStatus"] == "Failed"
    assert "no such column: age" in ended["FailureReason"]
    assert "exit code: 1" in ended["FailureReason"]
    assert "/aws/sagemaker/ProcessingJobs" in ended["FailureReason"]


def test_a_failing_script_leaves_no_outputs(bench):
    script = "import sys; open(sys.argv[1] + '/half.csv', 'w').write('1'); sys.exit(3)"
    bench.process(
        script,
        Outputs={"half": (f"s3://{bench.bucket}/half", "/opt/ml/processing/half")},
        Arguments=["/opt/ml/processing/half"],
    )
    assert "Contents" not in bench.aws.client("s3").list_objects_v2(Bucket=bench.bucket, Prefix="half")


def test_a_job_whose_input_does_not_exist_fails_by_saying_so(bench):
    ended = bench.process("", Inputs={"raw": (f"s3://{bench.bucket}/nothing", "/opt/ml/processing/input")})
    assert ended["ProcessingJobStatus"] == "Failed"
    assert f"No S3 objects found under S3 URL 's3://{bench.bucket}/nothing'" in ended["FailureReason"]


def test_a_job_acts_as_its_role(bench):
    script = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'], file=open(__import__('sys').argv[1] + '/who', 'w'))"  # noqa: E501
    bench.process(
        script,
        Outputs={"who": (f"s3://{bench.bucket}/who", "/opt/ml/processing/who")},
        Arguments=["/opt/ml/processing/who"],
    )
    who = bench.read(f"s3://{bench.bucket}/who/who").decode()
    assert who.startswith("arn:aws:sts::123456789012:assumed-role/sagemaker-tests/")


def test_a_job_sees_nothing_of_the_variables_of_the_server(bench, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_USER", "1")
    assert (
        bench.process("import os; assert 'SECRET_OF_THE_USER' not in os.environ")["ProcessingJobStatus"] == "Completed"
    )


def test_a_running_job_can_be_stopped(bench):
    job = bench.processing("import time; time.sleep(600)")
    bench.sagemaker.create_processing_job(**job)
    bench.sagemaker.stop_processing_job(ProcessingJobName=job["ProcessingJobName"])
    assert bench.ended_processing(job["ProcessingJobName"])["ProcessingJobStatus"] == "Stopped"


def test_a_job_that_takes_too_long_is_killed(bench):
    ended = bench.process("import time; time.sleep(60)", StoppingCondition={"MaxRuntimeInSeconds": 1})
    assert ended["ProcessingJobStatus"] == "Stopped"
    assert "MaxRuntimeInSeconds" in ended["FailureReason"]


def test_a_job_name_is_used_once(bench):
    job = bench.processing("")
    bench.sagemaker.create_processing_job(**job)
    with pytest.raises(ClientError, match="ResourceInUse"):
        bench.sagemaker.create_processing_job(**job)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"Outputs": {"o": ("s3://b/o", "/tmp/out")}}, "must be a path under /opt/ml"),
        ({"Outputs": {"o": ("s3://b/o", "/opt/ml/../../etc")}}, "must be a path under /opt/ml"),
        ({"ProcessingResources": {"ClusterConfig": {"InstanceCount": 2, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}}}, "InstanceCount 2"),  # noqa: E501
        ({"AppSpecification": {"ImageUri": "1.dkr/unknown:1", "ContainerEntrypoint": ["x"]}}, "not emulated: image"),
        ({"ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.huge", "VolumeSizeInGB": 1}}}, "enum value set"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_job_that_cannot_run_is_refused_at_once(bench, change, message):
    with pytest.raises(ClientError, match=message):
        bench.sagemaker.create_processing_job(**bench.processing("", **change))


def test_jobs_are_listed_by_status(bench):
    name = bench.process("raise SystemExit(1)")["ProcessingJobName"]
    jobs = bench.sagemaker.list_processing_jobs(StatusEquals="Failed", NameContains=name)["ProcessingJobSummaries"]
    assert [job["ProcessingJobName"] for job in jobs] == [name]
