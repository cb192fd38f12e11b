"""The docker of builds: images are made and pushed where the project is privileged, with the rights of the login."""

from __future__ import annotations

import base64
import io
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from mlops_templates.localaws import environments
from mlops_templates.localaws.codebuild.state import find_build
from mlops_templates.localaws.containers.command import main
from tests.conftest import Aws

HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
LOGIN = ["login", "--username", "AWS", "--password-stdin", HOST]

Docker = Callable[..., tuple[int, str]]


def password_of(client: Any) -> str:
    token = client.get_authorization_token()["authorizationData"][0]["authorizationToken"]
    return base64.b64decode(token).decode().partition(":")[2]


@pytest.fixture
def docker(aws: Aws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Docker:
    """Docker with these words, in a folder with a small dockerfile: its exit status and what it said."""
    monkeypatch.setenv("MLOPS_TEMPLATES_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dockerfile").write_text('FROM python:3.12\nCOPY a.txt /opt/\nCMD ["python3"]\n')
    (tmp_path / "a.txt").write_text("a")
    bin_folder = environments.job_bin(aws.world, tmp_path, environments.base())

    def run(*words: str, given: str = "", privileged: str = "yes") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        status = main([str(bin_folder), privileged, *words])
        said = capfd.readouterr()
        return status, said.out + said.err

    return run


@pytest.fixture
def repository(aws: Aws) -> str:
    name = f"built-{uuid.uuid4().hex[:8]}"
    aws.client("ecr").create_repository(repositoryName=name, imageTagMutability="IMMUTABLE")
    return name


def logged_in(aws: Aws, docker: Docker) -> None:
    assert docker(*LOGIN, given=password_of(aws.client("ecr"))) == (0, "Login Succeeded\n")


def test_an_image_is_made_pushed_and_built_upon(aws: Aws, docker: Docker, repository: str, tmp_path: Path) -> None:
    image = f"{HOST}/{repository}"
    logged_in(aws, docker)
    assert docker("build", "--file", "dockerfile", "--tag", "first", ".")[0] == 0
    assert docker("tag", "first", f"{image}:1")[0] == 0
    pushed = docker("push", f"{image}:1")
    (tmp_path / "Dockerfile").write_text(f"FROM {image}:1\nENV MORE=yes\n")
    assert docker("build", "-t", f"{image}:2", ".")[0] == 0
    assert docker("push", f"{image}:2")[0] == 0
    ecr = aws.client("ecr")
    held = ecr.batch_get_image(repositoryName=repository, imageIds=[{"imageTag": "1"}, {"imageTag": "2"}])["images"]
    layers = [[layer["digest"] for layer in json.loads(each["imageManifest"])["layers"]] for each in held]
    assert len(layers[0]) == 1
    assert layers[1] == layers[0]
    assert f"1: digest: {held[0]['imageId']['imageDigest']}" in pushed[1]
    assert f"{image}:2" in docker("image", "ls")[1]
    assert json.loads(docker("inspect", f"{image}:2")[1])[0]["config"]["Env"][-1] == "MORE=yes"


def test_a_build_has_a_docker_daemon_where_its_project_is_privileged(aws: Aws) -> None:
    logs = [build_log(aws, privileged=privileged) for privileged in (True, False)]
    assert "naming to first" in logs[0]
    told = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
    assert told in logs[1]
    assert "naming to first" not in logs[1]


def build_log(aws: Aws, *, privileged: bool) -> str:
    """What a build says that makes an image."""
    name, codebuild = f"docker-{uuid.uuid4().hex[:8]}", aws.client("codebuild")
    commands = ["echo FROM python:3.12 > Dockerfile", "docker build --tag first ."]
    spec = "version: 0.2\nphases: " + json.dumps({"build": {"commands": commands}})
    codebuild.create_project(
        name=name,
        source={"type": "NO_SOURCE", "buildspec": spec},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/amazonlinux-x86_64-standard:6.0",
            "computeType": "BUILD_GENERAL1_SMALL",
            "privilegedMode": privileged,
        },
        serviceRole=aws.role(name, "codebuild"),
    )
    found = find_build(aws.call(), codebuild.start_build(projectName=name)["build"]["id"])
    assert found.wait(180)
    return found.log.read_text(encoding="utf-8")


def test_a_push_without_a_login_is_refused(docker: Docker, repository: str) -> None:
    guessed = docker(*LOGIN, given="guess")
    assert f"login attempt to https://{HOST}/v2/ failed with status: 400 Bad Request" in guessed[1]
    docker("build", "--file", "dockerfile", "--tag", f"{HOST}/{repository}:1", ".")
    assert docker("push", f"{HOST}/{repository}:1") == (1, "ERROR: no basic auth credentials\n")


def test_what_the_registry_refuses_is_told_in_words_of_docker(
    aws: Aws, docker: Docker, repository: str, tmp_path: Path
) -> None:
    image = f"{HOST}/{repository}:1"
    logged_in(aws, docker)
    build = ["build", "--file", "dockerfile", "--tag", image, "."]
    docker(*build)
    assert docker("push", image)[0] == 0
    assert docker("push", image)[0] == 0, "the same image may be pushed again"
    (tmp_path / "a.txt").write_text("b")
    docker(*build)
    assert f"tag invalid: The image tag '1' already exists in the '{repository}' repository" in docker("push", image)[1]
    docker("tag", image, f"{HOST}/no-such:1")
    assert "name unknown: The repository with name 'no-such' does not exist" in docker("push", f"{HOST}/no-such:1")[1]
    missing = docker("push", f"{HOST}/{repository}:none")
    assert missing == (1, f"ERROR: An image does not exist locally with the tag: {HOST}/{repository}\n")


@pytest.mark.parametrize("words", [["run", "first"], ["build", "--squash", "."], ["push", "--all-tags", "a"]])
def test_what_nobody_emulates_is_refused_by_name(docker: Docker, words: list[str]) -> None:
    status, said = docker(*words)
    assert status == 1
    assert f"not emulated: docker {' '.join(words[:2])}" in said


def test_a_push_has_the_rights_of_who_asked_for_the_token(aws: Aws, docker: Docker, repository: str) -> None:
    name = f"visitor-{uuid.uuid4().hex[:8]}"
    role = aws.account.role(
        name, trusts=["123456789012"], allows=["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability"]
    )
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="visit")["Credentials"]
    visitor = boto3.client(
        "ecr",
        endpoint_url=aws.url,
        region_name="us-east-1",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    image = f"{HOST}/{repository}:1"
    docker(*LOGIN, given=password_of(visitor))
    docker("build", "--file", "dockerfile", "--tag", image, ".")
    refused = "is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:us-east-1:123456789012:"
    assert f"denied: User: arn:aws:sts::123456789012:assumed-role/{name}/visit {refused}" in docker("push", image)[1]
