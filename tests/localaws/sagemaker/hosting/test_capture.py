"""Data capture, as it lies in S3."""

import base64
import json
import re

from tests.localaws.sagemaker.conftest import ROLE

HEADERS = {"CsvContentTypes": ["text/csv"], "JsonContentTypes": ["application/json"]}


def captured(hosting, bench, **settings):
    config = {
        "EnableCapture": True,
        "InitialSamplingPercentage": 100,
        "DestinationS3Uri": f"s3://{bench.bucket}/capture",
        "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
        "CaptureContentTypeHeader": HEADERS,
        **settings,
    }
    role = settings.pop("role", ROLE)
    model = bench.name("model")
    container = {"Image": bench.image, "ModelDataUrl": hosting.data()}
    hosting.api.create_model(ModelName=model, ExecutionRoleArn=role, PrimaryContainer=container)
    config.pop("role", None)
    return hosting.serving(hosting.config_of(model, DataCaptureConfig=config))


def objects(bench):
    found = bench.aws.client("s3").list_objects_v2(Bucket=bench.bucket, Prefix="capture/")
    return [entry["Key"] for entry in found.get("Contents", [])]


def lines(bench, number=1):
    """The captured lines, once there are so many."""

    def read():
        texts = [bench.read(f"s3://{bench.bucket}/{key}").decode() for key in objects(bench)]
        found = [json.loads(line) for text in texts for line in text.splitlines()]
        return {"lines": found, "number": len(found)}

    return bench.until(read, "number", number)["lines"]


def test_a_request_and_its_answer_are_captured(hosting, bench):
    name = captured(hosting, bench)
    hosting.ask(name, accept="application/json", InferenceId="case-7", CustomAttributes="who=me")
    (line,) = lines(bench)
    given = line["captureData"]
    assert given["endpointInput"] == {
        "observedContentType": "text/csv", "mode": "INPUT", "data": "1,2", "encoding": "CSV",
    }  # fmt: skip
    assert json.loads(given["endpointOutput"]["data"])["predictions"] == [2.0, 4.0]
    assert (given["endpointOutput"]["encoding"], line["eventVersion"]) == ("JSON", "0")
    about = line["eventMetadata"]
    assert (about["inferenceId"], about["customAttributes"]) == ("case-7", ["who=me"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", about["inferenceTime"])
    (key,) = objects(bench)
    hour = r"\d{4}/\d\d/\d\d/\d\d"
    assert re.fullmatch(rf"capture/{name}/Variant0/{hour}/\d\d-\d\d-\d\d\d-[0-9a-f-]{{36}}\.jsonl", key)


def test_what_is_called_neither_csv_nor_json_is_kept_in_base64(hosting, bench):
    name = captured(hosting, bench, CaptureContentTypeHeader={"JsonContentTypes": ["application/json"]})
    hosting.ask(name)
    side = lines(bench)[0]["captureData"]["endpointInput"]
    assert (side["encoding"], base64.b64decode(side["data"])) == ("BASE64", b"1,2")


def test_only_the_wanted_side_is_captured(hosting, bench):
    hosting.ask(captured(hosting, bench, CaptureOptions=[{"CaptureMode": "Output"}]))
    assert list(lines(bench)[0]["captureData"]) == ["endpointOutput"]


def test_nothing_is_captured_of_an_endpoint_that_captures_nothing(hosting, bench):
    none, off = captured(hosting, bench, InitialSamplingPercentage=0), captured(hosting, bench, EnableCapture=False)
    every = captured(hosting, bench)
    for name in (none, off, every):
        hosting.ask(name)
    lines(bench)
    assert all(key.startswith(f"capture/{every}/") for key in objects(bench))


def test_captures_are_encrypted_with_the_given_key(hosting, bench):
    key = bench.aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    hosting.ask(captured(hosting, bench, KmsKeyId=key))
    lines(bench)
    found = bench.aws.client("s3").head_object(Bucket=bench.bucket, Key=objects(bench)[0])
    assert found["SSEKMSKeyId"] == key


def test_captures_are_written_with_the_role_of_the_model(hosting, bench, aws):
    role = aws.role(bench.name("reader"), "sagemaker", actions=("s3:GetObject", "s3:ListBucket", "logs:*"))
    refused = captured(hosting, bench, role=role)
    assert hosting.ask(refused)["Body"].read() == b"2.0,4.0"
    allowed = captured(hosting, bench)
    hosting.ask(allowed)
    lines(bench)
    assert all(key.startswith(f"capture/{allowed}/") for key in objects(bench))


def test_a_retained_setting_goes_on_capturing(hosting, bench):
    name = captured(hosting, bench)
    hosting.api.update_endpoint(
        EndpointName=name, EndpointConfigName=hosting.config(hosting.data("5")), RetainAllVariantProperties=True
    )
    assert hosting.settled(name)["DataCaptureConfig"]["CaptureStatus"] == "Started"
    hosting.ask(name)
    assert lines(bench)[0]["captureData"]["endpointOutput"]["data"] == "5.0,10.0"
