"""CI step 3: build the image of every job that has a dockerfile, unless the same one is in the repository already."""

import base64
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3

from ci.banner import StepFailed, say
from ml_pipelines.source_code import DOCKERFILE, StepSource, step_sources

BASE = re.compile(rb"^\s*FROM\s+(?:--\S+\s+)*([\w.-]+\.dkr\.ecr\.[\w.-]+)/", re.IGNORECASE | re.MULTILINE)
# SageMaker takes no image with attestations, which are a list of manifests.
PLAIN_IMAGES = {"BUILDX_NO_DEFAULT_ATTESTATIONS": "1"}


def build(root: Path) -> None:
    """A tag is the content of the job's folder: an unchanged folder is never built again."""
    sources = {job: source for job, source in step_sources(root / "algorithms").items() if source.image_tag}
    check_places(root, sources)
    if not sources:
        say("no dockerfile under algorithms/, nothing to build: every job runs in a framework image of AWS")
        return
    repository = os.environ.get("IMAGE_REPOSITORY", "")
    if not repository:
        raise StepFailed(
            f"{', '.join(sources)}: there is a dockerfile, but this project has no repository for images",
            "update the project with 'yes' for 'Own containers' in its form, or delete the dockerfile; "
            "in a workflow, set the variables of the repository anew after the update",
        )
    ecr = registry_client(repository.partition("/")[0])
    for job, source in sources.items():
        image = f"{repository}:{source.image_tag}"
        if is_there(ecr, repository, source.image_tag):
            say(f"-- {job}: {image} is there already")
        else:
            make(job, source, image, ecr)


def check_places(root: Path, sources: Mapping[str, StepSource]) -> None:
    places = [
        path.parent.relative_to(root / "algorithms").as_posix() for path in root.glob(f"algorithms/**/{DOCKERFILE}")
    ]
    if strays := sorted(set(places) - set(sources)):
        raise StepFailed(
            f"algorithms/{strays[0]}/{DOCKERFILE}: no job is in this folder, so nothing would run in its image",
            f"put the {DOCKERFILE} beside the __main__.py of a job",
        )


def make(job: str, source: StepSource, image: str, ecr: Any) -> None:
    """Build an image from the files of its job, and push it."""
    docker = shutil.which("docker")
    if docker is None:
        raise StepFailed(
            f"{job}: there is a dockerfile to build, but no docker here",
            "push, and let the project's build do it; or install docker",
        )
    say(f"-- {job}: {image}")
    for host in sorted({image.partition("/")[0], *bases(source)}):
        log_in(docker, host)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in source.image.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        words = ["build", "--file", str(Path(folder, DOCKERFILE)), "--platform", "linux/amd64", "--tag", image, folder]
        if run(docker, *words):
            raise StepFailed(
                f"{job}: docker build failed", f"docker says why above; repair algorithms/{job}/{DOCKERFILE}"
            )
    # Another build may have been first: the image is the same.
    if run(docker, "push", image) and not is_there(ecr, image.rpartition(":")[0], source.image_tag):
        raise StepFailed(f"{job}: docker push failed", "docker says why above; the build's role needs the repository")


def bases(source: StepSource) -> set[str]:
    """The registries of ECR that its dockerfile builds upon: docker must log in to each."""
    return {host.decode() for host in BASE.findall(source.image[DOCKERFILE])}


def log_in(docker: str, host: str) -> None:
    token = registry_client(host).get_authorization_token()["authorizationData"][0]["authorizationToken"]
    user, _, password = base64.b64decode(token).decode().partition(":")
    if run(docker, "login", "--username", user, "--password-stdin", host, given=password):
        raise StepFailed(f"docker login to {host} failed", "docker says why above; builds need privileged mode for it")


def is_there(ecr: Any, repository: str, tag: str) -> bool:
    host, _, name = repository.partition("/")
    try:
        ecr.describe_images(registryId=host.partition(".")[0], repositoryName=name, imageIds=[{"imageTag": tag}])
    except ecr.exceptions.ImageNotFoundException:
        return False
    return True


def registry_client(host: str) -> Any:
    """ECR in the region of a registry `<account>.dkr.ecr.<region>.amazonaws.com`."""
    return boto3.client("ecr", region_name=host.split(".")[3])


def run(docker: str, *words: str, given: str = "") -> int:
    command = [docker, *words]
    environment = {**os.environ, **PLAIN_IMAGES}
    return subprocess.run(command, input=given, text=True, env=environment, check=False).returncode  # noqa: S603 - docker
