"""The commands of the build repository that people run by hand, in a clone of it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from mlops_templates.data import data_folder
from mlops_templates.localaws import environments
from mlops_templates.localaws.world import World
from tests.lifecycle.by_hand import scientist_of

if TYPE_CHECKING:
    from tests.lifecycle.project_life import ProjectLife


def run_as_scientist(life: ProjectLife, *words: str, branch: str, program: str = "ci") -> str:
    """`python -m ci WORDS` on that branch, with the variables that the README exports; what it printed."""
    seed = data_folder("seed_code") / "model_build"
    world = World(life.clones)
    python = environments.for_requirements(world, environments.base(), ["-r", "requirements.txt"], seed).python
    done = subprocess.run(
        [python, "-m", program, *words],
        cwd=life.clone("model-build"),
        env=_variables(life, branch),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def _variables(life: ProjectLife, branch: str) -> dict[str, str]:
    """Those of the project's build, and the credentials of somebody who works on the project."""
    (project,) = life.client("codebuild").batch_get_projects(names=[life.names.build_pipeline])["projects"]
    of_build = {one["name"]: one["value"] for one in project["environment"]["environmentVariables"]}
    session = scientist_of(life.names)
    keys = session.get_credentials().get_frozen_credentials()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(Path(life.clones)),
        **of_build,
        "BRANCH_NAME": branch,
        "AWS_DEFAULT_REGION": session.region_name,
        "AWS_ENDPOINT_URL": life.aws.url,
        "AWS_ACCESS_KEY_ID": keys.access_key,
        "AWS_SECRET_ACCESS_KEY": keys.secret_key,
        "AWS_SESSION_TOKEN": str(keys.token),
    }
