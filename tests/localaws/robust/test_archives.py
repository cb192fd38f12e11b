"""Nothing in an archive lands outside its folder, or fills the disk."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.localaws import archives
from mlops_templates.localaws.archives import BadArchiveError, unpack_tar, unpack_zip
from mlops_templates.localaws.codebuild.state import find_build
from mlops_templates.localaws.codecommit import seed
from mlops_templates.localaws.errors import AwsError
from tests.conftest import Aws
from tests.localaws.robust.hostile import FILE, LINK, REG, SYM, TARS, ZIPS, tarred, zipped
from tests.localaws.robust.test_limits import job
from tests.localaws.sagemaker.conftest import IMAGE
from tests.waiting import until


@pytest.fixture(autouse=True)
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 2_000_000)
    monkeypatch.setattr(archives, "MOST_FILES", 50)


@pytest.mark.parametrize("name", ZIPS)
def test_a_hostile_zip_is_refused_for_what_is_wrong_with_it(tmp_path: Path, name: str) -> None:
    make, words = ZIPS[name]
    with pytest.raises(BadArchiveError, match=words):
        unpack_zip(make(), tmp_path / "a" / "b")
    assert {path.name for path in tmp_path.iterdir()} == {"a"}
    assert {path.name for path in (tmp_path / "a").iterdir()} == {"b"}


@pytest.mark.parametrize("name", TARS)
def test_a_hostile_tar_is_refused_for_what_is_wrong_with_it(tmp_path: Path, name: str) -> None:
    make, words = TARS[name]
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "archive").write_bytes(make())
    with pytest.raises(BadArchiveError, match=words):
        unpack_tar(tmp_path / "archive", tmp_path / "a" / "b")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "archive"}
    assert list((tmp_path / "a" / "b").iterdir()) in ([], [tmp_path / "a" / "b" / "a"])


def test_harmless_links_of_a_zip_are_links(tmp_path: Path) -> None:
    unpack_zip(zipped(("a/b", b"x", FILE), ("l", b"a/b", LINK), ("a/m", b"../l", LINK)), tmp_path)
    assert (tmp_path / "a" / "m").read_bytes() == b"x"
    assert (tmp_path / "l").is_symlink()


def test_harmless_links_of_a_tar_are_links(tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(tarred(("./a/b", REG, b"x", ""), ("l", SYM, b"", "a/b")))
    unpack_tar(tmp_path / "archive", tmp_path / "out")
    assert (tmp_path / "out" / "l").read_bytes() == b"x"


@pytest.mark.parametrize("name", sorted(set(ZIPS) - {"a link out", "a link up", "a file through a link"}))
def test_no_repository_begins_with_a_hostile_zip(name: str) -> None:
    with pytest.raises(AwsError) as refused:
        seed.read(ZIPS[name][0]())
    assert refused.value.code in ("InvalidRequest", "InvalidPathException")


@pytest.fixture
def bucket(aws: Aws) -> str:
    name = f"hostile-{uuid.uuid4().hex[:10]}"
    aws.client("s3").create_bucket(Bucket=name)
    return name


def fetched(aws: Aws, bucket: str, location: str) -> str:
    """Why a build with this source of S3 failed."""
    name, codebuild = f"hostile-{uuid.uuid4().hex[:8]}", aws.client("codebuild")
    codebuild.create_project(
        name=name,
        source={"type": "S3", "location": f"{bucket}/{location}", "buildspec": "version: 0.2\nphases: {}"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "LINUX_CONTAINER", "image": "x", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole=aws.role(name, "codebuild"),
    )
    build = find_build(aws.call(), codebuild.start_build(projectName=name)["build"]["id"])
    assert build.wait(180)
    assert (build.status, build.phases[3].name, build.phases[3].code) == ("FAILED", "DOWNLOAD_SOURCE", "CLIENT_ERROR")
    return build.failure


@pytest.mark.parametrize("name", ["a path up", "a link out", "a bomb", "no zip"])
def test_a_build_with_a_hostile_source_fails_before_its_first_command(aws: Aws, bucket: str, name: str) -> None:
    aws.client("s3").put_object(Bucket=bucket, Key="source.zip", Body=ZIPS[name][0]())
    assert ZIPS[name][1] in fetched(aws, bucket, "source.zip")


@pytest.mark.parametrize("key", ["source/../../evil", "source/{}/evil"], ids=["above", "from-the-top"])
def test_a_build_with_a_key_that_leads_out_fails(aws: Aws, bucket: str, key: str, tmp_path: Path) -> None:
    aws.client("s3").put_object(Bucket=bucket, Key=key.format(tmp_path), Body=b"x")
    assert "a key that leads out of it" in fetched(aws, bucket, "source/")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("base", ["../..", "/etc", "*/../../.."])
def test_artifacts_come_from_the_folder_of_the_source_only(aws: Aws, base: str) -> None:
    name, codebuild = f"hostile-{uuid.uuid4().hex[:8]}", aws.client("codebuild")
    aws.client("s3").create_bucket(Bucket=name)
    codebuild.create_project(
        name=name,
        source={
            "type": "NO_SOURCE",
            "buildspec": f"version: 0.2\nphases: {{build: {{commands: [mkdir a]}}}}\n"
            f"artifacts: {{base-directory: '{base}', files: ['**/*']}}",
        },
        artifacts={"type": "S3", "location": name, "packaging": "ZIP"},
        environment={"type": "LINUX_CONTAINER", "image": "x", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole=aws.role(name, "codebuild"),
    )
    build = find_build(aws.call(), codebuild.start_build(projectName=name)["build"]["id"])
    assert build.wait(180)
    assert "no matching base directory path found" in build.failure


def training(aws: Aws, bucket: str, source: bytes) -> dict[str, Any]:
    """The end of a training job with this source."""
    name, sagemaker = f"hostile-{uuid.uuid4().hex[:8]}", aws.client("sagemaker")
    aws.client("s3").put_object(Bucket=bucket, Key="sourcedir.tar.gz", Body=source)
    sagemaker.create_training_job(
        TrainingJobName=name,
        RoleArn=aws.role(name, "sagemaker"),
        AlgorithmSpecification={"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        HyperParameters={
            "sagemaker_program": "train.py",
            "sagemaker_submit_directory": f"s3://{bucket}/sourcedir.tar.gz",
        },
        OutputDataConfig={"S3OutputPath": f"s3://{bucket}/out"},
        ResourceConfig={"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1},
        StoppingCondition={"MaxRuntimeInSeconds": 60},
    )

    def ended() -> dict[str, Any] | None:
        found = sagemaker.describe_training_job(TrainingJobName=name)
        return dict(found) if found["TrainingJobStatus"] in ("Failed", "Completed") else None

    return until(ended, "the end of the training job")


@pytest.mark.parametrize("name", ["a path up", "a link through a link", "a device", "a bomb", "half of it"])
def test_a_training_job_with_a_hostile_source_fails_with_a_client_error(aws: Aws, bucket: str, name: str) -> None:
    ended = training(aws, bucket, TARS[name][0]())
    assert ended["TrainingJobStatus"] == "Failed"
    assert ended["FailureReason"].startswith("ClientError: s3://")
    assert TARS[name][1] in ended["FailureReason"]


@pytest.mark.parametrize(("key", "words"), [("in/../../evil", "no path of a file"), ("in/" + "a" * 300, "too long")])
def test_a_processing_job_with_a_key_that_no_folder_can_have_fails(aws: Aws, bucket: str, key: str, words: str) -> None:
    aws.client("s3").put_object(Bucket=bucket, Key=key, Body=b"x")
    ended = processing(aws, bucket)
    assert ended["ProcessingJobStatus"] == "Failed"
    assert words in ended["FailureReason"]


def test_a_key_from_the_top_lands_in_the_folder_of_the_job(aws: Aws, bucket: str, tmp_path: Path) -> None:
    aws.client("s3").put_object(Bucket=bucket, Key=f"in/{tmp_path}/evil", Body=b"x")
    assert processing(aws, bucket)["ProcessingJobStatus"] == "Completed"
    assert list(tmp_path.iterdir()) == []


def processing(aws: Aws, bucket: str) -> dict[str, Any]:
    """The end of a processing job that reads `in/` of the bucket."""
    name = f"hostile-{uuid.uuid4().hex[:8]}"
    source = {"S3Uri": f"s3://{bucket}/in", "LocalPath": "/opt/ml/processing/in", "S3DataType": "S3Prefix"}
    aws.client("sagemaker").create_processing_job(
        ProcessingJobName=name,
        RoleArn=aws.role(name, "sagemaker"),
        AppSpecification={"ImageUri": IMAGE, "ContainerEntrypoint": ["true"]},
        ProcessingInputs=[{"InputName": "in", "S3Input": {**source, "S3InputMode": "File"}}],
        ProcessingResources={
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}
        },
    )
    until(lambda: job(aws, name)["ProcessingJobStatus"] in ("Failed", "Completed"), "the end of the job")
    return job(aws, name)
