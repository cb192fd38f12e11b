from datetime import UTC, datetime, timedelta

import pytest

from mlops_templates.localaws.sagemaker.pipelines.caching import Hit, is_fresh, key

JOB = {
    "AppSpecification": {"ImageUri": "image", "ContainerArguments": ["--rows", "3"]},
    "Environment": {"A": "1"},
    "ProcessingInputs": [{"InputName": "code", "S3Input": {"S3Uri": "s3://b/code"}}],
    "ProcessingOutputConfig": {"Outputs": []},
    "ProcessingJobName": "job-1",
    "RoleArn": "role",
}


@pytest.mark.parametrize("member", ["ProcessingOutputConfig", "ProcessingJobName", "RoleArn", "Tags", "NetworkConfig"])
def test_where_a_job_runs_and_what_it_leaves_does_not_count(member):
    assert key("Processing", {**JOB, member: "other"}) == key("Processing", JOB)


@pytest.mark.parametrize("member", ["AppSpecification", "Environment", "ProcessingInputs"])
def test_what_a_job_computes_counts(member):
    assert key("Processing", {**JOB, member: "other"}) != key("Processing", JOB)


def test_registrations_are_never_cached():
    assert key("RegisterModel", {}) == ""


def test_a_result_expires():
    ended = datetime(2026, 1, 1, tzinfo=UTC)
    hit = Hit("execution", "job", ended)
    assert is_fresh(hit, timedelta(days=1), ended + timedelta(hours=23))
    assert not is_fresh(hit, timedelta(days=1), ended + timedelta(hours=25))
