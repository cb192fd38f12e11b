import pytest

from mlops_templates.localaws.codebuild.artifacts import collect
from mlops_templates.localaws.codebuild.buildspec import Artifacts
from mlops_templates.localaws.codebuild.failure import BuildFailure


@pytest.fixture
def source(tmp_path):
    for path in ("a.txt", "out/b.txt", "out/deep/c.txt", "out/.hidden", "out/deep/skip.log"):
        (tmp_path / "src" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "src" / path).write_text(path)
    (tmp_path / "outside.txt").write_text("x")
    return tmp_path / "src"


@pytest.mark.parametrize(
    ("artifacts", "names"),
    [
        (Artifacts(["a.txt"]), {"a.txt"}),
        (Artifacts(["./a.txt"]), {"a.txt"}),
        (Artifacts(["*"], base="out"), {"b.txt", ".hidden"}),
        (Artifacts(["**/*"], base="out"), {"b.txt", ".hidden", "deep/c.txt", "deep/skip.log"}),
        (Artifacts(["deep/**/*"], base="o*"), {"deep/c.txt", "deep/skip.log"}),
        (Artifacts(["**/*.txt"], base="out", discard_paths=True), {"b.txt", "c.txt"}),
        (Artifacts(["deep/*"], base="out", exclude=["**/*.log"]), {"deep/c.txt"}),
    ],
)
def test_patterns_mean_what_they_mean_in_codebuild(source, artifacts, names):
    assert set(collect(artifacts, source)) == names


@pytest.mark.parametrize(
    ("artifacts", "words"),
    [
        (Artifacts(["a.txt", "nowhere.txt"]), "no matching artifact paths found: nowhere.txt"),
        (Artifacts(["out"]), "no matching artifact paths found: out"),
        (Artifacts(["../outside.txt"]), "no matching artifact paths found"),
        (Artifacts(["*"], base="dist"), "no matching base directory path found for dist"),
    ],
)
def test_what_matches_nothing_is_a_mistake(source, artifacts, words):
    with pytest.raises(BuildFailure) as failure:
        collect(artifacts, source)
    assert words in failure.value.message


def test_a_build_without_the_files_that_it_promised_fails(run, aws, name):
    aws.client("s3").create_bucket(Bucket=name)
    build = run(
        "phases: {build: {commands: ['true']}}\nartifacts: {files: [model.tar.gz]}",
        {"artifacts": {"type": "S3", "location": name}},
    )
    assert (build.status, build.phases["UPLOAD_ARTIFACTS"]) == ("FAILED", "FAILED")
    assert build.failure == {
        "statusCode": "CLIENT_ERROR",
        "message": "no matching artifact paths found: model.tar.gz",
    }


def test_artifacts_go_to_their_place_in_s3(run, aws, name):
    aws.client("s3").create_bucket(Bucket=name)
    build = run(
        "phases: {build: {commands: [mkdir out, echo hi > out/a.txt]}}\nartifacts: {base-directory: out, files: ['*']}",
        {"artifacts": {"type": "S3", "location": name, "path": "builds", "name": "site"}},
    )
    body = aws.client("s3").get_object(Bucket=name, Key="builds/site/a.txt")["Body"].read()
    assert body == b"hi\n"
    assert build.facts["artifacts"]["location"] == f"arn:aws:s3:::{name}/builds/site"


def test_a_bucket_that_is_not_there_fails_the_build(run):
    build = run(
        "phases: {build: {commands: [echo hi > a.txt]}}\nartifacts: {files: [a.txt]}",
        {"artifacts": {"type": "S3", "location": "no-such-bucket-anywhere"}},
    )
    assert build.phases["UPLOAD_ARTIFACTS"] == "FAILED"
    assert "NoSuchBucket" in build.failure["message"]
