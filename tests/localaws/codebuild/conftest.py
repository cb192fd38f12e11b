"""Projects that run a given buildspec, and what became of their builds."""

import textwrap
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

Settings = dict[str, Any]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds of tests do not fill the user's cache, and tests of other folders keep it."""
    monkeypatch.setenv("MLOPS_TEMPLATES_CACHE", str(cache))


@pytest.fixture
def codebuild(aws) -> Any:
    return aws.client("codebuild")


@pytest.fixture
def name() -> str:
    return f"project-{uuid.uuid4().hex[:8]}"


@pytest.fixture(scope="session")
def service_role(aws) -> str:
    """The ARN of a role that CodeBuild may assume."""
    return aws.role(f"codebuild-{uuid.uuid4().hex[:8]}", "codebuild")


@pytest.fixture
def settings(service_role) -> Settings:
    """What a project needs at least, but its name."""
    return {
        "source": {"type": "NO_SOURCE", "buildspec": "version: 0.2\nphases: {build: {commands: ['true']}}\n"},
        "artifacts": {"type": "NO_ARTIFACTS"},
        "environment": {
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/amazonlinux-x86_64-standard:6.0",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
        "serviceRole": service_role,
    }


@dataclass(frozen=True)
class Ended:
    """A build that is over."""

    facts: dict[str, Any]
    log: str

    @property
    def status(self) -> str:
        return self.facts["buildStatus"]

    @property
    def phases(self) -> dict[str, str]:
        return {phase["phaseType"]: phase.get("phaseStatus", "") for phase in self.facts["phases"]}

    @property
    def exported(self) -> dict[str, str]:
        return {each["name"]: each["value"] for each in self.facts["exportedEnvironmentVariables"]}

    @property
    def failure(self) -> dict[str, str]:
        """The context of the phase that failed."""
        contexts = [context for phase in self.facts["phases"] for context in phase.get("contexts", [])]
        return next(context for context in contexts if context.get("message"))


@pytest.fixture
def ended(aws, codebuild) -> Callable[[str], Ended]:
    """Waits for a build."""

    def wait(build_id: str) -> Ended:
        from mlops_templates.localaws.codebuild.state import find_build

        build = find_build(aws.call(), build_id)
        assert build.wait(180), build.log.read_text()
        facts = codebuild.batch_get_builds(ids=[build_id])["builds"][0]
        return Ended(facts, Path(build.log).read_text())

    return wait


@pytest.fixture
def run(codebuild, settings, name, ended) -> Callable[..., Ended]:
    """Makes a project of a buildspec, runs it, waits for it."""

    def build(buildspec: str, project: Settings | None = None, **overrides: Any) -> Ended:
        source = {"type": "NO_SOURCE", "buildspec": "version: 0.2\n" + textwrap.dedent(buildspec)}
        codebuild.create_project(name=name, **{**settings, "source": source, **(project or {})})
        return ended(codebuild.start_build(projectName=name, **overrides)["build"]["id"])

    return build
