import io
import zipfile

import pytest

from mlops_templates.localaws.codebuild.run import start
from mlops_templates.localaws.errors import AwsError
from tests.conftest import policy

SPEC = b"version: 0.2\nphases: {build: {commands: [cat words.txt, ./run.sh]}}\n"


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            member = zipfile.ZipInfo(path)
            member.external_attr = (0o755 if path.endswith(".sh") else 0o644) << 16
            archive.writestr(member, content)
    return buffer.getvalue()


FILES = {"buildspec.yml": SPEC, "words.txt": b"words\n", "run.sh": b"#!/bin/sh\necho ran\n"}


@pytest.fixture
def pipeline_project(codebuild, settings, name) -> str:
    source = {"type": "CODEPIPELINE"}
    codebuild.create_project(name=name, **{**settings, "source": source, "artifacts": {"type": "CODEPIPELINE"}})
    return name


def test_a_codecommit_source_is_cloned_at_the_wanted_version(aws, codebuild, settings, name, ended):
    codecommit = aws.client("codecommit")
    url = codecommit.create_repository(repositoryName=name)["repositoryMetadata"]["cloneUrlHttp"]
    files = [{"filePath": path, "fileContent": content} for path, content in FILES.items()]
    files[-1]["fileMode"] = "EXECUTABLE"
    first = codecommit.create_commit(repositoryName=name, branchName="main", putFiles=files)["commitId"]
    second = codecommit.put_file(
        repositoryName=name, branchName="main", filePath="words.txt", fileContent=b"newer\n", parentCommitId=first
    )["commitId"]
    codebuild.create_project(name=name, **{**settings, "source": {"type": "CODECOMMIT", "location": url}})
    old = ended(codebuild.start_build(projectName=name, sourceVersion=first)["build"]["id"])
    new = ended(codebuild.start_build(projectName=name)["build"]["id"])
    assert "\nwords\n" in old.log
    assert "\nran\n" in old.log
    assert "\nnewer\n" in new.log
    assert (old.facts["resolvedSourceVersion"], new.facts["resolvedSourceVersion"]) == (first, second)


def test_an_s3_source_is_unpacked(aws, codebuild, settings, name, ended):
    aws.client("s3").create_bucket(Bucket=name)
    aws.client("s3").put_object(Bucket=name, Key="source.zip", Body=zipped(FILES))
    source = {"type": "S3", "location": f"{name}/source.zip"}
    codebuild.create_project(name=name, **{**settings, "source": source})
    build = ended(codebuild.start_build(projectName=name)["build"]["id"])
    assert build.status == "SUCCEEDED"
    assert "\nran\n" in build.log


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"type": "S3", "location": "no-such-bucket-anywhere/x.zip"}, "NoSuchBucket"),
        (
            {
                "type": "CODECOMMIT",
                "location": "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/nobody-made-this",
            },
            "git clone failed",
        ),
        ({"type": "NO_SOURCE", "buildspec": "nowhere.yml"}, "nowhere.yml: no such file or directory"),
    ],
)
def test_a_source_that_is_not_there_fails_the_build(codebuild, settings, name, ended, source, words):
    codebuild.create_project(name=name, **{**settings, "source": source})
    build = ended(codebuild.start_build(projectName=name)["build"]["id"])
    assert build.phases["DOWNLOAD_SOURCE"] == "FAILED"
    assert words in build.failure["message"]


def test_codepipeline_gives_sources_and_takes_artifacts(aws, pipeline_project):
    spec = b"""version: 0.2
env: {exported-variables: [WHAT]}
phases:
  build:
    commands:
      - export WHAT="$STAGE $(cat "$CODEBUILD_SRC_DIR_Rendered/model.json") $CODEBUILD_RESOLVED_SOURCE_VERSION"
      - mkdir out && echo "$WHAT" > out/what.txt
artifacts:
  base-directory: out
  files: ['*']
  secondary-artifacts:
    Extra: {files: [words.txt]}
"""
    build = start(
        aws.call(),
        pipeline_project,
        sources={"Source": zipped({**FILES, "buildspec.yml": spec}), "Rendered": zipped({"model.json": b"{}"})},
        primary="Source",
        variables=[{"name": "STAGE", "value": "staging"}],
        initiator="codepipeline/deploy",
        source_version="abc",
    )
    assert build.wait(180)
    assert (build.status, build.failure) == ("SUCCEEDED", "")
    assert build.exported == {"WHAT": "staging {} abc"}
    primary, extra = build.artifact("Whatever"), build.artifact("Extra")
    assert primary is not None
    assert extra is not None
    assert zipfile.ZipFile(io.BytesIO(primary)).read("what.txt") == b"staging {} abc\n"
    assert zipfile.ZipFile(io.BytesIO(extra)).namelist() == ["words.txt"]


def test_a_failed_build_tells_codepipeline_why(aws, pipeline_project):
    spec = b"version: 0.2\nphases: {build: {commands: [./no-such-script]}}"
    build = start(aws.call(), pipeline_project, sources={"Source": zipped({"buildspec.yml": spec})}, primary="Source")
    assert build.wait(180)
    assert build.status == "FAILED"
    assert build.failure == "Error while executing command: ./no-such-script. Reason: exit status 127"
    assert "no-such-script" in build.log.read_text()


def test_the_role_of_the_project_must_be_able_to_read_what_codepipeline_gives(aws, pipeline_project, service_role):
    s3, bucket = aws.client("s3"), f"store-{pipeline_project}"
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="source", Body=zipped(FILES))

    def ended():
        given = {"sources": {"Source": zipped(FILES)}, "places": {"Source": (bucket, "source")}, "primary": "Source"}
        build = start(aws.call(), pipeline_project, **given)
        assert build.wait(180)
        return build

    assert "AccessDenied" not in ended().failure
    never = policy({"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"})
    name = service_role.rpartition("/")[2]
    aws.client("iam").put_role_policy(RoleName=name, PolicyName="never", PolicyDocument=never)
    refused = ended()
    aws.client("iam").delete_role_policy(RoleName=name, PolicyName="never")
    assert refused.status == "FAILED"
    assert f"is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::{bucket}/source" in refused.failure


def test_nobody_but_codepipeline_starts_its_projects(aws, codebuild, pipeline_project):
    with pytest.raises(codebuild.exceptions.InvalidInputException, match="can only be started by CodePipeline"):
        codebuild.start_build(projectName=pipeline_project)
    with pytest.raises(AwsError, match="can only be started by CodePipeline"):
        start(aws.call(), pipeline_project)


def test_the_folders_of_a_build_are_gone_when_it_is_over(aws, pipeline_project):
    build = start(aws.call(), pipeline_project, sources={"Source": zipped(FILES)}, primary="Source")
    assert build.wait(180)
    assert not (aws.world.root / "work" / "codebuild" / build.uuid).exists()


BRANCH_SPEC = b"""version: 0.2
env: {exported-variables: [WHERE]}
phases:
  build:
    commands:
      - export WHERE="$BRANCH_NAME $(git rev-parse HEAD) $CODEBUILD_RESOLVED_SOURCE_VERSION"
"""


@pytest.mark.parametrize("version", ["feature/one", "refs/heads/feature/one"])
def test_a_build_of_a_branch_stands_on_its_head(aws, codebuild, settings, name, ended, version):
    codecommit = aws.client("codecommit")
    url = codecommit.create_repository(repositoryName=name)["repositoryMetadata"]["cloneUrlHttp"]
    spec = [{"filePath": "buildspec.yml", "fileContent": BRANCH_SPEC}]
    first = codecommit.create_commit(repositoryName=name, branchName="main", putFiles=spec)["commitId"]
    codecommit.create_branch(repositoryName=name, branchName="feature/one", commitId=first)
    head = codecommit.put_file(
        repositoryName=name, branchName="feature/one", filePath="a", fileContent=b"a", parentCommitId=first
    )["commitId"]
    codebuild.create_project(name=name, **{**settings, "source": {"type": "CODECOMMIT", "location": url}})
    variables = [{"name": "BRANCH_NAME", "value": "feature/one"}]
    started = codebuild.start_build(projectName=name, sourceVersion=version, environmentVariablesOverride=variables)
    build = ended(started["build"]["id"])
    assert build.exported == {"WHERE": f"feature/one {head} {head}"}, build.log


def test_git_in_a_build_signs_in_only_if_the_buildspec_says_so(aws, codebuild, run, name):
    url = aws.client("codecommit").create_repository(repositoryName=name)["repositoryMetadata"]["cloneUrlHttp"]
    commands = f"phases: {{build: {{commands: [git ls-remote {url}]}}}}"
    refused = run(commands)
    assert refused.status == "FAILED"
    assert "could not read Username" in refused.log
    codebuild.delete_project(name=name)
    assert run(f"env: {{git-credential-helper: yes}}\n{commands}").status == "SUCCEEDED"
