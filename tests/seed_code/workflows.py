"""The GitHub workflows of the seeds, read as GitHub reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from mlops_templates import data

BUILD = data.seed_folder("model_build") / ".github" / "workflows" / "build.yml"
DEPLOY = data.seed_folder("model_deploy") / ".github" / "workflows" / "deploy.yml"
INSTALL = "python -m pip install --quiet --require-hashes --requirement requirements.txt"


class WorkflowLoader(yaml.SafeLoader):
    """YAML 1.2 in one thing: `on` is a word, not a truth value."""


WorkflowLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or letter not in "oO"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def workflow(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=WorkflowLoader)


def commands(job: Any) -> list[str]:
    """What the `run` steps of a job type, in order."""
    return [step["run"] for step in job["steps"] if "run" in step]


def build_spec(file: Path, *phases: str) -> list[str]:
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [command for phase in phases for command in document["phases"][phase]["commands"]]
