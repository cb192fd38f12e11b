"""What a kind of deployment gives to the render step: an endpoint in real_time/, a batch pipeline in batch/."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from deployment.model_version import ModelVersion
from deployment.project import Project
from deployment.release import ProductionVersion
from deployment.sessions import Sessions


@dataclass(frozen=True)
class Order:
    """What to render: this version for this project, and the way to the accounts of the stages."""

    project: Project
    model: ModelVersion
    sessions: Sessions


@dataclass(frozen=True)
class Rendering:
    """The stack of a stage as text, each stage's configuration of it, and what becomes different in production."""

    template: str
    configurations: Mapping[str, Mapping[str, Mapping[str, str]]]
    production: ProductionVersion | None
    changed_settings: tuple[str, ...]
    changes: tuple[str, ...]


class Kind(Protocol):
    """A kind of deployment. Its settings are those of `read`; any wrong one is a DeploymentError."""

    def read(self, folder: Path) -> Any:
        """The settings of both stages from inference_config/; one error lists all faults of both files."""

    def render(self, order: Order, settings: Any) -> Rendering:
        """What the pipeline deploys to both stages."""
