import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ci import build as builds
from ci.banner import StepFailed
from ml_pipelines.source_code import step_sources

ROOT = Path(__file__).parents[2]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
DATA = {"rows.csv": b"y,a\n1,2\n"}


class Bucket:
    """The slice of an S3 client that a build uses, in memory."""

    def __init__(self, **contents):
        self.contents = dict(contents)

    def put_object(self, *, Bucket, Key, Body):
        self.contents[Key] = Body

    def get_paginator(self, _):
        return self

    def paginate(self, *, Bucket, Prefix):
        keys = sorted(key for key in self.contents if key.startswith(Prefix))
        return [{"Contents": [{"Key": key}]} for key in keys] or [{}]

    def copy(self, source, bucket, key):
        self.contents[key] = self.contents[source["Key"]]


@pytest.fixture
def build(project):
    return builds.Build(project, builds.build_id(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), COMMIT), COMMIT)


@pytest.fixture
def contents(build):
    return builds.objects(build, ROOT, DATA, step_sources())


def test_the_build_id_is_time_and_commit(build):
    assert build.build_id == "20260102T030405Z-0123456789ab"


def test_code_and_data_are_copied_in_the_layout_of_the_bucket(contents):
    base = "churn/20260102T030405Z-0123456789ab"
    assert contents[f"{base}/input/rows.csv"] == DATA["rows.csv"]
    for copied, file in (
        ("code/algorithms/training/gradient_boosting/__main__.py", "algorithms/training/gradient_boosting/__main__.py"),
        ("code/ml-pipelines/training/ml-pipeline-training.py", "ml_pipelines/training/ml-pipeline-training.py"),
        ("code/ml-pipelines/training/input.json", "ml_pipelines/training/input.json"),
    ):
        assert contents[f"{base}/{copied}"] == (ROOT / file).read_bytes()


def test_no_compiled_file_is_copied(contents):
    assert not [key for key in contents if "__pycache__" in key or key.endswith(".pyc")]


def test_what_jobs_read_lies_under_its_content_and_so_do_not_depend_on_the_build(build, contents):
    other = builds.Build(build.project, "20270101T000000Z-ffffffffffff", "f" * 40)
    read_by_jobs = {key for key in contents if key.startswith("churn/content/")}
    assert read_by_jobs == {
        key for key in builds.objects(other, ROOT, DATA, step_sources()) if key.startswith("churn/content/")
    }
    assert builds.data_key(build.project, DATA) + "rows.csv" in read_by_jobs


def test_other_data_has_another_key(project):
    assert builds.data_key(project, DATA) != builds.data_key(project, {"rows.csv": b"y,a\n1,3\n"})


def test_the_manifest_leads_from_build_to_commit_and_content(build, contents):
    manifest = json.loads(contents[f"{build.prefix}/build.json"])
    assert manifest["CommitId"] == COMMIT
    assert manifest["Input"]["Files"] == ["rows.csv"]
    assert manifest["Steps"] == {name: {"Sha256": source.digest} for name, source in step_sources().items()}


def test_everything_is_uploaded(contents, project):
    bucket = Bucket()
    builds.upload(bucket, project.bucket, contents)
    assert bucket.contents == contents


def test_a_folder_in_s3_is_copied_into_the_build():
    bucket = Bucket(**{"churn/a.csv": b"1", "churn/deep/b.csv": b"2", "churn/deep/": b"", "other/c.csv": b"3"})
    assert builds.copy_from(bucket, "s3://lake/churn/", "ml-data", "use-case/build") == 2
    copies = {key: value for key, value in bucket.contents.items() if key.startswith("use-case")}
    assert copies == {"use-case/build/input/a.csv": b"1", "use-case/build/input/deep/b.csv": b"2"}


def test_the_commit_is_that_of_codebuild(monkeypatch):
    monkeypatch.setenv("CODEBUILD_RESOLVED_SOURCE_VERSION", COMMIT)
    assert builds.commit_of(ROOT) == COMMIT


def test_the_commit_is_that_of_git_outside_codebuild(monkeypatch):
    monkeypatch.delenv("CODEBUILD_RESOLVED_SOURCE_VERSION", raising=False)
    answer_as_git(monkeypatch, {"rev-parse": f"{COMMIT}\n", "status": ""})
    assert builds.commit_of(ROOT) == COMMIT


def test_what_is_not_committed_is_not_built(monkeypatch):
    monkeypatch.delenv("CODEBUILD_RESOLVED_SOURCE_VERSION", raising=False)
    answer_as_git(monkeypatch, {"rev-parse": f"{COMMIT}\n", "status": " M algorithms/training/x.py\n"})
    with pytest.raises(StepFailed, match="changes that no commit holds"):
        builds.commit_of(ROOT)


def answer_as_git(monkeypatch, answers):
    def run(command, **_):
        return subprocess.CompletedProcess(command, 0, answers[command[3]])

    monkeypatch.setattr(subprocess, "run", run)


@pytest.mark.parametrize("error", [FileNotFoundError("git"), subprocess.CalledProcessError(128, "git")])
def test_an_unknown_commit_stops_the_build(monkeypatch, error):
    def run(*_, **__):
        raise error

    monkeypatch.delenv("CODEBUILD_RESOLVED_SOURCE_VERSION", raising=False)
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(StepFailed, match="the commit is not known"):
        builds.commit_of(ROOT)
