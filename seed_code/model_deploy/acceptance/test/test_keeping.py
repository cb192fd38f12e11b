import pytest
from botocore.stub import ANY

from acceptance import keeping
from acceptance.test.examples import results
from deployment.test.examples import stubbed

ENVIRONMENT = {"ML_DATA_BUCKET": "sagemaker-p-1-ml-data-111122223333", "KMS_KEY_ARN": "arn:aws:kms:eu-west-1:1:key/1"}
BUCKET = "sagemaker-p-1-artifacts-111122223333"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [(ENVIRONMENT, BUCKET), ({**ENVIRONMENT, "ARTIFACT_BUCKET": "mine"}, "mine"), ({"ML_DATA_BUCKET": "rows"}, "")],
)
def test_the_bucket_is_named_or_the_one_beside_that_of_the_data(environment: dict[str, str], expected: str) -> None:
    assert keeping.bucket(environment) == expected


def test_page_and_results_are_kept_encrypted_under_what_they_say() -> None:
    s3, stubber = stubbed("s3")
    for kind in ("application/json", "text/html; charset=utf-8"):
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": ENVIRONMENT["KMS_KEY_ARN"]}
        request = {"Bucket": BUCKET, "Key": ANY, "Body": ANY, "ContentType": kind, **encryption}
        stubber.add_response("put_object", {}, request)
    address = keeping.keep(s3, ENVIRONMENT, results(), "<html>")
    assert address.startswith(f"s3://{BUCKET}/test-results/staging/version-4/") and address.endswith("/report.html")
    stubber.assert_no_pending_responses()


def test_a_page_that_cannot_be_kept_is_told_and_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    s3, stubber = stubbed("s3")
    stubber.add_client_error("put_object", "AccessDenied", "not authorized")
    assert keeping.keep(s3, ENVIRONMENT, results(), "<html>") == ""
    assert "the page with the results is only in this job, under reports/: " in capsys.readouterr().out
    assert keeping.keep(s3, {}, results(), "<html>") == ""
