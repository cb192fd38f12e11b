import io
import json
import subprocess

import pytest

from ci import past_run as past_runs
from ci.banner import StepFailed
from ci.past_run import PastRun, past_run, restore, version_named
from ml_pipelines.source_code import archive, digest

GROUP = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/churn-p-abc123"
ROWS = {"rows.csv": b"y,a\n1,2\n"}
COMMIT = "0123456789abcdef0123456789abcdef01234567"
PREFIX = "churn/20260102T030405Z-0123456789ab"
PAST = PastRun(f"{GROUP}/3", COMMIT, "ml-data", PREFIX, "s3://ml-data/evaluation.json")


FACTS = {
    "BuildId": "20260102T030405Z-0123456789ab",
    "CommitId": COMMIT,
    "EvaluationReportS3Uri": "s3://ml-data/churn/an-earlier-build/ml-pipeline-outputs/Evaluate/evaluation/report.html",
}


class Registry:
    """Versions 1 to 3; what they say of themselves."""

    def __init__(self, facts=None):
        self.facts = facts or FACTS

    def get_paginator(self, _):
        return self

    def paginate(self, ModelPackageGroupName):
        assert ModelPackageGroupName == "churn-p-abc123"
        versions = [{"ModelPackageVersion": number, "ModelPackageArn": f"{GROUP}/{number}"} for number in (3, 2, 1)]
        return [{"ModelPackageSummaryList": versions[:2]}, {"ModelPackageSummaryList": versions[2:]}]

    def describe_model_package(self, ModelPackageName):
        quality = {"Statistics": {"S3Uri": "s3://ml-data/evaluation.json"}}
        return {"CustomerMetadataProperties": self.facts, "ModelMetrics": {"ModelQuality": quality}}


class Bucket:
    """What a build of these settings has left."""

    def __init__(self, source="data/rows.csv", data=ROWS):
        known = {"Sha256": digest(data)} if not source.startswith("s3://") else None
        self.contents = {
            f"{PREFIX}/code/ml-pipelines/training/input.json": json.dumps({"data": {"source": source}}).encode(),
            f"{PREFIX}/code/algorithms/training/x/__main__.py": b"then",
            f"{PREFIX}/build.json": json.dumps({"Input": known}).encode(),
            **{f"{PREFIX}/input/{name}": content for name, content in data.items()},
        }

    def get_paginator(self, _):
        return self

    def paginate(self, *, Bucket, Prefix):
        keys = sorted(key for key in self.contents if key.startswith(Prefix))
        return [{"Contents": [{"Key": key}]} for key in keys] or [{}]

    def get_object(self, *, Bucket, Key):
        return {"Body": io.BytesIO(self.contents[Key])}


@pytest.fixture(autouse=True)
def git(monkeypatch):
    """A clone that knows the commit."""
    told = archive({"ci/__main__.py": b"ci of then"})
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0, told))


@pytest.fixture
def restored(tmp_path):
    def restored(bucket, local=False):
        folder = tmp_path / "again"
        restore(bucket, PAST, tmp_path, folder, local)
        return folder

    return restored


def source_in(folder):
    return json.loads((folder / "ml_pipelines" / "training" / "input.json").read_text())["data"]["source"]


@pytest.mark.parametrize("wanted", ["1", f"{GROUP}/1"])
def test_a_version_is_named_by_its_number_or_its_arn(wanted):
    assert version_named(Registry(), "churn-p-abc123", wanted) == f"{GROUP}/1"


@pytest.mark.parametrize("wanted", ["4", "newest", "-1"])
def test_a_version_that_is_not_there_is_answered_by_those_that_are(wanted):
    with pytest.raises(StepFailed, match=f"churn-p-abc123 has no version '{wanted}'; its newest: 1, 2, 3"):
        version_named(Registry(), "churn-p-abc123", wanted)


def test_the_version_leads_to_its_own_build_also_when_a_step_was_reused_from_an_earlier_one():
    assert past_run(Registry(), f"{GROUP}/3") == PAST


def test_a_version_of_another_origin_is_refused_by_what_it_does_not_say():
    with pytest.raises(StepFailed, match=r"/3 does not name its BuildId, EvaluationReportS3Uri"):
        past_run(Registry({"CommitId": COMMIT}), f"{GROUP}/3")


def test_code_data_and_ci_of_then_are_put_where_they_were(restored):
    folder = restored(Bucket())
    assert (folder / "algorithms" / "training" / "x" / "__main__.py").read_bytes() == b"then"
    assert (folder / "data" / "rows.csv").read_bytes() == ROWS["rows.csv"]
    assert (folder / "ci" / "__main__.py").read_bytes() == b"ci of then"
    assert source_in(folder) == "data/rows.csv"


def test_what_an_earlier_reproduction_left_is_gone(restored, tmp_path):
    past_runs.write(tmp_path / "again" / "build" / "evaluation.json", b"old")
    assert not (restored(Bucket()) / "build").exists()


def test_a_clone_without_the_commit_takes_its_own_ci_and_says_so(restored, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 128, b""))
    past_runs.write(tmp_path / "ci" / "__main__.py", b"ci of today")
    assert (restored(Bucket()) / "ci" / "__main__.py").read_bytes() == b"ci of today"
    assert f"does not know commit {COMMIT}" in capsys.readouterr().out


def test_of_data_in_a_bucket_the_copy_is_read_and_not_what_lies_there_today(restored):
    folder = restored(Bucket("s3://lake/churn/"))
    assert source_in(folder) == f"s3://ml-data/{PREFIX}/input/"
    assert not (folder / "data").exists()


def test_a_local_run_gets_the_copy_as_a_file(restored):
    folder = restored(Bucket("s3://lake/churn/"), local=True)
    assert (folder / source_in(folder)).read_bytes() == ROWS["rows.csv"]


def test_a_local_run_of_several_files_is_refused(restored):
    with pytest.raises(StepFailed, match="holds 2 files") as refused:
        restored(Bucket("s3://lake/churn/", {"a.csv": b"", "b.csv": b""}), local=True)
    assert "LOCAL=1" in refused.value.what_to_do


def test_data_that_somebody_has_changed_is_refused(restored):
    bucket = Bucket()
    bucket.contents[f"{PREFIX}/input/rows.csv"] += b"3,4\n"
    with pytest.raises(StepFailed, match="not what the run read"):
        restored(bucket)


def test_copies_that_are_gone_are_named_with_the_commit(restored):
    bucket = Bucket()
    bucket.contents.clear()
    with pytest.raises(StepFailed, match=f"s3://ml-data/{PREFIX}/code/") as refused:
        restored(bucket)
    assert COMMIT in refused.value.what_to_do
