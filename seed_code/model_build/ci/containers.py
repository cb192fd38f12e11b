"""CI step 3: build the image of every job that has a dockerfile."""

import shutil
import subprocess
from pathlib import Path

from ci.banner import StepFailed, say


def build(root: Path) -> None:
    dockerfiles = sorted((root / "algorithms").glob("*/*/dockerfile"))
    if not dockerfiles:
        say("no dockerfile under algorithms/, nothing to build: every job runs in a framework image of AWS")
        return
    jobs = [file.parent.relative_to(root / "algorithms").as_posix() for file in dockerfiles]
    docker = shutil.which("docker")
    if docker is None:
        raise StepFailed(
            f"{', '.join(jobs)}: there is a dockerfile to build, but no docker here",
            "give the CodeBuild project privileged mode and an image with docker, or delete the dockerfile "
            "and name a ready image in ml_pipelines/images.py",
        )
    for job, file in zip(jobs, dockerfiles, strict=True):
        build_one(docker, root, job, file)


def build_one(docker: str, root: Path, job: str, dockerfile: Path) -> None:
    """The context is algorithms/, so that an image can take shared_libraries/ along."""
    image = job.replace("/", "-").replace("_", "-")
    say(f"-- {job} -> {image}")
    command = [docker, "build", "--file", str(dockerfile), "--tag", image, str(root / "algorithms")]
    if subprocess.run(command, check=False).returncode:  # noqa: S603 - docker with paths of this repository
        raise StepFailed(f"{job}: docker build failed", f"docker says why above; repair algorithms/{job}/dockerfile")
    raise StepFailed(
        f"{job}: image {image} is built, but this project has no image repository to push it to",
        "add an ECR repository to the project, push the image in ci/containers.py, name it in ml_pipelines/images.py",
    )
