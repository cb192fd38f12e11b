import gzip
import json

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.sagemaker.jobs.records import JobState
from mlops_templates.localaws.sagemaker.jobs.resumption import resume
from tests.waiting import message

LINES = {"source": {"SplitType": "Line"}, "target": {"AssembleWith": "Line", "Accept": "text/csv"}}


def test_every_object_of_the_input_has_its_predictions_beside_its_name(transforms, bench):
    bench.put("in/a.csv", "1,2\n3,4\n")
    bench.put("in/b/c.csv", "5,6")
    ended = transforms.run(transforms.model("2"), **LINES)
    assert ended["TransformJobStatus"] == "Completed", ended.get("FailureReason")
    assert (transforms.out("a.csv"), transforms.out("b/c.csv")) == ("6.0\n14.0\n", "22.0\n")


def test_records_are_sent_together_or_one_by_one(transforms, bench):
    bench.put("in/a.csv", "1\n2\n3\n")
    model = transforms.model(Environment={"COUNT": "yes"})
    transforms.run(model, **LINES, BatchStrategy="MultiRecord")
    assert transforms.out("a.csv") == "3\n"
    transforms.run(model, **LINES, BatchStrategy="SingleRecord", MaxConcurrentTransforms=2)
    assert transforms.out("a.csv") == "1\n1\n1\n"


def test_predictions_are_joined_with_what_was_held_back_from_the_model(transforms, bench):
    bench.put("in/a.csv", "id-1,1,2\nid-2,3,4\n")
    joined = {"InputFilter": "$[1:]", "JoinSource": "Input", "OutputFilter": "$[0,-1]"}
    transforms.run(transforms.model("1"), **LINES, DataProcessing=joined)
    assert transforms.out("a.csv") == "id-1,3.0\nid-2,7.0\n"


def test_a_whole_json_document_is_one_record(transforms, bench):
    bench.put("in/a.json", json.dumps({"value": 4}))
    kind = "application/json"
    ended = transforms.run(
        transforms.model("2"),
        source={"ContentType": kind},
        target={"Accept": kind},
        DataProcessing={"JoinSource": "Input"},
    )
    assert ended["TransformJobStatus"] == "Completed", ended.get("FailureReason")
    assert json.loads(transforms.out("a.json")) == {"value": 4, "SageMakerOutput": {"score": 8.0, "batch": "true"}}


def test_compressed_input_is_read(transforms, bench):
    bench.put("in/a.csv.gz", gzip.compress(b"1,2\n"))
    transforms.run(transforms.model("2"), source={"CompressionType": "Gzip"}, target={"Accept": "text/csv"})
    assert transforms.out("a.csv.gz") == "6.0"


def test_a_bad_record_fails_the_job_and_leaves_the_other_files_done(transforms, bench):
    bench.put("in/a.csv", "1,2\n")
    bench.put("in/b.csv", "one\n")
    ended = transforms.run(transforms.model(), **LINES)
    assert ended["TransformJobStatus"] == "Failed"
    assert "b.csv: Bad HTTP status received from algorithm: 500" in ended["FailureReason"]
    assert transforms.outputs() == ["out/a.csv.out"]


def test_a_model_that_does_not_load_fails_the_job(transforms, bench):
    bench.put("in/a.csv", "1\n")
    ended = transforms.run(transforms.model("two"))
    assert ended["TransformJobStatus"] == "Failed"
    assert "could not convert string to float" in ended["FailureReason"]


def test_an_empty_prefix_fails_the_job(transforms):
    assert "No S3 objects found" in transforms.run(transforms.model())["FailureReason"]


def test_output_is_encrypted_with_the_given_key(transforms, bench):
    key = bench.aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    bench.put("in/a.csv", "1\n")
    transforms.run(transforms.model(), target={"KmsKeyId": key, "Accept": "text/csv"})
    found = bench.aws.client("s3").head_object(Bucket=bench.bucket, Key="out/a.csv.out")
    assert found["SSEKMSKeyId"] == key


def test_a_job_is_listed_and_tagged(transforms, bench):
    bench.put("in/a.csv", "1\n")
    ended = transforms.run(transforms.model(), Tags=[{"Key": "team", "Value": "blue"}])
    name, arn = ended["TransformJobName"], ended["TransformJobArn"]
    listed = transforms.api.list_transform_jobs(NameContains=name, StatusEquals="Completed")["TransformJobSummaries"]
    assert [found["TransformJobArn"] for found in listed] == [arn]
    assert transforms.api.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "blue"}]


def test_a_stopped_job_is_stopped_and_writes_nothing(transforms, bench):
    bench.put("in/a.csv", "1\n")
    request = transforms.request(transforms.model(), source={}, target={})
    transforms.api.create_transform_job(**request)
    transforms.api.stop_transform_job(TransformJobName=request["TransformJobName"])
    assert transforms.ended(request["TransformJobName"])["TransformJobStatus"] == "Stopped"
    assert transforms.outputs() == []


def test_a_job_of_the_server_before_has_failed(transforms, bench, aws):
    bench.put("in/a.csv", "1\n")
    ended = transforms.run(transforms.model())
    job = aws.call().state(JobState).jobs[ended["TransformJobArn"]]
    job.status = "InProgress"
    resume(aws.call())
    assert transforms.ended(ended["TransformJobName"])["TransformJobStatus"] == "Failed"


def test_the_end_of_a_job_is_an_event(transforms, bench, aws):
    queue, rule = aws.queue(bench.name("events")), bench.name("rule")
    pattern = {"source": ["aws.sagemaker"], "detail-type": ["SageMaker Transform Job State Change"]}
    pattern["detail"] = {"TransformJobStatus": ["Completed"]}
    events, sqs = aws.client("events"), aws.client("sqs")
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name=rule, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=rule, Targets=[{"Id": "queue", "Arn": arn}])
    bench.put("in/a.csv", "1\n")
    ended = transforms.run(transforms.model())
    event = json.loads(message(sqs, queue)["Body"])
    assert event["resources"] == [ended["TransformJobArn"]]
    assert event["detail"]["TransformJobName"] == ended["TransformJobName"]
    events.remove_targets(Rule=rule, Ids=["queue"])
    events.delete_rule(Name=rule)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ModelName": "nowhere"}, "Could not find model"),
        ({"DataProcessing": {"InputFilter": "features"}}, "must begin with"),
        ({"DataProcessing": {"JoinSource": "Input"}, "TransformOutput": {"AssembleWith": "None"}}, "same value"),
        ({"DataProcessing": {"InputFilter": "$[1:]"}, "TransformInput": {"ContentType": "image/png"}}, "ContentType"),
        ({"DataProcessing": {"JoinSource": "Input"}, "TransformOutput": {"Accept": "application/json"}}, "one format"),
    ],
)
def test_what_cannot_work_is_refused_at_once(transforms, change, words):
    request = transforms.request(transforms.model(), source={"SplitType": "Line"}, target={"AssembleWith": "Line"})
    for member, value in change.items():
        request[member] = {**request.get(member, {}), **value} if isinstance(value, dict) else value
    with pytest.raises(ClientError, match=words):
        transforms.api.create_transform_job(**request)
