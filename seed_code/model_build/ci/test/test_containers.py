import base64
import shutil
import subprocess
from pathlib import Path

import boto3
import pytest

from ci.banner import StepFailed
from ci.containers import build
from ml_pipelines.source_code import step_sources

HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
AWS_HOST = "141502667606.dkr.ecr.eu-west-1.amazonaws.com"
REPOSITORY = f"{HOST}/mlops-p-abc123-images"


class Ecr:
    """A registry that holds these tags, and gives tokens."""

    class exceptions:
        class ImageNotFoundException(Exception):
            pass

    def __init__(self):
        self.tags = set()

    def describe_images(self, *, registryId, repositoryName, imageIds):
        assert (registryId, repositoryName) == ("123456789012", "mlops-p-abc123-images")
        if imageIds[0]["imageTag"] not in self.tags:
            raise self.exceptions.ImageNotFoundException

    def get_authorization_token(self):
        return {"authorizationData": [{"authorizationToken": base64.b64encode(b"AWS:secret").decode()}]}


@pytest.fixture
def ecr(monkeypatch):
    """A registry in which nothing is."""
    registry = Ecr()
    monkeypatch.setenv("IMAGE_REPOSITORY", REPOSITORY)
    monkeypatch.setattr(boto3, "client", lambda service, region_name: registry)
    return registry


@pytest.fixture
def docker(monkeypatch, ecr):
    """Every call of docker with what it was given; `failing` names the command that fails."""
    calls = []

    def run(command, *, input, text, env, check):
        words = command[1:]
        if words[0] == "build":
            context = Path(words[-1])
            run.contexts.append({path.relative_to(context).as_posix() for path in context.rglob("*") if path.is_file()})
        calls.append((words, input))
        if words[0] == "push" and words[0] not in run.failing:
            ecr.tags.add(words[1].rpartition(":")[2])
        return subprocess.CompletedProcess(command, 1 if words[0] in run.failing else 0)

    run.calls, run.contexts, run.failing = calls, [], set()
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/docker")
    monkeypatch.setattr(subprocess, "run", run)
    return run


@pytest.fixture
def root(tmp_path):
    """A repository with one job, which has a dockerfile."""
    files = {
        "__main__.py": "split",
        "README.md": "words",
        "dockerfile": f"FROM {AWS_HOST}/sagemaker-scikit-learn:1.9-0-cpu-py3\n",
        "requirements.txt": "lock",
        "test/test_split.py": "no",
    }
    for name, text in files.items():
        path = tmp_path / "algorithms" / "preprocessing" / "split_data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def job(root):
    return root / "algorithms" / "preprocessing" / "split_data"


def tag(root):
    return step_sources(root / "algorithms")["preprocessing/split_data"].image_tag


def test_without_dockerfile_there_is_nothing_to_build(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(boto3, "client", lambda *names, **_: pytest.fail("AWS was asked"))
    monkeypatch.setattr(shutil, "which", lambda name: pytest.fail("docker was looked for"))
    build(tmp_path)
    assert "nothing to build" in capsys.readouterr().out


def test_a_dockerfile_without_a_repository_says_what_to_choose(root, docker, monkeypatch):
    monkeypatch.setenv("IMAGE_REPOSITORY", "")
    with pytest.raises(
        StepFailed, match=r"preprocessing/split_data: there is a dockerfile, but .* no repository"
    ) as failed:
        build(root)
    assert "'yes' for 'Own containers'" in failed.value.what_to_do
    assert docker.calls == []


def test_a_dockerfile_without_docker_stops_the_build(root, ecr, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(StepFailed, match="preprocessing/split_data: there is a dockerfile to build, but no docker"):
        build(root)


def test_an_image_is_built_of_the_files_of_its_job_and_pushed(root, docker):
    build(root)
    image = f"{REPOSITORY}:{tag(root)}"
    assert [words[0] for words, _ in docker.calls] == ["login", "login", "build", "push"]
    assert {words[-1] for words, given in docker.calls[:2] if given == "secret"} == {HOST, AWS_HOST}
    assert docker.calls[2][0][-3:-1] == ["--tag", image]
    assert docker.calls[3][0] == ["push", image]
    assert docker.contexts == [{"__main__.py", "dockerfile", "requirements.txt"}]


def test_an_image_that_is_there_is_not_built_again(root, docker):
    build(root)
    docker.calls.clear()
    (job(root) / "README.md").write_text("other words")
    (job(root) / "test" / "test_split.py").write_text("yes")
    build(root)
    assert docker.calls == []


def test_another_content_of_the_folder_is_another_image(root, docker):
    before = tag(root)
    (job(root) / "requirements.txt").write_text("another lock")
    assert tag(root) != before
    assert tag(root).startswith("preprocessing-split_data-")


@pytest.mark.parametrize("command", ["login", "build", "push"])
def test_whatever_docker_fails_at_stops_the_build(root, docker, command):
    docker.failing = {command}
    with pytest.raises(StepFailed, match=f"docker {command}"):
        build(root)


def test_a_push_that_another_build_was_faster_at_is_fine(root, docker, ecr):
    docker.failing = {"push"}
    original = ecr.describe_images
    asked = []

    def second_time(**names):
        asked.append(names)
        if len(asked) == 1:
            original(**names)

    ecr.describe_images = second_time
    build(root)
    assert len(asked) == 2


def test_a_dockerfile_that_is_of_no_job_stops_the_build(root, docker):
    (job(root) / "deeper").mkdir()
    (job(root) / "deeper" / "dockerfile").write_text("FROM scratch\n")
    with pytest.raises(StepFailed, match="algorithms/preprocessing/split_data/deeper/dockerfile: no job"):
        build(root)
