"""What a dockerfile makes, and which line of it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlops_templates.localaws.containers import filling
from mlops_templates.localaws.containers.image import Packages, image_of
from mlops_templates.localaws.containers.instructions import DockerfileError
from tests.localaws.containers.conftest import Workshop


def test_an_image_has_what_its_dockerfile_says(workshop: Workshop) -> None:
    image = workshop.build(
        """
        # syntax=docker/dockerfile:1
        ARG VERSION=3.12
        FROM public.ecr.aws/docker/library/python:${VERSION}-slim AS only
        ARG WHERE=/opt/program
        ENV MODE=fast \\
            PATH="${WHERE}:${PATH}"
        LABEL team="the one"
        WORKDIR ${WHERE}
        WORKDIR src
        USER nobody
        EXPOSE 8080
        ENTRYPOINT ["python3", "main.py"]
        CMD ["train"]
        """
    )
    assert image.base == "public.ecr.aws/docker/library/python:3.12-slim"
    assert image.variables["MODE"] == "fast"
    assert image.variables["PATH"].startswith("/opt/program:/usr/local/bin")
    assert (image.folder, image.user, image.ports) == ("/opt/program/src", "nobody", ("8080/tcp",))
    assert (image.entrypoint, image.command) == (("python3", "main.py"), ("train",))
    assert image.labels == {"team": "the one"}


def test_an_image_comes_back_from_its_configuration(workshop: Workshop) -> None:
    workshop.file("a.py", "a")
    image = workshop.build('FROM python:3\nCOPY a.py /opt/\nCMD ["python3"]\n')
    assert image_of(image.config()) == image


def test_the_same_dockerfile_and_files_make_the_same_image(workshop: Workshop, tmp_path: Path) -> None:
    text = "FROM python:3\nCOPY . /opt/program/\n"
    workshop.file("a.py", "a")
    first = workshop.build(text)
    workshop.file("a.py", "a").touch()
    assert workshop.build(text).id == first.id
    workshop.file("a.py", "b")
    assert workshop.build(text).id != first.id


def test_copied_files_are_where_docker_puts_them(workshop: Workshop, tmp_path: Path) -> None:
    for name in ("main.py", "lib/one.py", "lib/deep/two.py"):
        workshop.file(name, name)
    image = workshop.build(
        """
        FROM python:3
        WORKDIR /opt/program
        COPY main.py .
        COPY --chown=nobody lib library
        COPY ["main.py", "/opt/renamed.py"]
        COPY l*b/*.py /opt/many/
        """
    )
    filling.fill(image, tmp_path / "root", workshop.store.layer_at)
    found = {path.relative_to(tmp_path / "root").as_posix() for path in (tmp_path / "root").rglob("*.py")}
    assert found == {
        "opt/program/main.py",
        "opt/program/library/one.py",
        "opt/program/library/deep/two.py",
        "opt/renamed.py",
        "opt/many/one.py",
    }


def test_arguments_of_the_build_win_over_those_of_the_dockerfile(workshop: Workshop) -> None:
    text = "FROM python:3\nARG COLOUR=red\nENV SEEN=$COLOUR OTHER=${NONE:-none} PRICE=\\$5\n"
    assert workshop.build(text).variables["SEEN"] == "red"
    image = workshop.build(text, {"COLOUR": "blue"})
    assert [image.variables[name] for name in ("SEEN", "OTHER", "PRICE")] == ["blue", "none", "$5"]


def test_pip_installs_in_the_folder_of_the_image(workshop: Workshop, without_pip: list[Packages]) -> None:
    workshop.build(
        """
        FROM python:3
        ARG VERSION=2
        WORKDIR /opt/program
        RUN pip install --no-cache-dir -r requirements.txt && \\
            python3 -m pip install "numpy>=${VERSION}"
        RUN ["pip3", "install", "pandas"]
        """
    )
    assert without_pip == [
        Packages(("--no-cache-dir", "-r", "requirements.txt"), "/opt/program"),
        Packages(("numpy>=2",), "/opt/program"),
        Packages(("pandas",), "/opt/program"),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("RUN apt-get install -y git", "not emulated: RUN apt-get install -y git (only pip install is run)"),
        ("RUN pip install a; rm -r /", "not emulated: RUN with ;"),
        ("RUN pip install . ", "not emulated: pip install . (packages of an index only)"),
        ("RUN pip install --target /opt/lib a", "not emulated: pip install --target /opt/lib a"),
        ("ADD a.py /opt/", "not emulated: ADD a.py /opt/"),
        ("COPY --from=other a.py /opt/", "not emulated: COPY --from=other"),
        ("COPY missing.py /opt/", '"/missing.py": not found'),
        ("COPY ../a.py /opt/", "leads out of the build context"),
        ("HEALTHCHECK NONE", "not emulated: HEALTHCHECK NONE"),
        ("VOLUME /data", "not emulated: VOLUME /data"),
        ("FROM python:3", "not emulated: a second FROM"),
        ("ENTRYPOINT python3 main.py", "not emulated: ENTRYPOINT as a line for a shell"),
        ("RUN <<EOF", "not emulated: a here-document"),
        ("ENV PATH=${PATH:?}", "not emulated: this use of a variable"),
    ],
)
def test_what_nobody_emulates_is_refused_with_its_line(workshop: Workshop, line: str, told: str) -> None:
    with pytest.raises(DockerfileError) as refused:
        workshop.build(f"# a comment\nFROM python:3\n\n{line}\n")
    assert str(refused.value).startswith("dockerfile:4: ")
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("FROM ubuntu:24.04", "not emulated: the base image ubuntu:24.04 (known: python, images of ECR)"),
        ("FROM 123456789012.dkr.ecr.us-east-1.amazonaws.com/base:1", "no basic auth credentials"),
        ("ENV A=b", "no build stage in current context"),
        ("# nothing", "file with no instructions"),
    ],
)
def test_a_dockerfile_without_a_base_that_is_known_is_refused(workshop: Workshop, text: str, told: str) -> None:
    with pytest.raises(DockerfileError) as refused:
        workshop.build(text)
    assert told in str(refused.value)


def test_a_context_with_left_out_files_is_refused(workshop: Workshop) -> None:
    workshop.file(".dockerignore", "*.md")
    with pytest.raises(DockerfileError, match=r"\.dockerignore: not emulated"):
        workshop.build("FROM python:3\n")
