"""A model made and used within one execution."""

from tests.localaws.sagemaker.hosting.conftest import Hosting
from tests.localaws.sagemaker.transform.conftest import INFERENCE


def steps(bench, factor):
    container = {"Image": bench.image, "ModelDataUrl": Hosting(bench).data(factor, INFERENCE)}
    model = {
        "Name": "CreateModel",
        "Type": "Model",
        "Arguments": {"ExecutionRoleArn": bench.role, "PrimaryContainer": container, "EnableNetworkIsolation": True},
    }
    place = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bench.bucket}/in/"}
    target = {"On": "/", "Values": [f"s3://{bench.bucket}/out", {"Get": "Execution.PipelineExecutionId"}]}
    transform = {
        "Name": "Score",
        "Type": "Transform",
        "Arguments": {
            "ModelName": {"Get": "Steps.CreateModel.ModelName"},
            "TransformInput": {"DataSource": {"S3DataSource": place}, "ContentType": "text/csv", "SplitType": "Line"},
            "TransformOutput": {"S3OutputPath": {"Std:Join": target}, "AssembleWith": "Line", "Accept": "text/csv"},
            "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        },
        "CacheConfig": {"Enabled": True, "ExpireAfter": "P1D"},
    }
    return model, transform


def test_a_model_step_and_a_transform_step_score_the_input(pipelines, bench):
    bench.put("in/a.csv", "1,2\n")
    ended = pipelines.run(pipelines.definition(*steps(bench, "2")))
    assert ended["PipelineExecutionStatus"] == "Succeeded", ended.get("FailureReason")
    score = pipelines.steps(ended["PipelineExecutionArn"])["Score"]
    job = score["Metadata"]["TransformJob"]["Arn"].rpartition("/")[2]
    target = bench.sagemaker.describe_transform_job(TransformJobName=job)["TransformOutput"]["S3OutputPath"]
    assert bench.read(f"{target}/a.csv.out") == b"6.0\n"


def test_a_transform_that_fails_fails_its_step(pipelines, bench):
    bench.put("in/a.csv", "one\n")
    ended = pipelines.run(pipelines.definition(*steps(bench, "2")))
    assert ended["PipelineExecutionStatus"] == "Failed"
    assert "Score: ClientError: See job logs" in ended["FailureReason"]
