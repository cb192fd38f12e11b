import shutil
import subprocess

import pytest

from ci.banner import StepFailed
from ci.containers import build


@pytest.fixture
def with_dockerfile(tmp_path):
    file = tmp_path / "algorithms" / "preprocessing" / "split_data" / "dockerfile"
    file.parent.mkdir(parents=True)
    file.write_text("FROM scratch\n")
    return tmp_path


def test_without_dockerfile_there_is_nothing_to_build(tmp_path, capsys):
    build(tmp_path)
    assert "nothing to build" in capsys.readouterr().out


def test_a_dockerfile_without_docker_stops_the_build(with_dockerfile, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(StepFailed, match="preprocessing/split_data: there is a dockerfile to build, but no docker"):
        build(with_dockerfile)


@pytest.mark.parametrize(("status", "words"), [(1, "docker build failed"), (0, "no image repository to push it to")])
def test_an_image_that_no_job_could_use_stops_the_build(with_dockerfile, monkeypatch, status, words):
    commands = []
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/docker")
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: commands.append(command) or subprocess.CompletedProcess(command, status)
    )
    with pytest.raises(StepFailed, match=words):
        build(with_dockerfile)
    assert commands[0][:2] == ["/bin/docker", "build"]
    assert "preprocessing-split-data" in commands[0]
