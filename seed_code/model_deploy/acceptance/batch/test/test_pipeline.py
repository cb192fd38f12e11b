import io
import json
from pathlib import Path

import pytest
from botocore.response import StreamingBody
from botocore.stub import ANY

from acceptance.batch import pipeline
from acceptance.batch.pipeline import BatchPipeline
from deployment.test.examples import stubbed

ARN = "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/p/execution/abcdefghijkl"
REPORTS = {
    "statistics/statistics.json": {"rows": 1, "columns": ["score"]},
    "monitoring/monitoring.json": {"compared": False},
}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch):
    """A pipeline `p` over the bucket `data`, and the stubs behind its clients; files are always called alike."""
    sagemaker, of_sagemaker = stubbed("sagemaker")
    s3, of_s3 = stubbed("s3")
    monkeypatch.setattr(pipeline.uuid, "uuid4", lambda: type("Fixed", (), {"hex": "0123456789abcdef"}))
    return BatchPipeline("p", "data", "batch-input/staging/p-1/", True, sagemaker, s3), of_sagemaker, of_s3


def body(text: str) -> dict[str, StreamingBody]:
    return {"Body": StreamingBody(io.BytesIO(text.encode()), len(text))}


def expect_start(stubber, key: str) -> None:
    parameters = [{"Name": "InputPrefix", "Value": key}, {"Name": "Deliver", "Value": "no"}]
    request = {"PipelineName": "p", "PipelineParameters": parameters}
    stubber.add_response("start_pipeline_execution", {"PipelineExecutionArn": ARN}, request)


def test_a_run_beside_the_input_reads_the_results_of_its_execution(aws) -> None:
    batch, sagemaker, s3 = aws
    key = "batch-input/staging-test/p-1/acceptance-0123456789ab.csv"
    s3.add_response("put_object", {}, {"Bucket": "data", "Key": key, "Body": b"id\n7\n"})
    expect_start(sagemaker, key)
    sagemaker.add_response("describe_pipeline_execution", {"PipelineExecutionStatus": "Succeeded"})
    s3.add_response("delete_object", {}, {"Bucket": "data", "Key": key})
    folder = "batch-output/staging/p-1/abcdefghijkl"
    results = f"{folder}/results/acceptance-0123456789ab.csv"
    s3.add_response("get_object", body("id,score\n7,0.5\n"), {"Bucket": "data", "Key": results})
    for name, document in REPORTS.items():
        s3.add_response("get_object", body(json.dumps(document)), {"Bucket": "data", "Key": f"{folder}/{name}"})
    got = batch.score("id\n7\n", 1, by_arrival=False)
    assert (got.execution_arn, got.rows, got.scores) == (ARN, ({"id": "7", "score": "0.5"},), [(0.5,)])
    assert (got.statistics, got.monitoring) == tuple(REPORTS.values())


def test_the_file_is_taken_away_when_the_run_fails(aws) -> None:
    batch, sagemaker, s3 = aws
    s3.add_response("put_object", {})
    expect_start(sagemaker, ANY)
    sagemaker.add_response("describe_pipeline_execution", {"PipelineExecutionStatus": "Stopped"})
    sagemaker.add_response("list_pipeline_execution_steps", {"PipelineExecutionSteps": []})
    s3.add_response("delete_object", {})
    with pytest.raises(AssertionError, match="is Stopped"):
        batch.score("id\n7\n", 1, by_arrival=False)
    s3.assert_no_pending_responses()


def test_the_pipeline_of_a_stage_is_the_one_that_was_rendered(tmp_path: Path) -> None:
    parameters = {"PipelineName": "p", "DataBucket": "data", "InputPrefix": "batch-input/prod/", "OnArrival": "no"}
    (tmp_path / "prod.json").write_text(json.dumps({"Parameters": parameters, "Tags": {}}))
    got = pipeline.of_stage(tmp_path, "prod", None, None)
    assert got == BatchPipeline("p", "data", "batch-input/prod/", False, None, None)
